// Three learners of one function: their test accuracy against the samples that they have seen.

import { axesShapes, cursorShapes, frameOf, linear, logarithmic } from '../../shared/chart/axes.js'
import { disc, label, line, path } from '../../shared/chart/shapes.js'
import { tr, whole as count } from '../../shared/page/language.js'
import { percent } from '../../shared/page/words.js'

export const MOST_SAMPLES = 60
const STYLES = {
  plain: { stroke: 'left', width: 2.5, name: 'curve-plain' },
  graph: { stroke: 'price', width: 2.5, dash: [9, 4], name: 'curve-graph' },
  elimination: { stroke: 'result', width: 3, dash: [2, 5], name: 'curve-elimination' },
}
export const NAMES = {
  plain: tr('plain network'), graph: tr('graph network'), elimination: tr('elimination'),
}
const CHANCE = 0.5
const LEAST = 0.35
const READ = [1, 2, 4, 8, 12, 16, 20, 26, 32, 40, 50, 60]

export const raceLegend = () => Object.entries(STYLES).map(([name, style]) => (
  { text: NAMES[name], style: { ...style, name: 'key' } }
))

export const lastSeen = ({ trained, epochs }) => Math.max(
  ...Object.keys(trained).map((name) => trained[name] * epochs[name]),
)

// What the dial's place means: samples seen, from 1 to all in 100 equal factors.
export const seenAt = (at, last) => Math.round(last ** (at / 100))

// A learner's curve as { seen, mean, low, high, rest } points, those up to so many samples only.
export function pointsOf(learner, target, { traces, curves, trained, epochs }, upTo = Infinity) {
  const found = []
  if (learner === 'elimination') {
    const { mean, low, high, good } = curves[target]
    mean.forEach((value, i) => found.push({
      seen: i + 1, mean: value, low: low[i], high: high[i],
      note: tr('at least 95 % in {good} of 20 draws', { good: good[i] }),
    }))
  } else if (traces) {
    const { median, low, high, trained: of } = traces[target][learner]
    for (let epoch = 0; epoch < epochs[learner]; epoch++) {
      found.push({
        seen: (epoch + 1) * trained[learner], mean: median[epoch], low: low[epoch], high: high[epoch],
        note: tr('on its own samples {share}', { share: percent(of[epoch]) }),
      })
    }
  }
  return found.filter(({ seen }) => seen <= upTo)
}

const markText = (learner, { seen, mean, low, high, note }) => tr(
  '{learner}, {seen} samples seen: {mean} of the test graphs right ({low} to {high}; {note})', {
    learner: NAMES[learner], seen: count(seen), note,
    mean: percent(mean), low: percent(low), high: percent(high),
  },
)

const designOf = (target) => (state, width, height) => {
  const last = lastSeen(state)
  const scales = { x: logarithmic(1, last, count), y: linear(LEAST, 1, percent) }
  const titles = { x: tr('samples seen'), y: tr('test graphs right') }
  const frame = frameOf(width, height, { ...scales, titles })
  const upTo = state.shown ? seenAt(state.at, last) : 0
  const learners = Object.keys(STYLES).map((name) => [name, pointsOf(name, target, state, upTo)])
  const clamped = (value) => frame.y(Math.max(LEAST, value))
  const fixed = () => [
    ...axesShapes(frame),
    line([[frame.left, frame.y(CHANCE)], [frame.right, frame.y(CHANCE)]], {
      stroke: 'muted', dash: [5, 5], name: 'chance',
    }),
    label(tr('a coin'), [frame.left + 6, frame.y(CHANCE) + 15], { size: 12, anchor: 'start', fill: 'muted' }),
  ]
  const lengths = learners.map(([, { length }]) => length)
  const curves = () => learners.flatMap(([name, points]) => {
    const { stroke } = STYLES[name]
    const ends = [...points.map(({ seen, high }) => [frame.x(seen), clamped(high)]),
      ...points.map(({ seen, low }) => [frame.x(seen), clamped(low)]).toReversed()]
    const at = points.map(({ seen, mean }) => [frame.x(seen), clamped(mean)])
    if (!at.length) return []
    return [
      path([ends], { closed: true, fill: stroke, stroke: null, alpha: 0.16, name: 'band' }),
      line(at, STYLES[name]),
      disc(at.at(-1), 4.5, { fill: stroke, stroke: 'paper', name: `end-${name}` }),
    ]
  })
  return {
    frame,
    layers: [
      { key: `axes ${last} ${width} ${height}`, shapes: fixed },
      { key: `${state.key} ${width} ${height} ${lengths}`, shapes: curves },
      { shapes: () => (state.shown ? cursorShapes(frame, upTo, { alpha: 0.4 }) : []) },
    ],
    marks: () => learners.flatMap(([name, points]) => points
      .filter(({ seen }) => name !== 'elimination' || READ.includes(seen))
      .map((point) => ({
        at: [frame.x(point.seen), clamped(point.mean)], value: point.seen, text: markText(name, point),
      }))),
    name: target === 'parity'
      ? tr('The parity: test accuracy of three learners against samples seen')
      : tr('The easy control: test accuracy of three learners against samples seen'),
  }
}

export const parityDesign = designOf('parity')
export const easyDesign = designOf('easy')
