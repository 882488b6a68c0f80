// The two curves over λ: how far the digits are from their average, and how often the nearest average is
// right.

import { axesShapes, cursorShapes, frameOf, lamLogScale, linear } from '../../shared/chart/axes.js'
import { disc, line, path } from '../../shared/chart/shapes.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'

// Beyond this end nothing changes: what is known there is shown at ∞.
const END = 2
export const LAMS = lamLogScale(0.05, END)
const LEFT = 48
const MOST = 1.06
const percent = (value) => `${Number((100 * value).toFixed(1))} %`
// So many standard errors on both sides hold 95 %.
const SURE_WITHIN = 1.96

const LEFT_OVER = { fill: 'left', alpha: 0.85, name: 'area-left' }
const PRICE = { fill: 'price', hatch: true, name: 'area-price' }
const TOTAL = { stroke: 'result', width: 2.5, name: 'total' }
const RIGHT = { stroke: 'result', width: 2.5, name: 'right' }
const GUESS = { stroke: 'price', dash: [5, 4], name: 'guessed' }

export const legend = [
  { text: 'residual²: what is left', style: { ...LEFT_OVER, name: 'key' } },
  { text: 'penalty²: what moving costs', style: { ...PRICE, name: 'key' } },
  { text: 'mean d²', style: { ...TOTAL, name: 'key' } },
]

const shownLevels = (lams) => lams.map((_, level) => level)
  .filter((level) => lams[level] <= END || lams[level] === Infinity)

const wide = (width) => ({ x: width > 420 ? 6 : 4, y: 4 })

export function objectiveDesign({ lams, known, digit, lam, key }, width, height) {
  const levels = shownLevels(lams)
  const { objectives, residuals, count } = known
  const scales = { x: LAMS, y: linear(0, Math.max(...objectives) * MOST) }
  const titles = { x: 'laziness λ', y: 'mean squared distance to the average' }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT } })
  const along = (values) => levels.map((level) => [frame.x(lams[level]), frame.y(values[level])])
  const floor = [[frame.right, frame.bottom], [frame.left, frame.bottom]]
  const curves = () => [
    path([[...along(residuals), ...floor]], { closed: true, ...LEFT_OVER }),
    path([[...along(objectives), ...along(residuals).reverse()]], { closed: true, ...PRICE }),
    line(along(objectives), TOTAL),
    ...axesShapes(frame, { count: wide(width) }),
  ]
  const text = (level) => `λ = ${lamText(lams[level])}: residual² ${number(residuals[level])} + ` +
    `penalty² ${number(objectives[level] - residuals[level])} = mean d² ${number(objectives[level])}`
  return {
    frame,
    layers: [{ key, shapes: curves }, { shapes: () => cursorShapes(frame, lam) }],
    marks: () => levels.map((level) => (
      { at: [frame.x(lams[level]), frame.y(objectives[level])], value: lams[level], text: text(level) }
    )),
    name: `Mean squared distance of ${count} digits ${digit} to their average, against λ`,
  }
}

function whisker([x, y], [, low], [, high]) {
  const runs = [[[x - 4, low], [x + 4, low]], [[x - 4, high], [x + 4, high]], [[x, low], [x, high]]]
  const bar = path(runs, { stroke: 'ink', width: 1, alpha: 0.6, name: 'whisker' })
  return [bar, disc([x, y], 3.5, { fill: 'result' })]
}

export function accuracyDesign({ lams, reading, lam, key, hidden, guess }, width, height) {
  const levels = shownLevels(lams)
  const { accuracies, errors, tested } = reading
  const end = (level, side) => accuracies[level] + side * SURE_WITHIN * errors[level]
  const ends = lams.map((_, level) => [end(level, -1), end(level, 1)])
  const step = 0.05
  const low = Math.max(0, Math.floor(Math.min(...ends.flat()) / step) * step)
  const high = Math.min(1, Math.ceil(Math.max(...ends.flat()) / step) * step)
  const titles = { x: 'laziness λ', y: 'digits read right' }
  const scales = { x: LAMS, y: linear(low, high, percent) }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT } })
  const at = (level, value) => [frame.x(lams[level]), frame.y(value)]
  const points = levels.map((level) => at(level, accuracies[level]))
  const curve = () => [
    line(points, RIGHT),
    ...levels.flatMap((level, i) => whisker(points[i], ...ends[level].map((value) => at(level, value)))),
  ]
  const text = (level) => `λ = ${lamText(lams[level])}: ${percent(accuracies[level])} of ${tested.toLocaleString('en')} ` +
    `digits right, ± ${number(100 * errors[level], 1)} (standard error)`
  const marks = () => levels.map((level, i) => ({ at: points[i], value: lams[level], text: text(level) }))
  const guessed = typeof guess === 'number' ? cursorShapes(frame, guess, GUESS) : []
  return {
    frame,
    layers: [
      { key: `axes ${low} ${high}`, shapes: () => axesShapes(frame, { count: wide(width) }) },
      ...(hidden ? [] : [{ key, shapes: curve }]),
      { shapes: () => [...guessed, ...cursorShapes(frame, lam)] },
    ],
    marks: hidden ? null : marks,
    name: hidden ? 'How often the nearest average is right, hidden while you guess'
      : `How often the nearest of the ten averages is right, against λ, ${tested} digits`,
  }
}
