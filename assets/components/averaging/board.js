// The board on which π is drawn: a bar for each angle, and the outline of the best π.

import { axesShapes, categorical, frameOf, legendShapes, linear } from '../../shared/chart/axes.js'
import { box, line } from '../../shared/chart/shapes.js'
import { COUNTS, degrees, percent, share } from './words.js'

const TITLES = { x: 'angle θ of the copy', y: 'weight π(θ)' }
const OUTLINE = { stroke: 'ink', width: 1.6 }
const NOW = { fill: 'left' }
const TICK_WIDTH = 44

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
const LEGEND = [{ text: 'π now', style: NOW }, { text: 'best π', mark: keyOfBest }]

function axes(frame) {
  const { width } = legendShapes(LEGEND, [0, 0])
  const count = { x: Math.floor((frame.right - frame.left) / TICK_WIDTH) }
  return [...axesShapes(frame, { count }), ...legendShapes(LEGEND, [frame.right - width + 18, 13]).shapes]
}

// top: of the scale, over which a larger weight reaches a little; picked: the angle under the hand, or −1.
export function boardDesign({ id, angles, weights, best, top, picked }, width, height) {
  const scales = { x: categorical(angles, degrees, 0), y: linear(0, top, percent) }
  const frame = frameOf(width, height, { ...scales, titles: TITLES })
  const slot = (frame.right - frame.left) / angles.length
  const thick = Math.max(2, 0.74 * slot)
  const x = angles.map((_, k) => frame.left + (k + 0.5) * slot)
  const least = (weight) => (weight >= COUNTS ? 1.5 : 0)
  const y = (weight) => Math.max(frame.top - 8, Math.min(frame.y(weight), frame.bottom - least(weight)))
  const bar = (weight, k) => {
    const look = k === picked ? { fill: 'result', name: 'now picked' } : { ...NOW, name: 'now' }
    return box(x[k] - thick / 2, y(weight), thick, frame.bottom - y(weight), look)
  }
  const key = `${id} ${top}`
  return {
    frame,
    layers: [
      { key, shapes: () => axes(frame) },
      { shapes: () => weights.map(bar) },
      { key, shapes: () => outlineShapes(best, frame, x, thick) },
    ],
    marks: () => angles.map((angle, k) => {
      const text = `${degrees(angle)}: π ${share(weights[k])}, best π ${share(best[k])}`
      return { at: [x[k], y(weights[k])], value: angle, text }
    }),
  }
}
