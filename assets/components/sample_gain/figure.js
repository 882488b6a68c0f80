// What a symmetry is worth, to take away: one self-contained SVG, and a table of all means.

import { legendShapes } from '../../shared/chart/axes.js'
import { shapesOf } from '../../shared/chart/layers.js'
import { label } from '../../shared/chart/shapes.js'
import { placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { localised, tr } from '../../shared/page/language.js'
import { wrapped } from '../../shared/page/words.js'
import { curvesDesign, curvesLegend, lazyDesign } from './charts.js'
import { isOnSphere, ratioDesign } from './counting.js'
import { harmonicsDesign, sphereDesign } from './sphere.js'
import { latticeDesign, torusDesign } from './torus.js'
import { risk, times } from './words.js'

export const spaceDesign = (state, ...room) => (
  (isOnSphere(state.group) ? sphereDesign : torusDesign)(state, ...room)
)
export const frequencyDesign = (state, ...room) => (
  (isOnSphere(state.group) ? harmonicsDesign : latticeDesign)(state, ...room)
)

const SIDE = 330
const WIDE = 2 * SIDE
const LINE = 20

export function sampleGainSvg({ sentences, ...state }, palette) {
  const markup = (design, width, height) => (
    shapesMarkup(shapesOf(design(state, width, height, palette).layers), palette)
  )
  const parts = [
    placed(0, 0, markup(spaceDesign, SIDE, SIDE)),
    placed(SIDE, 0, markup(frequencyDesign, SIDE, SIDE)),
    placed(0, SIDE, markup(ratioDesign, WIDE, 200)),
  ]
  let bottom = SIDE + 210
  if (state.curves) {
    parts.push(
      placed(0, bottom + 24, markup(curvesDesign, WIDE, 300)),
      placed(0, bottom + 330, markup(lazyDesign, WIDE, 200)),
      shapesMarkup(legendShapes(curvesLegend(state.taus, state.lazy), [10, bottom + 16]).shapes, palette),
    )
    bottom += 540
  }
  const lines = sentences.flatMap(wrapped)
  const texts = lines.map((text, i) => (
    label(text, [0, bottom + LINE * (i + 1)], { size: 13, anchor: 'start', halo: false })
  ))
  const content = [...parts, shapesMarkup(texts, palette)].join('\n')
  return svgFile(WIDE + 60, bottom + LINE * (lines.length + 1), sentences[0], content, palette)
}

// Heads, and a row for every n: the mean risks, and once it may be told how many times as many samples
// the plain learner needs.
export function tableRows({ sizes, taus, curves }, shown) {
  const ends = { 0: tr('with it, τ = 0'), 1: tr('without, τ = 1') }
  const names = taus.map((tau) => ends[tau] ?? `τ = ${localised(String(tau))}`)
  const factor = (i) => (curves.at[i] === null
    ? '–'
    : tr('{value} ({low} to {high})', {
      value: times(curves.at[i]), low: times(curves.from[i]), high: times(curves.to[i]),
    }))
  return [
    ['n', ...names, ...(shown ? [tr('worth, 95 % interval')] : [])],
    ...sizes.map((n, i) => [
      String(n), ...curves.mean.map((row) => risk(row[i])), ...(shown ? [factor(i)] : []),
    ]),
  ]
}

export function sampleGainCsv({ sizes, taus, curves }) {
  if (!curves || curves.old) return 'n\n'
  const columns = taus.flatMap((tau) => [`risk_tau_${tau}`, `low_tau_${tau}`, `high_tau_${tau}`])
  const head = ['n', ...columns, 'multiplier', 'multiplier_low', 'multiplier_high']
  const lines = sizes.map((n, i) => [
    n,
    ...taus.flatMap((_, t) => [curves.mean[t][i], curves.low[t][i], curves.high[t][i]]),
    curves.at[i] ?? '', curves.from[i] ?? '', curves.to[i] ?? '',
  ].join(','))
  return `${[head.join(','), ...lines].join('\n')}\n`
}
