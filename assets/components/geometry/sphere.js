// R³ with its orbits, for n = 3: what of it the pair can see.

import { camera, ring } from '../../shared/chart/camera.js'
import { ellipsoidShapes } from './ellipsoid.js'
import { REACH } from './plane.js'
import { disc, label, line } from '../../shared/chart/shapes.js'
import { alignPoints, geodesicPoints } from '../../shared/math/space.js'

const NAMES = ['e₁', 'e₂', 'e₃']

export const spaceProjection = (view, width, height) => camera(view, width, height, 4.6)

// The orbit of x is a sphere, the pair spans a slice, and opposite points beyond the cut locus
// have a whole ring of shortest ways, one for each direction across x.
function spaceShapes(state, view, width, height) {
  const { x, y, lam, layers, hidden } = state
  const project = spaceProjection(view, width, height)
  const at = alignPoints(x, y, lam)
  const slice = ring(REACH, 96).map((p) => project([...p, 0]))
  const shapes = [
    ...(layers.balls ? ellipsoidShapes(lam, project) : []),
    line(slice, { closed: true, fill: 'ink', stroke: null, alpha: 0.06 }),
    ...scaleShapes(project),
  ]
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
  shapes.push(disc(project([0, 0, 0]).slice(0, 2), 3, { fill: 'ink' }))
  for (const [point, text] of [[x, 'x'], [y, 'y']]) {
    const [a, b] = project([...point, 0])
    shapes.push(disc([a, b], 7, { fill: 'ink', stroke: 'paper', width: 2 }))
    shapes.push(label(text, [a + 15, b - 9], { italic: true, size: 19 }))
  }
  return shapes
}

// Three axes with their names and coordinates.
function scaleShapes(project) {
  return [0, 1, 2].flatMap((k) => {
    const on = (value) => [0, 1, 2].map((i) => (i === k ? value : 0))
    const axis = line([project(on(-REACH)), project(on(REACH))], { stroke: 'ink', width: 1, alpha: 0.25 })
    const ticks = [-2, -1, 1, 2].map((value) => {
      const [a, b] = project(on(value))
      return label(String(value).replace('-', '−'), [a, b + 4], { size: 11, fill: 'muted' })
    })
    const [a, b] = project(on(1.08 * REACH))
    return [axis, ...ticks, label(NAMES[k], [a, b + 4], { size: 14, fill: 'muted', italic: true })]
  })
}

export function spaceLayers(state, view, width, height) {
  return [{ shapes: () => spaceShapes(state, view, width, height) }]
}
