// The guesses of a class: how many chose each option, or a number in each part of the range.

import { axesShapes, categorical, frameOf, linear } from '../../shared/chart/axes.js'
import { box, label, line } from '../../shared/chart/shapes.js'
import { tr, trn } from '../../shared/page/language.js'

const GUESSES = { fill: 'other', alpha: 0.75, name: 'guesses' }
const RIGHT = { fill: 'result', hatch: true, name: 'right' }
const TRUTH = { stroke: 'result', width: 3, name: 'truth' }
const OWN = { stroke: 'ink', width: 2, dash: [4, 4], name: 'own' }
const CHECK = { size: 18, bold: true, fill: 'result' }
const LEAST = 5
const GAP = 0.12

const rangeText = ({ asked, text }, bin, bins) => {
  const at = (i) => asked.low + i * (asked.high - asked.low) / bins
  return tr('{from} to {to}', { from: text(at(bin)), to: text(at(bin + 1)) })
}

const people = (count) => trn('{count} guess', '{count} guesses', count)
const captionOf = ({ asked }) => tr('What the class guessed: {question}', { question: asked.text })
const nameOf = (state, i) => (state.options ? state.options[i] : rangeText(state, i, state.counts.length))

// state: { asked, counts, truth (undefined until it is out), own, options or text(value), key }
export function histogramDesign(state, width, height) {
  const { asked, counts, options, truth, own, text } = state
  const most = Math.max(LEAST, ...counts)
  const x = options
    ? categorical(counts.map((_, i) => i), (i) => options[i] ?? String(i + 1))
    : { ...linear(asked.low, asked.high), ticks: (count) => linear(asked.low, asked.high, text).ticks(count) }
  const frame = frameOf(width, height, { x, y: linear(0, most), titles: { x: asked.axis, y: tr('guesses') } })
  const part = (frame.right - frame.left) / counts.length
  const bars = counts.map((count, i) => {
    const [left, top] = [frame.left + (i + GAP) * part, frame.y(count)]
    const style = options && truth === i ? RIGHT : GUESSES
    return box(left, top, part * (1 - 2 * GAP), frame.bottom - top, { ...style, data: { count } })
  })
  const marked = (value, style, words) => [
    line([[frame.x(value), frame.top], [frame.x(value), frame.bottom]], style),
    label(words, [Math.min(Math.max(frame.x(value), frame.left + 30), frame.right - 30), frame.top - 4], {
      size: 13, bold: true, fill: style.stroke,
    }),
  ]
  const isOut = truth !== undefined && truth !== null
  const inside = isOut && !options && truth >= asked.low && truth <= asked.high
  return {
    frame,
    layers: [
      { key: state.key, shapes: () => [...axesShapes(frame), ...bars] },
      {
        shapes: () => [
          ...(own === null || options ? [] : marked(own, OWN, inside ? '' : tr('you'))),
          ...(inside ? marked(truth, TRUTH, text(truth)) : []),
          ...(isOut && options ? [label('✓', [frame.x(truth), frame.top - 2], CHECK)] : []),
        ],
      },
    ],
    marks: () => counts.map((count, i) => ({
      at: [frame.left + (i + 0.5) * part, frame.y(count)], value: i, text: `${nameOf(state, i)}: ${people(count)}`,
    })),
    name: captionOf(state),
  }
}

export const histogramTable = (state) => ({
  key: state.key,
  caption: captionOf(state),
  columns: [state.asked.axis, tr('guesses')],
  rows: () => state.counts.map((count, i) => [nameOf(state, i), String(count)]),
})
