// What a brush does to 784 levels. Positions are in pixels: (0, 0) is the upper left corner, (28, 28) the
// lower right one, and (column + 0.5, row + 0.5) the middle of a pixel.

import { SIDE } from './pixels.js'

export function dab(levels, x, y, width, erase) {
  const radius = width / 2
  const reach = radius + 0.5
  for (let row = Math.max(0, Math.floor(y - reach)); row <= Math.min(SIDE - 1, Math.floor(y + reach)); row++) {
    for (let column = Math.max(0, Math.floor(x - reach)); column <= Math.min(SIDE - 1, Math.floor(x + reach)); column++) {
      const cover = Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(column + 0.5 - x, row + 0.5 - y)))
      const i = row * SIDE + column
      const level = Math.round(255 * cover)
      levels[i] = erase ? Math.min(levels[i], 255 - level) : Math.max(levels[i], level)
    }
  }
}

export function stroke(levels, from, to, width, erase) {
  const steps = Math.max(1, Math.ceil(4 * Math.hypot(to[0] - from[0], to[1] - from[1])))
  for (let i = 1; i <= steps; i++) {
    dab(levels, from[0] + (to[0] - from[0]) * i / steps, from[1] + (to[1] - from[1]) * i / steps, width, erase)
  }
}
