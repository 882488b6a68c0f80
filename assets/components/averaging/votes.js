// What one model answers: the probability of each class.

import { axesShapes, categorical, frameOf, linear } from '../../shared/chart/axes.js'
import { box } from '../../shared/chart/shapes.js'
import { tr } from '../../shared/page/language.js'
import { percent } from '../../shared/page/words.js'
import { CLASSES, likeliest } from './experiment.js'
import { share } from './words.js'

const DIGITS = Array.from({ length: CLASSES }, (_, c) => c)

// who: f(x) or S f(x); label: the true class; key: of values that stay, or null.
export function votesDesign({ values, label, who, key }, width, height) {
  const x = categorical(DIGITS, (c) => (c === label ? `${c}✓` : String(c)))
  const titles = { x: tr('class'), y: tr('probability, {who}', { who }) }
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
      const told = { who, digit: c, share: share(value) }
      const text = c === label
        ? tr('{who}, class {digit}, the true class: {share}', told)
        : tr('{who}, class {digit}: {share}', told)
      return { at: [frame.x(c), frame.y(value)], value: c, text }
    }),
    name: tr('{who}: {digit} with {share}', {
      who, digit: likeliest(values), share: percent(Math.max(...values)),
    }),
  }
}
