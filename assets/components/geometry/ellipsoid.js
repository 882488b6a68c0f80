// The unit balls of g in R³, seen by a camera: ellipsoids, round at λ = ∞, pancakes that lie on the orbits as
// λ falls, and at λ = 0 nothing but their directions, which together make shells.

import { line } from '../../shared/chart/shapes.js'
import { unitBall } from '../../shared/math/space.js'

const SHELLS = [[0.7, 6], [1.4, 18], [2.1, 40]]
const RIM = SHELLS.at(-1)[0]
const GOLDEN = Math.PI * (3 - Math.sqrt(5))
const THINNEST = 0.6

// What a unit ball of the field in space is drawn with.
export const spaceBall = (r, lam) => unitBall(r, lam, { size: 0.12, most: 0.3, rim: RIM })

// Points of a sphere, about equally far apart.
function spherePoints(r, count) {
  return Array.from({ length: count }, (_, i) => {
    const z = 1 - (2 * i + 1) / count
    const out = Math.sqrt(1 - z * z)
    return [r * out * Math.cos(GOLDEN * i), r * out * Math.sin(GOLDEN * i), r * z]
  })
}

// Three directions, the first of them along x, as long as the half-axes.
export function halfAxes(x, { along, across }) {
  const r = Math.hypot(...x)
  const e = r > 0 ? x.map((value) => value / r) : [1, 0, 0]
  const flat = Math.hypot(e[0], e[1])
  const t = flat > 1e-9 ? [-e[1] / flat, e[0] / flat, 0] : [1, 0, 0]
  const s = [e[1] * t[2] - e[2] * t[1], e[2] * t[0] - e[0] * t[2], e[0] * t[1] - e[1] * t[0]]
  return [[e, along], [t, across], [s, across]].map(([axis, length]) => axis.map((value) => value * length))
}

// The outline of the ellipsoid about a centre with these half-axes. Close to the centre a camera is linear,
// and carries the unit ball to the ellipse of Σ mᵢmᵢᵀ, with mᵢ the pictures of the half-axes.
export function outline(centre, axes, project, count = 32) {
  const [a, b] = project(centre)
  let [uu, uv, vv] = [THINNEST ** 2, 0, THINNEST ** 2]
  for (const axis of axes) {
    const [[p, q], [s, t]] = [1, -1].map((side) => project(centre.map((value, i) => value + side * axis[i])))
    const [u, v] = [(p - s) / 2, (q - t) / 2]
    uu += u * u
    uv += u * v
    vv += v * v
  }
  const first = Math.sqrt(uu)
  const [mixed, rest] = [uv / first, Math.sqrt(Math.max(vv - uv * uv / uu, 0))]
  return Array.from({ length: count + 1 }, (_, i) => {
    const [c, s] = [Math.cos(2 * Math.PI * i / count), Math.sin(2 * Math.PI * i / count)]
    return [a + first * c, b + mixed * c + rest * s]
  })
}

// The field, from the back to the front; what is behind is fainter.
export function ellipsoidShapes(lam, project) {
  const balls = [[0, 1], ...SHELLS].flatMap(([r, count]) => (
    spherePoints(r, count).map((x) => ({ x, depth: project(x)[2], ball: spaceBall(r, lam) }))
  ))
  return balls.sort((one, other) => other.depth - one.depth).map(({ x, depth, ball }) => {
    const style = { closed: true, fill: 'left', stroke: null, alpha: depth > 0 ? 0.1 : 0.24 }
    return line(outline(x, halfAxes(x, ball), project), style)
  })
}

// One of them at x, large, between the ball of λ = ∞ and the plate of λ = 0, both dashed.
export function largeShapes(x, lam, project) {
  const ball = unitBall(Math.hypot(...x), lam, { size: 0.7, most: 1.1 })
  const dashed = { closed: true, width: 1.5, dash: [6, 5], alpha: 0.7 }
  const ghost = (axes, stroke) => line(outline(x, halfAxes(x, axes), project, 72), { ...dashed, stroke })
  const drawn = outline(x, halfAxes(x, ball), project, 72)
  return [
    ghost({ along: ball.scale, across: ball.scale }, 'ink'),
    ghost({ along: 0, across: 1.1 }, 'price'),
    line(drawn, { closed: true, fill: 'result', stroke: null, alpha: 0.18 }),
    line(drawn, { closed: true, stroke: 'result', width: 3 }),
  ]
}
