// The exact curve of d² = residual² + λ²ν² against λ, and for one row the lines that it is made of. Between
// two events the residual is constant and d² is a parabola in λ: one quadratic Bézier draws it without error.

import { axesShapes, cursorShapes, frameOf, lamScale, linear, sparse } from '../../shared/chart/axes.js'
import { box, curve, disc, label, line } from '../../shared/chart/shapes.js'
import { UNIT, alignmentAt } from '../../shared/math/path.js'
import { localised, tr, trn } from '../../shared/page/language.js'
import { crossingSentence, eventSentence, giving, shiftSentence } from './words.js'

const SIDE = 13
const MARGINS = { left: SIDE, right: SIDE, top: 24 }
const UNIT_SQUARED = UNIT * UNIT
const DOT = { fill: 'paper', stroke: 'ink', width: 2, name: 'dot' }

// A change of d² by less than this share of it is not looked at closely.
const LEAST_CHANGE = 1e-6

const GIVING = 10
const BESIDE_TICKS = 64

const f = (value) => value.toFixed(2)

// The λ axis shares its two ends with the dial below it, and with the lines of a row, which then name it. The
// height is that of what changes, from d₀² to d², or whole, from 0; with another path, of what both change.
export function curveFrame({ path, other, end, whole = true, shared = false }, width, height) {
  const ends = [path, ...(other ? [other] : [])].map(({ squaredResiduals: all }) => [all[0], all.at(-1)])
  const most = Math.max(...ends.map(([, last]) => last), 1e-9)
  const least = Math.min(...ends.map(([first]) => first))
  const all = whole || most - least < LEAST_CHANGE * most
  const room = all ? 0.06 * most : 0.08 * (most - least)
  const scales = { x: lamScale(end), y: linear(all ? 0 : least - room, most + room) }
  const squared = all ? tr('squared distance d²') : tr('squared distance d², from d₀² on')
  if (shared) {
    const margins = { ...MARGINS, bottom: 8 }
    const s = frameOf(width, height, { ...scales, titles: { y: squared }, margins })
    return { ...s, scales: { y: scales.y }, end }
  }
  const x = other ? tr('laziness λ') : tr('laziness λ; at each tick the row that gives up')
  const titles = height < 130 ? { y: squared } : { x, y: squared }
  return { ...frameOf(width, height, { ...scales, titles, margins: MARGINS }), end }
}

function areas(path, s) {
  const starts = [0, ...path.breakpoints]
  let steps = ''
  let total = ''
  let back = ''
  starts.forEach((from, p) => {
    const to = p + 1 < starts.length ? starts[p + 1] : s.end
    const residual = path.squaredResiduals[p]
    const effort = path.squaredEfforts[p]
    const y = (lam) => s.y(residual + effort * lam * lam)
    const middle = (from + to) / 2
    const control = s.y(residual + effort * from * to)
    steps += `${p ? 'L' : 'M'}${f(s.x(from))} ${f(s.y(residual))}L${f(s.x(to))} ${f(s.y(residual))}`
    total += `${p ? 'L' : 'M'}${f(s.x(from))} ${f(y(from))}Q${f(s.x(middle))} ${f(control)} ${f(s.x(to))} ${f(y(to))}`
    back = `L${f(s.x(to))} ${f(s.y(residual))}L${f(s.x(from))} ${f(s.y(residual))}${back}`
  })
  const floor = `L${f(s.x(s.end))} ${f(s.bottom)}L${f(s.x(0))} ${f(s.bottom)}Z`
  return { left: steps + floor, price: `${total}${back}Z`, total }
}

// At every tick that has room, the rows from 1 that give up there.
function givingShapes(path, s) {
  const rows = (i) => giving(path, i + 1).map((row) => row + 1).join('+')
  const ticks = path.breakpoints.map((value, i) => ({ value, text: rows(i) }))
  const look = { size: GIVING, name: 'giving', halo: true }
  return sparse(ticks, s.x, GIVING, 3).map(({ value, text }) => label(text, [s.x(value), s.bottom - 4], look))
}

// How far x is from a third digit, and where that changes what it is nearer to.
function otherShapes(path, other, changes, s) {
  const style = { stroke: 'other', width: 2.5, dash: [8, 4], name: 'total-other' }
  const [x, y] = [s.x(Infinity), s.y(other.squaredResiduals.at(-1))]
  const met = (lam) => [s.x(lam), s.y(alignmentAt(path, lam).distance ** 2)]
  return [
    curve(areas(other, s).total, style),
    line([[x - 9, y], [x + 9, y]], style),
    ...changes.map((lam) => disc(met(lam), 6, { ...DOT, name: 'crossing' })),
  ]
}

// All that stays while λ moves.
export function curveShapes(path, s, { other = null, changes = [] } = {}) {
  const { left, price, total } = areas(path, s)
  const whole = path.squaredResiduals[path.squaredResiduals.length - 1]
  const [x, y] = [s.x(Infinity), s.y(whole)]
  const blue = { fill: 'left', alpha: 0.85, name: 'area-left', data: { part: 'left' } }
  const green = { stroke: 'result', width: 2.5, name: 'total', data: { part: 'result' } }
  const tick = { stroke: 'ink', width: 1, alpha: 0.55, name: 'tick' }
  return [
    curve(left, blue),
    curve(price, { fill: 'price', hatch: true, name: 'area-price', data: { part: 'price' } }),
    box(x - 7, y, 14, s.bottom - y, blue),
    ...axesShapes(s, { inside: true, count: { y: 4 } }),
    curve(total, green),
    line([[x - 9, y], [x + 9, y]], green),
    ...path.breakpoints.map((lam) => line([[s.x(lam), s.bottom + 1], [s.x(lam), s.bottom + 6]], tick)),
    ...(other ? otherShapes(path, other, changes, s) : givingShapes(path, s)),
  ]
}

// What the g of a hand costs against λ: a parabola that nowhere lies below the curve.
function handShapes(hand, lam, s) {
  const { squaredResidual: a, squaredEffort: b } = hand
  const top = s.yValue(s.top - 6)
  const to = b > 0 ? Math.min(s.end, Math.sqrt(Math.max(0, top - a) / b)) : s.end
  const y = (value) => s.y(a + b * value * value)
  const style = { stroke: 'ink', width: 2, dash: [7, 4], name: 'by-hand' }
  const parabola = curve(`M${f(s.x(0))} ${f(s.y(a))}Q${f(s.x(to / 2))} ${f(s.y(a))} ${f(s.x(to))} ${f(y(to))}`, style)
  return lam > to ? [parabola] : [parabola, disc([s.x(lam), y(lam)], 5, { ...DOT, name: 'hand-dot' })]
}

function movingShapes({ path, other, lam, pins, hand }, s) {
  const at = alignmentAt(path, lam)
  const from = at.piece === 0 ? 0 : path.breakpoints[at.piece - 1]
  const to = path.breakpoints[at.piece] ?? Infinity
  const place = (value) => s.x(value > s.end ? Infinity : value)
  const width = Math.max(1, place(to) - place(from))
  const pin = { stroke: 'ink', dash: [3, 4], name: 'pinned' }
  return [
    box(place(from), s.top - 6, width, s.bottom - s.top + 6, { fill: 'ink', alpha: 0.09, name: 'here' }),
    ...pins.map((value) => line([[place(value), s.top - 8], [place(value), s.bottom]], pin)),
    ...cursorShapes(s, lam),
    disc([place(lam), s.y(at.squaredResidual)], 4, DOT),
    disc([place(lam), s.y(at.squaredResidual + at.squaredPenalty)], 4, DOT),
    ...(other ? [disc([place(lam), s.y(alignmentAt(other, lam).distance ** 2)], 4, DOT)] : []),
    ...(hand ? handShapes(hand, lam, s) : []),
  ]
}

// Every event can be read, and the two ends; with another path, where they cross.
function curveMarks({ path, other, changes }, s) {
  const at = (lam) => [s.x(lam), s.y(alignmentAt(path, lam).distance ** 2)]
  const marks = [0, ...path.breakpoints, Infinity].map((lam, i) => (
    { at: at(lam), value: lam, text: eventSentence(path, i, lam) }
  ))
  if (!other) return marks
  const crossed = changes.map((lam) => (
    { at: at(lam), value: lam, text: crossingSentence(lam, alignmentAt(path, lam)) }
  ))
  return [...marks, ...crossed].sort((a, b) => a.value - b.value)
}

export function curveDesign(state, width, height) {
  const { path, end, pair, whole, other, shared } = state
  const s = curveFrame(state, width, height)
  const key = [pair, whole, Boolean(other), shared, end].join(' ')
  return {
    frame: s,
    layers: [{ key, shapes: () => curveShapes(path, s, state) }, { shapes: () => movingShapes(state, s) }],
    marks: () => curveMarks(state, s),
    name: trn(
      'd² against λ from 0 to {end} and ∞, with {count} events',
      'd² against λ from 0 to {end} and ∞, with {count} events',
      path.breakpoints.length, { end: localised(String(end)) },
    ),
  }
}

// One row: what every shift size would cost against λ, the lowest of them, and where λ stands.
function rowParts({ path, row: index, end }, width, height) {
  const row = path.rows[index]
  const cost = (k) => row.costs[k] * UNIT_SQUARED
  const least = Math.min(...row.costs) * UNIT_SQUARED
  const low = Math.max(0, least - 0.15 * (cost(0) - least))
  const most = cost(0) + 0.25 * (cost(0) - least) + 1e-6
  const y = tr('row {row}: residual² + λ² · shift², at the lines the shift', { row: index + 1 })
  const titles = height < 130 ? { y } : { x: tr('laziness λ'), y }
  const s = frameOf(width, height, { x: lamScale(end), y: linear(low, most), titles, margins: MARGINS })
  const price = (k, lam) => cost(k) + k * k * lam * lam
  const begin = (piece) => Math.sqrt(row.starts[piece] * UNIT_SQUARED)
  return { cost, price, begin, most, s }
}

function rowShapes(row, end, { cost, price, begin, most, s }) {
  // A parabola from one λ to another as a quadratic Bézier, without error.
  const arc = (k, from, to) => `M${f(s.x(from))} ${f(s.y(price(k, from)))}` +
    `Q${f(s.x((from + to) / 2))} ${f(s.y(cost(k) + k * k * from * to))} ${f(s.x(to))} ${f(s.y(price(k, to)))}`
  let labelled = Infinity
  const lines = row.costs.flatMap((_, k) => {
    if (cost(k) > most) return []
    const to = k === 0 ? end : Math.min(end, Math.sqrt((most - cost(k)) / (k * k)))
    const shape = curve(arc(k, 0, to), { stroke: 'ink', width: 1, alpha: 0.3 })
    const isCrowded = labelled - s.x(to) < 22 || s.x(to) < s.left + BESIDE_TICKS
    if (isCrowded && k > 0) return [shape]
    labelled = s.x(to)
    const place = [s.x(to) - 6, s.y(price(k, to)) + (k === 0 ? -6 : 4)]
    return [shape, label(k, place, { size: 13, anchor: 'end', fill: 'muted' })]
  })
  const best = row.sizes.map((k, piece) => {
    const to = piece + 1 < row.starts.length ? Math.min(end, begin(piece + 1)) : end
    return curve(arc(k, Math.min(end, begin(piece)), to), { stroke: 'result', width: 3, name: 'best' })
  })
  return [...axesShapes(s, { inside: true }), ...lines, ...best]
}

export function rowDesign({ path, row: index, lam, end, pair }, width, height) {
  const row = path.rows[index]
  const parts = rowParts({ path, row: index, end }, width, height)
  const { price, begin, s } = parts
  const now = row.sizes[row.starts.filter((_, piece) => begin(piece) <= lam).length - 1]
  const moving = () => [...cursorShapes(s, lam), disc([s.x(lam), s.y(price(now, lam))], 5, DOT)]
  return {
    frame: s,
    layers: [
      { key: `${index} ${pair} ${end}`, shapes: () => rowShapes(row, end, parts) },
      { shapes: lam > end ? () => [] : moving },
    ],
    marks: () => row.sizes.map((k, piece) => {
      const from = begin(piece)
      const total = price(k, from)
      return { at: [s.x(from), s.y(total)], value: from, text: shiftSentence(k, from, total) }
    }),
    name: tr('What every shift of row {row} costs against λ', { row: index + 1 }),
  }
}
