// What one model answers: the probability of each class.

import { axesShapes, categorical, frameOf, linear } from '../../shared/chart/axes.js'
import { box } from '../../shared/chart/shapes.js'
import { CLASSES, likeliest } from './experiment.js'
import { share } from './words.js'

const DIGITS = Array.from({ length: CLASSES }, (_, c) => c)

// who: f(x) or S f(x); label: the true class; key: of values that stay, or null.
export function votesDesign({ values, label, who, key }, width, height) {
  const x = categorical(DIGITS, (c) => (c === label ? `${c}✓` : String(c)))
  const titles = { x: 'class', y: `probability, ${who}` }
  const frame = frameOf(width, height, { x, y: linear(0, 1), titles })
  const thick = 0.72 * (frame.right - frame.left) / CLASSES
  const bars = () => values.map((value, c) => {
    const look = c === label ? { fill: 'result', name: 'truth' } : { fill: 'left', name: 'other' }
    return box(frame.x(c) - thick / 2, frame.y(value), thick, frame.bottom - frame.y(value), look)
  })
  return {
    frame,
    layers: [
      { key: `${label}`, shapes: () => axesShapes(frame, { count: { x: CLASSES, y: 1 } }) },
      { key, shapes: bars },
    ],
    marks: () => values.map((value, c) => {
      const truth = c === label ? ', the true class' : ''
      return { at: [frame.x(c), frame.y(value)], value: c, text: `${who}, class ${c}${truth}: ${share(value)}` }
    }),
    name: `${who}: ${likeliest(values)} with ${(100 * Math.max(...values)).toFixed(0)} %`,
  }
}
