// Tissot's picture of the lazy metric: its unit balls {v : g_x(v, v) ≤ 1} on rings about the origin, true
// ellipses, all at one scale, which falls with λ so that they stay apart. As shapes for a file, and as
// coverage of pixels for the screen, where a field of λ has to be there within a frame.

import { unitBall } from '../../shared/math/space.js'
import { path } from '../../shared/chart/shapes.js'

const BALL = 0.1
export const RINGS = [[0, 1], [0.4, 5], [0.8, 10], [1.2, 15], [1.6, 20], [2, 25], [2.4, 30]]
const RIM = RINGS.at(-1)[0]
// Half of what a ball may span across: the middles of a ring lie 0.5 apart, on the innermost 0.47.
const WIDEST = 0.235
const ALPHA = 0.4
// Thinner than this, in pixels, an ellipse is drawn as a line.
const THINNEST = 0.6

// What a unit ball of the field at radius r is drawn with: its scale and its two half-axes.
export const fieldBall = (r, lam) => unitBall(r, lam, { size: BALL, most: WIDEST, rim: RIM })

// An ellipse about the point at (r, angle), with these half-axes along the ray and across it.
export function ellipseOutline(r, angle, { along, across }, count = 48) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  return Array.from({ length: count + 1 }, (_, i) => {
    const t = 2 * Math.PI * i / count
    const [a, b] = [r + along * Math.cos(t), across * Math.sin(t)]
    return [a * c - b * s, a * s + b * c]
  })
}

const middleOf = (i, count) => Math.PI * (2 * i + 1) / count

const noThinner = ({ along, across }, least) => (
  { along: Math.max(along, least), across: Math.max(across, least) }
)

function ballShapes(lam, frame) {
  const runs = []
  for (const [r, count] of RINGS) {
    const axes = noThinner(fieldBall(r, lam), THINNEST / frame.unit)
    for (let i = 0; i < count; i++) runs.push(ellipseOutline(r, middleOf(i, count), axes).map(frame.to))
  }
  return [path(runs, { closed: true, fill: 'left', alpha: ALPHA })]
}

// For every pixel of the upper half that a ball can reach: its index and that of its mirror image below, and
// how far it is from the nearest middle, along the ray and across it.
export function ballTable(wide, high, unit) {
  const rings = RINGS.map(([r]) => ({ r, index: [], mirror: [], along: [], across: [] }))
  const reach = BALL + 1 / unit
  for (let row = 0; row < high / 2; row++) {
    for (let column = 0; column < wide; column++) {
      const [a, b] = [(column + 0.5 - wide / 2) / unit, (high / 2 - row - 0.5) / unit]
      const radius = Math.hypot(a, b)
      const place = Math.round(radius / RINGS[1][0])
      if (place >= RINGS.length) continue
      const [r, count] = RINGS[place]
      const gap = 2 * Math.PI / count
      const ahead = Math.atan2(b, a) - middleOf(0, count)
      const turn = r === 0 ? ahead : ahead - gap * Math.round(ahead / gap)
      const along = radius * Math.cos(turn) - r
      const across = radius * Math.sin(turn)
      if (Math.abs(along) > reach || Math.abs(across) > WIDEST + 1 / unit) continue
      const ring = rings[place]
      ring.index.push(row * wide + column)
      ring.mirror.push((high - 1 - row) * wide + column)
      ring.along.push(along)
      ring.across.push(across)
    }
  }
  return rings.map(({ r, index, mirror, along, across }) => ({
    r,
    index: Int32Array.from(index),
    mirror: Int32Array.from(mirror),
    along: Float32Array.from(along),
    across: Float32Array.from(across),
  }))
}

// Writes how much of every pixel of the table is covered, 0 to most, into the fourth byte of its colour.
// E = 1 is the edge of a ball and (E − 1)/|∇E| the distance to it: a pixel is covered in part within half a
// pixel of the edge.
export function coverBalls(table, unit, lam, data, most) {
  for (const { r, index, mirror, along, across } of table) {
    const axes = noThinner(fieldBall(r, lam), THINNEST / unit)
    const [a, b] = [1 / axes.along, 1 / axes.across]
    const [da, db] = [a / unit, b / unit]
    for (let i = 0; i < index.length; i++) {
      const u = along[i] * a
      const w = across[i] * b
      const e = u * u + w * w
      let share = e < 1 ? 1 : 0
      if (e > 0.2 && e < 8) {
        const du = u * da
        const dw = w * db
        share = Math.min(Math.max(0.5 - (e - 1) / (2 * Math.sqrt(du * du + dw * dw)), 0), 1)
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
