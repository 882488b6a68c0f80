// The board on which π is drawn: a bar at each angle, and the outline of the best π.

import { axesShapes, frameOf, legendShapes, linear } from '../../shared/chart/axes.js'
import { box, line } from '../../shared/chart/shapes.js'
import { tr } from '../../shared/page/language.js'
import { percent } from '../../shared/page/words.js'
import { COUNTS, chosenWords, degrees, share } from './words.js'

const TITLES = { x: tr('angle θ of the copy'), y: tr('weight π(θ)') }
const OUTLINE = { stroke: 'ink', width: 1.6 }
const NOW = { fill: 'left' }
const TICK_WIDTH = 44
const LEFT = 46
const STEPS = [1, 2, 5, 10, 15, 30, 45, 60, 90]
const WIDEST = 34

// Angles where they are, with room for half a bar at both ends.
function angular(angles) {
  const [first, last] = [angles[0], angles.at(-1)]
  const spare = (last - first) / 36
  const scale = linear(first - spare, last + spare)
  return {
    ...scale,
    ticks: (count) => {
      const step = STEPS.find((size) => (last - first) / size <= count) ?? 180
      const least = Math.ceil(first / step)
      const many = Math.floor(last / step) - least + 1
      const values = Array.from({ length: many }, (_, i) => (least + i) * step)
      return values.map((value) => ({ value, text: degrees(value) }))
    },
  }
}

// The weight at the upper end of the scale.
export function topOf(...laws) {
  return Math.min(1, Math.max(0.1, Math.ceil(12 * Math.max(...laws.flat())) / 10))
}

function outlineShapes(best, frame, x, thick) {
  const half = thick / 2 + 1.5
  return best.flatMap((weight, k) => {
    if (weight < COUNTS) return []
    const [left, right, y] = [x[k] - half, x[k] + half, frame.y(weight)]
    const points = [[left, frame.bottom], [left, y], [right, y], [right, frame.bottom]]
    return [line(points, { ...OUTLINE, name: 'best' })]
  })
}

const keyOfBest = (x, y) => {
  return [line([[x + 4, y + 6], [x + 4, y - 6], [x + 16, y - 6], [x + 16, y + 6]], OUTLINE)]
}
const LEGEND = [{ text: tr('π now'), style: NOW }, { text: tr('best π'), mark: keyOfBest }]
const GUESSED = [{ text: tr('your guess, all alike'), style: NOW }]

function axes(frame, legend) {
  const { width } = legendShapes(legend, [0, 0])
  const count = { x: Math.floor((frame.right - frame.left) / TICK_WIDTH) }
  return [...axesShapes(frame, { count }), ...legendShapes(legend, [frame.right - width + 18, 13]).shapes]
}

/* top: of the scale, over which a larger weight reaches a little; picked: the angle under the hand, or −1;
   best: null while it is to be predicted; said: what f calls each copy, or null. */
export function boardDesign({ id, angles, weights, best, top, picked, said }, width, height) {
  const scales = { x: angular(angles), y: linear(0, top, percent) }
  const frame = frameOf(width, height, { ...scales, titles: TITLES, margins: { left: LEFT } })
  const x = angles.map(frame.x)
  const closest = Math.min(...x.slice(1).map((place, k) => place - x[k]))
  const thick = Math.max(2, Math.min(WIDEST, 0.74 * closest))
  const least = (weight) => (weight >= COUNTS ? 1.5 : 0)
  const y = (weight) => Math.max(frame.top - 8, Math.min(frame.y(weight), frame.bottom - least(weight)))
  const bar = (weight, k) => {
    const look = k === picked ? { fill: 'result', name: 'now picked' } : { ...NOW, name: 'now' }
    return box(x[k] - thick / 2, y(weight), thick, frame.bottom - y(weight), look)
  }
  const key = `${id} ${top} ${best === null}`
  return {
    frame,
    layers: [
      { key, shapes: () => axes(frame, best ? LEGEND : GUESSED) },
      { shapes: () => weights.map(bar) },
      { key, shapes: () => (best ? outlineShapes(best, frame, x, thick) : []) },
    ],
    marks: () => angles.map((angle, k) => {
      const law = best
        ? tr('π {now}, best π {best}', { now: share(weights[k]), best: share(best[k]) })
        : chosenWords(weights[k])
      const told = said ? [law, tr('f says {digit}', { digit: said[k] })] : [law]
      const text = `${degrees(angle)}: ${told.join(', ')}`
      return { at: [x[k], y(weights[k])], value: angle, text }
    }),
  }
}
