// The figure of many turned digits: at which angle they become the other, and how many do, against λ.

import { axesShapes, cursorShapes, frameOf, linear } from '../../shared/chart/axes.js'
import { path } from '../../shared/chart/shapes.js'
import { localised, tr, trn } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { an } from '../../shared/page/words.js'
import { LAMS } from './charts.js'
import { spreadAt } from './flips.js'
import { degrees, ofLam } from './words.js'

const LEFT = 56
const HALF_TURN = 180
const QUARTER = 45
const ONE = { stroke: 'muted', width: 1, alpha: 0.22, name: 'one' }
const OWN = { stroke: 'ink', width: 2, dash: [2, 4], name: 'own' }
const BAND = { fill: 'other', alpha: 0.3, name: 'middle-half' }
const MEDIAN = { stroke: 'other', width: 2.5, name: 'median' }
const COUNT = { stroke: 'result', width: 2.5, name: 'count' }
const TURN = {
  ...linear(0, HALF_TURN),
  ticks: () => [0, 1, 2, 3, 4].map((i) => ({ value: i * QUARTER, text: degrees(i * QUARTER) })),
}
export const TABLE_LAMS = [0, 0.02, 0.03, 0.05, 0.1, 1, Infinity]
const READ = Array.from({ length: 61 }, (_, i) => LAMS.value(i / 60))
const READ_LAMS = [...new Set([...READ, ...TABLE_LAMS])].sort((a, b) => a - b)

const short = (angle) => degrees(localised(String(Number(angle.toFixed(1)))))

// Where fewer than a quarter of the digits become the other, quartiles of these say little: none are drawn.
const fewest = (digits) => Math.ceil(digits.length / 4)

export const manyLegend = ({ digits, digit, own }) => [
  {
    text: tr('half of those that do, if {count} or more do', { count: fewest(digits) }),
    style: { ...MEDIAN, name: 'key' },
  },
  { text: tr('their middle half'), style: { ...BAND, name: 'key' } },
  { text: tr('each {digit}', { digit }), style: { ...ONE, alpha: 0.6, name: 'key' } },
  ...(own === null ? [] : [{ text: 'x', style: { ...OWN, name: 'key' } }]),
]

// What holds of the digits at a λ, in words.
export function manySentence({ digits, digit, other }, lam) {
  const { flips, quartiles } = spreadAt(digits, lam)
  const values = { lam: ofLam(lam), all: digits.length, digit, other: an(other) }
  if (flips === 0) return tr('{lam}: none of {all} test digits {digit} ever becomes {other}.', values)
  const [quarter, half, most] = quartiles.map(short)
  return trn(
    '{lam}: 1 of {all} test digits {digit} becomes {other} within half a turn; a quarter of these by ' +
      '{quarter}, half by {half}, three quarters by {most}.',
    '{lam}: {count} of {all} test digits {digit} become {other} within half a turn; a quarter of these by ' +
      '{quarter}, half by {half}, three quarters by {most}.',
    flips, { ...values, quarter, half, most },
  )
}

export const manyRows = ({ digits }) => TABLE_LAMS.map((lam) => {
  const { flips, quartiles } = spreadAt(digits, lam)
  const many = tr('{some} of {all}', { some: flips, all: digits.length })
  return [lamText(lam), many, ...(quartiles?.map(short) ?? ['–', '–', '–'])]
})

// A step from every λ to the next, the last one to ∞; pieces of null are gaps. Gives runs of points.
function stepsOf(lams, values, frame) {
  const runs = []
  let run = null
  values.forEach((value, i) => {
    const end = frame.x(lams[i + 1] ?? Infinity)
    if (value === null) run = null
    else if (run) run.push([frame.x(lams[i]), frame.y(value)], [end, frame.y(value)])
    else runs.push(run = [[frame.x(lams[i]), frame.y(value)], [end, frame.y(value)]])
  })
  return runs
}

const readings = (state, frame, valueOf) => READ_LAMS.flatMap((lam) => {
  const value = valueOf(spreadAt(state.digits, lam))
  if (value === null) return []
  return [{ at: [frame.x(lam), frame.y(value)], value: lam, text: manySentence(state, lam) }]
})

const framed = (width, height, y, titles) => {
  const margins = { left: LEFT, top: 26, bottom: titles.x ? 42 : 24 }
  return frameOf(width, height, { x: LAMS, y, titles, margins })
}

// state: { digits, digit, other, spreads, own, lam, given }
export function manyDesign(state, width, height) {
  const { digits, digit, other, own, given, lam } = state
  const lams = state.spreads.map((spread) => spread.lam)
  const quartile = (q) => state.spreads.map(({ flips, quartiles }) => (
    flips >= fewest(digits) ? quartiles[q] : null
  ))
  const frame = framed(width, height, TURN, { y: tr('becomes {other} at', { other: an(other) }) })
  const band = () => {
    const [lower, upper] = [stepsOf(lams, quartile(0), frame), stepsOf(lams, quartile(2), frame)]
    return path(lower.map((run, i) => [...run, ...upper[i].toReversed()]), { closed: true, ...BAND })
  }
  const fixed = () => [
    ...axesShapes(frame),
    ...digits.map((one) => path(stepsOf(one.lams, one.degrees, frame), ONE)),
    band(),
    path(stepsOf(lams, quartile(1), frame), MEDIAN),
    ...(own === null ? [] : [path(stepsOf(digits[own].lams, digits[own].degrees, frame), OWN)]),
  ]
  return {
    frame,
    layers: [{ key: given, shapes: fixed }, { shapes: () => cursorShapes(frame, lam) }],
    marks: () => readings(state, frame, ({ quartiles }) => quartiles?.[1] ?? null),
    name: tr('The angle at which each of {count} digits {digit} becomes {other}, against λ', {
      count: digits.length, digit, other: an(other),
    }),
  }
}

export function countDesign(state, width, height) {
  const { digits, digit, other, given, lam } = state
  const most = digits.length
  const ticks = () => [0, most].map((value) => ({ value, text: String(value) }))
  const scale = { ...linear(0, most), ticks }
  const frame = framed(width, height, scale, {
    x: tr('laziness λ, per degree'), y: tr('become {other}', { other: an(other) }),
  })
  const lams = state.spreads.map((spread) => spread.lam)
  const counts = state.spreads.map(({ flips }) => flips)
  const fixed = () => [...axesShapes(frame), path(stepsOf(lams, counts, frame), COUNT)]
  return {
    frame,
    layers: [{ key: given, shapes: fixed }, { shapes: () => cursorShapes(frame, lam) }],
    marks: () => readings(state, frame, ({ flips }) => flips),
    name: tr('How many of {count} digits {digit} ever become {other}, against λ', {
      count: most, digit, other: an(other),
    }),
  }
}

// A line for every λ from which on a digit becomes the other at another angle.
export function manyCsv({ digits, references }) {
  const lines = digits.flatMap((one, i) => one.lams.map((lam, j) => (
    [references[i], lam, one.lams[j + 1] ?? 'inf', one.degrees[j] ?? ''].join(',')
  )))
  return `${['digit,from_lambda,to_lambda,degrees', ...lines].join('\n')}\n`
}
