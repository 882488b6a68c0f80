// The plane with its lazy metric: unit balls, circles, geodesics, the optimal turn, the cut locus.

import { ballLayer, ellipseOutline } from './balls.js'
import { arrowHead, disc, label, line, path } from '../../shared/chart/shapes.js'
import { alignPoints, circlesAbout, cutStart, geodesicPoints, unitBall } from '../../shared/math/space.js'
import { tr } from '../../shared/page/language.js'

export const REACH = 2.5
const NAME = [17, -11]

export function planeFrame(width, height, reach = 1.05 * REACH) {
  const unit = Math.min(width, height) / (2 * reach)
  return {
    width,
    height,
    unit,
    to: (p) => [width / 2 + unit * p[0], height / 2 - unit * p[1]],
    from: (q) => [(q[0] - width / 2) / unit, (height / 2 - q[1]) / unit],
  }
}

const polarPoint = (r, angle) => [r * Math.cos(angle), r * Math.sin(angle)]

function arcPoints(r, from, to, count) {
  return Array.from({ length: count + 1 }, (_, i) => polarPoint(r, from + (to - from) * i / count))
}

const STEP = 0.62
const AWAY = 0.9

// Where a step from x ends that goes neither along x nor across it.
function stepTip(x) {
  const step = polarPoint(STEP, Math.atan2(x[1], x[0]) + AWAY)
  return [x[0] + step[0], x[1] + step[1]]
}

// The unit ball of g_x as it is drawn about x; the flat one is drawn through the tip of the step.
export const closeBall = (x, lam) => unitBall(Math.hypot(...x), lam, { size: STEP, most: 1.2 })

function termShapes(term, x, lam, frame) {
  const r = Math.hypot(...x)
  const angle = Math.atan2(x[1], x[0])
  const arrow = (from, to, colour) => {
    const points = [frame.to(from), frame.to(to)]
    return [line(points, { stroke: colour, width: 3 }), arrowHead(points, 13, { fill: colour })]
  }
  const tip = stepTip(x)
  const along = STEP * Math.cos(AWAY)
  const across = [tip[0] - along * Math.cos(angle), tip[1] - along * Math.sin(angle)]
  const name = (text, p, colour) => {
    const [a, b] = frame.to([x[0] + 1.22 * (p[0] - x[0]), x[1] + 1.22 * (p[1] - x[1])])
    return label(text, [a, b + 5], { italic: true, size: 17, fill: colour })
  }
  if (term === 'flat') {
    const circle = arcPoints(STEP, 0, 2 * Math.PI, 64).map((p) => frame.to([p[0] + x[0], p[1] + x[1]]))
    const dashed = line(circle, { stroke: 'ink', width: 2, dash: [6, 5] })
    return [dashed, ...arrow(x, tip, 'ink'), name('v', tip, 'ink')]
  }
  if (term === 'across') {
    const fall = [frame.to(tip), frame.to(across)]
    const drop = line(fall, { stroke: 'muted', dash: [4, 4] })
    const names = [name('v', tip, 'muted'), name('Pv', across, 'price')]
    return [drop, ...arrow(x, tip, 'muted'), ...arrow(x, across, 'price'), ...names]
  }
  if (term === 'share') {
    const ring = arcPoints(r, 0, 2 * Math.PI, 96).map(frame.to)
    const style = { stroke: 'price', width: 3 }
    return [line(ring, style), line([frame.to([0, 0]), frame.to(x)], style)]
  }
  const { scale, ...axes } = closeBall(x, lam)
  const outline = (halves) => ellipseOutline(r, angle, halves, 72).map(frame.to)
  const plain = { stroke: 'ink', width: 1.5, dash: [6, 5], alpha: 0.6 }
  const flat = line(outline({ along: scale, across: scale }), plain)
  const ball = line(outline(axes), { stroke: 'result', width: 3, closed: true })
  return [flat, ball, ...arrow(x, tip, 'result'), name('v', tip, 'result')]
}

// The two ways of the question: straight, and along a ray to the smaller orbit and round it.
export function waysLayers(state, frame) {
  const { x, y, lam, hidden } = state
  const shapes = () => {
    const at = alignPoints(x, y, lam)
    const [inner, outer] = at.r1 < at.r2 ? [x, y] : [y, x]
    const r = Math.min(at.r1, at.r2)
    const from = Math.atan2(inner[1], inner[0])
    const turn = (inner === x ? at.side : -at.side) * at.angle
    const around = [...arcPoints(r, from, from + turn, 60), outer].map(frame.to)
    const drawn = [
      line([frame.to(x), frame.to(y)], { stroke: 'ink', width: 2.5, dash: [7, 5] }),
      line(around, { stroke: 'price', width: 3, dash: [2, 6] }),
    ]
    if (!hidden) drawn.push(line(geodesicPoints(x, y, lam, 60).map(frame.to), { stroke: 'result', width: 3 }))
    for (const [point, text] of [[x, 'x'], [y, 'y']]) {
      const [a, b] = frame.to(point)
      drawn.push(disc([a, b], 6, { fill: 'ink', stroke: 'paper', width: 2 }))
      drawn.push(label(text, [a + 13, b - 8], { italic: true, size: 17 }))
    }
    return drawn
  }
  return [ballLayer(lam, frame), { shapes }]
}

// The plane close to x; the tip of a step from there, which all terms are about.
export function closeUpFrame(x, width, height) {
  const whole = planeFrame(width, height, 1.35)
  const middle = whole.to(x)
  const shift = [width / 2 - middle[0], height / 2 - middle[1]]
  const to = (p) => whole.to(p).map((value, i) => value + shift[i])
  return { ...whole, to, tip: to(stepTip(x)) }
}

// One term of the metric, seen closely: x, its orbit, and what the term is.
function closeUpShapes({ x, lam, term }, frame) {
  const r = Math.hypot(...x)
  const orbit = arcPoints(r, 0, 2 * Math.PI, 160).map(frame.to)
  const [a, b] = frame.to(x)
  return [
    line(orbit, { stroke: 'price', dash: [2, 5] }),
    line([frame.to([0, 0]), frame.to(x.map((value) => 4 * value))], { stroke: 'ink', width: 1, alpha: 0.25 }),
    ...termShapes(term ?? 'metric', x, lam, frame).map((shape) => (term ? shape : { ...shape, alpha: 0.45 })),
    disc([a, b], 6, { fill: 'ink', stroke: 'paper', width: 2 }),
    label('x', [a + 14, b + 18], { italic: true, size: 19 }),
  ]
}

export function closeUpLayers(state, frame) {
  return [{ shapes: () => closeUpShapes(state, frame) }]
}

// Small numbers along both axes, and the names of these.
function coordinates(frame) {
  const style = { size: 11, fill: 'muted' }
  const name = { size: 14, fill: 'muted', italic: true }
  const names = [
    label('e₁', [frame.width - 14, frame.height / 2 - 8], name),
    label('e₂', [frame.width / 2 + 16, 16], name),
  ]
  const ticks = [-2, -1, 1, 2].flatMap((value) => {
    const [text, [a, middle], [centre, b]] = [
      String(value).replace('-', '−'), frame.to([value, 0]), frame.to([0, value]),
    ]
    return [
      line([[a, middle - 3], [a, middle + 3]], { stroke: 'muted', width: 1 }),
      label(text, [a, middle + 15], style),
      line([[centre - 3, b], [centre + 3, b]], { stroke: 'muted', width: 1 }),
      label(text, [centre - 12, b + 4], style),
    ]
  })
  return [...ticks, ...names]
}

// Everything that the plane shows, back to front.
export function planeLayers(state, frame) {
  const { x, lam, layers } = state
  const axes = [
    [[0, frame.height / 2], [frame.width, frame.height / 2]],
    [[frame.width / 2, 0], [frame.width / 2, frame.height]],
  ]
  const found = [{ key: 'axes', shapes: () => [
    path(axes, { stroke: 'ink', width: 1, alpha: 0.12 }), ...coordinates(frame),
  ] }]
  if (layers.balls) found.push(ballLayer(lam, frame))
  if (layers.circles) {
    found.push({ key: `circles ${lam} ${x}`, shapes: (fine) => circlesAbout(x, lam, fine).map(({ radius, runs }) => path(
      runs.map((run) => run.map(frame.to)),
      { stroke: 'other', width: radius % 1 ? 1 : 1.8, alpha: 0.75 },
    )) })
  }
  found.push({ shapes: () => pairShapes(state, frame) })
  return found
}

// Where a name of a point stands clear of the others: outward from the origin, or else inward.
function freeSpot(point, origin, taken) {
  const away = [point[0] - origin[0], point[1] - origin[1]]
  const size = Math.max(Math.hypot(...away), 1e-9)
  const [out, inward] = [22, -26].map((step) => point.map((value, i) => value + step * away[i] / size))
  return taken.every(([a, b]) => Math.hypot(a - out[0], b - out[1]) > 20) ? out : inward
}

// The pair and what is between its points.
function pairShapes(state, frame) {
  const { x, y, lam, layers, term, hidden } = state
  const at = alignPoints(x, y, lam)
  const shapes = []
  const on = (points, style) => shapes.push(line(points.map(frame.to), style))
  if (layers.orbit) on(arcPoints(at.r1, 0, 2 * Math.PI, 120), { stroke: 'price', width: 1.5, dash: [2, 5] })
  const start = cutStart(x, lam)
  if (layers.cut && start < 2 * REACH && at.r1 > 0) {
    const ray = (t) => frame.to([-t * x[0] / at.r1, -t * x[1] / at.r1])
    const end = ray(4 * REACH)
    const dashed = { stroke: 'ink', width: 2.5, dash: [9, 6], alpha: 0.65 }
    shapes.push(line([ray(start), end], dashed))
    shapes.push(disc(ray(start), 4.5, { fill: 'paper', stroke: 'ink', width: 2 }))
    if (start < 2.1) {
      const [a, b] = ray(start)
      shapes.push(label(tr('cut locus'), [a, b + (x[1] > 0 ? 22 : -12)], { size: 13, fill: 'muted' }))
    }
  }
  if (layers.straight) on([x, y], { stroke: 'ink', width: 1.8, dash: [6, 5], alpha: 0.8 })
  if (layers.turn && !hidden && at.theta > 1e-4) {
    const from = Math.atan2(x[1], x[0])
    const r = Math.max(at.r1, 0.25)
    const arc = arcPoints(r, from, from + at.side * at.theta, 60).map(frame.to)
    shapes.push(line(arc, { stroke: 'price', width: 5, alpha: 0.85 }), arrowHead(arc, 14, { fill: 'price' }))
    on([at.moved, y], { stroke: 'left', width: 5, alpha: 0.85 })
    shapes.push(disc(frame.to(at.moved), 6, { fill: 'paper', stroke: 'price', width: 2.5 }))
    const taken = [x, y].map(frame.to).flatMap(([a, b]) => [[a, b], [a + NAME[0], b + NAME[1]]])
    const spot = freeSpot(frame.to(at.moved), frame.to([0, 0]), taken)
    shapes.push(label('gx', [spot[0], spot[1] + 5], { italic: true, size: 17, fill: 'price' }))
  }
  if (layers.geodesic && !hidden) {
    if (at.tie) {
      const other = geodesicPoints(x, y, lam, 80, true)
      on(other, { stroke: 'paper', width: 7 })
      on(other, { stroke: 'result', width: 3.5, dash: [10, 6] })
    }
    const points = geodesicPoints(x, y, lam, 80)
    on(points, { stroke: 'paper', width: 7 })
    on(points, { stroke: 'result', width: 3.5 })
  }
  if (term) shapes.push(...termShapes(term, x, lam, frame))
  for (const [point, text] of [[x, 'x'], [y, 'y']]) {
    const [a, b] = frame.to(point)
    shapes.push(disc([a, b], 9, { fill: 'ink', stroke: 'paper', width: 2.5 }))
    shapes.push(label(text, [a + NAME[0], b + NAME[1]], { italic: true, size: 21 }))
  }
  return shapes
}
