// The three pictures of a turned digit: a ring of verdicts around it, its distances over the angle, and the
// verdict over angle and λ.

import { axesShapes, cursorShapes, frameOf, lamLogScale, linear } from '../../shared/chart/axes.js'
import { box, disc, label, line, path } from '../../shared/chart/shapes.js'
import { tr } from '../../shared/page/language.js'
import { lamIs } from '../../shared/page/lam.js'
import { an, number } from '../../shared/page/words.js'
import { degrees, runsSentence } from './words.js'

const LEVEL = { stroke: 'ink', width: 2, name: 'cursor' }
// Round turns from 0° to 360°.
const roundTurns = (count) => {
  const every = count >= 8 ? 45 : 90
  return Array.from({ length: 360 / every + 1 }, (_, i) => i * every)
}
const HANDLE = { fill: 'paper', stroke: 'ink', width: 3, name: 'handle' }
const ROWS = 40
const BAND = 7
const READ_EVERY = 15
const LEFT = 56
const SCALE = linear(0, 360)
const TURN = {
  ...SCALE,
  ticks: (count) => roundTurns(count).map((value) => ({ value, text: degrees(value) })),
}

export const LAMS = lamLogScale(0.002, 1, 200)

// The λ in the middle of every row of the map, from 0 to ∞.
export const rowLams = () => Array.from({ length: ROWS }, (_, row) => LAMS.value((row + 0.5) / ROWS))

// A verdict is told by its colour and, of the second class, by strokes.
const COLOURS = ['result', 'other']
const styleOf = (verdict) => ({ fill: COLOURS[verdict], hatch: verdict === 1, name: `verdict-${verdict}` })

export const legend = (classes) => classes.map((digit, verdict) => ({
  text: tr('read as {digit}', { digit }), style: { ...styleOf(verdict), name: 'key' },
}))

const strokeOf = (verdict) => ({
  stroke: COLOURS[verdict], width: 2.5, dash: verdict === 1 ? [7, 4] : null, name: `curve-${verdict}`,
})

export const curveLegend = (classes) => classes.map((digit, verdict) => ({
  text: tr('to the nearest {digit}', { digit }), style: { ...strokeOf(verdict), name: 'key' },
}))

// Counter-clockwise from the top, where the top of the digit then is.
const around = (centre, radius, angle) => {
  const radians = angle * Math.PI / 180
  return [centre - radius * Math.sin(radians), centre - radius * Math.cos(radians)]
}

function arc(centre, inner, outer, from, to) {
  const steps = Math.max(2, Math.ceil((to - from) / 3))
  const angles = Array.from({ length: steps + 1 }, (_, i) => from + (to - from) * i / steps)
  return [
    ...angles.map((angle) => around(centre, outer, angle)),
    ...angles.reverse().map((angle) => around(centre, inner, angle)),
  ]
}

export function ringDesign({ runs, angle, step, hidden }, width, height) {
  const centre = Math.min(width, height) / 2
  const [outer, inner] = [centre - 26, centre - 42]
  const shown = hidden ? [{ from: 0, to: 360 / step, verdict: null }] : runs
  const arcs = () => shown.map(({ from, to, verdict }) => {
    const outline = [arc(centre, inner, outer, from * step - step / 2, to * step - step / 2)]
    const style = verdict === null ? { fill: 'muted', alpha: 0.3 } : styleOf(verdict)
    return path(outline, { closed: true, ...style })
  })
  const ticks = () => [0, 90, 180, 270].map((at) => {
    const [x, y] = around(centre, outer + 12, at)
    return label(degrees(at), [x, y + 4], { size: 11, fill: 'muted', halo: false, name: 'ring-text' })
  })
  const handle = () => [
    line([around(centre, inner - 2, angle), around(centre, outer + 2, angle)], { stroke: 'ink', width: 3 }),
    disc(around(centre, (inner + outer) / 2, angle), 11, HANDLE),
  ]
  return { frame: null, layers: [{ shapes: arcs }, { key: 'ticks', shapes: ticks }, { shapes: handle }] }
}

function verdictBoxes(runs, step, frame, top, height) {
  return runs.map(({ from, to, verdict }) => {
    const [left, right] = [frame.x(from * step), frame.x(to * step)]
    return box(left, top, right - left, height, styleOf(verdict))
  })
}

// distances: two lists over the angle, limits: their least and most at any λ.
export function curvesDesign(state, width, height) {
  const { distances, runs, classes, angle, step, limits, key, hidden } = state
  const scales = { x: TURN, y: linear(...limits) }
  const margins = { left: LEFT, bottom: 42 }
  const titles = { x: tr('x is turned by'), y: tr('distance d') }
  const frame = frameOf(width, height, { ...scales, titles, margins })
  const points = (curve) => [...curve, curve[0]].map((d, k) => [frame.x(k * step), frame.y(d)])
  const curves = () => distances.map((curve, verdict) => line(points(curve), strokeOf(verdict)))
  const band = () => verdictBoxes(runs, step, frame, frame.bottom + 1, BAND)
  const distance = (digit, verdict, k) => (
    tr('d = {distance} to {digit}', { distance: number(distances[verdict][k], 3), digit: an(digit) })
  )
  const text = (k) => tr('turned by {angle}: {distances}', {
    angle: degrees(k * step),
    distances: classes.map((digit, verdict) => distance(digit, verdict, k)).join(', '),
  })
  const marks = () => distances[0].flatMap((_, k) => {
    if (k * step % READ_EVERY !== 0) return []
    const nearer = Math.min(distances[0][k], distances[1][k])
    return [{ at: [frame.x(k * step), frame.y(nearer)], value: k * step, text: text(k) }]
  })
  return {
    frame,
    layers: [
      { key: `axes ${limits}`, shapes: () => axesShapes(frame, { count: { x: width > 480 ? 8 : 4, y: 4 } }) },
      ...(hidden ? [] : [{ key, shapes: curves }, { key, shapes: band }]),
      { shapes: () => cursorShapes(frame, angle) },
    ],
    marks: hidden ? null : marks,
    name: hidden
      ? tr('Distances, hidden while you guess')
      : tr('Distance to the nearest {digit} and {other} at every angle', {
        digit: classes[0], other: classes[1],
      }),
  }
}

// rows: the runs of every row of λ.
export function mapDesign(state, width, height) {
  const { rows, classes, angle, lam, step, count, given, hidden } = state
  const margins = { left: LEFT, top: 26 }
  const titles = { x: tr('x is turned by'), y: tr('laziness λ, per degree') }
  const frame = frameOf(width, height, { x: TURN, y: LAMS, titles, margins })
  const high = (frame.bottom - frame.top) / ROWS
  const top = (row) => frame.bottom - (row + 1) * high
  const boxes = (runs, row) => verdictBoxes(runs, step, frame, top(row), high + 0.5)
  const lams = rowLams()
  const marks = () => rows.map((runs, row) => ({
    at: [frame.x((runs[1] ?? runs[0]).from * step), top(row) + high / 2],
    over: [frame.left, top(row), frame.right - frame.left, high],
    text: `${lamIs(lams[row])}: ${runsSentence(runs, classes, count)}`,
  }))
  const cross = () => [
    ...cursorShapes(frame, angle),
    line([[frame.left - 4, frame.y(lam)], [frame.right + 4, frame.y(lam)]], LEVEL),
  ]
  return {
    frame,
    layers: [
      ...(hidden ? [] : [{ key: given, shapes: () => rows.flatMap(boxes) }]),
      { key: 'axes', shapes: () => axesShapes(frame, { grid: false, count: { x: width > 480 ? 8 : 4 } }) },
      { shapes: cross },
    ],
    marks: hidden ? null : marks,
    name: hidden
      ? tr('Verdicts, hidden while you guess')
      : tr('What x is read as, for every angle and every λ'),
  }
}
