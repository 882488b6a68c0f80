// The λ of a table as stops of equal room, whatever lies between them; a λ between two has its place.

import { lamText } from '../../shared/page/lam.js'

// 2.5 is half way from the third stop to the fourth.
export function stopOf(lams, lam) {
  const after = lams.findIndex((stop) => stop >= lam)
  if (after <= 0) return Math.max(after, 0)
  const [from, to] = [lams[after - 1], lams[after]]
  if (lam === to) return after
  return after - 1 + (to === Infinity ? 1 - from / lam : (lam - from) / (to - from))
}

export function nearestStop(lams, lam) {
  if (lam === Infinity) return lams.indexOf(Infinity)
  const gaps = lams.map((stop) => Math.abs(stop - lam))
  return gaps.indexOf(Math.min(...gaps))
}

// The λ of a list in order that is reached by another.
export const reached = (lams, lam) => lams.findLast((known) => known <= lam)

// A scale as those of shared/chart/axes.js; value gives the stop that is nearest to a share, as a dial needs.
export function stops(lams) {
  const most = lams.length - 1
  return {
    first: lams[1],
    last: lams[most - 1],
    steps: [0, most],
    share: (lam) => stopOf(lams, lam) / most,
    value: (share) => lams[Math.max(0, Math.min(most, Math.round(share * most)))],
    ticks: (count) => {
      const every = Math.max(1, Math.ceil(lams.length / count))
      const kept = lams.filter((_, stop) => stop % every === 0 || stop === most)
      return kept.map((lam) => ({ value: lam, text: lamText(lam) }))
    },
  }
}
