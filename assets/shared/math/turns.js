// What a digit is nearest to when it is turned: from the least squared residual at every angle, all λ.

// Of a class, for x turned by k steps of 360°/K: { squared: (K), turns: (K) }, the squared lazy distance and
// the turn in steps that brings x there; of equal ones the least turn, then the positive one.
export function lazyTurns(residuals, lam) {
  const count = residuals.length
  const price = (lam * 360 / count) ** 2
  const least = Math.min(...residuals)
  const squared = new Float64Array(count)
  const turns = new Int16Array(count)
  const most = lam === Infinity ? 0 : Math.floor(count / 2)
  for (let k = 0; k < count; k++) {
    let best = residuals[k]
    let turn = 0
    for (let g = 1; g <= most; g++) {
      const cost = price * g * g
      if (least + cost >= best) break
      const ahead = residuals[(k + g) % count] + cost
      if (ahead < best) [best, turn] = [ahead, g]
      const behind = residuals[(k - g + count) % count] + cost
      if (behind < best) [best, turn] = [behind, -g]
    }
    squared[k] = best
    turns[k] = turn
  }
  return { squared, turns }
}

// Which of two classes is nearer at every angle: 0 or 1; of equal ones the class of the smaller digit, which
// is the first if firstWins.
export function verdicts(first, second, firstWins) {
  return Array.from(first.squared, (value, k) => {
    const other = second.squared[k]
    return value < other || (value === other && firstWins) ? 0 : 1
  })
}

// Neighbouring angles of one verdict, from 0 on: [{ from, to, verdict }], to exclusive.
export function runsOfVerdicts(found) {
  const runs = []
  found.forEach((verdict, k) => {
    const last = runs.at(-1)
    if (last?.verdict === verdict) last.to = k + 1
    else runs.push({ from: k, to: k + 1, verdict })
  })
  return runs
}

// The first angle, counter-clockwise up to half a turn, at which the verdict is the other; null if none is.
export function flipOf(found, verdict) {
  const half = Math.floor(found.length / 2)
  for (let k = 0; k <= half; k++) if (found[k] !== verdict) return k
  return null
}
