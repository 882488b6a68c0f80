// The view as a figure to take away: one self-contained SVG, pixels as vector rectangles.

import { legendShapes } from '../../shared/chart/axes.js'
import { box, label, textWidth } from '../../shared/chart/shapes.js'
import { escaped, placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { alignmentAt, moveRows } from '../../shared/math/path.js'
import { shownTerms } from '../../shared/page/formula.js'
import { tr } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { arrowPath, grey, pixelRects } from '../../shared/page/pixels.js'
import { curveDesign } from './curve.js'
import { handSentence, rowSentence } from './words.js'

const PANEL = 232
const GAP = 20
const CURVE = 250
const LINE = 26
const SIZE = 15
const KEPT = '#ffe14d'
const LEGEND = [
  { text: tr('residual²'), style: { fill: 'left' } },
  { text: tr('penalty²'), style: { fill: 'price', hatch: true } },
  { text: tr('d² against λ'), style: { stroke: 'result' } },
]
const PINNED = { text: tr('pinned'), style: { stroke: 'ink', width: 1.5, dash: [3, 4] } }
const BY_HAND = { text: tr('the g of the hand'), style: { stroke: 'ink', width: 2, dash: [7, 4] } }
const TO_THIRD = { text: tr('d² to z'), style: { stroke: 'other', dash: [8, 4] } }
const DIFFERENCE = [
  { text: tr('too much'), style: { fill: 'other' } },
  { text: tr('missing'), mark: (x, y) => chequer(x + 2, y - 6) },
]
const CHEQUER = { id: 'missing', width: 1, height: 1, patternUnits: 'userSpaceOnUse' }
const LIGHT = 0.55

// What is missing is a chequer, so that colour is not all.
function chequer(left, top) {
  const tiles = [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].filter((j) => (i + j) % 2).map((j) => (
    box(left + 3 * i, top + 3 * j, 3, 3, { fill: 'paper', alpha: LIGHT })
  )))
  return [box(left, top, 12, 12, { fill: 'left' }), ...tiles]
}

function chequerDefinition(paper) {
  const attributes = Object.entries(CHEQUER).map(([name, value]) => `${name}="${value}"`).join(' ')
  const tile = (at) => `<rect x="${at}" y="${0.5 - at}" width="0.5" height="0.5" fill="${paper}" fill-opacity="${LIGHT}"/>`
  return `<defs><pattern ${attributes}>${tile(0)}${tile(0.5)}</pattern></defs>`
}

const partsOf = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16))

// From paper to a colour, by the size of a difference.
function tintOf(palette) {
  const paper = partsOf(palette.paper)
  const [more, less] = [palette.other, palette.left].map(partsOf)
  return (value) => {
    if (value === 0) return null
    const share = Math.abs(value) / 255
    const mixed = (value > 0 ? more : less).map((part, i) => Math.round(paper[i] + (part - paper[i]) * share))
    return `rgb(${mixed.join(',')})`
  }
}

function formulaText(at, lam) {
  const { residual, lam: laziness, effort, distance } = shownTerms(at, lam)
  if (lam === Infinity) return tr('d = {distance}, nothing may move', { distance })
  return `d = √(${residual}² + ${laziness}² · ${effort}²) = ${distance}`
}

const arrowsOf = (shifts) => (
  `<path d="${shifts.map((shift, i) => arrowPath(shift, i)).join('')}" fill="none" stroke="#ff9e4a" stroke-width="0.34" stroke-linecap="round"/>`
)

// The size at which a text reaches no further than the gaps beside its picture.
const fitting = (text) => Math.floor(10 * Math.min(SIZE, SIZE * (PANEL + GAP) / textWidth(text, SIZE))) / 10

// The four pictures in a row, or the five of two pairs; a row that is kept, from 0, is marked in them.
function panels({ path, other, x, y, z, lam, names, kept, shown }, palette) {
  const { width, height } = path
  const moved = moveRows(x, shown.shifts, width)
  const difference = Array.from(moved, (level, i) => level - y[i])
  const band = (colour) => (kept === null ? '' : `<rect class="kept" x="0" y="${kept}" width="${width}" height="1" fill="${colour}" fill-opacity="0.22" stroke="${colour}" stroke-width="0.18"/>`)
  const panel = (index, content, ground, text) => placed(index * (PANEL + GAP), 0, `<g transform="scale(${PANEL / width} ${PANEL / height})">` +
    `<rect width="${width}" height="${height}" fill="${ground}"/>${content}</g>` +
    `<rect width="${PANEL}" height="${PANEL}" fill="none" stroke="${palette.muted}" stroke-opacity="0.5"/>` +
    `<text x="${PANEL / 2}" y="${PANEL + 20}" text-anchor="middle" font-size="${fitting(text)}">${escaped(text)}</text>`)
  const arrows = arrowsOf(shown.shifts)
  const at = { lam: lamText(lam) }
  if (other) {
    const { shifts } = alignmentAt(other, lam)
    const further = pixelRects(moveRows(x, shifts, width), width, grey) + arrowsOf(shifts)
    return [
      panel(0, pixelRects(y, width, grey) + band(KEPT), '#000', `y: ${names.y}`),
      panel(1, pixelRects(moved, width, grey) + arrows + band(KEPT), '#000', tr('gx at λ = {lam}', at)),
      panel(2, pixelRects(x, width, grey) + band(KEPT), '#000', `x: ${names.x}`),
      panel(3, further, '#000', tr('g′x at λ = {lam}', at)),
      panel(4, pixelRects(z, width, grey), '#000', `z: ${names.z}`),
    ]
  }
  const lacking = difference.map((value) => Number(value < 0))
  const missing = pixelRects(lacking, width, (value) => (value ? 'url(#missing)' : null))
  const differing = pixelRects(difference, width, tintOf(palette))
  return [
    panel(0, pixelRects(x, width, grey) + band(KEPT), '#000', `x: ${names.x}`),
    panel(1, pixelRects(moved, width, grey) + arrows + band(KEPT), '#000', tr('gx at λ = {lam}', at)),
    panel(2, pixelRects(y, width, grey) + band(KEPT), '#000', `y: ${names.y}`),
    panel(3, differing + missing + band(palette.ink), palette.paper, 'gx − y'),
  ]
}

// kept: a row from 0 or null; hand: the g that a hand has made, or null; told: the sentence of the page; what
// else is drawn is the curve's.
export function figureSvg(view, palette) {
  const { path, other, lam, pins, kept, hand } = view
  const at = alignmentAt(path, lam)
  const count = other ? 5 : 4
  const total = count * PANEL + (count - 1) * GAP
  const top = PANEL + 44
  const below = top + CURVE + 24
  const more = [[other, TO_THIRD], [pins.length, PINNED], [hand, BY_HAND]].filter(([isThere]) => isThere)
  const legend = [...LEGEND, ...more.map(([, entry]) => entry)]
  const toThird = () => tr('to z: {formula}', { formula: formulaText(alignmentAt(other, lam), lam) })
  const told = other ? [toThird(), view.told] : [view.told]
  if (kept !== null) told.push(hand ? handSentence(kept, hand, at) : rowSentence(kept, at))
  const { shapes: differenceKey, width: wide } = legendShapes(DIFFERENCE, [0, 0], 15)
  const texts = [
    ...legendShapes(legend, [0, below], 15).shapes,
    label(formulaText(at, lam), [0, below + LINE], { size: 15, anchor: 'start' }),
    ...told.map((line, i) => label(line, [0, below + LINE * (i + 2)], { size: 15, anchor: 'start' })),
  ]
  const { layers } = curveDesign(view, total, CURVE)
  const content = [
    chequerDefinition(palette.paper),
    ...panels({ ...view, shown: hand ?? at }, palette),
    ...(other ? [] : [placed(total - wide, below, shapesMarkup(differenceKey, palette))]),
    placed(0, top, shapesMarkup(layers.flatMap((layer) => layer.shapes(true)), palette)),
    shapesMarkup(texts, palette),
  ]
  return svgFile(total, below + LINE * (told.length + 1) + 8, told.join(' '), content.join('\n'), palette)
}

const COLUMNS = ['lambda_from', 'lambda_to', 'squared_residual', 'squared_effort']
const namesOf = (path) => [...COLUMNS, ...path.shifts[0].map((_, i) => `g${i}`)]

// One line for every piece.
function linesOf(path) {
  return path.shifts.map((shifts, p) => {
    const from = p === 0 ? 0 : path.breakpoints[p - 1]
    const to = p < path.breakpoints.length ? path.breakpoints[p] : 'inf'
    return [from, to, path.squaredResiduals[p], path.squaredEfforts[p], ...shifts]
  })
}

const tableText = (lines) => `${lines.map((line) => line.join(',')).join('\n')}\n`

// The whole path as a table.
export const pathCsv = (path) => tableText([namesOf(path), ...linesOf(path)])

// The paths towards y and z in one table.
export function pathsCsv(path, other) {
  const towards = (name, lines) => lines.map((line) => [name, ...line])
  const lines = [...towards('y', linesOf(path)), ...towards('z', linesOf(other))]
  return tableText([['towards', ...namesOf(path)], ...lines])
}
