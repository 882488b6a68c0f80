// How encoders were trained, or are being trained: one of their losses at every step that was noted. And what
// the three of them are called, and drawn in.

import { axesShapes, frameOf, linear, logarithmic } from './axes.js'
import { line } from './shapes.js'
import { localised, tr } from '../page/language.js'
import { number } from '../page/words.js'

export const LABELS = [tr('without the loss'), tr('with the loss'), tr('with everything a positive')]
const LEFT = 58
const TALL = 26
export const STYLES = [
  { stroke: 'muted', width: 2, dash: [2, 4] },
  { stroke: 'result', width: 2.5 },
  { stroke: 'other', width: 2, dash: [9, 4] },
]

export const short = (value) => localised(String(Number(value.toPrecision(3))))

export const methodsLegend = (shown) => shown.map((m) => ({ text: LABELS[m], style: STYLES[m] }))

// One of the losses at every step of the training, of all encoders: { key, steps, values, title, logarithm }.
export function trainingDesign({ key, steps, values, title, logarithm }, width, height) {
  const all = values.flat()
  const last = Math.max(1, ...steps.flat())
  const positive = all.filter((value) => value > 0)
  const high = Math.max(...all, 1e-9)
  const y = logarithm
    ? logarithmic(Math.max(Math.min(...positive, high), high * 1e-4) * 0.9, high * 1.1, short)
    : linear(Math.min(...all), high, short)
  const titles = { x: tr('step of the training'), y: title }
  const frame = frameOf(width, height, { x: linear(0, last), y, titles, margins: { left: LEFT, top: TALL } })
  const floor = frame.bottom
  const place = (m, i) => {
    const value = values[m][i]
    return [frame.x(steps[m][i]), logarithm && !(value > 0) ? floor : Math.min(floor, frame.y(value))]
  }
  const text = (step, m, value) => (
    tr('step {step}, {encoder}: {value}', { step, encoder: LABELS[m], value: number(value, 4) })
  )
  const marks = () => values.flatMap((list, m) => list.map((value, i) => ({
    at: place(m, i), value: steps[m][i], text: text(steps[m][i], m, value),
  })))
  const course = (list, m) => line(list.map((_, i) => place(m, i)), { ...STYLES[m], name: `learned-${m}` })
  return {
    frame,
    layers: [{ key, shapes: () => [...axesShapes(frame), ...values.map(course)] }],
    marks,
    name: tr('{title} at every step of the training', { title }),
  }
}
