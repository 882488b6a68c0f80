// The learning curves of a symmetry, and what lies between trusting it and not.

import {
  axesShapes, categorical, cursorShapes, frameOf, linear, logarithmic,
} from '../../shared/chart/axes.js'
import { box, disc, label, line, path } from '../../shared/chart/shapes.js'
import { localised, tr } from '../../shared/page/language.js'
import { risk, times } from './words.js'

const LEFT = 58
const written = (value) => localised(String(value))
const PLAIN = { stroke: 'left', width: 2.5, name: 'curve-plain' }
const KNOWING = { stroke: 'result', width: 2.5, dash: [9, 4], name: 'curve-knowing' }
const LAZY = { stroke: 'price', width: 2.5, dash: [1, 5], name: 'curve-lazy' }
const SLID = { stroke: 'result', width: 3, name: 'curve-slid' }
const SLID_DOT = { fill: 'paper', stroke: 'result', width: 2.5, name: 'slid-dot' }

// Told apart by its strokes: that of the learner who knows is hatched.
const band = (curve, frame, sizes, style, marked) => path(
  [[...sizes.map((n, i) => [frame.x(n), frame.y(curve.high[i])]),
    ...sizes.map((n, i) => [frame.x(n), frame.y(curve.low[i])]).toReversed()]],
  { closed: true, fill: style.stroke, stroke: style.stroke, width: 1, alpha: 0.25, name: 'band', ...marked },
)

const MOST_FACTOR = 32
// Factors on a dial, and the place of who has made no guess.
export const STEPS = 500
export const UNMADE = -1
export const factorOf = (step) => MOST_FACTOR ** (step / STEPS)
export const stepOf = (factor) => Math.round(STEPS * Math.log(factor) / Math.log(MOST_FACTOR))

// curves: { mean, low, high } by τ; lazy: the place of the τ that is drawn beside the two ends.
export function curvesDesign({ curves, sizes, taus, factor, lazy, own, at, key }, width, height) {
  const of = (place) => ({ mean: curves.mean[place], low: curves.low[place], high: curves.high[place] })
  const [knowing, plain, between] = [of(0), of(taus.length - 1), of(lazy)]
  const risks = [...plain.high, ...plain.low, ...knowing.low, ...knowing.high, ...(own?.risks ?? [])]
  const ends = [Math.min(...risks), Math.max(...risks)].map((value) => Math.log10(value))
  const scales = {
    x: logTwo(sizes[0], sizes.at(-1) * 4),
    y: logarithmicWide(10 ** (Math.floor(ends[0] * 5) / 5), 10 ** (Math.ceil(ends[1] * 5) / 5)),
  }
  const titles = { x: tr('samples n'), y: tr('risk ‖f̂ − f‖²') }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT } })
  const to = (curve, by = 1) => sizes.map((n, i) => [frame.x(n * by), frame.y(curve.mean[i])])
  const fixed = () => [
    ...axesShapes(frame),
    band(plain, frame, sizes, PLAIN),
    band(knowing, frame, sizes, KNOWING, { hatch: true, dash: KNOWING.dash }),
    line(to(between), LAZY),
    line(to(plain), PLAIN),
    line(to(knowing), KNOWING),
    ...to(plain).map((point) => disc(point, 3.5, { fill: PLAIN.stroke, name: 'dot' })),
    ...to(knowing).map(([x, y]) => box(x - 3.5, y - 3.5, 7, 7, { fill: KNOWING.stroke, name: 'dot' })),
    ...(own ? [[0, KNOWING], [taus.length - 1, PLAIN]] : []).map(([place, { stroke }]) => (
      disc([frame.x(own.n), frame.y(own.risks[place])], 5, { fill: 'paper', stroke, width: 2, name: 'own' })
    )),
  ]
  const slid = () => {
    const points = to(knowing, factor).filter(([x]) => x <= frame.right)
    return [
      ...cursorShapes(frame, sizes[at], { alpha: 0.35 }),
      line(points, SLID),
      ...points.map((point) => disc(point, 5, SLID_DOT)),
    ]
  }
  const text = (n, i) => {
    const [none, all, some] = [plain, knowing, between].map((curve) => risk(curve.mean[i]))
    const values = { n, none, all, some, tau: written(taus[lazy]) }
    return tr('n = {n}: risk {none} without the symmetry, {all} with it, {some} lazily, τ = {tau}', values)
  }
  return {
    frame,
    layers: [{ key: `${key} ${width} ${height}`, shapes: fixed }, { shapes: slid }],
    marks: () => sizes.map((n, i) => ({
      at: [frame.x(n), frame.y(plain.mean[i])], value: n, text: text(n, i),
    })),
    name: tr('Learning curves with and without the symmetry; the slid one at {times}', {
      times: times(factor),
    }),
  }
}

export const curvesLegend = (taus, lazy) => [
  { text: tr('without the symmetry'), style: { ...PLAIN, name: 'key' } },
  { text: tr('with it'), style: { ...KNOWING, name: 'key' } },
  { text: tr('the same, slid'), style: { ...SLID, name: 'key' } },
  { text: tr('lazily, τ = {tau}', { tau: written(taus[lazy]) }), style: { ...LAZY, name: 'key' } },
]

// Powers of two, and a scale of risks with ticks at 1, 2, 5 times powers of ten.
function logTwo(from, to) {
  const scale = logarithmic(from, to)
  const powers = []
  for (let n = from; n <= to; n *= 2) powers.push({ value: n, text: String(n) })
  return { ...scale, ticks: () => powers }
}

function logarithmicWide(from, to) {
  const scale = logarithmic(from, to)
  const values = []
  for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
    for (const factor of [1, 2, 5]) values.push(factor * 10 ** power)
  }
  const inside = values.filter((value) => value >= from * 0.999 && value <= to * 1.001)
  const text = (value) => written(Number(value.toPrecision(2)))
  return { ...scale, ticks: () => inside.map((value) => ({ value, text: text(value) })) }
}

const TAU_ENDS = { 0: tr('0, trusts it'), 1: tr('1, does not') }
const tauText = (tau) => TAU_ENDS[tau] ?? written(tau)

export function lazyDesign({ curves, sizes, taus, at, key }, width, height) {
  const means = curves.mean.map((row) => row[at])
  const [lows, highs] = [curves.low, curves.high].map((rows) => rows.map((row) => row[at]))
  const most = Math.max(...highs)
  const scales = { x: categorical(taus, tauText), y: linear(0, most * 1.05) }
  const titles = { x: tr('laziness τ of the learner'), y: tr('risk at n = {n}', { n: sizes[at] }) }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT } })
  const best = means.indexOf(Math.min(...means))
  const points = taus.map((tau, i) => [frame.x(tau), frame.y(means[i])])
  const leastAt = points[best][1] + 30 > frame.bottom ? -14 : 24
  const shapes = () => [
    ...axesShapes(frame),
    ...points.map(([x], i) => line([[x, frame.y(lows[i])], [x, frame.y(highs[i])]], { stroke: 'ink' })),
    line(points, { stroke: 'price', width: 1.5, dash: [2, 4] }),
    ...points.map((point, i) => disc(point, i === best ? 8 : 5, {
      fill: i === best ? 'price' : 'paper', stroke: 'price', width: 2.5, name: i === best ? 'best' : 'tau',
    })),
    ...(width > 300 ? [label(tr('least'), [points[best][0], points[best][1] + leastAt], { size: 12 })] : []),
  ]
  return {
    frame,
    layers: [{ key: `${key} ${at} ${width}`, shapes }],
    marks: () => taus.map((tau, i) => ({
      at: points[i],
      text: tr('τ = {tau}: risk {risk}, 95 % interval {low} to {high}', {
        tau: written(tau), risk: risk(means[i]), low: risk(lows[i]), high: risk(highs[i]),
      }),
    })),
    name: tr('Risk against laziness τ at n = {n}', { n: sizes[at] }),
  }
}
