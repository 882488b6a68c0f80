// Many turned digits: at which angle each becomes one of the other class, and how they lie at every λ.

// A digit is { lams, degrees }: from lams[i] on, the first of which is 0, up to the next one, it becomes the
// other at degrees[i], counter-clockwise up to half a turn; null where it never does.
export function flipAt({ lams, degrees }, lam) {
  let [low, high] = [0, lams.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (lams[middle] <= lam) low = middle
    else high = middle - 1
  }
  return degrees[low]
}

// Between the two of a sorted list that a share lies between.
function quantile(sorted, share) {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (place - below) * (sorted[above] - sorted[below])
}

// { flips, quartiles } of the digits at a λ: how many become the other, and the lower quartile, the median
// and the upper quartile of the angles of these; null if there are none.
export function spreadAt(digits, lam) {
  const angles = digits.map((digit) => flipAt(digit, lam)).filter((angle) => angle !== null)
  angles.sort((a, b) => a - b)
  const quartiles = angles.length ? [0.25, 0.5, 0.75].map((share) => quantile(angles, share)) : null
  return { flips: angles.length, quartiles }
}

// The spread for all λ: [{ lam, flips, quartiles }], each from its λ up to the next one's.
export function spreads(digits) {
  const lams = [...new Set(digits.flatMap((digit) => digit.lams))].sort((a, b) => a - b)
  const found = []
  for (const lam of lams) {
    const spread = spreadAt(digits, lam)
    const last = found.at(-1)
    if (last?.flips === spread.flips && String(last.quartiles) === String(spread.quartiles)) continue
    found.push({ lam, ...spread })
  }
  return found
}
