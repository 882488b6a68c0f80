// The turned digit to take away: one self-contained SVG, and a table over the angle at the λ of the dial.

import { legendShapes } from '../../shared/chart/axes.js'
import { shapesOf } from '../../shared/chart/layers.js'
import { label } from '../../shared/chart/shapes.js'
import { placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { SIDE, grey, pixelRects } from '../../shared/page/pixels.js'
import { wrapped } from '../../shared/page/words.js'
import { curveLegend, curvesDesign, legend, mapDesign, ringDesign } from './charts.js'
import { countDesign, manyDesign, manyLegend, manySentence } from './many.js'

const RING = 280
const WIDE = 620
const CURVES = 230
const MAP = 260
const LINE = 20
const FLIPS = 260
const COUNTS = 140

function digit(levels, angle, size) {
  const turned = `rotate(${-angle} ${SIDE / 2} ${SIDE / 2})`
  return `<g transform="scale(${size / SIDE})"><rect width="${SIDE}" height="${SIDE}" fill="#000"/>` +
    `<g transform="${turned}">${pixelRects(levels, SIDE, grey)}</g></g>`
}

// The figure of many turned digits, if there is one, under a height: { content, height }.
function manyFigure(many, { lam, given }, top, palette) {
  if (!many) return { content: '', height: 0 }
  const state = { ...many, lam, given }
  const markup = (design, height) => {
    return shapesMarkup(shapesOf(design(state, WIDE, height, palette).layers), palette)
  }
  const lines = wrapped(manySentence(many, lam))
  const texts = [
    ...lines.map((text, i) => label(text, [0, LINE * (i + 1)], { size: 13, anchor: 'start', halo: false })),
    ...legendShapes(manyLegend(many), [0, LINE * (lines.length + 2)]).shapes,
  ]
  const below = LINE * (lines.length + 2) + 10
  const content = placed(0, top, [
    shapesMarkup(texts, palette),
    placed(0, below, markup(manyDesign, FLIPS)),
    placed(0, below + FLIPS, markup(countDesign, COUNTS)),
  ].join('\n'))
  return { content, height: below + FLIPS + COUNTS }
}

export function sixOrNineSvg({ x, name, sentences, many, ...state }, palette) {
  const left = RING + 24
  const side = RING / 2
  const markup = (design, width, height) => {
    return shapesMarkup(shapesOf(design({ ...state, hidden: false }, width, height, palette).layers), palette)
  }
  const start = { size: 13, anchor: 'start', halo: false }
  const lines = sentences.flatMap(wrapped)
  const bottom = CURVES + MAP + 46
  const texts = [
    label(`x: ${name}`, [0, RING + 20], start),
    ...legendShapes(legend(state.classes), [0, RING + 44]).shapes,
    ...legendShapes(curveLegend(state.classes), [0, RING + 68]).shapes,
    ...lines.map((line, i) => label(line, [0, bottom + LINE * i], start)),
  ]
  const content = [
    placed(side / 2, side / 2, digit(x, state.angle, side)),
    markup(ringDesign, RING, RING),
    placed(left, 0, markup(curvesDesign, WIDE, CURVES)),
    placed(left, CURVES + 10, markup(mapDesign, WIDE, MAP)),
    shapesMarkup(texts, palette),
  ]
  const end = bottom + LINE * lines.length
  const more = manyFigure(many, state, end + LINE, palette)
  const height = more.height ? end + LINE + more.height : end
  return svgFile(left + WIDE, height, sentences[0], [...content, more.content].join('\n'), palette)
}

// A line for every angle: both distances, the turns that bring x there, who is nearest, and the verdict.
export function sixOrNineCsv({ distances, turns, near, references, found, classes, step }) {
  const columns = (name) => classes.map((digitOf) => `${name}_${digitOf}`)
  const head = ['degrees', ...columns('distance'), ...columns('turned_by'), ...columns('nearest'), 'read_as']
  const lines = found.map((verdict, k) => {
    const who = turns.map((list, c) => references[near[c][(k + list[k] + found.length) % found.length]])
    const measured = [...distances.map((list) => list[k]), ...turns.map((list) => list[k] * step)]
    return [k * step, ...measured, ...who, classes[verdict]].join(',')
  })
  return `${[head.join(','), ...lines].join('\n')}\n`
}
