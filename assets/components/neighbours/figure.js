// The neighbours to take away: one self-contained SVG, and the list of all changes as a table.

import { lamScale, legendShapes } from '../../shared/chart/axes.js'
import { box, label } from '../../shared/chart/shapes.js'
import { placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { tr } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { SIDE, grey, pixelRects } from '../../shared/page/pixels.js'
import { number, wrapped } from '../../shared/page/words.js'
import { STRIP_HEIGHT, stripLegend, stripPicture } from './strip.js'
import { changeSentence } from './words.js'

const PANEL = 84
const BETWEEN = 6
const CARD = 2 * PANEL + BETWEEN
const GAP = 16
const COLUMNS = 5
const LINE = 20
const TALL = PANEL + 52
const PAIRS = tr('penalty²: together d²; left the neighbour, right x moved towards it')
const LEGEND = [
  { text: tr('residual²'), style: { fill: 'left' } },
  { text: PAIRS, style: { fill: 'price', hatch: true } },
]
const START = { size: 13, anchor: 'start', halo: false }

const picture = (levels, left, top) => placed(left, top, `<g transform="scale(${PANEL / SIDE})">` +
  `<rect width="${SIDE}" height="${SIDE}" fill="#000"/>${pixelRects(levels, SIDE, grey)}</g>`)

// A neighbour, x moved towards it, and its share of d².
function card({ levels, moved, at, digit, reference }, most, palette) {
  const part = (value) => CARD * value / most
  const [first, second] = [part(at.squaredResidual), part(at.squaredPenalty)]
  const shapes = [
    box(0, PANEL + 4, first, 8, { fill: 'left', name: 'area-left' }),
    box(first, PANEL + 4, second, 8, { fill: 'price', hatch: true, name: 'area-price' }),
    label(digit, [0, PANEL + 28], { ...START, bold: true }),
    label(`d = ${number(at.distance, 3)}`, [14, PANEL + 28], START),
    label(reference, [CARD, PANEL + 28], { ...START, size: 10, anchor: 'end', fill: 'muted' }),
  ]
  return picture(levels, 0, 0) + picture(moved, PANEL + BETWEEN, 0) + shapesMarkup(shapes, palette)
}

// x, the strip of votes, and a card for every neighbour.
export function neighboursSvg({ x, name, neighbours, lam, sentence, ...strip }, palette) {
  const width = COLUMNS * CARD + (COLUMNS - 1) * GAP
  const state = { ...strip, lam, scale: lamScale(strip.end) }
  const wide = width - PANEL - 40
  const head = STRIP_HEIGHT + 66
  const bottom = head + Math.ceil(neighbours.length / COLUMNS) * TALL
  const most = Math.max(...neighbours.map(({ at }) => at.distance ** 2), 1e-9)
  const told = tr('λ = {lam}: the vote along λ, and every λ at which a neighbour comes or goes', {
    lam: lamText(lam),
  })
  const lines = [...wrapped(sentence), ...wrapped(changeSentence(strip.runs))]
  const texts = [
    label(`x: ${name}`, [0, head - 22], START),
    ...legendShapes(stripLegend(state), [PANEL + 53, STRIP_HEIGHT + 14], 12).shapes,
    label(told, [width, head - 22], { ...START, anchor: 'end' }),
    ...legendShapes(LEGEND, [0, bottom + 12]).shapes,
    ...lines.map((line, i) => label(line, [0, bottom + 36 + LINE * i], START)),
  ]
  const content = [
    picture(x, 0, 0),
    placed(PANEL + 40, 0, shapesMarkup(stripPicture(state, wide), palette)),
    ...neighbours.map((neighbour, i) => {
      const [left, top] = [(i % COLUMNS) * (CARD + GAP), head + Math.floor(i / COLUMNS) * TALL]
      return placed(left, top, card(neighbour, most, palette))
    }),
    shapesMarkup(texts, palette),
  ]
  return svgFile(width, bottom + 20 + LINE * lines.length, sentence, content.join('\n'), palette)
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
