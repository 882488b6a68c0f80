// The plane as a surface of revolution, seen by a camera. It is convex, so that a point of it is seen from
// outside just where its outward normal has the eye before it: no face has to be sorted.

import { camera, eyeOf, ring } from '../../shared/chart/camera.js'
import { REACH } from './plane.js'
import { disc, label, line, path } from '../../shared/chart/shapes.js'
import { alignPoints, circlesAbout, crossFactor, gaussCurvature } from '../../shared/math/space.js'
import { geodesicPoints, heights, orbitRadius } from '../../shared/math/space.js'

const FINE = { bands: 40, sides: 60 }
const COARSE = { bands: 20, sides: 32 }

// z and ρ against r on a fine grid, to carry points of the plane to the surface.
function profile(lam) {
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
    // The orbit at r: its radius ρ, its height, and the outward normal (away from the axis, up) there.
    level(r) {
      const across = lam === 0 ? 0 : crossFactor(r, lam)
      const shrink = Math.sqrt(across)
      const up = across * shrink
      return { radius: shrink * r, height: height(r), out: Math.sqrt(1 - up * up), up }
    },
  }
}

// A curvature as a colour between two of the palette, by K/(1 + K).
function curvatureColour(curvature, palette) {
  const share = curvature === Infinity ? 1 : curvature / (1 + curvature)
  const mixed = palette.low.map((value, i) => Math.round(value + share * (palette.high[i] - value)))
  return `rgb(${mixed.join(',')})`
}

// The surface at λ as a view shows it.
export function scene({ lam }, view, width, height) {
  const shape = profile(lam)
  const project = camera(view, width, height, shape.size)
  const eye = eyeOf(view)
  const far = Math.hypot(eye[0], eye[1])
  const towards = Math.atan2(eye[1], eye[0])
  return {
    // Half the angle of the arc of an orbit that is seen; its middle is nearest to the eye.
    seenArc({ radius, height: z, out, up }) {
      const least = (out * radius - up * (eye[2] - z)) / (out * far)
      return least > -1 ? Math.acos(Math.min(least, 1)) : Math.PI
    },
    arc({ radius, height: z }, from, to, count) {
      return Array.from({ length: count + 1 }, (_, i) => {
        const angle = towards + from + (to - from) * i / count
        return project([radius * Math.cos(angle), radius * Math.sin(angle), z])
      })
    },
    below: eye[2] < shape.level(REACH).height,
    level: shape.level,
    // A point of the plane: its place in the picture, and whether it is seen.
    see(p) {
      const r = Math.hypot(p[0], p[1])
      const { radius, height: z, out, up } = shape.level(r)
      const [c, s] = r > 0 ? [p[0] / r, p[1] / r] : [1, 0]
      const place = project([radius * c, radius * s, z])
      const facing = out * (eye[0] * c + eye[1] * s - radius) + up * (eye[2] - z)
      return { place, seen: facing >= -1e-9 }
    },
  }
}

// Bands of one curvature each, the outermost first: each reaches a little under the next one, so that no gap
// shows between them. The inside shows only from below the rim, and lies behind everything. Where the surface
// is too thin to be seen, its axis shows.
function bandShapes({ lam }, { seenArc, arc, level, below }, palette, { bands, sides }) {
  const radii = Array.from({ length: bands + 1 }, (_, i) => REACH * (i / bands) ** 1.25)
  const axis = [...arc(level(0), 0, 0, 1), ...arc(level(REACH), 0, 0, 1)]
  const shapes = [level(REACH).radius < 0.03 ? [line(axis, { stroke: 'left', width: 3 })] : [], []]
  for (let i = bands; i > 0; i--) {
    const fill = curvatureColour(gaussCurvature((radii[i] + radii[i - 1]) / 2, lam), palette)
    const inner = level(radii[i - 1] - (i > 1 ? (radii[i - 1] - radii[i - 2]) / 3 : 0))
    const outer = level(radii[i])
    const [a, b] = [seenArc(outer), seenArc(inner)]
    if (below) {
      const points = [...arc(outer, a, 2 * Math.PI - a, sides), ...arc(inner, 2 * Math.PI - b, b, sides)]
      shapes[0].push(line(points, { closed: true, fill }))
    }
    const points = arc(outer, -a, a, sides)
    if (a < Math.PI) points.push(...arc(inner, b, -b, sides))
    shapes[1].push(line(points, { closed: true, fill }))
  }
  return shapes.flat()
}

// Orbits and rays, where they are seen.
function gridShapes({ seenArc, arc, level, see }, { sides }) {
  const orbits = [0.5, 1, 1.5, 2, REACH].map((r) => {
    const at = level(r)
    const half = seenArc(at)
    return arc(at, -half, half, sides)
  })
  const rays = Array.from({ length: 12 }, (_, i) => {
    const [c, s] = [Math.cos(i * Math.PI / 6), Math.sin(i * Math.PI / 6)]
    const points = Array.from({ length: 21 }, (_point, k) => {
      const r = REACH * (k + 0.2) / 20.2
      return see([r * c, r * s])
    })
    return points.filter(({ seen }) => seen).map(({ place }) => place)
  })
  return [
    path(orbits, { stroke: 'ink', width: 0.8, alpha: 0.3 }),
    path(rays, { stroke: 'ink', width: 0.8, alpha: 0.16 }),
  ]
}

// A curve on the surface; what of it is behind is thin and dashed.
function curveShapes(curves, see, style) {
  const parts = { true: [], false: [] }
  for (const points of curves) {
    const found = points.map(see)
    let start = 0
    for (let i = 1; i <= found.length; i++) {
      if (i < found.length && found[i].seen === found[start].seen) continue
      parts[found[start].seen].push(found.slice(Math.max(start - 1, 0), i).map(({ place }) => place))
      start = i
    }
  }
  const behind = { ...style, width: Math.max(style.width * 0.6, 1), dash: [3, 5], alpha: 0.55 }
  return [path(parts.true, style), path(parts.false, behind)].filter(({ runs }) => runs.length)
}

// The surface with what the plane shows on it.
export function surfaceLayers(state, view, width, height, palette) {
  const { x, lam, layers } = state
  let last = null
  const seen = () => (last ??= scene(state, view, width, height))
  const place = `${lam} ${view.yaw} ${view.pitch} ${view.zoom}`
  const found = [{ key: place, shapes: (fine) => {
    const detail = fine ? FINE : COARSE
    return [...bandShapes(state, seen(), palette, detail), ...gridShapes(seen(), detail)]
  } }]
  if (layers.circles) {
    const inside = ([a, b]) => Math.hypot(a, b) <= REACH
    found.push({ key: `circles ${place} ${x}`, shapes: (fine) => {
      const circles = circlesAbout(x, lam, fine).filter(({ radius }) => radius < REACH)
      const curves = circles.flatMap(({ runs }) => runs).map((run) => run.filter(inside))
      return curveShapes(curves, seen().see, { stroke: 'other', width: 1.6, alpha: 0.9 })
    } })
  }
  found.push({ shapes: () => pairOnSurface(state, seen().see) })
  return found
}

function pairOnSurface({ x, y, lam, layers, hidden }, see) {
  const at = alignPoints(x, y, lam)
  const shapes = []
  const on = (points, style) => shapes.push(...curveShapes([points], see, style))
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
    const { place: [a, b], seen } = see(point)
    shapes.push(disc([a, b], 7, { fill: 'ink', stroke: 'paper', width: 2, alpha: seen ? 1 : 0.5 }))
    shapes.push(label(text, [a + 15, b - 9], { italic: true, size: 19 }))
  }
  return shapes
}
