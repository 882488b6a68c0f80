// The two curves over λ: how far the digits are from their average, and how often the nearest average is
// right.

import { axesShapes, cursorShapes, frameOf, lamLogScale, linear } from '../../shared/chart/axes.js'
import { disc, line, path } from '../../shared/chart/shapes.js'
import { tr, whole } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { briefPercent, number } from '../../shared/page/words.js'
import { gainText, percent } from './words.js'

// Beyond this end nothing changes: what is known there is shown at ∞.
const END = 2
export const LAMS = lamLogScale(0.05, END)
const LEFT = 48
const MOST = 1.06
// So many standard errors on both sides hold 95 %.
const SURE_WITHIN = 1.96

const LEFT_OVER = { fill: 'left', alpha: 0.85, name: 'area-left' }
const PRICE = { fill: 'price', hatch: true, name: 'area-price' }
const TOTAL = { stroke: 'result', width: 2.5, name: 'total' }
const RIGHT = { stroke: 'result', width: 2.5, name: 'right' }
const MORE = { stroke: 'ink', width: 2, dash: [6, 4], name: 'right-several' }
// So many pixels beside those of one average, that bars don't cover one another.
const BESIDE = 5
const GUESS = { stroke: 'price', dash: [5, 4], name: 'guessed' }

export const legend = [
  { text: tr('residual²: what is left'), style: { ...LEFT_OVER, name: 'key' } },
  { text: tr('penalty²: what moving costs'), style: { ...PRICE, name: 'key' } },
  { text: tr('mean d²'), style: { ...TOTAL, name: 'key' } },
]

export const readingLegend = (count) => [
  { text: tr('one average a class'), style: { ...RIGHT, name: 'key' } },
  { text: tr('{count} averages a class', { count }), style: { ...MORE, name: 'key' } },
]

const shownLevels = (lams) => lams.map((_, level) => level)
  .filter((level) => lams[level] <= END || lams[level] === Infinity)

const wide = (width) => ({ x: width > 420 ? 6 : 4, y: 4 })

export function objectiveDesign({ lams, known, digit, lam, key }, width, height) {
  const levels = shownLevels(lams)
  const { objectives, residuals, count } = known
  const scales = { x: LAMS, y: linear(0, Math.max(...objectives) * MOST) }
  const titles = { x: tr('laziness λ'), y: tr('mean squared distance to the average') }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT } })
  const along = (values) => levels.map((level) => [frame.x(lams[level]), frame.y(values[level])])
  const floor = [[frame.right, frame.bottom], [frame.left, frame.bottom]]
  const curves = () => [
    path([[...along(residuals), ...floor]], { closed: true, ...LEFT_OVER }),
    path([[...along(objectives), ...along(residuals).reverse()]], { closed: true, ...PRICE }),
    line(along(objectives), TOTAL),
    ...axesShapes(frame, { count: wide(width) }),
  ]
  const text = (level) => tr('λ = {lam}: residual² {left} + penalty² {moved} = mean d² {total}', {
    lam: lamText(lams[level]),
    left: number(residuals[level]),
    moved: number(objectives[level] - residuals[level]),
    total: number(objectives[level]),
  })
  return {
    frame,
    layers: [{ key, shapes: curves }, { shapes: () => cursorShapes(frame, lam) }],
    marks: () => levels.map((level) => (
      { at: [frame.x(lams[level]), frame.y(objectives[level])], value: lams[level], text: text(level) }
    )),
    name: tr('Mean squared distance of {count} digits {digit} to their average, against λ', { count, digit }),
  }
}

function whisker([x, y], [, low], [, high], dot) {
  const runs = [[[x - 4, low], [x + 4, low]], [[x - 4, high], [x + 4, high]], [[x, low], [x, high]]]
  const bar = path(runs, { stroke: 'ink', width: 1, alpha: 0.6, name: 'whisker' })
  return [bar, disc([x, y], 3.5, dot)]
}

// more: { count, gains } of several averages a class, if it is they who read.
function readText({ lam, right, error, tested }, level, more) {
  const values = {
    lam: lamText(lam), right: percent(right), tested: whole(tested), error: number(100 * error, 1),
    count: more?.count,
  }
  if (!more) return tr('λ = {lam}: {right} of {tested} digits right, ± {error} (standard error)', values)
  if (!more.gains) {
    return tr(
      'λ = {lam}, {count} averages a class: {right} of {tested} digits right, ± {error} (standard error)',
      values,
    )
  }
  return tr(
    'λ = {lam}, {count} averages a class: {right} of {tested} digits right, ± {error} (standard error); ' +
    '{gain} than by one', { ...values, gain: gainText(more.gains, level) },
  )
}

// What is read by averages as rows of { lam, right, error, ends, text }; more: several averages a class.
function readRows({ lams, reading }, more) {
  const { accuracies, errors, tested } = reading
  return shownLevels(lams).map((level) => {
    const [right, error] = [accuracies[level], errors[level]]
    const lam = lams[level]
    return {
      lam,
      right,
      ends: [-1, 1].map((side) => right + side * SURE_WITHIN * error),
      text: readText({ lam, right, error, tested }, level, more),
    }
  })
}

// more: { count, lams, reading, gains } of several averages a class, or null.
export function accuracyDesign({ lams, reading, more, lam, key, hidden, guess }, width, height) {
  const rows = readRows({ lams, reading })
  const others = more ? readRows(more, more) : []
  const ends = [...rows, ...others].flatMap((row) => row.ends)
  const step = 0.05
  const low = Math.max(0, Math.floor(Math.min(...ends) / step) * step)
  const high = Math.min(1, Math.ceil(Math.max(...ends) / step) * step)
  const titles = { x: tr('laziness λ'), y: tr('digits read right') }
  const scales = { x: LAMS, y: linear(low, high, briefPercent) }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT } })
  const place = (row, beside = 0, value = row.right) => [frame.x(row.lam) + beside, frame.y(value)]
  const drawn = (some, beside, style, dot) => [
    line(some.map((row) => place(row, beside)), style),
    ...some.flatMap((row) => (
      whisker(place(row, beside), ...row.ends.map((end) => place(row, beside, end)), dot)
    )),
  ]
  const curves = () => [
    ...(others.length ? drawn(others, BESIDE, MORE, { fill: 'paper', stroke: 'ink', width: 1.5 }) : []),
    ...drawn(rows, 0, RIGHT, { fill: 'result' }),
  ]
  const marksOf = (some, beside) => some.map((row) => (
    { at: place(row, beside), value: row.lam, text: row.text }
  ))
  const marks = () => [...marksOf(rows, 0), ...marksOf(others, BESIDE)]
  const guessed = typeof guess === 'number' ? cursorShapes(frame, guess, GUESS) : []
  return {
    frame,
    layers: [
      { key: `axes ${low} ${high}`, shapes: () => axesShapes(frame, { count: wide(width) }) },
      ...(hidden ? [] : [{ key, shapes: curves }]),
      { shapes: () => [...guessed, ...cursorShapes(frame, lam)] },
    ],
    marks: hidden ? null : marks,
    name: hidden
      ? tr('How often the nearest average is right, hidden while you guess')
      : nameOf(reading, more),
  }
}

function nameOf({ tested }, more) {
  return more
    ? tr(
      'How often the nearest of the ten averages, and of {count} a class is right, against λ, {tested} ' +
      'digits', { count: more.count, tested },
    )
    : tr('How often the nearest of the ten averages is right, against λ, {tested} digits', { tested })
}
