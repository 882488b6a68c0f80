// A camera that looks at the origin of R³ from a distance.

const DISTANCE = 9

// size: how much of the space is seen from top to bottom, or across a share of the width.
export function camera(view, width, height, size, share = 0.8) {
  const [cy, sy] = [Math.cos(view.yaw), Math.sin(view.yaw)]
  const [cp, sp] = [Math.cos(view.pitch), Math.sin(view.pitch)]
  const unit = Math.min(height, share * width) / size * view.zoom
  return (p) => {
    const a = cy * p[0] - sy * p[1]
    const b = sy * p[0] + cy * p[1]
    const depth = cp * b - sp * p[2]
    const up = sp * b + cp * p[2]
    const scale = unit * DISTANCE / (DISTANCE + depth)
    return [width / 2 + scale * a, height / 2 - scale * up, depth]
  }
}

// Where its eye is.
export function eyeOf(view) {
  const across = DISTANCE * Math.cos(view.pitch)
  return [-across * Math.sin(view.yaw), -across * Math.cos(view.yaw), DISTANCE * Math.sin(view.pitch)]
}

export const ring = (r, count) => Array.from({ length: count + 1 }, (_, i) => [
  r * Math.cos(2 * Math.PI * i / count), r * Math.sin(2 * Math.PI * i / count),
])
