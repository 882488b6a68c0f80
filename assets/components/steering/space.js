// One encoder's space: where thirty digits are at every turn of their images, and the rotation R_a that comes
// nearest to what the turn by a does to all digits.

import { applied, bestRotation, meanSquare, nearestRotation } from '../../shared/math/procrustes.js'

const DEGREES = 180 / Math.PI
export const NEAR = 10

const mixed = (one, other, share) => one.map((value, i) => (1 - share) * value + share * other[i])

// Every point at its length 1.
function normalised(points, d) {
  for (let start = 0; start < points.length; start += d) {
    let squared = 0
    for (let i = start; i < start + d; i++) squared += points[i] ** 2
    const length = Math.sqrt(squared) || 1
    for (let i = start; i < start + d; i++) points[i] /= length
  }
  return points
}

// The angle between unit vectors, in degrees, point by point; from their distance, exact where it is small.
export function arcsOf(y, z, d) {
  return Array.from({ length: y.length / d }, (_, point) => {
    let squared = 0
    for (let i = point * d; i < (point + 1) * d; i++) squared += (y[i] - z[i]) ** 2
    return 2 * Math.asin(Math.min(1, Math.sqrt(squared) / 2)) * DEGREES
  })
}

export class Space {
  // embeddings: K × n × d, rotations: K × d × d, globe: 3 × d, one number after another.
  constructor({ embeddings, rotations, globe, count, dimension }) {
    Object.assign(this, { globe, d: dimension, turns: count, step: 360 / count })
    const size = embeddings.length / count
    const square = dimension ** 2
    const cut = (all, width, k) => Float64Array.from(all.subarray(k * width, (k + 1) * width))
    this.clouds = Array.from({ length: count }, (_, k) => cut(embeddings, size, k))
    this.rotations = Array.from({ length: count }, (_, k) => cut(rotations, square, k))
    this.n = size / dimension
    this.fitted = this.clouds.map((cloud, k) => {
      const spun = applied(this.rotations[k], this.clouds[0], dimension)
      const own = applied(bestRotation(this.clouds[0], cloud, dimension), this.clouds[0], dimension)
      return {
        spun,
        error: meanSquare(cloud, spun, dimension),
        least: meanSquare(cloud, own, dimension),
        arcs: arcsOf(cloud, spun, dimension),
      }
    })
  }

  // How many of the dots land near where the turned globe has them.
  landed(k) {
    return this.fitted[k].arcs.filter((arc) => arc <= NEAR).length
  }

  // Between two turns that were computed, for a motion: [k, k + 1, share].
  between(angle) {
    const place = (((angle % 360) + 360) % 360) / this.step
    const k = Math.floor(place)
    return [k % this.turns, (k + 1) % this.turns, place - k]
  }

  // Where the dots are when the images are turned.
  turned(angle) {
    const [k, next, share] = this.between(angle)
    if (share === 0) return this.clouds[k]
    return normalised(mixed(this.clouds[k], this.clouds[next], share), this.d)
  }

  rotation(angle) {
    const [k, next, share] = this.between(angle)
    if (share === 0) return this.rotations[k]
    return nearestRotation(mixed(this.rotations[k], this.rotations[next], share), this.d)
  }

  // Where they are when the globe is turned instead.
  spun(angle) {
    return applied(this.rotation(angle), this.clouds[0], this.d)
  }

  seen(points) {
    return applied(this.globe, points, this.d)
  }

  // The turn of the wires, 3 × 3: in three dimensions R_a as it is seen, in more the rotation that is nearest
  // to its shadow.
  turn(angle) {
    const { globe, d } = this
    const rotation = this.rotation(angle)
    const rows = [0, 1, 2].map((i) => applied(rotation, globe.subarray(i * d, (i + 1) * d), d))
    const shadow = Float64Array.from({ length: 9 }, (_, place) => {
      const [to, from] = [Math.floor(place / 3), place % 3]
      return rows[from].reduce((sum, value, j) => sum + globe[to * d + j] * value, 0)
    })
    return nearestRotation(shadow, 3)
  }

  // The image that the turned globe brings: of all dots at all turns the one that is nearest to R_a f(x).
  brought(k, dot) {
    const { d } = this
    const wanted = this.fitted[k].spun.subarray(dot * d, (dot + 1) * d)
    const best = { dot: 0, k: 0, squared: Infinity }
    this.clouds.forEach((cloud, turn) => {
      for (let other = 0; other < this.n; other++) {
        let squared = 0
        for (let i = 0; i < d; i++) squared += (cloud[other * d + i] - wanted[i]) ** 2
        if (squared < best.squared) Object.assign(best, { dot: other, k: turn, squared })
      }
    })
    return best
  }
}

// Numbers of all encoders as one array of float32 → a Space for each.
export function spacesOf({ embeddings, rotations, globes, dimension, count }, methods) {
  const part = (all, m) => all.subarray(m * all.length / methods, (m + 1) * all.length / methods)
  return Array.from({ length: methods }, (_, m) => new Space({
    embeddings: part(embeddings, m),
    rotations: part(rotations, m),
    globe: Float64Array.from(part(globes, m)),
    count,
    dimension,
  }))
}
