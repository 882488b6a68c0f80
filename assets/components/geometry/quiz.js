// Questions about two ways from x to y: the same sequence for everyone.

import { DIAL_STEPS, lamOfDial } from './charts.js'
import { keptInside } from './link.js'
import { orbitLength, straightLength } from '../../shared/math/space.js'

// The k-th question: points and a λ for which the two ways differ clearly, every third for the straight line.
export function question(k) {
  let seed = 7919 * k
  const draw = () => {
    seed = (16807 * seed) % 2147483647
    return seed / 2147483647
  }
  const point = (size, angle) => [keptInside(size * Math.cos(angle)), keptInside(size * Math.sin(angle))]
  for (;;) {
    const from = 2 * Math.PI * draw()
    const turn = 0.7 + 2 * draw()
    const [x, y] = [point(0.9 + 1.3 * draw(), from), point(0.9 + 1.3 * draw(), from + turn)]
    const lam = Number(lamOfDial(DIAL_STEPS * (0.25 + 0.5 * draw())).toPrecision(2))
    const ratio = straightLength(x, y, lam) / orbitLength(x, y, lam)
    if (k % 3 === 2 ? ratio < 0.93 : ratio > 1.07) return { x, y, lam }
  }
}
