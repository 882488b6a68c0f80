// Two clouds aligned by geometry and by information: the plan P that makes
//   (1 − s) ⟨P, C⟩ − s MI(P) + ε KL(P ‖ pqᵀ)
// least under the marginals p and q, step by step, as lazyq.infoot has it. Matrices lie row by row.

import { scaled } from './sinkhorn.js'

const LEAST = 1e-300
const GROWTH = 1e-12
const SHORTEST = 2 ** -20

const difference = (a, b) => a.reduce((sum, value, k) => sum + Math.abs(value - b[k]), 0)

// Points are [x, y], …; their distances.
export function distancesOf(a, b) {
  const out = new Float64Array(a.length * b.length)
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      out[i * b.length + j] = Math.hypot(a[i][0] - b[j][0], a[i][1] - b[j][1])
    }
  }
  return out
}

// The kernel of a cloud, and its bandwidth in the cloud's units.
export function kernelOf(points, bandwidth) {
  const far = distancesOf(points, points)
  let sum = 0
  for (const value of far) sum += value * value
  const scale = bandwidth * Math.sqrt(sum / far.length / 2)
  return { kernel: far.map((value) => Math.exp(-((value / scale) ** 2) / 2)), scale }
}

// out = A B for A (n, k) and B (k, m).
function multiply(a, b, out, n, k, m) {
  out.fill(0)
  for (let i = 0; i < n; i++) {
    const row = i * m
    let c = 0
    for (; c + 3 < k; c += 4) {
      const at = i * k + c
      const [w, x, y, z] = [a[at], a[at + 1], a[at + 2], a[at + 3]]
      const first = c * m
      const [second, third, fourth] = [first + m, first + 2 * m, first + 3 * m]
      for (let j = 0; j < m; j++) {
        out[row + j] += w * b[first + j] + x * b[second + j] + y * b[third + j] + z * b[fourth + j]
      }
    }
    for (; c < k; c++) {
      const factor = a[i * k + c]
      for (let j = 0; j < m; j++) out[row + j] += factor * b[c * m + j]
    }
  }
}

function rowSums(plan, n, m) {
  const sums = new Float64Array(n)
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) sums[i] += plan[i * m + j]
  return sums
}

function columnSums(plan, n, m) {
  const sums = new Float64Array(m)
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) sums[j] += plan[i * m + j]
  return sums
}

// kernel · masses, none of it 0.
function smoothed(kernel, masses) {
  const size = masses.length
  const out = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) out[i] += kernel[i * size + k] * masses[k]
    out[i] = Math.max(out[i], LEAST)
  }
  return out
}

// A plan with its densities, all of which are linear in it: { plan, rows, columns, joint, fx, fy }.
function* densities({ kx, ky, p, q }, plan) {
  const [n, m] = [p.length, q.length]
  const [half, joint] = [new Float64Array(n * m), new Float64Array(n * m)]
  multiply(kx, plan, half, n, n, m)
  yield
  multiply(half, ky, joint, n, m, m)
  yield
  const [rows, columns] = [rowSums(plan, n, m), columnSums(plan, n, m)]
  return { plan, rows, columns, joint, fx: smoothed(kx, rows), fy: smoothed(ky, columns) }
}

// Those of the plan at a share of the way from one to another.
function between(at, other, share) {
  const mixed = Object.entries(at).map(([name, values]) => [
    name, values.map((value, k) => value + share * (other[name][k] - value)),
  ])
  return Object.fromEntries(mixed)
}

// The joint density, which is at least the plan since kernels have ones on their diagonals.
const jointAt = ({ joint, plan }, at) => Math.max(joint[at], plan[at], LEAST)

// The objective and its parts, and the logarithms of which the mutual information is the mean.
function measured({ cost, information, reg, p, q }, at) {
  const { plan, rows, columns, fx, fy } = at
  const m = columns.length
  const mass = rows.reduce((sum, value) => sum + value, 0)
  const ratio = new Float64Array(plan.length)
  let [mutual, paid, entropy] = [0, 0, 1 - mass]
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < m; j++) {
      const k = i * m + j
      ratio[k] = Math.log(mass * jointAt(at, k) / (Math.max(fx[i], LEAST) * Math.max(fy[j], LEAST)))
      mutual += plan[k] * ratio[k]
      paid += plan[k] * cost[k]
      if (plan[k] > 0) entropy += plan[k] * Math.log(plan[k] / (p[i] * q[j]))
    }
  }
  const objective = (1 - information) * paid - information * mutual + reg * entropy
  const error = difference(rows, p) + difference(columns, q)
  return { plan, objective, information: mutual, cost: paid, error, ratio }
}

// The gradient of the mutual information, but for terms of rows and of columns, which fixed marginals undo.
function* gradientOf({ kx, ky, p, q }, at, ratio) {
  const [n, m] = [p.length, q.length]
  const [half, out] = [new Float64Array(n * m), new Float64Array(n * m)]
  multiply(kx, at.plan.map((value, k) => value / jointAt(at, k)), half, n, n, m)
  yield
  multiply(half, ky, out, n, m, m)
  yield
  for (let k = 0; k < out.length; k++) out[k] += ratio[k]
  return out
}

/* Align step by step, in slices: it yields between them, nothing, or after an outer step what that led to:
     { plan, objective, information, cost, error, change }
   A step solves the entropic transport problem that has the information's tangent in it, and goes all the way
   to its solution, or half of it, a quarter …, until the objective does not grow.
   problem: { cost, kx, ky, p, q, information, reg }, where information is s and reg is ε
   start: { plan, v } near by, the end of another alignment; null begins with pqᵀ
   limits: { steps, tolerance } of the outer steps, { inner, turns } of the marginals in each
   It returns { plan, v, converged }. */
export function* aligned(problem, start, limits) {
  const { p, q, cost, information, reg } = problem
  const [n, m] = [p.length, q.length]
  const product = cost.map((_, k) => p[Math.floor(k / m)] * q[k % m])
  let v = start?.v ?? new Float64Array(m)
  let at = yield* densities(problem, start?.plan ?? product)
  let now = measured(problem, at)
  yield { ...now, change: 0 }
  let converged = false
  for (let step = 0; step < limits.steps && !converged; step++) {
    const gradient = information > 0 ? yield* gradientOf(problem, at, now.ratio) : null
    const scores = cost.map((far, k) => {
      const slope = (1 - information) * far - (gradient ? information * gradient[k] : 0)
      return Math.log(product[k]) - slope / reg
    })
    const potentials = { u: new Float64Array(n), v: v.slice() }
    const found = yield* scaled(scores, problem, potentials, limits)
    ;({ v } = potentials)
    const target = yield* densities(problem, found.plan)
    const change = difference(target.plan, at.plan)
    const most = now.objective + GROWTH * (1 + Math.abs(now.objective))
    let [share, tried] = [1, target]
    let then = measured(problem, tried)
    while (!(then.objective <= most) && share >= SHORTEST) {
      share /= 2
      tried = between(at, target, share)
      then = measured(problem, tried)
      yield
    }
    if (then.objective <= most) [at, now] = [tried, then]
    converged = change <= limits.tolerance || information === 0
    yield { ...now, change }
  }
  return { plan: at.plan, v, converged }
}

// Where a plan sends a new point by what is near it: weights over the y_j, which sum to 1, and the image.
export function conditional({ plan, xs, ys, ky, scale, q }, point) {
  const [n, m] = [xs.length, ys.length]
  const squares = xs.map(([a, b]) => ((a - point[0]) ** 2 + (b - point[1]) ** 2) / scale ** 2 / 2)
  // The weights are shares: however far the point is, the nearest counts.
  const least = Math.min(...squares)
  const near = squares.map((square) => Math.exp(least - square))
  const carried = new Float64Array(m)
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) carried[j] += near[i] * plan[i * m + j]
  const weights = smoothed(ky, carried)
  const fy = smoothed(ky, columnSums(plan, n, m))
  let sum = 0
  for (let j = 0; j < m; j++) sum += weights[j] *= q[j] / fy[j]
  const image = [0, 0]
  for (let j = 0; j < m; j++) {
    weights[j] /= sum
    image[0] += weights[j] * ys[j][0]
    image[1] += weights[j] * ys[j][1]
  }
  return { weights, image }
}
