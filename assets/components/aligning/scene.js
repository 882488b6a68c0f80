// The clouds as they stand for a state of the page, and the problem that they make.

import { distancesOf, kernelOf } from '../../shared/math/infoot.js'
import { fromBase64 } from '../../shared/page/pixels.js'

export const OUTLIER = -1

function numbers(base64) {
  return Array.from(new Float64Array(fromBase64(base64).slice().buffer))
}

const pairs = (list) => Array.from({ length: list.length / 2 }, (_, i) => [list[2 * i], list[2 * i + 1]])

// Turn by degrees counter-clockwise about the origin, then move.
export function moved(points, degrees, [dx, dy]) {
  const radians = degrees * Math.PI / 180
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  return points.map(([a, b]) => [cos * a - sin * b + dx, sin * a + cos * b + dy])
}

// All scenes of the page, by their names; kernels are made once for a scene and a bandwidth.
export class Scenes {
  constructor(scenes, steps) {
    this.steps = steps
    this.scenes = Object.fromEntries(Object.entries(scenes).map(([name, given]) => [name, {
      name,
      xs: pairs(numbers(given.x)),
      upright: pairs(numbers(given.upright)),
      clustersX: given.clusters_x,
      clustersY: given.clusters_y,
      p: Float64Array.from(numbers(given.p)),
      q: Float64Array.from(numbers(given.q)),
    }]))
    this.kernels = new Map()
  }

  at({ equal, unequal, outliers }) {
    return this.scenes[[equal, unequal, outliers].map((is) => (is ? '1' : '0')).join('')]
  }

  kernelsOf(scene, bandwidth) {
    const key = `${scene.name} ${bandwidth}`
    if (!this.kernels.has(key)) {
      // Turning and moving changes no distance within a cloud.
      this.kernels.set(key, { x: kernelOf(scene.xs, bandwidth), y: kernelOf(scene.upright, bandwidth) })
    }
    return this.kernels.get(key)
  }

  // What the state asks to solve; back: how the source is turned and moved for it, or null.
  problem(state, back) {
    const scene = this.at(state)
    const kernels = this.kernelsOf(scene, state.bandwidth)
    const ys = moved(scene.upright, state.angle, [state.dx, state.dy])
    const xs = back ? moved(scene.xs, back.angle, back.shift) : scene.xs
    return {
      ...scene, ys, back, turned: xs, cost: distancesOf(xs, ys),
      kx: kernels.x.kernel, ky: kernels.y.kernel, scale: kernels.x.scale,
      information: state.info, reg: state.reg, steps: this.steps,
      key: JSON.stringify([
        scene.name, state.angle, state.dx, state.dy, state.info, state.reg, state.bandwidth, back,
      ]),
    }
  }
}

// How much of each source cluster's mass goes to each target cluster: [a][b], the last b is outliers.
export function blocksOf(plan, { clustersX, clustersY }) {
  const count = Math.max(...clustersX) + 1
  const m = clustersY.length
  const blocks = Array.from({ length: count + 1 }, () => new Float64Array(count + 1))
  for (let at = 0; at < plan.length; at++) {
    const [a, b] = [clustersX[Math.floor(at / m)], clustersY[at % m]]
    blocks[a === OUTLIER ? count : a][b === OUTLIER ? count : b] += plan[at]
  }
  return blocks
}

// The share of the mass between clusters that goes to the right one; what outliers take is left out.
export function rightOf(blocks) {
  const own = blocks.slice(0, -1)
  const all = own.reduce((sum, row) => sum + row.slice(0, -1).reduce((part, mass) => part + mass, 0), 0)
  return own.reduce((sum, row, a) => sum + row[a], 0) / all
}

// Where most of each source cluster's mass goes.
export function matchingOf(blocks) {
  return blocks.slice(0, -1).map((row) => {
    const clusters = row.slice(0, -1)
    return clusters.indexOf(Math.max(...clusters))
  })
}

export const isRight = (matching) => matching.every((b, a) => a === b)

// The images of the source's points where their own mass goes.
export function barycentric(plan, ys, n) {
  const m = ys.length
  return Array.from({ length: n }, (_, i) => {
    const sums = [0, 0, 0]
    for (let j = 0; j < m; j++) {
      const mass = plan[i * m + j]
      sums[0] += mass
      sums[1] += mass * ys[j][0]
      sums[2] += mass * ys[j][1]
    }
    return [sums[1] / sums[0], sums[2] / sums[0]]
  })
}
