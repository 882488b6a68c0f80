// The view as files: one SVG with both pictures and the six curves, and the numbers as a table.

import { CHARTS, LEAST, MOST } from './charts.js'
import { planeDesign, solidDesign } from './pictures.js'
import { geometrySentence } from './words.js'
import { shapesOf } from '../../shared/chart/layers.js'
import { box, label } from '../../shared/chart/shapes.js'
import { placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { alignPoints, crossFactor, gaussCurvature } from '../../shared/math/space.js'
import { tr } from '../../shared/page/language.js'

// The two ends of the colours of curvature.
export const RAMPS = {
  light: { low: [226, 238, 248], high: [0, 87, 137] },
  dark: { low: [36, 52, 68], high: [140, 206, 245] },
}
const TITLES = {
  distance: tr('lazy distance against λ'),
  factor: tr('1 − ‖x‖²/(2λ² + ‖x‖²) against λ'),
  eigenvalues: tr('eigenvalues of g against r'),
  curvature: tr('Gauss curvature against r'),
  orbit: tr('length of an orbit against r'),
  area: tr('area of a ball about 0 against r'),
}
const [WIDTH, HEIGHT, GAP] = [560, 500, 24]
const [CHART_HEIGHT, CAPTION] = [200, 14]

// The palette is that of the page, with the two ends of the colours of curvature.
export function geometrySvg(state, view, palette) {
  const shown = { ...state, view, term: null, hidden: false }
  const total = 2 * WIDTH + GAP
  const small = (total - 2 * GAP) / 3
  const drawn = (design, width, height) => shapesOf(design(shown, width, height, palette).layers)
  const rim = box(0.5, 0.5, WIDTH - 1, HEIGHT - 1, { stroke: 'muted', alpha: 0.5, width: 1 })
  const panels = [planeDesign, solidDesign].map((design, i) => {
    const content = shapesMarkup([...drawn(design, WIDTH, HEIGHT), rim], palette)
    return `<svg x="${i * (WIDTH + GAP)}" y="0" width="${WIDTH}" height="${HEIGHT}">${content}</svg>`
  })
  const charts = Object.entries(TITLES).map(([chart, title], i) => {
    const [a, b] = [(i % 3) * (small + GAP), HEIGHT + 70 + Math.floor(i / 3) * (CHART_HEIGHT + 40)]
    const below = [small / 2, CHART_HEIGHT + CAPTION]
    const caption = label(title, below, { size: 13, fill: 'muted', halo: false })
    return placed(a, b, shapesMarkup([...drawn(CHARTS[chart], small, CHART_HEIGHT), caption], palette))
  })
  const sentence = geometrySentence(state, alignPoints(state.x, state.y, state.lam))
  const said = label(sentence, [0, HEIGHT + 34], { size: 15, anchor: 'start', halo: false })
  const content = [...panels, shapesMarkup([said], palette), ...charts].join('\n')
  return svgFile(total, HEIGHT + 70 + 2 * (CHART_HEIGHT + 40), sentence, content, palette)
}

// The pair over the whole range of λ: one line for every λ.
export function geometryCsv(state) {
  const { x, y } = state
  const lams = [0, ...Array.from({ length: 121 }, (_, i) => LEAST * (MOST / LEAST) ** (i / 120)), Infinity]
  const header = 'lambda,distance,residual,angle,effort,factor_at_x,factor_at_y,curvature_at_x,curvature_at_y'
  const lines = lams.map((lam) => {
    const at = alignPoints(x, y, lam)
    const values = [
      at.distance, at.residual, at.theta, at.effort, crossFactor(at.r1, lam), crossFactor(at.r2, lam),
      gaussCurvature(at.r1, lam), gaussCurvature(at.r2, lam),
    ]
    return [lam === Infinity ? 'inf' : lam, ...values].join(',')
  })
  return `${[header, ...lines].join('\n')}\n`
}
