// The view as a figure to take away: one self-contained SVG, pixels as vector rectangles.

import { escaped } from '../../shared/chart/svg.js'
import { curveMarkup, scales } from './curve.js'
import { alignmentAt, moveRows } from '../../shared/math/path.js'
import { arrowPath, grey, pixelRects } from '../../shared/page/pixels.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'
import { sentence } from './words.js'

const INK = '#1c1c1a'
const COLOURS = { left: '#0072b2', price: '#c85200', result: '#00795a', other: '#b0568a' }

function tint(value) {
  if (value === 0) return null
  const base = value > 0 ? COLOURS.other : COLOURS.left
  const parts = [1, 3, 5].map((i) => parseInt(base.slice(i, i + 2), 16))
  const share = Math.abs(value) / 255
  return `rgb(${parts.map((part) => Math.round(255 + (part - 255) * share)).join(',')})`
}

export function figureSvg(view) {
  const { path, x, y, lam, names } = view
  const at = alignmentAt(path, lam)
  const { width, height } = path
  const moved = moveRows(x, at.shifts, width)
  const difference = Array.from(moved, (level, i) => level - y[i])
  const side = 232
  const gap = 20
  const total = 4 * side + 3 * gap
  const panel = (index, content, ground, label) => `<g transform="translate(${index * (side + gap)} 0)">` +
    `<g transform="scale(${side / width} ${side / height})"><rect width="${width}" height="${height}" fill="${ground}"/>${content}</g>` +
    `<rect width="${side}" height="${side}" fill="none" stroke="#c9c9c4"/>` +
    `<text x="${side / 2}" y="${side + 20}" text-anchor="middle">${label}</text></g>`
  const arrows = at.shifts.map((shift, i) => arrowPath(shift, i)).join('')
  const s = scales(path, view.end, total, 250)
  const cursor = s.x(lam)
  const formula = `d = sqrt(${number(at.residual)}² + ${lam === Infinity ? '∞' : lamText(lam)}² · ${number(at.effort)}²) = ${number(at.distance, 3)}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -16 ${total + 32} ${side + 380}" width="${total + 32}" height="${side + 380}" font-family="system-ui, sans-serif" font-size="15" fill="${INK}">
<title>${escaped(sentence(lam, at))}</title>
<style>
.area-left{fill:${COLOURS.left};opacity:.85}.area-price{fill:${COLOURS.price}}.hatch{fill:url(#lens-hatch)}
.total{fill:none;stroke:${COLOURS.result};stroke-width:2.5}.grid{stroke:#ddd}.tick{stroke:${INK};opacity:.55}
.curve text{font-size:13px;fill:#555}
</style>
<rect x="-16" y="-16" width="${total + 32}" height="${side + 380}" fill="#fff"/>
${panel(0, pixelRects(x, width, grey), '#000', `x: ${escaped(names.x)}`)}
${panel(1, `${pixelRects(moved, width, grey)}<path d="${arrows}" fill="none" stroke="#ff9e4a" stroke-width="0.34" stroke-linecap="round"/>`, '#000', `gx at λ = ${lamText(lam)}`)}
${panel(2, pixelRects(y, width, grey), '#000', `y: ${escaped(names.y)}`)}
${panel(3, pixelRects(difference, width, tint), '#fff', 'gx − y')}
<g class="curve" transform="translate(0 ${side + 44})">${curveMarkup(path, s)}
<path d="M${cursor} ${s.top - 8}V${s.bottom}" stroke="${INK}" stroke-width="2"/></g>
<text x="0" y="${side + 318}"><tspan fill="${COLOURS.left}">■ what is left</tspan>  <tspan fill="${COLOURS.price}">▨ price of moving</tspan>  <tspan fill="${COLOURS.result}">━ d² against λ</tspan></text>
<text x="${total}" y="${side + 318}" text-anchor="end">${formula}</text>
<text x="0" y="${side + 346}">${escaped(sentence(lam, at))}</text>
</svg>`
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
