// Symmetries of the sphere: the images of a point, a fundamental domain, and the harmonics that are left.
//
// Of the 2ℓ + 1 harmonics of degree ℓ, of eigenvalue ℓ(ℓ + 1), with orders q = −ℓ … ℓ, turns about the axis
// leave some orders; what a solid leaves are mixtures of all orders, of which only the number is known here.

const TURN = 2 * Math.PI
const GOLDEN = (1 + Math.sqrt(5)) / 2

const dot = (p, q) => p[0] * q[0] + p[1] * q[1] + p[2] * q[2]
const cross = ([a, b, c], [d, e, f]) => [b * f - c * e, c * d - a * f, a * e - b * d]
const unit = (p) => p.map((value) => value / Math.hypot(...p))
const mixed = (p, q, share) => unit(p.map((value, i) => (1 - share) * value + share * q[i]))

// The point p turned by an angle about a unit axis.
function turned(p, axis, angle) {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
  const [across, along] = [cross(axis, p), dot(axis, p) * (1 - cosine)]
  return p.map((value, i) => cosine * value + sine * across[i] + along * axis[i])
}

// Longitude and angle from the north pole, in radians, and back.
export const spherePoint = (longitude, polar) => [
  Math.sin(polar) * Math.cos(longitude), Math.sin(polar) * Math.sin(longitude), Math.cos(polar),
]
export const sphereAngles = ([x, y, z]) => [
  (Math.atan2(y, x) + TURN) % TURN, Math.acos(Math.max(-1, Math.min(1, z))),
]

// Points on the great circle from p to q, both among them.
const arc = (p, q, steps = 12) => Array.from({ length: steps + 1 }, (_, i) => mixed(p, q, i / steps))
const meridian = (longitude) => Array.from({ length: 31 }, (_, i) => spherePoint(longitude, i * Math.PI / 30))

const VERTICES = [1, -1]
  .flatMap((a) => [GOLDEN, -GOLDEN].flatMap((b) => [[0, a, b], [a, b, 0], [b, 0, a]]))
  .map(unit)
const near = (p, q) => Math.abs(dot(p, q) - 1 / Math.sqrt(5)) < 1e-9
const EDGES = VERTICES.flatMap((p, i) => VERTICES.slice(i + 1).filter((q) => near(p, q)).map((q) => [p, q]))
const [CORNER, NEXT] = EDGES[0]
const THIRD = VERTICES.find((p) => near(p, CORNER) && near(p, NEXT))
const CENTRE = unit(CORNER.map((value, i) => value + NEXT[i] + THIRD[i]))

// All 60 turns of the icosahedron: it goes to every vertex, and there round it in five ways.
const within = (frame) => (p) => frame.map((axis) => dot(axis, p))
const frameAt = (first, second) => {
  const across = unit(cross(first, second))
  return [first, across, cross(first, across)]
}
function icosahedral(p) {
  const inside = within(frameAt(CORNER, NEXT))(p)
  return EDGES.flatMap(([a, b]) => [[a, b], [b, a]]).map(([a, b]) => {
    const frame = frameAt(a, b)
    return [0, 1, 2].map((i) => frame[0][i] * inside[0] + frame[1][i] * inside[1] + frame[2][i] * inside[2])
  })
}
const AXES = [[1, 0], [12, TURN / 5], [12, 2 * TURN / 5], [20, TURN / 3], [15, TURN / 2]]
const character = (degree, angle) => (
  angle === 0 ? 2 * degree + 1 : Math.sin((degree + 0.5) * angle) / Math.sin(angle / 2)
)

// order: Infinity for a circle; images(p), the point itself first; keeps(ℓ, q), null where orders are mixed;
// left(ℓ): how many of a degree; domain: a closed line round a fundamental domain, or the line that is one;
// edges: great arcs to be drawn with it.
export const SPHERE_SYMMETRIES = {
  turns: {
    order: 6,
    images: (p) => [0, 1, 2, 3, 4, 5].map((i) => turned(p, [0, 0, 1], i * TURN / 6)),
    keeps: (degree, order) => order % 6 === 0,
    left: (degree) => 2 * Math.floor(degree / 6) + 1,
    domain: [...meridian(0), ...meridian(TURN / 6).toReversed()],
    edges: [0, 1, 2, 3, 4, 5].map((i) => meridian(i * TURN / 6)),
  },
  axis: {
    order: Infinity,
    images: (p) => [p],
    keeps: (degree, order) => order === 0,
    left: () => 1,
    domain: meridian(0),
    edges: [],
  },
  icosahedron: {
    order: 60,
    images: icosahedral,
    keeps: null,
    left: (degree) => Math.round(
      AXES.reduce((sum, [many, angle]) => sum + many * character(degree, angle), 0) / 60,
    ),
    domain: [...arc(CORNER, NEXT), ...arc(NEXT, CENTRE), ...arc(CENTRE, CORNER)],
    edges: EDGES.map(([p, q]) => arc(p, q)),
  },
}

// The circle that all turns about the axis make of a point.
export const latitude = (p) => Array.from({ length: 73 }, (_, i) => turned(p, [0, 0, 1], i * TURN / 72))

// The largest ℓ with ℓ(ℓ + 1) ≤ level.
export const degreeOf = (level) => Math.floor((Math.sqrt(1 + 4 * level) - 1) / 2)

// How many harmonics have ℓ(ℓ + 1) ≤ each whole level, all and kept, from 0 to the last level.
export function harmonicCounts(name, last) {
  const { left } = SPHERE_SYMMETRIES[name]
  const sums = []
  for (let degree = 0; degree <= degreeOf(last); degree++) sums.push((sums.at(-1) ?? 0) + left(degree))
  const levels = Array.from({ length: last + 1 }, (_, level) => degreeOf(level))
  return { all: levels.map((degree) => (degree + 1) ** 2), kept: levels.map((degree) => sums[degree]) }
}

// Weyl's law for both counts: the area over 4π on the sphere, √λ on the meridian that is left of it.
export function harmonicWeyl(name, level) {
  const { order } = SPHERE_SYMMETRIES[name]
  return order < Infinity ? order : Math.sqrt(level)
}

// A sphere as it is seen from far away, from over a longitude and a latitude: a point goes to
// [right, up, towards the eye], and from there back.
export function outlook(longitude, high) {
  const eye = spherePoint(longitude, Math.PI / 2 - high)
  const right = [-Math.sin(longitude), Math.cos(longitude), 0]
  const up = cross(eye, right)
  return {
    seen: (p) => [dot(p, right), dot(p, up), dot(p, eye)],
    at: (across, above) => {
      const out = Math.max(1, Math.hypot(across, above))
      const [a, b] = [across / out, above / out]
      const c = Math.sqrt(Math.max(0, 1 - a * a - b * b))
      return eye.map((value, i) => a * right[i] + b * up[i] + c * value)
    },
  }
}
