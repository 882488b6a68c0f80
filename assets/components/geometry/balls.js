// Tissot's picture of the lazy metric: unit balls of g on rings about the origin, all at one scale. As shapes
// for a file, and as coverage of pixels for the screen, where a field of λ has to be there within a frame.

import { crossFactor } from '../../shared/math/space.js'
import { path } from '../../shared/chart/shapes.js'

export const BALL = 0.1
export const RINGS = [[0, 1], [0.4, 5], [0.8, 10], [1.2, 15], [1.6, 20], [2, 25], [2.4, 30]]
const ALPHA = 0.3

// Half the angle that a ball at r spans, seen from the origin: it is bent along its orbit, and as λ falls it
// closes to a ring. Balls about the origin itself are ellipses.
function halfAngle(r, lam, size) {
  return Math.min(size / (r * Math.sqrt(crossFactor(r, lam))), Math.PI)
}

export function ballOutline(r, angle, lam, size) {
  if (r < 3 * size) {
    const stretch = 1 / Math.sqrt(crossFactor(r, lam))
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    return Array.from({ length: 33 }, (_, i) => {
      const t = i * Math.PI / 16
      const [a, b] = [size * Math.cos(t), size * stretch * Math.sin(t)]
      return [r * c + a * c - b * s, r * s + a * s + b * c]
    })
  }
  const half = halfAngle(r, lam, size)
  const count = 32 + 2 * Math.round(16 * half)
  return Array.from({ length: count + 1 }, (_, i) => {
    const t = 2 * Math.PI * i / count
    const [radius, turn] = [r + size * Math.cos(t), angle + half * Math.sin(t)]
    return [radius * Math.cos(turn), radius * Math.sin(turn)]
  })
}

const middleOf = (i, count) => Math.PI * (2 * i + 1) / count

function ballShapes(lam, frame) {
  const runs = []
  for (const [r, count] of RINGS) {
    for (let i = 0; i < count; i++) runs.push(ballOutline(r, middleOf(i, count), lam, BALL).map(frame.to))
  }
  return [path(runs, { closed: true, fill: 'left', alpha: ALPHA })]
}

// For every pixel of the upper half that a ball can reach: its index and that of its mirror image below, how
// far it is from the middle of its ring (in BALL) and from the nearest middle of a ball (an angle), and its
// distance from the origin (in pixels).
export function ballTable(wide, high, unit) {
  const rings = RINGS.map(([r]) => ({ r, index: [], mirror: [], offset: [], turn: [], radius: [] }))
  for (let row = 0; row < high / 2; row++) {
    for (let column = 0; column < wide; column++) {
      const [a, b] = [column + 0.5 - wide / 2, high / 2 - row - 0.5]
      const radius = Math.hypot(a, b)
      const place = Math.round(radius / unit / RINGS[1][0])
      if (place >= RINGS.length) continue
      const [r, count] = RINGS[place]
      const offset = (radius / unit - r) / BALL
      if (Math.abs(offset) > 1 + 1 / (BALL * unit)) continue
      const gap = 2 * Math.PI / count
      const ahead = Math.atan2(b, a) - middleOf(0, count)
      const ring = rings[place]
      ring.index.push(row * wide + column)
      ring.mirror.push((high - 1 - row) * wide + column)
      ring.offset.push(offset)
      ring.turn.push(Math.abs(ahead - gap * Math.round(ahead / gap)))
      ring.radius.push(radius)
    }
  }
  return rings.map(({ r, index, mirror, offset, turn, radius }) => ({
    r,
    index: Int32Array.from(index),
    mirror: Int32Array.from(mirror),
    offset: Float32Array.from(offset),
    turn: Float32Array.from(turn),
    radius: Float32Array.from(radius),
  }))
}

// Writes how much of every pixel of the table is covered, 0 to most, into the fourth byte of its colour.
// E = 1 is the edge of a ball and (E − 1)/|∇E| the distance to it: a pixel is covered in part within half a
// pixel of the edge.
export function coverBalls(table, unit, lam, data, most) {
  const scale = 1 / (BALL * unit)
  for (const { r, index, mirror, offset, turn, radius } of table) {
    const across = r === 0 ? 0 : 1 / halfAngle(r, lam, BALL)
    for (let i = 0; i < index.length; i++) {
      const u = offset[i]
      const w = turn[i] * across
      const e = u * u + w * w
      let share = e < 1 ? 1 : 0
      if (e > 0.4 && e < 2.5) {
        const du = u * scale
        const dw = w * across / radius[i]
        const length = Math.sqrt(du * du + dw * dw)
        share = Math.min(Math.max(0.5 - (e - 1) / (2 * length), 0), 1)
      }
      data[4 * index[i] + 3] = data[4 * mirror[i] + 3] = most * share
    }
  }
}

// Paints fields on canvases of one size in one colour.
class BallPainter {
  constructor(wide, high, unit, colour) {
    this.unit = unit
    this.table = ballTable(wide, high, unit)
    this.image = new ImageData(wide, high)
    const [red, green, blue] = colour
    for (const { index, mirror } of this.table) {
      for (const i of [...index, ...mirror]) this.image.data.set([red, green, blue], 4 * i)
    }
  }

  paint(context, lam) {
    coverBalls(this.table, this.unit, lam, this.image.data, 255 * ALPHA)
    context.putImageData(this.image, 0, 0)
  }
}

const painters = new Map()
const PAINTERS = 4

function painterFor(wide, high, unit, colour) {
  const key = `${wide} ${high} ${unit} ${colour}`
  if (!painters.has(key)) {
    if (painters.size === PAINTERS) painters.delete(painters.keys().next().value)
    painters.set(key, new BallPainter(wide, high, unit, colour))
  }
  return painters.get(key)
}

// The layer of a picture that shows the field; unit is the frame's.
export function ballLayer(lam, frame) {
  return {
    key: `balls ${lam}`,
    shapes: () => ballShapes(lam, frame),
    paint(context, palette) {
      const { width, height } = context.canvas
      painterFor(width, height, frame.unit * width / frame.width, palette.rgb.left).paint(context, lam)
    },
  }
}
