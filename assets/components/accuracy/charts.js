// The charts of accuracy against λ: what is drawn of a table, and what can be read at each mark.

import { stops } from './stops.js'
import { talkRow } from './tables.js'
import {
  classReading, drawReading, everyReading, gainReading, guessReading, meanReading, pairReading, signedPoints,
  talkReading,
} from './words.js'
import {
  apart, axesShapes, categorical, cursorShapes, frameOf, lamScale, linear,
} from '../../shared/chart/axes.js'
import { tr, whole } from '../../shared/page/language.js'
import { lamFromJson, lamText } from '../../shared/page/lam.js'
import { briefPercent } from '../../shared/page/words.js'
import { box, disc, label, line, path, textWidth } from '../../shared/chart/shapes.js'

const MARGINS = { left: 48, right: 40, top: 32 }
const LEVELS = 7
const TICK_ROOM = 28
const LABEL_SIZE = 12.5
const LABEL_ROOM = 16
const DIGITS = Array.from({ length: 10 }, (_, digit) => digit)

const MEAN = { stroke: 'left', width: 2.5 }
const MEAN_DOT = { fill: 'left' }
const DRAW = { fill: 'left', alpha: 0.4 }
const TALK = { fill: 'price', closed: true }
const TALK_LINE = { stroke: 'price', dash: [6, 4] }
const GAINS = { fill: 'left' }
const LOSES = { fill: 'price' }
const OPEN = { fill: 'paper', stroke: 'muted', width: 2 }
const TESTS = { stroke: 'left', width: 2.5 }
const LEFT_OUT = { stroke: 'result', width: 2, dash: [6, 4] }
const LABEL = { size: LABEL_SIZE, fill: 'result', bold: true }

const READ = tr('Test digits read right')
const LAMS = tr('λ (its values equally far apart)')
const roughPoints = (value) => signedPoints(value, 1)

const diamond = ([x, y], style) => path([[[x, y - 6], [x + 6, y], [x, y + 6], [x - 6, y]]], style)

function whisker(x, low, high) {
  const ends = [low, high].map((y) => [[x - 5, y], [x + 5, y]])
  return path([...ends, [[x, low], [x, high]]], { stroke: 'ink', width: 1, alpha: 0.6, name: 'whisker' })
}

// Whole steps that hold the values, and leave them a little air.
function roundBounds(values, step) {
  const low = Math.floor((Math.min(...values) - 0.004) / step) * step
  const high = Math.ceil((Math.max(...values) + 0.004) / step) * step
  return [Math.max(0, low), Math.min(1, high)]
}

function frameOfLams(lams, bounds, width, height) {
  const titles = { x: LAMS, y: READ }
  const scales = { x: stops(lams), y: linear(...bounds, briefPercent) }
  return frameOf(width, height, { ...scales, titles, margins: MARGINS })
}

const lamAxes = (frame) => (
  axesShapes(frame, { count: { x: Math.floor((frame.right - frame.left) / TICK_ROOM), y: LEVELS } })
)

// A text over a mark, moved inwards where it would leave the frame.
function labelAt(frame, text, [x, y], style) {
  const half = textWidth(text, style.size) / 2
  return label(text, [Math.min(Math.max(x, frame.left + half), frame.right - half), y], style)
}

// All digits: the mean with its interval, every draw as a dot, the talk's seven, and what was predicted.
function everyDigit({ data, lams, guess }, width, height) {
  const { mean, draws } = data
  const talk = data.mnist ? [...talkRow(data)] : []
  const values = [...mean.low, ...mean.high, ...talk.map(([, value]) => value), ...draws.flat()]
  const frame = frameOfLams(lams, roundBounds(values, 0.05), width, height)
  const at = (lam, value) => [frame.x(lam), frame.y(value)]
  const means = lams.map((lam, stop) => at(lam, mean.value[stop]))
  const theirs = talk.map(([lam, value]) => at(lam, value))
  const best = mean.value.indexOf(Math.max(...mean.value))
  const several = draws.length > 1 ? draws : []
  const yours = typeof guess === 'number' ? [frame.x(guess), frame.bottom - 6] : null
  const named = (name) => ({ ...LABEL, name })
  const shapes = () => [
    ...lamAxes(frame),
    ...(theirs.length ? [line(theirs, { ...TALK_LINE, name: 'talk-line' })] : []),
    ...several.flatMap((row) => row.map((value, stop) => (
      disc(at(lams[stop], value), 2.5, { ...DRAW, name: 'draw' })
    ))),
    ...means.map(([x], stop) => whisker(x, frame.y(mean.low[stop]), frame.y(mean.high[stop]))),
    line(means, { ...MEAN, name: 'mean' }),
    ...means.map((centre) => disc(centre, 4.5, { ...MEAN_DOT, name: 'mean-dot' })),
    ...theirs.map((centre) => diamond(centre, { ...TALK, name: 'talk' })),
    labelAt(frame, tr('★ best'), [frame.x(lams[best]), frame.y(mean.high[best]) - 6], named('best')),
    ...(yours ? [labelAt(frame, tr('▲ you'), yours, named('guess'))] : []),
  ]
  const marks = () => [
    ...means.map((centre, stop) => ({ at: centre, text: meanReading(data, lams, stop, best) })),
    ...talk.map(([lam, value], i) => ({ at: theirs[i], text: talkReading(lam, value) })),
    ...several.flatMap((row, draw) => row.map((value, stop) => (
      { at: at(lams[stop], value), text: drawReading(lams[stop], draw, value) }
    ))),
    ...(yours ? [{ at: yours, text: guessReading(guess) }] : []),
  ]
  return { frame, layers: [{ shapes }], marks }
}

// Each digit: ten curves, named where they end.
function eachDigit({ data, lams }, width, height) {
  const curves = DIGITS.map((digit) => ({ digit, values: data.classes.map((row) => row[digit]) }))
    .filter(({ values }) => values[0] !== null)
  const bounds = roundBounds(curves.flatMap(({ values }) => values), 0.1)
  const frame = frameOfLams(lams, bounds, width, height)
  for (const curve of curves) {
    curve.points = curve.values.map((value, stop) => [frame.x(lams[stop]), frame.y(value)])
  }
  const ends = apart(curves.map(({ points }) => points.at(-1)[1]), LABEL_ROOM, frame.bottom)
  const layers = curves.map(({ digit, points }, i) => {
    const [x, y] = points.at(-1)
    const style = { stroke: `class-${digit}`, width: 2.5, name: 'class', data: { digit } }
    return {
      shapes: () => [
        line(points, style),
        line([[x + 2, y], [x + 14, ends[i]]], { stroke: 'muted', width: 1, alpha: 0.5, name: 'lead' }),
        label(digit, [x + 18, ends[i] + 4], { size: LABEL_SIZE, bold: true, anchor: 'start', name: 'name' }),
      ],
    }
  })
  const marks = () => curves.flatMap(({ digit, values, points }) => points.map((point, stop) => (
    { at: point, text: classReading(lams[stop], digit, values[stop]) }
  )))
  return { frame, layers: [{ shapes: () => lamAxes(frame) }, ...layers], marks }
}

// What one λ gains over ∞, digit by digit, each with its interval.
function gainOfDigits({ data, lams, stop }, width, height) {
  const { value, low, high } = data.gain
  const reach = Math.max(...[...low[stop], ...high[stop]].map((limit) => Math.abs(limit ?? 0)))
  const most = [0.05, 0.1, 0.2, 0.4].find((size) => size >= reach) ?? 1
  const titles = { x: tr('Digit'), y: tr('Gain over λ = ∞, in percentage points') }
  const scales = { x: categorical(DIGITS), y: linear(-most, most, roughPoints) }
  const frame = frameOf(width, height, { ...scales, titles, margins: { ...MARGINS, right: 10 } })
  const slot = (frame.right - frame.left) * scales.x.band
  const asked = DIGITS.filter((digit) => value[stop][digit] !== null)
  const shapes = () => [
    ...axesShapes(frame, { count: { x: DIGITS.length, y: 5 } }),
    ...asked.flatMap((digit) => {
      const [x, y, zero] = [frame.x(digit), frame.y(value[stop][digit]), frame.y(0)]
      const style = value[stop][digit] < 0 ? { ...LOSES, name: 'loses' } : { ...GAINS, name: 'gains' }
      const bar = box(x - 0.32 * slot, Math.min(y, zero), 0.64 * slot, Math.abs(y - zero), style)
      const [from, to] = [low, high].map((limits) => frame.y(limits[stop][digit]))
      return [bar, whisker(x, from, to)]
    }),
  ]
  const marks = () => asked.map((digit) => (
    { at: [frame.x(digit), frame.y(value[stop][digit])], text: gainReading(data, lams, stop, digit) }
  ))
  return { frame, layers: [{ shapes }], marks }
}

// What every other λ reads more, or less, than the one at the stop, on the same digits.
function pairsOfLams({ data, lams, stop }, width, height) {
  const [value, low, high] = ['value', 'low', 'high'].map((name) => data.pairs[name].map((row) => row[stop]))
  const [least, most] = [Math.min(...low, -0.005), Math.max(...high, 0.005)]
  const air = 0.06 * (most - least)
  const titles = { x: LAMS, y: tr('Points more than at λ = {lam}', { lam: lamText(lams[stop]) }) }
  const scales = { x: stops(lams), y: linear(least - air, most + air, roughPoints) }
  const frame = frameOf(width, height, { ...scales, titles, margins: MARGINS })
  const others = lams.flatMap((lam, other) => (other === stop ? [] : [other]))
  const place = (other) => [frame.x(lams[other]), frame.y(value[other])]
  const open = (other) => low[other] <= 0 && high[other] >= 0
  const zero = frame.y(0)
  const shapes = () => [
    ...lamAxes(frame),
    line([[frame.left, zero], [frame.right, zero]], { stroke: 'ink', width: 1.5, name: 'zero' }),
    ...others.flatMap((other) => {
      const style = open(other) ? OPEN : value[other] < 0 ? LOSES : GAINS
      const [from, to] = [low, high].map((limits) => frame.y(limits[other]))
      return [whisker(place(other)[0], from, to), disc(place(other), 5, { ...style, name: 'pair' })]
    }),
  ]
  const marks = () => others.map((other) => (
    { at: place(other), text: pairReading(data, lams, stop, other) }
  ))
  return { frame, layers: [{ shapes }], marks }
}

// Test digits and training digits left out, at every λ; nothing while that is not known.
function everyLam({ data: { every } }, width, height) {
  const known = Boolean(every?.tests)
  const { end, tests, left } = known ? every : { end: 1, tests: [], left: [] }
  const lams = known ? every.lams.map(lamFromJson) : []
  const inside = lams.flatMap((lam, i) => (lam <= end ? [i] : []))
  const bounds = known ? roundBounds([...tests, ...left], 0.02) : [0, 1]
  const titles = { x: tr('laziness λ'), y: tr('Digits read right') }
  const scales = { x: lamScale(end), y: linear(...bounds, briefPercent) }
  const frame = frameOf(width, height, { ...scales, titles, margins: MARGINS })
  const far = lams.length - 1
  const at = (row) => (i) => [frame.x(lams[i]), frame.y(row[i])]
  const curve = (row, style) => {
    const [x, y] = at(row)(far)
    return [line(inside.map(at(row)), style), line([[x - 9, y], [x + 9, y]], { ...style, dash: null })]
  }
  const flag = (lam, row, text, fill) => {
    const i = lam > end ? far : inside.findLast((place) => lams[place] <= lam)
    const [x, y] = [frame.x(lam), frame.y(row[i])]
    return [
      line([[x, y], [x, frame.bottom]], { stroke: fill, width: 1, alpha: 0.7, name: 'choice' }),
      labelAt(frame, text, [x, y - 8], { size: LABEL_SIZE, bold: true, fill, name: 'flag' }),
    ]
  }
  const count = { x: Math.floor((frame.right - frame.left) / TICK_ROOM / 2), y: LEVELS }
  const shapes = () => (!known ? axesShapes(frame, { count }) : [
    ...axesShapes(frame, { count }),
    ...curve(left, { ...LEFT_OUT, name: 'left-out' }),
    ...curve(tests, { ...TESTS, name: 'tests' }),
    ...every.chosen.flatMap((lam) => flag(lamFromJson(lam), left, '◆', 'result')),
    ...flag(lamFromJson(every.best), tests, '★', 'left'),
  ])
  const marks = () => (known ? [...inside.filter((_, i) => i % 25 === 0), far] : []).map((i) => (
    { at: at(tests)(i), value: lams[i], text: everyReading(lams[i], tests[i], left[i]) }
  ))
  return { frame, layers: [{ shapes }], marks }
}

// The chart for who has not yet said what it will show: three ways that it could go, and none that it goes.
const GUESSES = [
  [(t) => 0.12 + 0.72 * t, [2, 5]],
  [(t) => 0.84 - 0.72 * t, [8, 5]],
  [(t) => 0.18 + 0.68 * Math.exp(-(((t - 0.5) / 0.2) ** 2)), [14, 4, 2, 4]],
]
const GUESS = { stroke: 'muted', width: 2.5, alpha: 0.8 }
const GUESS_POINTS = Array.from({ length: 61 }, (_, i) => i / 60)

function guesses(frame) {
  const at = (t, value) => [frame.left + t * (frame.right - frame.left), frame.y(value)]
  return [
    ...GUESSES.map(([value, dash]) => (
      line(GUESS_POINTS.map((t) => at(t, value(t))), { ...GUESS, dash, name: 'maybe' })
    )),
    label('?', at(0.5, 0.36), { size: 44, bold: true, fill: 'ink', name: 'question' }),
  ]
}

export function riddleDesign({ lams }, width, height) {
  const titles = { x: LAMS, y: READ }
  const scales = { x: stops(lams), y: linear(0, 1, () => '?') }
  const frame = frameOf(width, height, { ...scales, titles, margins: MARGINS })
  const count = { x: Math.floor((frame.right - frame.left) / TICK_ROOM), y: 2 }
  const shapes = () => [...axesShapes(frame, { count }), ...guesses(frame)]
  return { frame, layers: [{ shapes }], marks: () => [] }
}

const DESIGNS = {
  all: everyDigit, every: everyLam, pairs: pairsOfLams, classes: eachDigit, gain: gainOfDigits,
}

// A chart of the state { view, data, lams, stop, guess }, without the line where the dial stands.
export const chartOf = (state, width, height) => DESIGNS[state.view](state, width, height)

// The same on the page: what does not change with λ is kept, and a line says where the dial stands.
export function chartAtDial(state, width, height) {
  const { view, data, lam, stop, guess, name } = state
  const { frame, layers, marks } = chartOf(state, width, height)
  const own = view === 'gain' || view === 'pairs' ? stop : guess
  const key = `${data.experiment} ${view} ${Boolean(data.every)} ${own}`
  const seen = view !== 'gain' && (view !== 'every' || lam <= frame.scales.x.last || lam === Infinity)
  const cursor = () => (seen ? cursorShapes(frame, lam, { width: 1.5, alpha: 0.6 }) : [])
  return { frame, layers: [{ shapes: cursor }, ...layers.map((layer) => ({ ...layer, key }))], marks, name }
}

// The keys of a chart's legend, each as its mark is.
export function legendOf(view, data) {
  const interval = (x, y) => [whisker(x + 9, y + 6, y - 6)]
  if (view === 'pairs') {
    return [
      { text: tr('more than at the dial’s λ'), style: GAINS }, { text: tr('less'), style: LOSES },
      { text: tr('not told apart'), mark: (x, y) => [disc([x + 9, y], 5, OPEN)] },
      { text: tr('95 %, paired'), mark: interval },
    ]
  }
  if (view === 'every') {
    if (!data.every?.tests) return []
    return [
      { text: tr('test digits'), style: TESTS },
      { text: tr('training digits, left out one at a time'), style: LEFT_OUT },
      { text: tr('★ best on the test digits, ◆ chosen on the training digits') },
    ]
  }
  if (view === 'classes') {
    return [{ text: tr('The share of each digit that is read right, named at its end') }]
  }
  if (view === 'gain') {
    return [
      { text: tr('gained over λ = ∞, on the same test digits'), style: GAINS },
      { text: tr('lost'), style: LOSES },
      { text: briefPercent(0.95), mark: interval },
    ]
  }
  const many = data.draws.length
  const mean = (x, y) => [line([[x, y], [x + 18, y]], MEAN), disc([x + 9, y], 4.5, MEAN_DOT)]
  const talk = (x, y) => [line([[x, y], [x + 18, y]], TALK_LINE), diamond([x + 9, y], TALK)]
  return [
    { text: many > 1 ? tr('mean of {count} draws', { count: many }) : tr('ours'), mark: mean },
    ...(many > 1 ? [{ text: tr('each draw'), mark: (x, y) => [disc([x + 9, y], 2.5, DRAW)] }] : []),
    { text: tr('95 % for {tested} test digits (Wilson)', { tested: whole(data.tested) }), mark: interval },
    ...(data.mnist ? [{ text: tr('the talk’s seven'), mark: talk }] : []),
  ]
}
