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
import { localised, tr } from '../../shared/page/language.js'
import { number, series } from '../../shared/page/words.js'

const middleOf = (x, y) => [0, 1].map((k) => (x[k] + y[k]) / 2)
const placeText = (point) => `(${series(point.map((value) => number(value)))})`

function pointText(name, point, lam) {
  const r = Math.hypot(...point)
  return tr('{name} = {place}, ‖{name}‖ = {norm}; a step across costs {share} of its flat length', {
    name, place: placeText(point), norm: number(r), share: rough(Math.sqrt(crossFactor(r, lam))),
  })
}

const pointMarks = ({ x, y, lam }, to) => [['x', x], ['y', y]].map(([name, point]) => (
  { at: to(point), text: pointText(name, point, lam) }
))

// On each ring of balls the one that comes first.
function ballMarks(lam, to) {
  return RINGS.map(([r, count]) => {
    const turn = Math.PI / count
    const across = 1 / Math.sqrt(crossFactor(r, lam))
    const scale = scaleText(fieldBall(r, lam))
    const told = { r: localised(String(r)), across: rough(across), scale }
    return {
      at: to(r === 0 ? [0, 0] : [r * Math.cos(turn), r * Math.sin(turn)]),
      text: across === Infinity
        ? tr('unit ball of g at r = {r}: half-axes 1 along the ray, without end across; drawn {scale}', told)
        : tr('unit ball of g at r = {r}: half-axes 1 along the ray, {across} across; drawn {scale}', told),
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
    add(at.moved, tr('gx = {place}: x turned by {angle}, {residual} from y', {
      place: placeText(at.moved), angle: degrees(at.theta), residual: number(at.residual),
    }))
  }
  if (layers.geodesic && !hidden) {
    const ways = at.tie ? [false, true] : [false]
    const told = tr('shortest way, {length} long', { length: number(at.distance, 3) })
    for (const other of ways) add(geodesicPoints(x, y, lam, 2, other)[1], told)
  }
  if (layers.straight && !hidden) {
    const plain = Math.hypot(x[0] - y[0], x[1] - y[1])
    const long = number(straightLength(x, y, lam), 3)
    add(middleOf(x, y), tr('straight line, {long} long in the lazy metric, {plain} in the plain one', {
      long, plain: number(plain, 3),
    }))
  }
  const outward = at.r1 > 0 ? x.map((value) => value / at.r1) : [1, 0]
  if (layers.orbit && at.r1 > 0 && !hidden) {
    const length = 2 * Math.PI * orbitRadius(at.r1, lam)
    add([-x[1], x[0]], tr('orbit of x, {long} long in the lazy metric, {plain} in the plain one', {
      long: number(length, 3), plain: number(2 * Math.PI * at.r1, 3),
    }))
  }
  const start = cutStart(x, lam)
  if (layers.cut && at.r1 > 0) {
    const told = tr('the cut locus of x begins at {start} from the origin', { start: number(start) })
    add(outward.map((value) => -value * start), told)
  }
  if (layers.circles) {
    for (const { radius, runs } of circlesAbout(x, lam, false)) {
      const point = outward.map((value) => value * (at.r1 + radius))
      const told = tr('circle of radius {radius} about x', { radius: localised(String(radius)) })
      if (runs.length) add(point, told)
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
  return [['x', state.x], ['y', state.y], [tr('the tip'), [0, 0]]].map(([name, point]) => {
    const r = Math.hypot(...point)
    const curvature = rough(gaussCurvature(r, state.lam))
    const values = { name, curvature, radius: rough(orbitRadius(r, state.lam)) }
    const text = r > 0
      ? tr('{name}: Gauss curvature {curvature}; the orbit there has radius {radius}', values)
      : tr('{name}: Gauss curvature {curvature}', values)
    return { at: see(point).place.slice(0, 2), text }
  })
}

function spaceMarks(state, view, width, height) {
  const project = spaceProjection(view, width, height)
  return [['x', state.x], ['y', state.y]].map(([name, point]) => {
    const r = Math.hypot(...point)
    const text = tr('{name} = {place}; its orbit is the sphere of radius {radius}', {
      name, place: placeText([...point, 0]), radius: number(r),
    })
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
  const straight = { length: number(straightLength(x, y, lam), 3) }
  const around = { length: number(orbitLength(x, y, lam), 3) }
  const [inner, outer] = at.r1 < at.r2 ? [x, y] : [y, x]
  const corner = outer.map((value) => value * Math.hypot(...inner) / (Math.hypot(...outer) || 1))
  const marks = [
    ...pointMarks({ x, y, lam }, frame.to),
    {
      at: frame.to(middleOf(x, y)),
      text: hidden ? tr('straight line') : tr('straight line, {length} long', straight),
    },
    {
      at: frame.to(corner),
      text: hidden
        ? tr('along the ray and round the orbit')
        : tr('along the ray and round the orbit, {length} long', around),
    },
  ]
  if (hidden) return marks
  const text = tr('shortest way, {length} long', { length: number(at.distance, 3) })
  return [...marks, { at: frame.to(geodesicPoints(x, y, lam, 2)[1]), text }]
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
  const across = rough(1 / Math.sqrt(crossFactor(Math.hypot(...x), state.lam)))
  const text = tr('the unit ball of g at x: half-axes 1 along x, {across} across', { across })
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
