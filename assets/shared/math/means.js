// Means that are known at some λ, and what a digit does to come near to one: the definitions of
// lazyq.lazy_distance under row shifts, at one λ.

// Where λ lies in a grid that ends at ∞: between the values i and i + 1, at this share of the way. Before ∞
// nothing is in between: from the last number of the grid on, nothing moves.
export function placeIn(lams, lam) {
  const next = lams.findIndex((value) => value >= lam)
  if (next === 0) return { level: 0, share: 0 }
  if (lams[next] === lam) return { level: next, share: 0 }
  if (lams[next] === Infinity) return { level: next - 1, share: 0 }
  return { level: next - 1, share: (lam - lams[next - 1]) / (lams[next] - lams[next - 1]) }
}

// The value at λ of a table that has one for each λ of the grid.
export function valueAt(values, { level, share }) {
  return share === 0 ? values[level] : values[level] + share * (values[level + 1] - values[level])
}

// The mean at λ of a stack of means, one after another, each of so many pixels.
export function meanAt(stack, size, { level, share }) {
  const mean = new Float64Array(size)
  const start = level * size
  for (let i = 0; i < size; i++) {
    const value = stack[start + i]
    mean[i] = share === 0 ? value : value + share * (stack[start + size + i] - value)
  }
  return mean
}

// How the rows of x come to z at λ, both in the same units, λ in units of them a column: the shifts, of equal
// ones the smaller, then the positive one, and the two parts of d².
export function towards(x, z, lam, height, width) {
  const half = lam === Infinity ? 0 : Math.floor(width / 2)
  const shifts = new Int8Array(height)
  let squaredResidual = 0
  let squaredPenalty = 0
  for (let row = 0; row < height; row++) {
    const start = row * width
    let least = Infinity
    let [left, price] = [0, 0]
    for (let size = 0; size <= half; size++) {
      const penalty = size === 0 ? 0 : lam * lam * size * size
      if (penalty >= least) break
      for (const shift of size === 0 ? [0] : [size, -size]) {
        let sum = 0
        for (let j = 0; j < width; j++) {
          const difference = x[start + (j + shift + width) % width] - z[start + j]
          sum += difference * difference
        }
        if (sum + penalty < least) {
          least = sum + penalty;
          [left, price] = [sum, penalty]
          shifts[row] = shift
        }
      }
    }
    squaredResidual += left
    squaredPenalty += price
  }
  return { shifts, squaredResidual, squaredPenalty, distance: Math.sqrt(squaredResidual + squaredPenalty) }
}
