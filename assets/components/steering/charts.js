// The curves of the page: errors against the turn, phases of R_a, and how far R_a is from standing still.

import { axesShapes, cursorShapes, frameOf, linear } from '../../shared/chart/axes.js'
import { disc, line } from '../../shared/chart/shapes.js'
import { LABELS, STYLES, short } from '../../shared/chart/training.js'
import { tr } from '../../shared/page/language.js'
import { number } from '../../shared/page/words.js'
import { degrees, series } from './words.js'

const LEFT = 58
const TALL = 26
const HALF = 180
const KEYS = [0, 1, 2, 3]
const READ_EVERY = 2
const PHASE = { fill: 'left', name: 'phase' }
const WHOLE = { stroke: 'ink', width: 1, alpha: 0.35, name: 'whole' }

const around = (most, every) => ({
  ...linear(0, most),
  ticks: (count) => {
    const wide = count >= most / every ? every : 2 * every
    return Array.from({ length: most / wide + 1 }, (_, i) => ({ value: i * wide, text: degrees(i * wide) }))
  },
})

// Curves of some of the encoders over the turn: { key, values: by encoder, shown, angle, step, title }, and
// unseen: the error at every other turn of an R that was not fitted there.
export function turnDesign({ key, values, unseen, shown, angle, step, title, hidden }, width, height) {
  const count = values[0].length
  const known = shown.flatMap((m) => values[m]).filter((value) => value !== null)
  const y = linear(0, Math.max(...known, 1e-6) * 1.06, short)
  const titles = { x: tr('turn a'), y: title }
  const frame = frameOf(width, height, { x: around(360, 45), y, titles, margins: { left: LEFT, top: TALL } })
  const points = (m) => [...values[m], values[m][0]].flatMap((value, k) => (
    value === null ? [] : [[frame.x(k * step), frame.y(value)]]
  ))
  const dotsOf = (list, m) => list.flatMap((value, i) => (value === null ? [] : [
    disc([frame.x((2 * i + 1) * step), frame.y(value)], 2.5, { fill: STYLES[m].stroke, name: `unseen-${m}` }),
  ]))
  const fixed = () => [
    ...axesShapes(frame, { count: { x: width > 420 ? 8 : 4 } }),
    ...(hidden ? [] : shown.map((m) => line(points(m), { ...STYLES[m], name: `curve-${m}` }))),
    ...(hidden || !unseen ? [] : shown.flatMap((m) => dotsOf(unseen[m], m))),
  ]
  const told = (k) => shown.filter((m) => values[m][k] !== null)
    .map((m) => `${LABELS[m]} ${number(values[m][k], 4)}`).join(', ')
  const text = (k) => `a = ${degrees(k * step)}: ${told(k)}`
  const marks = () => Array.from({ length: Math.ceil(count / READ_EVERY) }, (_, i) => i * READ_EVERY)
    .flatMap((k) => {
      const here = values[shown.at(-1)][k]
      return here === null ? [] : [{ at: [frame.x(k * step), frame.y(here)], value: k * step, text: text(k) }]
    })
  return {
    frame,
    layers: [{ key: `${key} ${hidden} ${shown}`, shapes: fixed }, { shapes: () => cursorShapes(frame, angle) }],
    marks: hidden ? null : marks,
    name: tr('{title} against the turn a', { title }),
  }
}

// k times the turn as a phase shows it, from 0° to 180°.
export const folded = (value) => {
  const once = ((value % 360) + 360) % 360
  return Math.min(once, 360 - once)
}

// The phases of R_a of one encoder, on lines of 0, 1, 2 and 3 times the turn.
export function phasesDesign({ key, phases, method, angle, step, hidden }, width, height) {
  const titles = { x: tr('turn a'), y: tr('phases of R') }
  const scales = { x: around(360, 45), y: around(HALF, 45) }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT, top: TALL, right: 30 } })
  const whole = (times) => Array.from({ length: 361 }, (_, a) => [frame.x(a), frame.y(folded(times * a))])
  const fixed = () => [
    ...axesShapes(frame, { count: { x: width > 420 ? 8 : 4 } }),
    ...KEYS.map((times) => line(whole(times), { ...WHOLE, dash: times % 2 ? [6, 4] : null })),
    ...(hidden ? [] : phases.flatMap((list, k) => list.map((phase) => (
      disc([frame.x(k * step), frame.y(phase)], 2.6, PHASE)
    )))),
  ]
  const marks = () => phases.flatMap((list, k) => {
    if (k % READ_EVERY) return []
    const text = tr('{label}, a = {angle}: phases {phases}', {
      label: LABELS[method], angle: degrees(k * step),
      phases: series(list.map((phase) => degrees(number(phase, 1)))),
    })
    return [{ at: [frame.x(k * step), frame.y(list.at(-1))], value: k * step, text }]
  })
  return {
    frame,
    layers: [{ key: `${key} ${method} ${hidden}`, shapes: fixed }, { shapes: () => cursorShapes(frame, angle) }],
    marks: hidden ? null : marks,
    name: tr('Phases of R against the turn, {label}, on lines of 0, 1, 2 and 3 times the turn', {
      label: LABELS[method],
    }),
  }
}

// How far R_a moves a vector against how far the image is turned, and the slope at small turns.
export function lazinessDesign({ key, distances, lams, shown, angle, step }, width, height) {
  const half = Math.floor(distances[0].length / 2)
  const most = Math.max(...distances.flat(), 1e-6)
  const titles = { x: 'ν(a)', y: '‖R − I‖ / √d' }
  const scales = { x: around(HALF, 45), y: linear(0, most * 1.06, short) }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT, top: TALL } })
  const points = (m) => distances[m].slice(0, half + 1).map((far, k) => [frame.x(k * step), frame.y(far)])
  const slope = (m) => {
    const end = Math.min(HALF, lams[m] > 0 ? most / lams[m] : HALF)
    return [[frame.x(0), frame.y(0)], [frame.x(end), frame.y(lams[m] * end)]]
  }
  const fixed = () => [
    ...axesShapes(frame, { count: { x: 4 } }),
    ...shown.map((m) => line(slope(m), { stroke: STYLES[m].stroke, width: 1, alpha: 0.7, name: `slope-${m}` })),
    ...shown.map((m) => line(points(m), { ...STYLES[m], name: `far-${m}` })),
  ]
  const marks = () => points(shown.at(-1)).flatMap((at, k) => (k % READ_EVERY ? [] : [{
    at,
    value: k * step,
    text: `ν(a) = ${degrees(k * step)}: ${shown.map((m) => `${LABELS[m]} ${number(distances[m][k], 4)}`).join(', ')}`,
  }]))
  return {
    frame,
    layers: [{ key: `${key} ${shown}`, shapes: fixed }, { shapes: () => cursorShapes(frame, folded(angle)) }],
    marks,
    name: tr('How far R moves a vector, against how far the image is turned'),
  }
}

export const unseenKey = () => ({
  text: tr('R interpolated by its phases, not fitted there'),
  mark: (x, y) => [disc([x + 9, y], 2.5, { fill: 'ink' })],
})

export const phasesLegend = () => [
  { text: tr('a phase of R, without its sign'), mark: (x, y) => [disc([x + 9, y], 3, PHASE)] },
  { text: tr('0 and 2 times the turn'), style: { ...WHOLE, alpha: 0.6 } },
  { text: tr('1 and 3 times'), style: { ...WHOLE, alpha: 0.6, dash: [6, 4] } },
]
