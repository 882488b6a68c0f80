// The neighbours to take away: one self-contained SVG, and the list of all changes as a table.

import { escaped } from '../../shared/chart/svg.js'
import { stripMarkup } from './strip.js'
import { SIDE, grey, pixelRects } from '../../shared/page/pixels.js'
import { moveRows } from '../../shared/math/path.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'

const PANEL = 84
const GAP = 16

// x, the strip of votes, and a card for every neighbour: it, x moved towards it, and its share of d².
export function neighboursSvg(view) {
  const { x, name, cards, lam, axis, runs, stages, label, sentence, changes } = view
  const columns = 5
  const card = 2 * PANEL + 6
  const width = columns * card + (columns - 1) * GAP
  const rows = Math.ceil(cards.length / columns)
  const tall = PANEL + 52
  const head = PANEL + 70
  const height = head + rows * tall + 74
  const most = Math.max(...cards.map(({ at }) => at.distance ** 2), 1e-9)
  const digit = (levels, left, top) => `<g transform="translate(${left} ${top}) scale(${PANEL / SIDE})"><rect width="${SIDE}" height="${SIDE}" fill="#000"/>${pixelRects(levels, SIDE, grey)}</g>`
  const drawn = cards.map(({ levels, at, digit: read, reference }, i) => {
    const [left, top] = [(i % columns) * (card + GAP), head + Math.floor(i / columns) * tall]
    const part = (value) => number(card * value / most)
    const first = part(at.squaredResidual)
    return `${digit(levels, left, top)}${digit(moveRows(x, at.shifts, SIDE), left + PANEL + 6, top)}` +
      `<rect class="area-left" x="${left}" y="${top + PANEL + 4}" width="${first}" height="8"/>` +
      `<rect class="area-price" x="${left + Number(first)}" y="${top + PANEL + 4}" width="${part(at.squaredPenalty)}" height="8"/>` +
      `<text x="${left}" y="${top + PANEL + 28}"><tspan font-weight="700">${read}</tspan>  d = ${number(at.distance, 3)}  <tspan class="small">${escaped(reference)}</tspan></text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -16 ${width + 32} ${height + 32}" width="${width + 32}" height="${height + 32}" font-family="system-ui, sans-serif" font-size="13" fill="#1c1c1a">
<title>${escaped(sentence)}</title>
<style>
.area-left{fill:#0072b2}.area-price{fill:#c85200}.axis{fill:#555;font-size:11px}.small{fill:#555;font-size:10px}
.run-right{fill:#00795a}.run-wrong{fill:#c85200}.run-open{fill:#59616b}.run-text{fill:#fff;font-weight:700}
.change{stroke:#1c1c1a;opacity:.55}.cursor{stroke:#1c1c1a;stroke-width:2}
</style>
<rect x="-16" y="-16" width="${width + 32}" height="${height + 32}" fill="#fff"/>
${digit(x, 0, 0)}<text x="0" y="${PANEL + 20}">x: ${escaped(name)}</text>
<g transform="translate(${PANEL + 40} 14)">${stripMarkup({ runs, stages, label, lam, axis: axis(width - PANEL - 40) })}</g>
<text x="${width}" y="${PANEL + 20}" text-anchor="end">λ = ${lamText(lam)}: the vote along λ, and every λ at which a neighbour comes or goes</text>
${drawn.join('')}
<text x="0" y="${height - 38}">${escaped(sentence)}</text>
<text x="0" y="${height - 18}">${escaped(changes)}</text>
<text x="0" y="${height + 2}"><tspan fill="#0072b2">■ what is left</tspan> + <tspan fill="#c85200">■ price of moving</tspan> = d²; left the neighbour, right x moved towards it</text>
</svg>`
}

// A line for every stage of λ: from where on, the vote, the votes for 0 to 9, and the nearest in order.
export function neighboursCsv(stages, near, references) {
  const votes = Array.from({ length: 10 }, (_, digit) => `votes_${digit}`)
  const places = near[0].map((_, rank) => `neighbour_${rank + 1}`)
  const lines = stages.map(({ from, to, vote, counts, row }) => {
    const names = near[row].map((place) => references[place])
    return [from, to === Infinity ? 'inf' : to, vote, ...counts, ...names].join(',')
  })
  return `${[['lambda_from', 'lambda_to', 'vote', ...votes, ...places].join(','), ...lines].join('\n')}\n`
}
