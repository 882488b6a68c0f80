// The plane as a surface of revolution, and R³ with its orbits: a small renderer, far faces first.

import { alignPoints, distanceCircle, gaussCurvature, geodesicPoints } from './geometry-space.js'
import { heights, orbitRadius } from './geometry-space.js'
import { REACH } from './geometry-plane.js'
import { disc, label, line, path } from './geometry-shapes.js'

const RADIAL = 22
const AROUND = 42
const DISTANCE = 9

export function camera(view, width, height, size) {
  const [cy, sy] = [Math.cos(view.yaw), Math.sin(view.yaw)]
  const [cp, sp] = [Math.cos(view.pitch), Math.sin(view.pitch)]
  const unit = Math.min(height, 0.8 * width) / size * view.zoom
  return (p) => {
    const a = cy * p[0] - sy * p[1]
    const b = sy * p[0] + cy * p[1]
    const depth = cp * b - sp * p[2]
    const up = sp * b + cp * p[2]
    const scale = unit * DISTANCE / (DISTANCE + depth)
    return [width / 2 + scale * a, height / 2 - scale * up, depth]
  }
}

// z and ρ against r on a fine grid, to carry points of the plane to the surface.
export function profile(lam) {
  const count = 160
  const radii = Array.from({ length: count + 1 }, (_, i) => 1.2 * REACH * (i / count) ** 1.5)
  const z = heights(radii, lam)
  const middle = z[count] / 2 / 1.2
  const height = (r) => {
    const place = Math.min((r / (1.2 * REACH)) ** (2 / 3), 1) * count
    const i = Math.min(Math.floor(place), count - 1)
    const share = (r - radii[i]) / (radii[i + 1] - radii[i])
    return middle - (z[i] + share * (z[i + 1] - z[i]))
  }
  // What has to fit into the picture: narrower things come closer, but not all the way.
  const extent = Math.max(1.6 * orbitRadius(REACH, lam), z[count] / 1.2 + 0.8 * orbitRadius(REACH, lam))
  return {
    size: 1.1 * extent ** 0.75 * (1.6 * REACH) ** 0.25,
    height,
    lift(p) {
      const r = Math.hypot(...p)
      const scale = r > 0 ? orbitRadius(r, lam) / r : 1
      return [scale * p[0], scale * p[1], height(r)]
    },
  }
}

// A curvature as a colour between two of the palette, by K/(1 + K).
export function curvatureColour(curvature, palette) {
  const share = curvature === Infinity ? 1 : curvature / (1 + curvature)
  const mixed = palette.low.map((value, i) => Math.round(value + share * (palette.high[i] - value)))
  return `rgb(${mixed.join(',')})`
}

function mesh(state, shape, project, palette) {
  const { lam } = state
  const radii = Array.from({ length: RADIAL + 1 }, (_, i) => REACH * (i / RADIAL) ** 1.25)
  const grid = radii.map((r) => Array.from({ length: AROUND }, (_, j) => {
    const angle = 2 * Math.PI * j / AROUND
    return project(shape.lift([r * Math.cos(angle), r * Math.sin(angle)]))
  }))
  const faces = []
  for (let i = 0; i < RADIAL; i++) {
    const fill = curvatureColour(gaussCurvature((radii[i] + radii[i + 1]) / 2, lam), palette)
    for (let j = 0; j < AROUND; j++) {
      const k = (j + 1) % AROUND
      const corners = [grid[i][j], grid[i + 1][j], grid[i + 1][k], grid[i][k]]
      const depth = corners[0][2] + corners[1][2] + corners[2][2] + corners[3][2]
      faces.push({ corners, depth, fill })
    }
  }
  faces.sort((a, b) => b.depth - a.depth)
  const style = { closed: true, width: 1, alpha: 0.97 }
  return faces.map(({ corners, fill }) => path([corners], { ...style, fill, stroke: fill }))
}

// Which points of a curve on the surface face the eye: the outward side of a surface that narrows upwards.
function facing(points, shape, view) {
  const eye = [
    -Math.sin(view.yaw) * Math.cos(view.pitch),
    -Math.cos(view.yaw) * Math.cos(view.pitch),
    Math.sin(view.pitch),
  ]
  return points.map((p) => {
    const r = Math.max(Math.hypot(...p), 1e-6)
    const [inner, outer] = [0.999, 1.001].map((scale) => shape.lift([p[0] * scale, p[1] * scale]))
    const dr = Math.hypot(outer[0], outer[1]) - Math.hypot(inner[0], inner[1])
    const dz = outer[2] - inner[2]
    const out = (-dz * (eye[0] * p[0] + eye[1] * p[1]) / r) + dr * eye[2]
    return out >= -1e-9
  })
}

function curve(points, shape, project, view, style) {
  const visible = facing(points, shape, view)
  const lifted = points.map((p) => project(shape.lift(p)))
  const shapes = []
  let start = 0
  for (let i = 1; i <= points.length; i++) {
    if (i < points.length && visible[i] === visible[start]) continue
    const part = lifted.slice(Math.max(start - 1, 0), i)
    if (visible[start]) {
      shapes.push(line(part, style))
    } else if (!style.frontOnly) {
      shapes.push(line(part, { ...style, width: Math.max(style.width * 0.6, 1), dash: [3, 5], alpha: 0.55 }))
    }
    start = i
  }
  return shapes
}

const ring = (r, count) => Array.from({ length: count + 1 }, (_, i) => [
  r * Math.cos(2 * Math.PI * i / count), r * Math.sin(2 * Math.PI * i / count),
])

// The surface with what the plane shows on it; curves behind it are thin and dashed.
export function surfaceShapes(state, view, width, height, palette) {
  const { x, y, lam, layers, hidden } = state
  const shape = profile(lam)
  const project = camera(view, width, height, shape.size)
  const shapes = mesh(state, shape, project, palette)
  const on = (points, style) => shapes.push(...curve(points, shape, project, view, style))
  const fine = { stroke: 'ink', width: 0.8, alpha: 0.3, frontOnly: true }
  for (const r of [0.5, 1, 1.5, 2, 2.5]) on(ring(r, 72), fine)
  for (let i = 0; i < 12; i++) {
    const [c, s] = [Math.cos(i * Math.PI / 6), Math.sin(i * Math.PI / 6)]
    const radii = Array.from({ length: 21 }, (_, k) => REACH * (k + 0.2) / 20.2)
    on(radii.map((r) => [c * r, s * r]), { ...fine, alpha: 0.16 })
  }
  const at = alignPoints(x, y, lam)
  if (layers.circles) {
    for (const radius of [0.5, 1, 1.5, 2]) {
      for (const run of distanceCircle(x, radius, lam, 120)) {
        const inside = run.filter((p) => Math.hypot(...p) <= REACH)
        on(inside, { stroke: 'other', width: 1.6, alpha: 0.9 })
      }
    }
  }
  if (layers.orbit) on(ring(at.r1, 96), { stroke: 'price', width: 2, dash: [2, 5] })
  if (layers.straight) {
    const straight = Array.from({ length: 61 }, (_, i) => [0, 1].map((k) => x[k] + (y[k] - x[k]) * i / 60))
    on(straight, { stroke: 'ink', width: 2, dash: [6, 5] })
  }
  if (layers.geodesic && !hidden) {
    if (at.tie) on(geodesicPoints(x, y, lam, 80, true), { stroke: 'result', width: 3.5, dash: [10, 6] })
    on(geodesicPoints(x, y, lam, 80), { stroke: 'result', width: 4 })
  }
  for (const [point, text] of [[x, 'x'], [y, 'y']]) {
    const [a, b] = project(shape.lift(point))
    const visible = facing([point], shape, view)[0]
    shapes.push(disc([a, b], 7, { fill: 'ink', stroke: 'paper', width: 2, alpha: visible ? 1 : 0.5 }))
    shapes.push(label(text, [a + 15, b - 9], { italic: true, size: 19 }))
  }
  return shapes
}

// R³ for n = 3: the orbit of x is a sphere, the pair spans a slice, and opposite points beyond the cut locus
// have a whole ring of shortest ways, one for each direction across x.
export function spaceShapes(state, view, width, height) {
  const { x, y, lam, layers, hidden } = state
  const project = camera(view, width, height, 4.6)
  const at = alignPoints(x, y, lam)
  const slice = ring(REACH, 96).map((p) => project([...p, 0]))
  const shapes = [line(slice, { closed: true, fill: 'ink', stroke: null, alpha: 0.06 })]
  const curve3 = (points, style) => {
    // Parted by depth: what is behind the slice's centre is fainter.
    const seen = points.map(project)
    let start = 0
    for (let i = 1; i <= seen.length; i++) {
      if (i < seen.length && (seen[i][2] > 0) === (seen[start][2] > 0)) continue
      const part = seen.slice(Math.max(start - 1, 0), i)
      const alpha = (style.alpha ?? 1) * (seen[start][2] > 0 ? 0.4 : 1)
      shapes.push(line(part, { ...style, alpha }))
      start = i
    }
  }
  if (layers.orbit && at.r1 > 0) {
    for (let i = 1; i < 8; i++) {
      const latitude = Math.PI * i / 8
      const r = at.r1 * Math.sin(latitude)
      const level = at.r1 * Math.cos(latitude)
      curve3(ring(r, 60).map((p) => [...p, level]), { stroke: 'price', width: 1, alpha: 0.55 })
    }
    for (let i = 0; i < 6; i++) {
      const turn = Math.PI * i / 6
      const [c, s] = [Math.cos(turn), Math.sin(turn)]
      curve3(ring(at.r1, 60).map(([a, b]) => [a * c, a * s, b]), { stroke: 'price', width: 1, alpha: 0.55 })
    }
  }
  if (layers.straight) curve3([x, y].map((p) => [...p, 0]), { stroke: 'ink', width: 2, dash: [6, 5] })
  if (layers.geodesic && !hidden) {
    const flat = geodesicPoints(x, y, lam, 60)
    const r = at.r1 || 1
    const axis = [x[0] / r, x[1] / r]
    const ways = at.tie ? 20 : 1
    for (let k = 0; k < ways; k++) {
      const turn = 2 * Math.PI * k / ways
      const points = flat.map((p) => {
        const along = p[0] * axis[0] + p[1] * axis[1]
        const across = p[1] * axis[0] - p[0] * axis[1]
        const side = across * Math.cos(turn)
        return [along * axis[0] - side * axis[1], along * axis[1] + side * axis[0], across * Math.sin(turn)]
      })
      curve3(points, { stroke: 'result', width: k === 0 ? 4 : 1.6 })
    }
  }
  const [centre] = [project([0, 0, 0])]
  shapes.push(disc(centre, 3, { fill: 'ink' }))
  for (const [point, text] of [[x, 'x'], [y, 'y']]) {
    const [a, b] = project([...point, 0])
    shapes.push(disc([a, b], 7, { fill: 'ink', stroke: 'paper', width: 2 }))
    shapes.push(label(text, [a + 15, b - 9], { italic: true, size: 19 }))
  }
  return shapes
}
