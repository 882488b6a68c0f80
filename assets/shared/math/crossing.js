// Where one digit is as far from a second as from a third.

import { pieceAt } from './path.js'

// All λ in (0, ∞) at which the distances of two paths change order, ascending. Between two events both d² are
// lines in λ².
export function crossings(one, other) {
  const starts = [...new Set([0, ...one.breakpoints, ...other.breakpoints])].sort((a, b) => a - b)
  const found = []
  let before = 0
  starts.forEach((from, i) => {
    const to = starts[i + 1] ?? Infinity
    const [p, q] = [pieceAt(one, from), pieceAt(other, from)]
    const ahead = one.squaredResiduals[p] - other.squaredResiduals[q]
    const slope = one.squaredEfforts[p] - other.squaredEfforts[q]
    const lam = Math.sqrt(-ahead / slope)
    const signs = [[from, Math.sign(ahead + slope * from * from)]]
    if (lam > from && lam < to) signs.push([lam, Math.sign(slope)])
    for (const [at, sign] of signs) {
      if (sign === 0) continue
      if (before !== 0 && sign !== before) found.push(at)
      before = sign
    }
  })
  return found
}
