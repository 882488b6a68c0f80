// Clusters as they are drawn: each has a shape besides its colour, filled in the source, open in the target.

import { disc, path } from '../../shared/chart/shapes.js'
import { tr } from '../../shared/page/language.js'
import { OUTLIER } from './scene.js'

export const SIGNS = ['●', '■', '▲', '◆', '★']
const COLOURS = ['class-0', 'class-1', 'class-2', 'class-3', 'class-7']
const CORNERS = [null, [4, Math.PI / 4], [3, Math.PI / 2], [4, 0], [5, Math.PI / 2]]
const SIZES = [1, 1.2, 1.35, 1.3, 1.4]
const CROSS = 0.75

export const signOf = (cluster) => (cluster === OUTLIER ? tr('no cluster') : SIGNS[cluster])
export const colourOf = (cluster) => (cluster === OUTLIER ? 'muted' : COLOURS[cluster])

function corners([x, y], radius, [count, first]) {
  return Array.from({ length: count }, (_, k) => {
    const angle = first + 2 * Math.PI * k / count
    return [x + radius * Math.cos(angle), y - radius * Math.sin(angle)]
  })
}

function pointed([x, y], radius) {
  return Array.from({ length: 10 }, (_, k) => {
    const angle = Math.PI * (0.5 + k / 5)
    const far = k % 2 ? 0.45 * radius : radius
    return [x + far * Math.cos(angle), y - far * Math.sin(angle)]
  })
}

// A point of a cluster at a place in pixels.
export function signShape(cluster, at, radius, { open = false, ...style } = {}) {
  const colour = colourOf(cluster)
  const [x, y] = at
  if (cluster === OUTLIER) {
    const arm = CROSS * radius
    const cross = [[[x - arm, y - arm], [x + arm, y + arm]], [[x - arm, y + arm], [x + arm, y - arm]]]
    return path(cross, { stroke: colour, width: 2, ...style })
  }
  const look = open
    ? { fill: 'paper', stroke: colour, width: 2, ...style }
    : { fill: colour, stroke: 'paper', width: 1, ...style }
  if (cluster === 0) return disc(at, radius, look)
  const size = radius * SIZES[cluster]
  const points = cluster === 4 ? pointed(at, size) : corners(at, size, CORNERS[cluster])
  return path([points], { closed: true, ...look })
}

export const plusRuns = ([x, y], arm) => [[[x - arm, y], [x + arm, y]], [[x, y - arm], [x, y + arm]]]

// The new point, and its image where it is open: a ring around a plus.
export function newShape([x, y], radius, open = false) {
  const plus = plusRuns([x, y], radius)
  return [
    disc([x, y], radius + 3, { fill: open ? 'paper' : 'ink', stroke: open ? 'ink' : 'paper', width: 2.5 }),
    path(plus, { stroke: open ? 'ink' : 'paper', width: 2.5 }),
  ]
}

export const keys = () => [
  { text: tr('source'), mark: (x, y) => [signShape(0, [x + 9, y], 6)] },
  { text: tr('target'), mark: (x, y) => [signShape(0, [x + 9, y], 6, { open: true })] },
  { text: tr('of no cluster'), mark: (x, y) => [signShape(OUTLIER, [x + 9, y], 6)] },
  { text: tr('new point'), mark: (x, y) => newShape([x + 9, y], 4) },
  { text: tr('where it is sent'), mark: (x, y) => newShape([x + 9, y], 4, true) },
]
