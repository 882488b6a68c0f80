// The averages to take away: one self-contained SVG, and a table of all classes and λ.

import { legendShapes } from '../../shared/chart/axes.js'
import { shapesOf } from '../../shared/chart/layers.js'
import { label } from '../../shared/chart/shapes.js'
import { placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { tr } from '../../shared/page/language.js'
import { LAM } from '../../shared/page/lam.js'
import { SIDE, grey, pixelRects } from '../../shared/page/pixels.js'
import { wrapped } from '../../shared/page/words.js'
import { accuracyDesign, legend, objectiveDesign, readingLegend } from './charts.js'

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
  const above = Math.max(LARGE + 2 * (SMALL + GAP) + 30, (reading ? 2 : 1) * HIGH + 66)
  const bottom = above + (several.length ? LARGE / 3 + 30 : 0)
  const content = [
    picture(mean, LARGE),
    ...small.map(({ levels }, i) => placed(
      i % 5 * (SMALL + GAP), LARGE + 16 + Math.floor(i / 5) * (SMALL + GAP), picture(levels, SMALL),
    )),
    ...several.map(({ levels }, j) => placed(j * (LARGE / 3 + GAP), above + 8, picture(levels, LARGE / 3))),
    shapesMarkup(several.map(({ served }, j) => (
      label(tr('serves {count}', { count: served }), [j * (LARGE / 3 + GAP), above + LARGE / 3 + 24], start)
    )), palette),
    placed(left, 24, markup(objectiveDesign)),
    shapesMarkup(legendShapes(legend, [left, 14]).shapes, palette),
    ...(reading ? [placed(left, HIGH + 50, markup(accuracyDesign))] : []),
    ...(reading && state.more ? [
      shapesMarkup(legendShapes(readingLegend(state.more.count), [left, HIGH + 40]).shapes, palette),
    ] : []),
    shapesMarkup(lines.map((text, i) => label(text, [0, bottom + LINE * (i + 1)], start)), palette),
  ]
  return svgFile(left + WIDE, bottom + LINE * (lines.length + 1), sentences[0], content.join('\n'), palette)
}

const OF_CLASS = ['class', 'lam', 'objective', 'plain_objective', 'squared_residual', 'squared_penalty']
const READ = ['accuracy', 'standard_error']

// A line for every class and λ; how often the nearest average is right belongs to all classes together. Of
// several averages a class, which were computed at fewer λ, what they do at theirs.
export function averageCsv({ lams, classes, reading, several }) {
  const count = several.given?.count ?? 0
  const { read } = several
  const more = count === 0 ? [] : [
    'several_averages', 'several_objective', 'several_accuracy', 'several_standard_error', 'several_gain',
    'several_gain_standard_error', ...Array.from({ length: count }, (_, j) => `several_served_${j + 1}`),
  ]
  const ofSeveral = (digit, lam) => {
    const known = several.known(digit, lam)
    if (!known) return more.map(() => '')
    const { level, objective, served } = known
    const right = read ? [read.reading.accuracies[level], read.reading.errors[level]] : ['', '']
    const gained = read?.gains ? [read.gains.differences[level], read.gains.errors[level]] : ['', '']
    return [count, objective, ...right, ...gained, ...served]
  }
  const row = ({ objectives, plain, residuals }, level) => {
    const parts = [residuals[level], objectives[level] - residuals[level]]
    const right = reading ? [reading.accuracies[level], reading.errors[level]] : ['', '']
    return [objectives[level], plain[level], ...parts, ...right]
  }
  const line = (digit, known, lam, level) => (
    [digit, LAM.write(lam), ...row(known, level), ...ofSeveral(digit, lam)].join(',')
  )
  const lines = [...classes].flatMap(([digit, known]) => (
    lams.map((lam, level) => line(digit, known, lam, level))
  ))
  return `${[[...OF_CLASS, ...READ, ...more].join(','), ...lines].join('\n')}\n`
}
