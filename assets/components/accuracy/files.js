// Accuracy against λ to take away: the chart as one self-contained SVG, and the table.

import { chartOf, legendOf } from './charts.js'
import { talkRow } from './tables.js'
import { legendShapes } from '../../shared/chart/axes.js'
import { shapesOf } from '../../shared/chart/layers.js'
import { label } from '../../shared/chart/shapes.js'
import { shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { lamToJson } from '../../shared/page/lam.js'
import { wrapped } from '../../shared/page/words.js'

const [WIDTH, HEIGHT] = [900, 400]
const LINE = 18

export function accuracySvg(state, sentence, comparison, palette) {
  const lines = [...wrapped(sentence), '', ...wrapped(comparison)]
  const first = HEIGHT + 20
  const texts = lines.map((line, i) => (
    label(line, [0, first + LINE * (i + 2)], { size: 13, anchor: 'start' })
  ))
  const { shapes: legend } = legendShapes(legendOf(state.view, state.data), [0, first])
  const shapes = [...shapesOf(chartOf(state, WIDTH, HEIGHT).layers), ...legend, ...texts]
  return svgFile(WIDTH, first + LINE * (lines.length + 2), sentence, shapesMarkup(shapes, palette), palette)
}

// A line for every λ: the talk's value, ours with its interval, every draw, and each digit.
export function accuracyCsv(data, lams) {
  const talk = talkRow(data)
  const draws = data.draws.map((_, i) => `draw_${i + 1}`)
  const digits = Array.from({ length: 10 }, (_, digit) => `digit_${digit}`)
  const gains = Array.from({ length: 10 }, (_, digit) => `gain_${digit}`)
  const head = ['lambda', 'talk', 'mean', 'low', 'high', ...draws, ...digits, ...gains]
  const lines = lams.map((lam, stop) => [
    lamToJson(lam), talk.get(lam) ?? '',
    data.mean.value[stop], data.mean.low[stop], data.mean.high[stop],
    ...data.draws.map((row) => row[stop]),
    ...data.classes[stop].map((value) => value ?? ''),
    ...data.gain.value[stop].map((value) => value ?? ''),
  ])
  return `${[head, ...lines].map((row) => row.join(',')).join('\n')}\n`
}
