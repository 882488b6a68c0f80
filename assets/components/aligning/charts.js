// What the steps led to, how the source may turn at a price, and how well labels travel between real digits.

import { axesShapes, cursorShapes, frameOf, linear } from '../../shared/chart/axes.js'
import { box, disc, label, line } from '../../shared/chart/shapes.js'
import { lamText } from '../../shared/page/lam.js'
import { tr } from '../../shared/page/language.js'
import { number, percent as inPercent } from '../../shared/page/words.js'
import { METHOD_WORDS, degrees, percent } from './words.js'

const DOT = { fill: 'paper', stroke: 'ink', width: 2 }
const FREE = { stroke: 'left', width: 2.5, dash: [7, 4] }
const PATH = { stroke: 'price', width: 2, dash: [4, 4], name: 'turns' }
const TURNED = { fill: 'price', stroke: 'paper', name: 'turn' }
const PAD = 0.08
const LEFT = 52
const STYLES = {
  objective: { stroke: 'result', width: 2.5 },
  information: { stroke: 'left', width: 2.5, dash: [7, 4] },
  cost: { stroke: 'price', width: 2.5, dash: [2, 4] },
}
const TRACES = {
  objective: tr('objective'), information: tr('mutual information, nats'), cost: tr('mean distance ⟨P, C⟩'),
}

const padded = (values) => {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = PAD * (most - least || 1)
  return linear(least - room, most + room)
}

// One figure of every step: what is objective, information or cost.
export function traceDesign({ steps, at, what, hidden, key }, width, height) {
  const last = Math.max(1, steps.length - 1)
  const values = steps.map((step) => step[what])
  const scales = { x: linear(0, last), y: values.length ? padded(values) : linear(0, 1) }
  const titles = { x: tr('outer step'), y: TRACES[what] }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT } })
  const points = values.map((value, i) => [frame.x(i), frame.y(value)])
  const whole = (ticks) => ticks.filter(({ value }) => Number.isInteger(value))
  frame.scales.x = { ...scales.x, ticks: (count) => whole(scales.x.ticks(count)) }
  const curve = hidden ? [] : [line(points, { ...STYLES[what], name: what })]
  const fixed = () => [...axesShapes(frame), ...curve]
  const text = (i) => tr('step {step}: {what} {value}', {
    step: i, what: TRACES[what], value: number(values[i], 4),
  })
  return {
    frame,
    layers: [
      { key: `${key} ${hidden}`, shapes: fixed },
      { shapes: () => (steps.length ? cursorShapes(frame, at) : []) },
    ],
    marks: hidden ? null : () => points.map((point, i) => ({ at: point, value: i, text: text(i) })),
    name: hidden
      ? tr('{what}, hidden while you guess', { what: TRACES[what] })
      : tr('{what} after every step', { what: TRACES[what] }),
  }
}

const ROUND_TURNS = [-180, -90, 0, 90, 180]
const TURN = {
  ...linear(-180, 180),
  ticks: () => ROUND_TURNS.map((value) => ({ value, text: degrees(value) })),
}

// λ of a list, in even steps; the list begins with 0 and ends with ∞.
export function steppedLams(lams) {
  const last = lams.length - 1
  const indexOf = (lam) => lams.findIndex((value) => value >= lam)
  return {
    first: lams[1],
    last: lams[last - 1],
    steps: [0, last],
    share: (lam) => indexOf(lam) / last,
    value: (share) => lams[Math.max(0, Math.min(last, Math.round(share * last)))],
    ticks: () => lams.map((value) => ({ value, text: lamText(value) })),
  }
}

const priceOf = (lam, angle) => (angle === 0 ? 0 : 2 * (lam * angle * Math.PI / 180) ** 2)

export const profileKeys = () => [
  { text: tr('least objective found at this turn of the source'), style: { ...FREE, name: 'key' } },
  { text: tr('with the price λ²ν²'), style: { stroke: 'result', width: 2.5 } },
]

// The least objective at every turn of the source that was looked at, and with the price of turning.
export function profileDesign({ scanned, profile, lam, angle, value, k }, width, height) {
  const priced = scanned.map((turn, i) => profile[i] + priceOf(lam, turn))
  const [least, most] = [Math.min(...profile, ...value), Math.max(...profile)]
  const scale = linear(least - PAD * (most - least), most + 0.6 * (most - least))
  const titles = { x: tr('the source is turned by'), y: tr('objective') }
  const frame = frameOf(width, height, { x: TURN, y: scale, titles, margins: { left: LEFT } })
  const at = (level, i) => [frame.x(scanned[i]), frame.y(level)]
  const inside = priced.map(at).filter((_, i) => priced[i] <= scale.to)
  const shapes = () => [
    line(profile.map(at), { ...FREE, name: 'profile' }),
    ...(inside.length ? [line(inside, { stroke: 'result', width: 2.5, name: 'priced' })] : []),
    ...cursorShapes(frame, angle[k]),
    disc([frame.x(angle[k]), frame.y(value[k])], 5, DOT),
  ]
  return {
    frame,
    layers: [{ key: `axes ${least} ${most}`, shapes: () => axesShapes(frame) }, { shapes }],
    marks: () => scanned.map((turn, i) => ({
      at: at(profile[i], i), value: turn,
      text: tr('turned by {angle}: objective {objective}, with its price {price}', {
        angle: degrees(turn), objective: number(profile[i], 3), price: number(priced[i], 3),
      }),
    })),
    name: tr('Least objective found at every turn of the source'),
  }
}

// The best turn at every λ of the list.
export function pathDesign({ lams, scale, angle, right, lam }, width, height) {
  const titles = { x: tr('laziness λ'), y: tr('best turn of the source') }
  const reach = Math.max(10, ...angle.map(Math.abs))
  const turns = linear(Math.min(0, ...angle) - 0.1 * reach, Math.max(0, ...angle) + 0.1 * reach, degrees)
  const frame = frameOf(width, height, { x: scale, y: turns, titles, margins: { left: LEFT, right: 24 } })
  const points = lams.map((value, i) => [frame.x(value), frame.y(angle[i])])
  return {
    frame,
    layers: [
      { shapes: () => [...axesShapes(frame), line(points, PATH)] },
      { shapes: () => cursorShapes(frame, lam) },
      { shapes: () => points.map((point) => disc(point, 4, TURNED)) },
    ],
    marks: () => lams.map((value, i) => ({
      at: points[i], value,
      text: tr('λ = {lam}: turned by {angle}, {share} to its own cluster', {
        lam: lamText(value), angle: degrees(angle[i]), share: percent(right[i]),
      }),
    })),
    name: tr('The best turn of the source against λ'),
  }
}

// Share of the target's digits that get their own label, method by method, with 95 % intervals.
export function accuracyDesign({ methods, accuracy, low, high }, width, height) {
  const scale = linear(0, 1, inPercent)
  const titles = { x: tr('target digits that get their own label') }
  const margins = { left: Math.min(180, width * 0.36), top: 8, right: 24 }
  const frame = frameOf(width, height, { x: scale, titles, margins })
  const band = (frame.bottom - frame.top) / methods.length
  const middle = (row) => frame.top + band * (row + 0.5)
  const bars = () => methods.flatMap((method, row) => [
    box(frame.left, middle(row) - band * 0.3, frame.x(accuracy[row]) - frame.left, band * 0.6, {
      fill: 'result', alpha: 0.8, hatch: method === 'nearest', name: `bar-${method}`,
    }),
    line([[frame.x(low[row]), middle(row)], [frame.x(high[row]), middle(row)]], { stroke: 'ink', width: 2 }),
    label(METHOD_WORDS[method], [frame.left - 8, middle(row) + 4], { size: 12, anchor: 'end', halo: false }),
  ])
  return {
    frame,
    layers: [{ shapes: () => [...axesShapes(frame), ...bars()] }],
    marks: () => methods.map((method, row) => ({
      at: [frame.x(accuracy[row]), middle(row)],
      over: [frame.left, middle(row) - band / 2, frame.right - frame.left, band],
      text: tr('{method}: {share}, 95 % from {low} to {high}', {
        method: METHOD_WORDS[method], share: percent(accuracy[row]),
        low: percent(low[row]), high: percent(high[row]),
      }),
    })),
    name: tr('Share of the target digits that get their own label'),
  }
}
