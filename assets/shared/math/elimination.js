// Gaussian elimination over the field of two elements, one sample after another. A sample is a number: bit i
// says whether its i-th unknown takes part; at most 31 unknowns.

const GOOD = 0.95

export class Eliminator {
  constructor() {
    this.rows = []
    this.consistent = true
  }

  // Take a sample and its label, 0 or 1. One that contradicts those before it is left out, as Python does.
  take(bits, label) {
    let [left, value] = [bits, label]
    for (const row of this.rows) {
      if (bits & row.pivot) [left, value] = [left ^ row.bits, value ^ row.value]
    }
    if (left === 0) {
      if (value) this.consistent = false
      return
    }
    const pivot = left & -left
    for (const row of this.rows) {
      if (row.bits & pivot) [row.bits, row.value] = [row.bits ^ left, row.value ^ value]
    }
    this.rows.push({ pivot, bits: left, value })
  }

  get rank() {
    return this.rows.length
  }

  // The unknowns that are 1, all free ones 0, as the bits of a number.
  get solution() {
    return this.rows.reduce((found, { pivot, value }) => (value ? found | pivot : found), 0)
  }
}

// Whether a number has an odd number of bits.
export function isOdd(bits) {
  let folded = bits
  for (const by of [16, 8, 4, 2, 1]) folded ^= folded >>> by
  return folded & 1
}

// Numbers from 0 to below 1 from a seed, always the same ones.
export function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/* How well elimination does on so many samples, 1 to most, over draws of samples with a share of the labels
   flipped: { mean, low, high, good } by the number of samples, the accuracies on the tests and how many draws
   have at least 95 % of them right.
   rows, labels: of all; those from pool on are the tests. */
export function eliminationCurve({ rows, labels, pool, most, draws, noise, seed }) {
  const tests = rows.slice(pool).map((bits, i) => [bits, labels[pool + i]])
  const found = Array.from({ length: draws }, (_, draw) => {
    const random = seeded(1000 * seed + draw)
    const eliminator = new Eliminator()
    const places = Array.from({ length: pool }, (__, i) => i)
    let [solution, accuracy] = [-1, 0]
    return Array.from({ length: most }, (__, i) => {
      const other = i + Math.floor(random() * (pool - i));
      [places[i], places[other]] = [places[other], places[i]]
      const place = places[i]
      eliminator.take(rows[place], labels[place] ^ Number(random() < noise))
      if (eliminator.solution !== solution) {
        solution = eliminator.solution
        const right = tests.filter(([bits, label]) => isOdd(bits & solution) === label).length
        accuracy = right / tests.length
      }
      return accuracy
    })
  })
  const at = (make) => Array.from({ length: most }, (_, i) => make(found.map((curve) => curve[i])))
  return {
    mean: at((values) => values.reduce((sum, value) => sum + value, 0) / draws),
    low: at((values) => Math.min(...values)),
    high: at((values) => Math.max(...values)),
    good: at((values) => values.filter((value) => value >= GOOD).length),
  }
}
