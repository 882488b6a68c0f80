// What a symmetry leaves of all waves or harmonics up to a level, on the torus and on the sphere.

import { axesShapes, cursorShapes, frameOf, linear, logarithmic } from '../../shared/chart/axes.js'
import { line } from '../../shared/chart/shapes.js'
import { SPHERE_SYMMETRIES, harmonicCounts, harmonicWeyl } from '../../shared/math/harmonics.js'
import { SYMMETRIES, counts, weylRatio } from '../../shared/math/orbits.js'
import { tr } from '../../shared/page/language.js'
import { number } from '../../shared/page/words.js'

export const MOST_LEVEL = 400
const LAST_LEVEL = 1600
const TABLE_LEVELS = [25, 100, 400, 1600]
const LEFT = 58
const EXACT = { stroke: 'result', width: 2.5, name: 'exact-ratio' }
const WEYL = { stroke: 'muted', width: 1.5, dash: [5, 5], name: 'weyl' }
const WAVES = { many: tr('waves'), symbol: '|k|²' }
const HARMONICS = { many: tr('harmonics'), symbol: 'ℓ(ℓ + 1)' }

export const isOnSphere = (group) => group in SPHERE_SYMMETRIES
export const kindOf = (group) => (isOnSphere(group) ? HARMONICS : WAVES)
export const orderOf = (group) => (SPHERE_SYMMETRIES[group] ?? SYMMETRIES[group]).order
export const hasMirrors = (group) => (SYMMETRIES[group]?.mirrors ?? []).length > 0
export const countsOf = (group) => (isOnSphere(group) ? harmonicCounts : counts)(group, LAST_LEVEL)
const weylOf = (group, level) => (isOnSphere(group) ? harmonicWeyl : weylRatio)(group, level)

export function ratioDesign({ group, level, found }, width, height) {
  const levels = Array.from({ length: LAST_LEVEL }, (_, i) => i + 1)
  const { many, symbol } = kindOf(group)
  const ratio = (at) => found.all[at] / found.kept[at]
  const scales = { x: logarithmic(1, LAST_LEVEL), y: linear(0, 1.05 * Math.max(...levels.map(ratio))) }
  const titles = { x: tr('level {symbol}', { symbol }), y: tr('{many} / {many} left', { many }) }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT } })
  const points = levels.map((at) => [frame.x(at), frame.y(ratio(at))])
  const law = levels.filter((at) => at % 8 === 1).map((at) => [frame.x(at), frame.y(weylOf(group, at))])
  const read = [1, 2, 4, 9, 16, 25, 49, 100, 196, 400, 784, 1600]
  return {
    frame,
    layers: [
      { key: `${group} ${width}`, shapes: () => [...axesShapes(frame, { count: { y: 3 } }), line(law, WEYL), line(points, EXACT)] },
      { shapes: () => cursorShapes(frame, Math.max(1, level)) },
    ],
    marks: () => read.map((at) => ({
      at: [frame.x(at), frame.y(ratio(at))],
      value: at,
      text: tr('{symbol} = {level}: {all} {many}, {kept} left, {ratio} times fewer', {
        symbol, level: at, many, all: found.all[at], kept: found.kept[at], ratio: number(ratio(at)),
      }),
    })),
    name: tr('How many times fewer {many} are left, against the level; at {level} {ratio} times', {
      many, level, ratio: number(ratio(level)),
    }),
  }
}

export const ratioLegend = () => [
  { text: tr('exact'), style: { ...EXACT, name: 'key' } },
  { text: tr('Weyl’s law'), style: { ...WEYL, name: 'key' } },
]

// For who does not see the chart.
export function ratioTable(group, found) {
  const { many, symbol } = kindOf(group)
  return {
    key: group,
    caption: tr('How many {many} there are, and how many the symmetry leaves', { many }),
    columns: [
      tr('level {symbol}', { symbol }), `${many} N`, tr('left N_G'), tr('ratio N / N_G'), tr('Weyl’s law'),
    ],
    rows: () => TABLE_LEVELS.map((level) => {
      const [all, kept] = [found.all[level], found.kept[level]]
      return [String(level), String(all), String(kept), number(all / kept), number(weylOf(group, level))]
    }),
  }
}
