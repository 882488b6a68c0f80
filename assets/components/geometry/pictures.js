// The four pictures of the page, each with what of it can be read: the plane, the solid, the two ways of the
// question, and one term of the metric seen closely.

import { RINGS, fieldBall } from './balls.js'
import { camera } from '../../shared/chart/camera.js'
import { largeShapes } from './ellipsoid.js'
import { closeUpFrame, closeUpLayers, planeFrame, planeLayers, waysLayers } from './plane.js'
import { spaceLayers, spaceProjection } from './sphere.js'
import { scene, surfaceLayers } from './surface.js'
import { degrees, rough, scaleText, termText } from './words.js'
import { alignPoints, circlesAbout, crossFactor, cutStart, gaussCurvature } from '../../shared/math/space.js'
import { geodesicPoints, orbitLength, orbitRadius, straightLength } from '../../shared/math/space.js'
import { disc, label, line } from '../../shared/chart/shapes.js'
import { number } from '../../shared/page/words.js'

const middleOf = (x, y) => [0, 1].map((k) => (x[k] + y[k]) / 2)
const placeText = (point) => `(${point.map((value) => number(value)).join(', ')})`

function pointText(name, point, lam) {
  const r = Math.hypot(...point)
  return `${name} = ${placeText(point)}, ‖${name}‖ = ${number(r)}; a step across costs ${rough(Math.sqrt(crossFactor(r, lam)))} of its flat length`
}

const pointMarks = ({ x, y, lam }, to) => [['x', x], ['y', y]].map(([name, point]) => (
  { at: to(point), text: pointText(name, point, lam) }
))

// On each ring of balls the one that comes first.
function ballMarks(lam, to) {
  return RINGS.map(([r, count]) => {
    const turn = Math.PI / count
    const across = 1 / Math.sqrt(crossFactor(r, lam))
    const reach = across === Infinity ? 'without end across' : `${rough(across)} across`
    return {
      at: to(r === 0 ? [0, 0] : [r * Math.cos(turn), r * Math.sin(turn)]),
      text: `unit ball of g at r = ${r}: half-axes 1 along the ray, ${reach}; drawn ${scaleText(fieldBall(r, lam))}`,
    }
  })
}

function planeMarks(state, frame) {
  const { x, y, lam, layers, hidden } = state
  const at = alignPoints(x, y, lam)
  const { to } = frame
  const marks = pointMarks(state, to)
  const add = (point, text) => marks.push({ at: to(point), text })
  if (layers.turn && !hidden && at.theta > 1e-4) {
    add(at.moved, `gx = ${placeText(at.moved)}: x turned by ${degrees(at.theta)}, ${number(at.residual)} from y`)
  }
  if (layers.geodesic && !hidden) {
    const ways = at.tie ? [false, true] : [false]
    const told = `shortest way, ${number(at.distance, 3)} long`
    for (const other of ways) add(geodesicPoints(x, y, lam, 2, other)[1], told)
  }
  if (layers.straight && !hidden) {
    const plain = Math.hypot(x[0] - y[0], x[1] - y[1])
    const long = number(straightLength(x, y, lam), 3)
    add(middleOf(x, y), `straight line, ${long} long in the lazy metric, ${number(plain, 3)} in the plain one`)
  }
  const outward = at.r1 > 0 ? x.map((value) => value / at.r1) : [1, 0]
  if (layers.orbit && at.r1 > 0 && !hidden) {
    const length = 2 * Math.PI * orbitRadius(at.r1, lam)
    add([-x[1], x[0]], `orbit of x, ${number(length, 3)} long in the lazy metric, ${number(2 * Math.PI * at.r1, 3)} in the plain one`)
  }
  const start = cutStart(x, lam)
  if (layers.cut && at.r1 > 0) add(outward.map((value) => -value * start), `the cut locus of x begins at ${number(start)} from the origin`)
  if (layers.circles) {
    for (const { radius, runs } of circlesAbout(x, lam, false)) {
      const point = outward.map((value) => value * (at.r1 + radius))
      if (runs.length) add(point, `circle of radius ${radius} about x`)
    }
  }
  const [width, height] = [frame.width, frame.height]
  if (layers.balls) marks.push(...ballMarks(lam, to))
  return marks.filter(({ at: [a, b] }) => a >= 0 && a <= width && b >= 0 && b <= height)
}

export function planeDesign(state, width, height) {
  const frame = planeFrame(width, height)
  return { frame, layers: planeLayers(state, frame), marks: () => planeMarks(state, frame) }
}

// The points on the surface, and its tip; in space the points, and what their orbits are.
function surfaceMarks(state, view, width, height) {
  const { see } = scene(state, view, width, height)
  return [['x', state.x], ['y', state.y], ['the tip', [0, 0]]].map(([name, point]) => {
    const r = Math.hypot(...point)
    const round = `the orbit there has radius ${rough(orbitRadius(r, state.lam))}`
    const text = `${name}: Gauss curvature ${rough(gaussCurvature(r, state.lam))}${r > 0 ? `; ${round}` : ''}`
    return { at: see(point).place.slice(0, 2), text }
  })
}

function spaceMarks(state, view, width, height) {
  const project = spaceProjection(view, width, height)
  return [['x', state.x], ['y', state.y]].map(([name, point]) => {
    const r = Math.hypot(...point)
    const text = `${name} = ${placeText([...point, 0])}; its orbit is the sphere of radius ${number(r)}`
    return { at: project([...point, 0]).slice(0, 2), text }
  })
}

export function solidDesign(state, width, height, palette) {
  const inSpace = state.dimension === 3
  const [layersOf, marksOf] = inSpace ? [spaceLayers, spaceMarks] : [surfaceLayers, surfaceMarks]
  return {
    frame: null,
    layers: layersOf(state, state.view, width, height, palette),
    marks: () => marksOf(state, state.view, width, height),
  }
}

function waysMarks({ x, y, lam, hidden }, frame) {
  const at = alignPoints(x, y, lam)
  const length = (value) => (hidden ? '' : `, ${number(value, 3)} long`)
  const [inner, outer] = at.r1 < at.r2 ? [x, y] : [y, x]
  const corner = outer.map((value) => value * Math.hypot(...inner) / (Math.hypot(...outer) || 1))
  const marks = [
    ...pointMarks({ x, y, lam }, frame.to),
    { at: frame.to(middleOf(x, y)), text: `straight line${length(straightLength(x, y, lam))}` },
    { at: frame.to(corner), text: `along the ray and round the orbit${length(orbitLength(x, y, lam))}` },
  ]
  if (hidden) return marks
  const way = { at: frame.to(geodesicPoints(x, y, lam, 2)[1]), text: `shortest way${length(at.distance)}` }
  return [...marks, way]
}

export function waysDesign(state, width, height) {
  const frame = planeFrame(width, height)
  return { frame, layers: waysLayers(state, frame), marks: () => waysMarks(state, frame) }
}

// For n = 3 the whole ball is seen, at x and from where the solid is looked at.
function closeUpInSpace(state, width, height) {
  const x = [...state.x, 0]
  const whole = camera(state.view, width, height, 2.9)
  const middle = whole(x)
  const project = (p) => {
    const [a, b, depth] = whole(p)
    return [a - middle[0] + width / 2, b - middle[1] + height / 2, depth]
  }
  const spot = project(x).slice(0, 2)
  const toOrigin = [project([0, 0, 0]), project(x.map((value) => 2 * value))]
  const shapes = () => [
    line(toOrigin, { stroke: 'ink', width: 1, alpha: 0.25 }),
    ...largeShapes(x, state.lam, project),
    disc(spot, 6, { fill: 'ink', stroke: 'paper', width: 2 }),
    label('x', [spot[0] + 14, spot[1] + 18], { italic: true, size: 19 }),
  ]
  const text = `the unit ball of g at x: half-axes 1 along x, ${rough(1 / Math.sqrt(crossFactor(Math.hypot(...x), state.lam)))} across`
  return { frame: null, layers: [{ shapes }], marks: () => [{ at: spot, text }] }
}

export function closeUpDesign(state, width, height) {
  if (state.dimension === 3 && state.term === null) return closeUpInSpace(state, width, height)
  const frame = closeUpFrame(state.x, width, height)
  const marks = () => [
    { at: frame.to(state.x), text: pointText('x', state.x, state.lam) },
    { at: frame.tip, text: termText(state.term ?? 'metric', state) },
  ]
  return { frame, layers: closeUpLayers(state, frame), marks }
}
