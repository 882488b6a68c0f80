// The page to take away as one self-contained SVG: both globes, what the turned globe brings, errors, phases.

import { legendShapes } from '../../shared/chart/axes.js'
import { shapesOf } from '../../shared/chart/layers.js'
import { label } from '../../shared/chart/shapes.js'
import { placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { methodsLegend } from '../../shared/chart/training.js'
import { SIDE, grey, pixelRects } from '../../shared/page/pixels.js'
import { wrapped } from '../../shared/page/words.js'
import { phasesDesign, turnDesign } from './charts.js'
import { globeDesign } from './globe.js'

const [GLOBE, GAP, CHART, LINE, TILE] = [400, 24, 220, 20, 96]
const WIDE = 2 * GLOBE + GAP
const TITLE = { size: 15, anchor: 'start', halo: false, bold: true }
const TEXT = { size: 13, anchor: 'start', halo: false }

function tile({ levels, turn, words }, left, top, palette) {
  const turned = `rotate(${-turn} ${SIDE / 2} ${SIDE / 2})`
  const clip = `<clipPath id="tile-${left}"><rect width="${SIDE}" height="${SIDE}"/></clipPath>`
  const picture = `<g transform="scale(${TILE / SIDE})">${clip}<rect width="${SIDE}" height="${SIDE}" fill="#000"/>` +
    `<g clip-path="url(#tile-${left})"><g transform="${turned}">${pixelRects(levels, SIDE, grey)}</g></g></g>`
  const lines = words.map((text, i) => label(text, [0, TILE + 16 + 16 * i], { ...TEXT, size: 11 }))
  return placed(left, top, `${picture}${shapesMarkup(lines, palette)}`)
}

// globes: two states of globeDesign with title and words; charts: states of turnDesign and phasesDesign.
export function steeringSvg({ globes, tiles, charts, sentences }, palette) {
  const drawn = (design, state, width, height) => {
    return shapesMarkup(shapesOf(design({ ...state, hidden: false }, width, height, palette).layers), palette)
  }
  const column = (i) => i * (GLOBE + GAP)
  const strip = GLOBE + 64
  const errors = strip + TILE + 70
  const phases = errors + CHART + 34
  const bottom = phases + CHART + 24
  const lines = sentences.flatMap(wrapped)
  const texts = [
    ...globes.map(({ title }, i) => label(title, [column(i), 16], TITLE)),
    ...globes.map(({ words }, i) => label(words, [column(i), GLOBE + 44], TEXT)),
    ...legendShapes(methodsLegend([0, 1, 2]), [0, errors - 12]).shapes,
    ...charts.phases.map(({ title }, i) => label(title, [column(i), phases - 6], TEXT)),
    ...lines.map((text, i) => label(text, [0, bottom + LINE * i], TEXT)),
  ]
  const content = [
    ...globes.map((state, i) => placed(column(i), 26, drawn(globeDesign, state, GLOBE, GLOBE))),
    ...tiles.map((one, i) => tile(one, i * (WIDE + GAP) / tiles.length, strip, palette)),
    ...charts.errors.map((state, i) => placed(column(i), errors, drawn(turnDesign, state, GLOBE, CHART))),
    ...charts.phases.map((state, i) => placed(column(i), phases, drawn(phasesDesign, state, GLOBE, CHART))),
    shapesMarkup(texts, palette),
  ]
  return svgFile(WIDE, bottom + LINE * lines.length, sentences[0], content.join('\n'), palette)
}
