// The view as a figure to take away: one self-contained SVG, pixels as vector rectangles.

import { cursorShapes, legendShapes } from '../../shared/chart/axes.js'
import { label } from '../../shared/chart/shapes.js'
import { escaped, placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { alignmentAt, moveRows } from '../../shared/math/path.js'
import { lamText } from '../../shared/page/lam.js'
import { arrowPath, grey, pixelRects } from '../../shared/page/pixels.js'
import { PRINT } from '../../shared/page/theme.js'
import { number } from '../../shared/page/words.js'
import { curveFrame, curveShapes } from './curve.js'
import { sentence } from './words.js'

const PANEL = 232
const GAP = 20
const CURVE = 250
const FRAME = '#c9c9c4'
const LEGEND = [
  { text: 'what is left', style: { fill: 'left' } },
  { text: 'price of moving', style: { fill: 'price', hatch: true } },
  { text: 'd² against λ', style: { stroke: 'result' } },
]

function tint(value) {
  if (value === 0) return null
  const base = PRINT[value > 0 ? 'other' : 'left']
  const parts = [1, 3, 5].map((i) => parseInt(base.slice(i, i + 2), 16))
  const share = Math.abs(value) / 255
  return `rgb(${parts.map((part) => Math.round(255 + (part - 255) * share)).join(',')})`
}

export function figureSvg({ path, x, y, lam, end, names }) {
  const at = alignmentAt(path, lam)
  const { width, height } = path
  const moved = moveRows(x, at.shifts, width)
  const difference = Array.from(moved, (level, i) => level - y[i])
  const total = 4 * PANEL + 3 * GAP
  const panel = (index, content, ground, text) => placed(index * (PANEL + GAP), 0, `<g transform="scale(${PANEL / width} ${PANEL / height})">` +
    `<rect width="${width}" height="${height}" fill="${ground}"/>${content}</g>` +
    `<rect width="${PANEL}" height="${PANEL}" fill="none" stroke="${FRAME}"/>` +
    `<text x="${PANEL / 2}" y="${PANEL + 20}" text-anchor="middle" font-size="15">${escaped(text)}</text>`)
  const arrows = `<path d="${at.shifts.map((shift, i) => arrowPath(shift, i)).join('')}" fill="none" stroke="#ff9e4a" stroke-width="0.34" stroke-linecap="round"/>`
  const s = curveFrame(path, end, total, CURVE)
  const formula = `d = sqrt(${number(at.residual)}² + ${lamText(lam)}² · ${number(at.effort)}²) = ${number(at.distance, 3)}`
  const told = sentence(lam, at)
  const below = PANEL + 44 + CURVE
  const texts = [
    ...legendShapes(LEGEND, [0, below + 24], 15).shapes,
    label(formula, [total, below + 24], { size: 15, anchor: 'end' }),
    label(told, [0, below + 52], { size: 15, anchor: 'start' }),
  ]
  const content = [
    panel(0, pixelRects(x, width, grey), '#000', `x: ${names.x}`),
    panel(1, pixelRects(moved, width, grey) + arrows, '#000', `gx at λ = ${lamText(lam)}`),
    panel(2, pixelRects(y, width, grey), '#000', `y: ${names.y}`),
    panel(3, pixelRects(difference, width, tint), '#fff', 'gx − y'),
    placed(0, PANEL + 44, shapesMarkup([...curveShapes(path, s), ...cursorShapes(s, lam)], PRINT)),
    shapesMarkup(texts, PRINT),
  ]
  return svgFile(total, below + 60, told, content.join('\n'), PRINT)
}

// The whole path as a table: one line for every piece.
export function pathCsv(path) {
  const rows = path.shifts[0].map((_, i) => `g${i}`)
  const lines = [['lambda_from', 'lambda_to', 'squared_residual', 'squared_effort', ...rows].join(',')]
  path.shifts.forEach((shifts, p) => {
    const from = p === 0 ? 0 : path.breakpoints[p - 1]
    const to = p < path.breakpoints.length ? path.breakpoints[p] : 'inf'
    lines.push([from, to, path.squaredResiduals[p], path.squaredEfforts[p], ...shifts].join(','))
  })
  return `${lines.join('\n')}\n`
}
