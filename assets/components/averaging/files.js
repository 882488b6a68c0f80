// The Averaging page to take away: π with the best π and the learning, as one picture and as one table.

import { shapesOf } from '../../shared/chart/layers.js'
import { box, label } from '../../shared/chart/shapes.js'
import { placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { Zoom } from '../../shared/chart/zoom.js'
import { boardDesign } from './board.js'
import { SIDE, grey, pixelRects } from '../../shared/page/pixels.js'
import { WORDS, lanesOf, turnedLevels } from './copies.js'
import { gapsDesign, lossesDesign } from './learning.js'

const WIDE = 1028
const [BOARD, CHART, COPY] = [610, 300, 32]

// The copies below their bars, each with what f calls it.
function copiesMarkup({ levels, said }, { angles }, { frame }, palette) {
  const places = angles.map(frame.x)
  const lanes = lanesOf(places, COPY)
  const step = COPY + WORDS
  const pictures = angles.map((angle, k) => placed(places[k] - COPY / 2, lanes[k] * step, (
    `<g transform="scale(${COPY / SIDE})"><rect width="${SIDE}" height="${SIDE}" fill="#000"/>` +
    `${pixelRects(turnedLevels(levels, angle), SIDE, grey)}</g>`
  )))
  const words = angles.flatMap((_, k) => {
    const [x, y] = [places[k], lanes[k] * step + COPY]
    return [
      box(x - COPY / 2, y, COPY, 4, { fill: `class-${said[k]}` }),
      label(said[k], [x, y + 15], { size: 11, halo: false }),
    ]
  })
  return { high: (Math.max(...lanes) + 1) * step, markup: pictures.join('') + shapesMarkup(words, palette) }
}

// board, learning: the states of the charts; riddle: whether the learning is to be predicted.
export function pictureOf({ board, digit, learning, riddle, sentence }, palette) {
  const chart = (x, y, { layers }) => placed(x, y, shapesMarkup(shapesOf(layers), palette))
  const whole = { ...learning, zoom: new Zoom() }
  const bars = boardDesign({ ...board, picked: -1 }, BOARD, CHART)
  const { high, markup } = copiesMarkup(digit, board, bars, palette)
  const bottom = CHART + high + 8
  const content = [
    chart(0, 0, bars),
    placed(0, CHART, markup),
    ...(riddle ? [] : [
      chart(630, 0, lossesDesign(whole, 398, bottom / 2 - 10)),
      chart(630, bottom / 2, gapsDesign(whole, 398, bottom / 2 - 10)),
    ]),
    shapesMarkup([label(sentence, [WIDE / 2, bottom + 18], { size: 13, halo: false })], palette),
  ]
  return svgFile(WIDE, bottom + 30, sentence, content.join('\n'), palette)
}

// π as it is now, the best π, and every step kept of the learning: one line an angle.
export function tableOf({ angles, weights, best, path, said }) {
  const head = ['angle', 'weight', 'best_weight', 'f_says', ...path.steps.map((step) => `step_${step}`)]
  const lines = angles.map((angle, k) => {
    return [angle, weights[k], best[k], said[k], ...path.weights.map((row) => row[k])]
  })
  const losses = ['log_loss', '', '', '', ...path.losses]
  const gaps = ['gap', '', '', '', ...path.gaps]
  return `${[head, ...lines, losses, gaps].map((row) => row.join(',')).join('\n')}\n`
}
