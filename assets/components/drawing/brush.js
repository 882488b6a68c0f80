// What a brush does to 784 levels. Positions are in pixels: (0, 0) is the upper left corner, (28, 28) the
// lower right one, and (column + 0.5, row + 0.5) the middle of a pixel.

import { SIDE } from '../../shared/page/pixels.js'

export function dab(levels, x, y, width, erase) {
  const reach = width / 2 + 0.5
  const first = (middle) => Math.max(0, Math.floor(middle - reach))
  const last = (middle) => Math.min(SIDE - 1, Math.floor(middle + reach))
  for (let row = first(y); row <= last(y); row++) {
    for (let column = first(x); column <= last(x); column++) {
      const cover = Math.max(0, Math.min(1, reach - Math.hypot(column + 0.5 - x, row + 0.5 - y)))
      const level = Math.round(255 * cover)
      const i = row * SIDE + column
      levels[i] = erase ? Math.min(levels[i], 255 - level) : Math.max(levels[i], level)
    }
  }
}

export function stroke(levels, from, to, width, erase) {
  const [right, down] = [to[0] - from[0], to[1] - from[1]]
  const steps = Math.max(1, Math.ceil(4 * Math.hypot(right, down)))
  for (let i = 1; i <= steps; i++) {
    dab(levels, from[0] + right * i / steps, from[1] + down * i / steps, width, erase)
  }
}
