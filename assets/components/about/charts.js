// The three charts of the idea: what a row costs, d between its two limits, and who is nearest.

import { apart, axesShapes, categorical, frameOf, lamScale, linear } from '../../shared/chart/axes.js'
import { box, disc, label, line } from '../../shared/chart/shapes.js'
import { UNIT, alignmentAt } from '../../shared/math/path.js'
import { tr } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'

export const SHIFTS = 7
const POINTS = 240
const COUNT = { x: 6, y: 4 }
const MARGINS = { top: 26, right: 26 }
const LETTERS = 14

// Every shift of one row: what is left, and on top of it the price.
export function pricedDesign({ path, row, lam, best }, width, height) {
  const sizes = Array.from({ length: SHIFTS }, (_, k) => k)
  const left = sizes.map((k) => path.rows[row].costs[k] * UNIT * UNIT)
  const price = sizes.map((k) => (lam * k) ** 2)
  const most = 1.15 * Math.max(...left, left[best] + price[best])
  const titles = { x: tr('shift of row {row}, in pixels', { row: row + 1 }), y: tr('residual² + penalty²') }
  const scales = { x: categorical(sizes), y: linear(0, most) }
  const frame = frameOf(width, height, { ...scales, titles, margins: MARGINS })
  const half = 0.34 * (frame.right - frame.left) * scales.x.band
  const bar = (k, from, to, style) => {
    const [low, high] = [from, to].map((value) => frame.y(Math.min(value, most)))
    return box(frame.x(k) - half, high, 2 * half, low - high, style)
  }
  const shapes = () => [
    ...axesShapes(frame, { count: { x: SHIFTS, y: 4 } }),
    ...sizes.flatMap((k) => [
      bar(k, 0, left[k], { fill: 'left', name: 'area-left' }),
      bar(k, left[k], left[k] + price[k], { fill: 'price', hatch: true, name: 'area-price' }),
    ]),
    label(tr('least'), [frame.x(best), frame.y(left[best] + price[best]) - 5], {
      size: 13, bold: true, fill: 'result', name: 'least',
    }),
  ]
  const marks = () => sizes.map((k) => ({
    at: [frame.x(k), frame.y(Math.min(left[k] + price[k], most))],
    text: tr('shift {count}: {residual} + {price} = {sum}', {
      count: k, residual: number(left[k]), price: number(price[k]), sum: number(left[k] + price[k]),
    }),
  }))
  const name = tr('What the shifts of row {row} cost at λ = {lam}: least with shift {count}', {
    row: row + 1, lam: lamText(lam), count: best,
  })
  return { frame, layers: [{ shapes }], marks, name }
}

const lams = (end) => Array.from({ length: POINTS + 1 }, (_, i) => end * i / POINTS)

// What changes fills the height.
function lamFrame(end, values, width, height) {
  const titles = { x: tr('laziness λ'), y: tr('distance d') }
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const air = 0.1 * (most - least) + 1e-6
  const scales = { x: lamScale(end), y: linear(least - air, most + air) }
  return frameOf(width, height, { ...scales, titles, margins: MARGINS })
}

// d against λ, an event at every tick, and a dot for every picture of the film.
export function betweenDesign({ path, end, stops }, width, height) {
  const both = [0, Infinity].map((lam) => alignmentAt(path, lam).distance)
  const frame = lamFrame(end, both, width, height)
  const at = (lam) => [frame.x(lam), frame.y(alignmentAt(path, lam).distance)]
  const shapes = () => [
    ...axesShapes(frame, { count: COUNT }),
    ...path.breakpoints.map((lam) => line(
      [[frame.x(lam), frame.bottom - 6], [frame.x(lam), frame.bottom]],
      { stroke: 'ink', width: 1, alpha: 0.55, name: 'event' },
    )),
    line(lams(end).map(at), { stroke: 'result', width: 2.5, name: 'distance' }),
    ...stops.map((lam) => disc(at(lam), 4.5, { fill: 'result', name: 'stop' })),
  ]
  const marks = () => stops.map((lam) => {
    const { distance, effort } = alignmentAt(path, lam)
    const values = { lam: lamText(lam), distance: number(distance), effort: number(effort) }
    return { at: at(lam), text: tr('λ = {lam}: d = {distance}, effort {effort}', values) }
  })
  return { frame, layers: [{ shapes }], marks, name: tr('The distance against λ') }
}

// d to each of some digits, named at its end; the nearest is drawn thick.
export function nearestDesign({ paths, labels, runs, end }, width, height) {
  const [near, all] = [0, Infinity].map((lam) => paths.map((path) => alignmentAt(path, lam).distance))
  const frame = lamFrame(end, [...near, ...all], width, height)
  const at = (path) => (lam) => [frame.x(lam), frame.y(alignmentAt(path, lam).distance)]
  const ends = apart(all.map((value) => frame.y(value)), LETTERS, frame.bottom)
  const shapes = () => [
    ...axesShapes(frame, { count: COUNT }),
    ...paths.map((path, i) => line(lams(end).map(at(path)), { stroke: `class-${labels[i]}`, width: 2, name: 'to' })),
    ...runs.map(({ place, from, to }) => {
      const inside = lams(end).filter((lam) => lam > from && lam < to)
      const points = [from, ...inside, ...(to < end ? [to] : [])].map(at(paths[place]))
      return line(points, { stroke: `class-${labels[place]}`, width: 6, alpha: 0.55, name: 'winner' })
    }),
    ...paths.map((path, i) => label(labels[i], [frame.right + 6, ends[i] + 4], {
      size: 13, bold: true, anchor: 'start', name: 'name',
    })),
  ]
  const marks = () => runs.map(({ place, from }) => ({
    at: at(paths[place])(from),
    text: tr('from λ = {lam} on the {digit} is nearest', { lam: lamText(from), digit: labels[place] }),
  }))
  return { frame, layers: [{ shapes }], marks, name: tr('The distances to three digits against λ') }
}
