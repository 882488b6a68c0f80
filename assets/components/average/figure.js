// The averages to take away: one self-contained SVG, and a table of all classes and λ.

import { legendShapes } from '../../shared/chart/axes.js'
import { shapesOf } from '../../shared/chart/layers.js'
import { label } from '../../shared/chart/shapes.js'
import { placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { LAM } from '../../shared/page/lam.js'
import { SIDE, grey, pixelRects } from '../../shared/page/pixels.js'
import { wrapped } from '../../shared/page/words.js'
import { accuracyDesign, legend, objectiveDesign } from './charts.js'

const LARGE = 300
const SMALL = 52
const GAP = 8
const WIDE = 560
const HIGH = 240
const LINE = 20

const picture = (levels, size) => `<g transform="scale(${size / SIDE})">` +
  `<rect width="${SIDE}" height="${SIDE}" fill="#000"/>${pixelRects(levels, SIDE, grey)}</g>`

export function averageSvg({ mean, small, several, sentences, reading, ...state }, palette) {
  const left = LARGE + 28
  const markup = (design) => (
    shapesMarkup(shapesOf(design({ ...state, reading, hidden: false }, WIDE, HIGH, palette).layers), palette)
  )
  const start = { size: 13, anchor: 'start', halo: false }
  const lines = sentences.flatMap(wrapped)
  const above = Math.max(LARGE + 2 * (SMALL + GAP) + 30, (reading ? 2 : 1) * HIGH + 50)
  const bottom = above + (several.length ? LARGE / 3 + 30 : 0)
  const content = [
    picture(mean, LARGE),
    ...small.map(({ levels }, i) => placed(
      i % 5 * (SMALL + GAP), LARGE + 16 + Math.floor(i / 5) * (SMALL + GAP), picture(levels, SMALL),
    )),
    ...several.map(({ levels }, j) => placed(j * (LARGE / 3 + GAP), above + 8, picture(levels, LARGE / 3))),
    shapesMarkup(several.map(({ served }, j) => (
      label(`serves ${served}`, [j * (LARGE / 3 + GAP), above + LARGE / 3 + 24], start)
    )), palette),
    placed(left, 24, markup(objectiveDesign)),
    shapesMarkup(legendShapes(legend, [left, 14]).shapes, palette),
    ...(reading ? [placed(left, HIGH + 34, markup(accuracyDesign))] : []),
    shapesMarkup(lines.map((text, i) => label(text, [0, bottom + LINE * (i + 1)], start)), palette),
  ]
  return svgFile(left + WIDE, bottom + LINE * (lines.length + 1), sentences[0], content.join('\n'), palette)
}

// A line for every class and λ; how often the nearest average is right belongs to all classes together.
export function averageCsv({ lams, classes, reading }) {
  const head = 'class,lam,objective,plain_objective,squared_residual,squared_penalty,accuracy,standard_error'
  const row = ({ objectives, plain, residuals }, level) => {
    const parts = [residuals[level], objectives[level] - residuals[level]]
    const read = reading ? [reading.accuracies[level], reading.errors[level]] : ['', '']
    return [objectives[level], plain[level], ...parts, ...read]
  }
  const lines = [...classes].flatMap(([digit, known]) => (
    lams.map((lam, level) => [digit, LAM.write(lam), ...row(known, level)].join(','))
  ))
  return `${[head, ...lines].join('\n')}\n`
}
