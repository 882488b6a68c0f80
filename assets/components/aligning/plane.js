// The plane: both clouds, the mass between them, the new point and where it is sent.

import { roundValues } from '../../shared/chart/axes.js'
import { arrowHead, box, disc, label, line, path } from '../../shared/chart/shapes.js'
import { localised, tr } from '../../shared/page/language.js'
import { briefPercent } from '../../shared/page/words.js'
import { colourOf, newShape, plusRuns, signOf, signShape } from './signs.js'
import { barycentric } from './scene.js'

const KNOB = 4
// The many lines of the lower levels are one pixel wide: wider ones take a browser without a graphics card
// four times as long.
const LEVELS = [0.06, 0.19, 0.28, 0.5, 0.85]
const WIDTHS = [1, 1, 1.7, 2.05, 2.4]
const FROM = [0.008, 0.03, 0.1, 0.25, 0.5]
const RADIUS = 5
const SMALL = 3.6
const MANY = 40
const MARGIN = 0.4

// What is seen of the plane: all points and the ring of the target, in whole units.
export function boundsOf(points, { dx, dy }) {
  const all = [...points, [dx - KNOB, dy - KNOB], [dx + KNOB, dy + KNOB]]
  const [a, b] = [0, 1].map((axis) => all.map((point) => point[axis]))
  const low = (values) => Math.floor(Math.min(...values) - MARGIN)
  const high = (values) => Math.ceil(Math.max(...values) + MARGIN)
  return [low(a), high(a), low(b), high(b)]
}

export function planeFrame([left, right, low, high], width, height) {
  const unit = Math.min(width / (right - left), height / (high - low))
  const [a, b] = [(left + right) / 2, (low + high) / 2]
  return {
    width, height, unit,
    to: ([x, y]) => [width / 2 + unit * (x - a), height / 2 - unit * (y - b)],
    from: ([x, y]) => [(x - width / 2) / unit + a, (height / 2 - y) / unit + b],
  }
}

export const knobOf = ({ angle, dx, dy }) => {
  const radians = angle * Math.PI / 180
  return [dx + KNOB * Math.cos(radians), dy + KNOB * Math.sin(radians)]
}

// Lines of mass by cluster and level, so that each is one stroke. The share is of the source point's mass.
// Of a large cloud in motion some points' lines stand for all.
function massShapes({ plan, turned, ys, clustersX, p, moving }, to) {
  const every = moving ? Math.ceil(turned.length / MANY) : 1
  const m = ys.length
  const ends = ys.map(to)
  const runs = new Map()
  const least = Math.min(FROM[0], 0.9 / m)
  turned.forEach((point, i) => {
    if (i % every > 0) return
    const start = to(point)
    for (let j = 0; j < m; j++) {
      const share = plan[i * m + j] / p[i]
      if (share < least) continue
      const level = Math.max(0, FROM.findLastIndex((value) => share >= value))
      const key = `${clustersX[i]} ${level}`
      if (!runs.has(key)) runs.set(key, { cluster: clustersX[i], level, lines: [] })
      runs.get(key).lines.push([start, ends[j]])
    }
  })
  return [...runs.values()].sort((a, b) => a.level - b.level).map(({ cluster, level, lines }) => (
    path(lines, { stroke: colourOf(cluster), width: WIDTHS[level], alpha: LEVELS[level], name: 'mass' })
  ))
}

// Images of the source's points, where the mass of each goes or where what is near it goes.
function imageShapes({ plan, ys, turned, clustersX, images }, to) {
  const where = images ?? barycentric(plan, ys, turned.length)
  return where.flatMap((image, i) => {
    const [from, at] = [to(turned[i]), to(image)]
    const colour = colourOf(clustersX[i])
    return [
      line([from, at], { stroke: colour, width: 1, alpha: 0.35 }),
      signShape(clustersX[i], at, SMALL, { stroke: 'ink', width: 1.5, name: 'image' }),
    ]
  })
}

function handleShapes({ angle, dx, dy }, frame) {
  const [centre, knob] = [frame.to([dx, dy]), frame.to(knobOf({ angle, dx, dy }))]
  const ring = { stroke: 'ink', width: 1.5, dash: [2, 5], alpha: 0.55 }
  return [
    disc(centre, KNOB * frame.unit, ring),
    line([centre, knob], ring),
    disc(knob, 11, { fill: 'paper', stroke: 'ink', width: 3, name: 'knob' }),
    box(centre[0] - 10, centre[1] - 10, 20, 20, { fill: 'paper', stroke: 'ink', width: 3, name: 'middle' }),
    path(plusRuns(centre, 6), { stroke: 'ink', width: 1.5 }),
  ]
}

// The source as it was turned by the lazy prior: a thread from where each point is.
function turnedShapes({ xs, turned }, to) {
  if (turned === xs) return []
  const threads = path(xs.map((point, i) => [to(point), to(turned[i])]), {
    stroke: 'price', width: 1, alpha: 0.5, dash: [3, 4],
  })
  return [threads, ...xs.map((point) => disc(to(point), 2, { fill: 'price', stroke: null, alpha: 0.6 }))]
}

function axisShapes(frame) {
  const [left, low] = frame.from([0, frame.height])
  const [right, high] = frame.from([frame.width, 0])
  const lines = [[[0, low], [0, high]], [[left, 0], [right, 0]]].map((run) => run.map(frame.to))
  const style = { size: 11, fill: 'muted', halo: false, name: 'tick-text' }
  const ticks = (from, to, at, place) => roundValues(from, to, (to - from) / 2)
    .filter((value) => value !== 0)
    .map((value) => label(localised(String(value)).replace('-', '−'), place(frame.to(at(value))), style))
  const inside = ([x, y]) => [x, Math.min(y + 14, frame.height - 4)]
  return [
    path(lines, { stroke: 'ink', width: 1, alpha: 0.14, name: 'grid' }),
    label('x₁', [frame.width - 10, frame.to([0, 0])[1] - 6], style),
    label('x₂', [frame.to([0, 0])[0] + 12, 12], style),
    ...ticks(left + 0.5, right - 0.5, (value) => [value, 0], inside),
    ...ticks(low + 0.5, high - 0.5, (value) => [0, value], ([x, y]) => [x - 12, y + 4]),
  ]
}

function newShapes({ fresh, hidden }, frame) {
  if (!fresh) return []
  const at = frame.to(fresh.at)
  if (hidden || !fresh.image) return newShape(at, 6)
  const [from, image] = [frame.to(fresh.from), frame.to(fresh.image)]
  const far = Math.hypot(image[0] - from[0], image[1] - from[1])
  const stop = far > 30 ? from.map((value, k) => image[k] - (image[k] - value) * 12 / far) : image
  return [
    ...(fresh.from === fresh.at ? [] : [line([at, from], { stroke: 'ink', width: 1.5, dash: [3, 4] })]),
    line([from, stop], { stroke: 'paper', width: 6 }),
    line([from, stop], { stroke: 'ink', width: 2.5 }),
    ...(far > 30 ? [arrowHead([from, stop], 13, { fill: 'ink' })] : []),
    ...newShape(image, 6, true),
    ...newShape(at, 6),
  ]
}

export function planeDesign(state, width, height) {
  const { turned, ys, clustersX, clustersY, bounds, hidden, plan, show, p } = state
  const frame = planeFrame(bounds, width, height)
  const radius = Math.max(SMALL, Math.min(RADIUS, frame.unit / 5))
  const between = () => {
    if (hidden || !plan) return []
    return show === 'mass' ? massShapes(state, frame.to) : imageShapes(state, frame.to)
  }
  const m = ys.length
  const sign = (cluster, point, style) => signShape(cluster, frame.to(point), radius, style)
  const marks = () => turned.map((point, i) => ({ at: frame.to(point), text: sourceText(state, i, m, p) }))
  return {
    frame,
    layers: [
      { key: `axes ${bounds}`, shapes: () => axisShapes(frame) },
      { shapes: between },
      { shapes: () => turnedShapes(state, frame.to) },
      { shapes: () => ys.map((y, j) => sign(clustersY[j], y, { open: true, name: 'y' })) },
      { shapes: () => turned.map((x, i) => sign(clustersX[i], x, { name: 'x' })) },
      { shapes: () => [...handleShapes(state, frame), ...newShapes(state, frame)] },
    ],
    marks: hidden || !plan ? null : marks,
    name: hidden
      ? tr('Both clouds; where the mass goes is hidden while you guess')
      : tr('Both clouds in the plane, and the mass that goes from the source to the target'),
  }
}

// How the mass of a source point is shared out among the clusters.
function sourceText({ plan, clustersX, clustersY }, i, m, p) {
  const shares = new Map()
  for (let j = 0; j < m; j++) {
    shares.set(clustersY[j], (shares.get(clustersY[j]) ?? 0) + plan[i * m + j] / p[i])
  }
  const order = [...shares].sort(([, a], [, b]) => b - a).filter(([, share]) => share >= 0.005)
  const parts = order.map(([cluster, share]) => (
    tr('{share} to {cluster}', { share: briefPercent(share), cluster: signOf(cluster) })
  ))
  const name = tr('a point of {cluster}', { cluster: signOf(clustersX[i]) })
  return `${name}: ${parts.join(', ')}`
}
