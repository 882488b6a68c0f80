// Curves against the logarithm of n: read between their points, and laid over one another by a shift.

// The value of a curve of logarithms at n, straight between its points; null outside.
export function valueAt(sizes, values, n) {
  const last = sizes.length - 1
  if (n < sizes[0] * (1 - 1e-9) || n > sizes[last] * (1 + 1e-9)) return null
  let right = 1
  while (right < last && sizes[right] < n) right++
  const [a, b] = [Math.log(sizes[right - 1]), Math.log(sizes[right])]
  const share = (Math.log(n) - a) / (b - a)
  return Math.exp((1 - share) * Math.log(values[right - 1]) + share * Math.log(values[right]))
}

// How far apart two curves are once the points of the second are moved to n times a factor: the mean of
// |log ratio| over the points that the first curve reaches, null if it reaches none; over: their number.
export function apart(sizes, first, second, factor) {
  const logs = sizes.flatMap((n, i) => {
    const value = valueAt(sizes, first, n * factor)
    return value === null ? [] : [Math.abs(Math.log(second[i] / value))]
  })
  if (logs.length === 0) return { far: null, over: 0 }
  return { far: Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length) - 1, over: logs.length }
}
