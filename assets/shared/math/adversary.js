// The adversary of correlational queries: hypotheses are parities of n bits or, where they are to be
// symmetric, the sums of those that are cyclic shifts of one another. Functions are lists of their 2ⁿ values,
// input x having bit i where the i-th sign is −1; subsets of bits are numbers.

import { isOdd, seeded } from './elimination.js'

const shifted = (subset, n) => ((subset << 1) | (subset >> (n - 1))) & (2 ** n - 1)

function orbitOf(subset, n) {
  const found = [subset]
  for (let next = shifted(subset, n); next !== subset; next = shifted(next, n)) found.push(next)
  return found.sort((a, b) => a - b)
}

function bitsOf(number) {
  let count = 0
  for (let left = number; left; left &= left - 1) count++
  return count
}

// The hypotheses, as lists of the subsets that are summed; fewer bits first.
export function hypothesesOf(n, symmetric) {
  const subsets = Array.from({ length: 2 ** n }, (_, subset) => subset)
    .sort((a, b) => bitsOf(a) - bitsOf(b) || a - b)
  if (!symmetric) return subsets.map((subset) => [subset])
  return subsets.map((subset) => orbitOf(subset, n)).filter((orbit, i) => orbit[0] === subsets[i])
}

// E h χ_S for all S, by the fast Walsh–Hadamard transform.
function correlations(values) {
  const found = [...values]
  for (let half = 1; half < found.length; half *= 2) {
    for (let start = 0; start < found.length; start += 2 * half) {
      for (let i = start; i < start + half; i++) {
        [found[i], found[i + half]] = [found[i] + found[i + half], found[i] - found[i + half]]
      }
    }
  }
  return found.map((value) => value / found.length)
}

// E h f of every hypothesis f, which has norm 1.
function overlaps(values, hypotheses) {
  const found = correlations(values)
  return hypotheses.map((orbit) => orbit.reduce((sum, s) => sum + found[s], 0) / Math.sqrt(orbit.length))
}

export function hypothesisValues(orbit, n) {
  const value = (x) => orbit.reduce((sum, s) => sum + (isOdd(x & s) ? -1 : 1), 0) / Math.sqrt(orbit.length)
  return Array.from({ length: 2 ** n }, (_, x) => value(x))
}

// The most hypotheses that one query can rule out: fewer than 1 / τ², since they are orthogonal.
export const mostRuledOut = (tau) => Math.ceil(1 / tau ** 2 - 1e-9) - 1

// The values of a query: a majority, a random function of ±1 from a seed, one hypothesis by its place ('p3'),
// or the best mix, of as many hypotheses that are left as any query can rule out.
export function queryValues(query, { n, hypotheses, left, tau, seed }) {
  const inputs = Array.from({ length: 2 ** n }, (_, x) => x)
  if (query === 'majority') return inputs.map((x) => Math.sign(n - 2 * bitsOf(x)))
  if (query === 'random') {
    const random = seeded(seed)
    return inputs.map(() => (random() < 0.5 ? -1 : 1))
  }
  const places = query === 'mix' ? left.slice(0, Math.max(1, mostRuledOut(tau))) : [Number(query.slice(1))]
  const parts = places.map((place) => hypothesisValues(hypotheses[place], n))
  return inputs.map((x) => parts.reduce((sum, part) => sum + part[x], 0) / Math.sqrt(places.length))
}

/* Play queries one after another. The adversary says 0 as long as that leaves a hypothesis; a query that
   would leave none is not answered with 0, and ends the game. Returns { hypotheses, by, counts, over }: the
   query that ruled out each hypothesis or null, how many are left before any query and after each, and
   whether the game is over. */
export function played(queries, { n, symmetric, tau }) {
  const hypotheses = hypothesesOf(n, symmetric)
  const by = hypotheses.map(() => null)
  const counts = [hypotheses.length]
  let over = false
  queries.forEach((query, number) => {
    if (over) return
    const left = by.flatMap((ruled, place) => (ruled === null ? [place] : []))
    const met = overlaps(queryValues(query, { n, hypotheses, left, tau, seed: number + 1 }), hypotheses)
    const struck = left.filter((place) => Math.abs(met[place]) > tau + 1e-9)
    const ruled = struck.length < left.length ? struck : []
    for (const place of ruled) by[place] = number
    counts.push(left.length - ruled.length)
    over = left.length - struck.length <= 1
  })
  return { hypotheses, by, counts, over }
}
