// The view as files: one SVG with both pictures and the six curves, and the numbers as a table.

import { CHARTS, LEAST, MOST } from './charts.js'
import { shapesOf } from '../../shared/chart/layers.js'
import { planeFrame, planeLayers } from './plane.js'
import { escaped, shapesMarkup } from '../../shared/chart/svg.js'
import { alignPoints, crossFactor, gaussCurvature } from '../../shared/math/space.js'
import { spaceLayers } from './sphere.js'
import { surfaceLayers } from './surface.js'
import { geometrySentence } from './words.js'

export const PRINT_PALETTE = {
  ink: '#1c1c1a', paper: '#ffffff', muted: '#555555', left: '#0072b2', price: '#c85200', result: '#00795a',
  other: '#b0568a', low: [234, 243, 250], high: [0, 87, 137], font: 'system-ui, sans-serif',
}
const TITLES = {
  distance: 'lazy distance against λ',
  factor: '1 − ‖x‖²/(2λ² + ‖x‖²) against λ',
  eigenvalues: 'eigenvalues of g against r',
  curvature: 'Gauss curvature against r',
  orbit: 'length of an orbit against r',
  area: 'area of a ball about 0 against r',
}

export function geometrySvg(state, view) {
  const [width, height, gap] = [560, 500, 24]
  const palette = PRINT_PALETTE
  const draw = state.dimension === 3 ? spaceLayers : surfaceLayers
  const panel = (i, layers) => `<svg x="${i * (width + gap)}" y="0" width="${width}" height="${height}">` +
    `${shapesMarkup(shapesOf(layers), palette)}<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" fill="none" stroke="#c9c9c4"/></svg>`
  const total = 2 * width + gap
  const [small, low] = [(total - 2 * gap) / 3, 170]
  const charts = Object.entries(TITLES).map(([chart, title], i) => {
    const [a, b] = [(i % 3) * (small + gap), height + 70 + Math.floor(i / 3) * (low + 40)]
    return `<g transform="translate(${a.toFixed(1)} ${b})">${shapesMarkup(shapesOf(CHARTS[chart](state, small, low)), palette)}` +
      `<text x="${small / 2}" y="${low + 14}" font-size="13" text-anchor="middle" fill="#555">${escaped(title)}</text></g>`
  })
  const at = alignPoints(state.x, state.y, state.lam)
  const sentence = escaped(geometrySentence(state, at))
  const bottom = height + 70 + 2 * (low + 40)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -16 ${total + 32} ${bottom + 32}" width="${total + 32}" height="${bottom + 32}" font-family="system-ui, sans-serif" fill="#1c1c1a">
<title>${sentence}</title>
<rect x="-16" y="-16" width="${total + 32}" height="${bottom + 32}" fill="#fff"/>
${panel(0, planeLayers({ ...state, term: null, hidden: false }, planeFrame(width, height)))}
${panel(1, draw({ ...state, hidden: false }, view, width, height, palette))}
<text x="0" y="${height + 34}" font-size="15">${sentence}</text>
${charts.join('\n')}
</svg>`
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
