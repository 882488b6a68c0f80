// The two points: dragged in the plane, or moved by the arrow keys.

import { keptInside } from './link.js'

const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }

// Where a point comes to lie that is wanted somewhere. One that is dragged close to being opposite to the
// other is made so: the cut locus has no width.
export function placed(wanted, other, snaps) {
  const point = wanted.map(keptInside)
  const across = Math.abs(point[0] * other[1] - point[1] * other[0])
  const [r, s] = [Math.hypot(...point), Math.hypot(...other)]
  const near = point[0] * other[0] + point[1] * other[1] < 0 && across < 0.05 * s
  return near && snaps && r > 0.1 ? other.map((value) => -value * r / s) : point
}

// The point opposite to x at the distance of y from the origin.
export function opposite(x, y) {
  const [r, s] = [Math.hypot(...x), Math.hypot(...y)]
  return x.map((value) => -value * (s || 1) / r)
}

// Handles over a plane; frame() has its pixels, move(name, wanted, snaps) takes a point there.
export function holdPoints(handles, plane, { frame, pointOf, move, settle }) {
  for (const handle of handles) {
    const { point } = handle.dataset
    handle.onpointerdown = (event) => {
      handle.setPointerCapture(event.pointerId)
      handle.held = true
    }
    handle.onpointermove = (event) => {
      if (!handle.held) return
      const box = plane.getBoundingClientRect()
      move(point, frame().from([event.clientX - box.left, event.clientY - box.top]), true)
    }
    handle.onpointerup = handle.onpointercancel = () => {
      handle.held = false
      settle()
    }
    handle.onkeydown = (event) => {
      const step = STEPS[event.key]
      if (!step) return
      event.preventDefault()
      const size = event.shiftKey ? 0.01 : 0.1
      move(point, pointOf(point).map((value, i) => value + size * step[i]), false)
      settle()
    }
  }
}
