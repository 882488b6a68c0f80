// How often a model is right against how sure it is; on the diagonal its sureness can be believed.

import { axesShapes, frameOf, legendShapes, linear } from '../../shared/chart/axes.js'
import { disc, line } from '../../shared/chart/shapes.js'
import { tr, whole } from '../../shared/page/language.js'
import { percent } from '../../shared/page/words.js'
import { share } from './words.js'

const TITLES = { x: tr('how sure'), y: tr('how often right') }
const MODELS = [
  { who: 'f', style: { stroke: 'price', width: 2, dash: [6, 4] } },
  { who: 'S f', style: { stroke: 'result', width: 2.5 } },
]
const LEGEND = MODELS.map(({ who, style }) => ({ text: who, style }))

// The bins of each model that hold digits: [{ size, sure, right }, …].
function binsOf({ size, confidence, accuracy }) {
  return size.map((counts, row) => {
    const bins = counts.map((count, i) => {
      return { size: count, sure: confidence[row][i], right: accuracy[row][i] }
    })
    return bins.filter(({ size: count }) => count > 0)
  })
}

export function reliabilityDesign({ id, reliability }, width, height) {
  const scale = linear(0, 1, percent)
  const frame = frameOf(width, height, { x: scale, y: scale, titles: TITLES, margins: { right: 20 } })
  const bins = binsOf(reliability)
  const place = ({ sure, right }) => [frame.x(sure), frame.y(right)]
  const radius = ({ size }) => Math.min(7, 1.5 + 1.4 * Math.log10(size))
  const course = (row) => [
    line(bins[row].map(place), MODELS[row].style),
    ...bins[row].map((bin) => {
      return disc(place(bin), radius(bin), { ...MODELS[row].style, dash: null, name: 'bin' })
    }),
  ]
  const shapes = () => {
    const legend = legendShapes(LEGEND, [0, 13]).width
    const diagonal = [[frame.x(0), frame.y(0)], [frame.x(1), frame.y(1)]]
    return [
      ...axesShapes(frame, { count: { x: 2, y: 2 } }),
      line(diagonal, { stroke: 'ink', width: 1, alpha: 0.3, name: 'diagonal' }),
      ...legendShapes(LEGEND, [frame.right - legend + 18, 13]).shapes,
      ...course(0),
      ...course(1),
    ]
  }
  return {
    frame,
    layers: [{ key: id, shapes }],
    marks: () => bins.flatMap((some, row) => some.map((bin) => ({
      at: place(bin),
      text: tr('{who}: {count} digits, {sure} sure, {right} right', {
        who: MODELS[row].who, count: whole(bin.size), sure: share(bin.sure), right: share(bin.right),
      }),
    }))),
    name: tr('How often f, dashed, and S f, solid, are right against how sure they are'),
  }
}
