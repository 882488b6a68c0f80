// The Averaging page to take away: π with the best π and the learning, as one picture and as one table.

import { shapesOf } from '../../shared/chart/layers.js'
import { label } from '../../shared/chart/shapes.js'
import { placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { Zoom } from '../../shared/chart/zoom.js'
import { boardDesign } from './board.js'
import { gapsDesign, lossesDesign } from './learning.js'

const [WIDE, HIGH] = [1028, 338]

// board, learning: the states of the charts.
export function pictureOf({ board, learning, sentence }, palette) {
  const chart = (x, y, { layers }) => placed(x, y, shapesMarkup(shapesOf(layers), palette))
  const whole = { ...learning, zoom: new Zoom() }
  const content = [
    chart(0, 0, boardDesign({ ...board, picked: -1 }, 610, 300)),
    chart(630, 0, lossesDesign(whole, 398, 130)),
    chart(630, 130, gapsDesign(whole, 398, 170)),
    shapesMarkup([label(sentence, [WIDE / 2, 326], { size: 13, halo: false })], palette),
  ]
  return svgFile(WIDE, HIGH, sentence, content.join('\n'), palette)
}

// π as it is now, the best π, and every step kept of the learning: one line an angle.
export function tableOf({ angles, weights, best, path }) {
  const head = ['angle', 'weight', 'best_weight', ...path.steps.map((step) => `step_${step}`)]
  const lines = angles.map((angle, k) => {
    return [angle, weights[k], best[k], ...path.weights.map((row) => row[k])]
  })
  const losses = ['log_loss', '', '', ...path.losses]
  const gaps = ['gap', '', '', ...path.gaps]
  return `${[head, ...lines, losses, gaps].map((row) => row.join(',')).join('\n')}\n`
}
