// Symmetries of the torus T² = [0, 2π)²: the images of a point, the frequencies that are left, and how many.
//
// Of the eigenfunctions e^{ik·x}, of eigenvalue |k|², a symmetry leaves one an orbit of k; translations leave
// those that they do not change.

export const TURN = 2 * Math.PI
const QUARTER = TURN / 4
const wrapped = (angle) => ((angle % TURN) + TURN) % TURN

// order: of the group, Infinity for a circle; images(x, y) of a point; keeps(k, l) one frequency an orbit;
// mirrors: lines that are left where they are, as [[x, y], [x, y]]; domain: corners of a fundamental domain.
const HALF = Math.PI
const EDGES = [
  [[0, 0], [0, TURN]], [[HALF, 0], [HALF, TURN]], [[0, 0], [TURN, 0]], [[0, HALF], [TURN, HALF]],
]
const signs = (x, y) => [[x, y], [-x, y], [x, -y], [-x, -y]]

export const SYMMETRIES = {
  translations: {
    order: 4,
    images: (x, y) => [0, 1, 2, 3].map((i) => [x + i * QUARTER, y]),
    keeps: (k) => k % 4 === 0,
    mirrors: [],
    domain: [[0, 0], [QUARTER, 0], [QUARTER, TURN], [0, TURN]],
  },
  mirrors: {
    order: 4,
    images: signs,
    keeps: (k, l) => k >= 0 && l >= 0,
    mirrors: EDGES,
    domain: [[0, 0], [HALF, 0], [HALF, HALF], [0, HALF]],
  },
  square: {
    order: 8,
    images: (x, y) => [...signs(x, y), ...signs(y, x)],
    keeps: (k, l) => k >= l && l >= 0,
    mirrors: [...EDGES, [[0, 0], [TURN, TURN]], [[0, TURN], [TURN, 0]]],
    domain: [[0, 0], [HALF, 0], [HALF, HALF]],
  },
  circle: {
    order: Infinity,
    images: (x, y) => [[x, y]],
    keeps: (k) => k === 0,
    mirrors: [],
    domain: [[0, 0], [0, TURN]],
  },
}

export const imagesOf = (name, x, y) => (
  SYMMETRIES[name].images(x, y).map((point) => point.map(wrapped))
)

// All whole vectors with |k|² ≤ level, in order of |k|²: [[k, l], …].
export function lattice(level) {
  const reach = Math.floor(Math.sqrt(level))
  const found = []
  for (let k = -reach; k <= reach; k++) {
    for (let l = -reach; l <= reach; l++) if (k * k + l * l <= level) found.push([k, l])
  }
  return found.sort(([a, b], [c, d]) => a * a + b * b - c * c - d * d)
}

// How many frequencies have |k|² ≤ each whole level, all and kept: { all, kept }, from 0 to the last level.
export function counts(name, last) {
  const { keeps } = SYMMETRIES[name]
  const all = new Array(last + 1).fill(0)
  const kept = new Array(last + 1).fill(0)
  for (const [k, l] of lattice(last)) {
    all[k * k + l * l] += 1
    if (keeps(k, l)) kept[k * k + l * l] += 1
  }
  const summed = (list) => {
    let sum = 0
    return list.map((value) => (sum += value))
  }
  return { all: summed(all), kept: summed(kept) }
}

// Weyl's law for both counts: π λ vol / (2π)² on a surface, 2 √λ vol / 2π on the circle that is left of one.
export function weylRatio(name, level) {
  const { order } = SYMMETRIES[name]
  return order < Infinity ? order : Math.PI * Math.sqrt(level) / 2
}
