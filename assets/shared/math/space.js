// The lazy metric on the plane, in closed form: what lazyq.riemannian computes, for two points at a time.
// Every formula depends on β = √2 λ alone; the plane of x and y is all of Rⁿ that the pair can see.

const STEPS_TO_THE_ROOT = 10

export function lengthScale(lam) {
  return Math.SQRT2 * lam
}

// θ that minimises r₁² + r₂² − 2 r₁ r₂ cos(φ−θ) + β²θ², and α = φ − θ: Newton's method from the side on
// which convexity keeps every step, for a ratio κ = r₁r₂/β² up to 2 in θ, beyond it in α.
function optimalAngle(r1, r2, angle, beta) {
  const ratio = r1 > 0 && r2 > 0 ? Math.min((r1 / beta) * (r2 / beta), 1e300) : 0
  if (beta === 0) return ratio > 0 ? { theta: angle, alpha: 0 } : { theta: 0, alpha: angle }
  if (ratio > 2) {
    let alpha = angle / (1 + ratio)
    for (let i = 0; i < STEPS_TO_THE_ROOT; i++) {
      alpha -= (alpha + ratio * Math.sin(alpha) - angle) / (1 + ratio * Math.cos(alpha))
    }
    return { theta: angle - alpha, alpha }
  }
  const opening = Math.PI - angle
  const excess = Math.max(0, 1 - 1 / Math.max(ratio, 1e-300))
  const lifted = Math.cbrt(Math.PI ** 2 * opening / Math.max(ratio, 1e-300))
  const cubic = Math.PI * Math.sqrt(excess) + lifted - opening
  let theta = Math.min(ratio * angle / (1 + ratio), ratio, Math.max(cubic, 0))
  if (ratio < 1) theta = Math.min(theta, ratio * opening / (1 - ratio))
  for (let i = 0; i < STEPS_TO_THE_ROOT; i++) {
    const slope = Math.max(1 + ratio * Math.cos(angle - theta), 1e-300)
    theta = Math.min(Math.max(theta - (theta - ratio * Math.sin(angle - theta)) / slope, 0), angle)
  }
  return { theta, alpha: angle - theta }
}

// Signed angle from x to y in (−π, π].
function angleBetween(x, y) {
  return Math.atan2(x[0] * y[1] - x[1] * y[0], x[0] * y[0] + x[1] * y[1])
}

function rotated(v, angle) {
  const cosine = Math.cos(angle)
  const sine = Math.sin(angle)
  return [cosine * v[0] - sine * v[1], sine * v[0] + cosine * v[1]]
}

// g_λ for x towards y, with both terms of d_λ². A tie is two minimisers, turning either way.
export function alignPoints(x, y, lam) {
  const beta = lengthScale(lam)
  const r1 = Math.hypot(...x)
  const r2 = Math.hypot(...y)
  const signed = angleBetween(x, y)
  const angle = Math.abs(signed)
  const side = signed < 0 ? -1 : 1
  const { theta, alpha } = lam === Infinity ? { theta: 0, alpha: angle } : optimalAngle(r1, r2, angle, beta)
  const residual = Math.hypot(r1 - r2, 2 * Math.sqrt(r1) * Math.sqrt(r2) * Math.sin(alpha / 2))
  const penalty = theta > 0 ? beta * theta : 0
  return {
    r1,
    r2,
    angle,
    side,
    theta,
    alpha,
    residual,
    penalty,
    effort: Math.SQRT2 * theta,
    moved: rotated(x, side * theta),
    distance: Math.hypot(residual, penalty),
    tie: Math.PI - angle < 1e-9 && theta > 1e-9 && lam > 0,
  }
}

export function distanceBetween(x, y, lam) {
  return alignPoints(x, y, lam).distance
}

// Points of the minimal geodesic, γ(t) = R(tθ)[(1−t) x + t R(−θ) y]; side −1 turns the other way round.
export function geodesicPoints(x, y, lam, count, other = false) {
  const { theta, side } = alignPoints(x, y, lam)
  const turn = (other ? -side : side) * theta
  const back = rotated(y, -turn)
  return Array.from({ length: count + 1 }, (_, i) => {
    const t = i / count
    return rotated([(1 - t) * x[0] + t * back[0], (1 - t) * x[1] + t * back[1]], t * turn)
  })
}

// The squared length of a unit vector across x: the eigenvalue of g_x that is not 1.
export function crossFactor(r, lam) {
  const beta = lengthScale(lam)
  if (lam === Infinity || (lam === 0 && r === 0)) return 1
  return (beta / Math.hypot(beta, r)) ** 2
}

// The matrix of g_x in Rⁿ: s I + (1 − s) xxᵀ/‖x‖², with s the eigenvalue across x.
export function matrixOf(x, lam) {
  const r = Math.hypot(...x)
  const s = crossFactor(r, lam)
  return x.map((one, i) => x.map((other, k) => (
    (i === k ? s : 0) + (r > 0 ? (1 - s) * (one / r) * (other / r) : 0)
  )))
}

// The unit ball {v : g_x(v, v) ≤ 1} at radius r as it is drawn: its scale, and its half-axes along x and
// across it. The scale is size, or less where the ball at radius rim would reach further than most across; at
// λ = 0, where it has no end across, only its direction is left.
export function unitBall(r, lam, { size, most, rim = r }) {
  if (lam === Infinity || rim === 0) return { scale: size, along: size, across: size }
  const beta = lengthScale(lam)
  const [here, there] = [Math.hypot(beta, r), Math.hypot(beta, rim)]
  const scale = Math.min(size, most * beta / there)
  const free = beta === 0 ? Infinity : size * here / beta
  return { scale, along: scale, across: Math.min(free, most * here / there) }
}

// g_x(v, v).
export function squaredNorm(x, v, lam) {
  const r2 = x[0] * x[0] + x[1] * x[1]
  const flat = v[0] * v[0] + v[1] * v[1]
  if (r2 === 0) return flat
  const radial = (x[0] * v[0] + x[1] * v[1]) ** 2 / r2
  return radial + crossFactor(Math.sqrt(r2), lam) * (flat - radial)
}

// exp_x(v), for λ > 0.
export function exponential(x, v, lam) {
  const beta = lengthScale(lam)
  const r2 = x[0] * x[0] + x[1] * x[1]
  if (lam === Infinity || r2 === 0) return [x[0] + v[0], x[1] + v[1]]
  const size2 = beta * beta + r2
  const along = x[0] * v[0] + x[1] * v[1]
  const rate = (x[0] * v[1] - x[1] * v[0]) / size2
  const line = [0, 1].map((i) => x[i] + (beta * beta * v[i] + along * x[i]) / size2)
  return rotated(line, rate)
}

// ρ(r): an orbit of radius r has length 2πρ.
export function orbitRadius(r, lam) {
  return lam === Infinity ? r : Math.sqrt(crossFactor(r, lam)) * r * (lam === 0 ? 0 : 1)
}

export function gaussCurvature(r, lam) {
  if (lam === Infinity) return 0
  if (lam === 0) return r === 0 ? Infinity : 0
  const beta2 = 2 * lam * lam
  return 3 * beta2 / (beta2 + r * r) ** 2
}

export function ballArea(radius, lam) {
  if (lam === Infinity) return Math.PI * radius * radius
  const beta = lengthScale(lam)
  return beta === 0 ? 0 : 2 * Math.PI * radius * radius / (1 + Math.hypot(1, radius / beta))
}

// In Rⁿ: 2(n−1) K₁ + (n−1)(n−2) K₂, of planes that contain x and planes across it.
export function scalarCurvature(r, lam, n) {
  if (lam === Infinity) return 0
  if (lam === 0) return n === 2 && r > 0 ? 0 : Infinity
  const s = crossFactor(r, lam)
  return 2 * (n - 1) * gaussCurvature(r, lam) + (n - 1) * (n - 2) * (1 + s + s * s) / (2 * lam * lam)
}

// Volume of a ball of Rⁿ about 0 as a share of its flat volume, n ∫₀¹ (tⁿ⁻¹ times s^((n−1)/2)) dt.
export function volumeShare(radius, lam, n) {
  const pieces = 500
  let total = 0
  for (let i = 0; i <= 2 * pieces; i++) {
    const t = i / (2 * pieces)
    const weight = i === 0 || i === 2 * pieces ? 1 : i % 2 ? 4 : 2
    total += weight * (t * Math.sqrt(crossFactor(radius * t, lam))) ** (n - 1)
  }
  return n * total / (6 * pieces)
}

// Heights z(r) of the surface of revolution at increasing r, ∫ sqrt(1 − ρ′²): Simpson's rule on every piece,
// in the angle ψ with r = β tan ψ, where the integrand is smooth.
export function heights(radii, lam) {
  if (lam === Infinity) return radii.map(() => 0)
  if (lam === 0) return [...radii]
  const beta = lengthScale(lam)
  const slope = (psi) => {
    const c2 = Math.cos(psi) ** 2
    return Math.sin(psi) * Math.sqrt(1 + c2 + c2 * c2) / c2
  }
  let before = 0
  let height = 0
  return radii.map((r) => {
    const psi = Math.atan2(r, beta)
    const pieces = 2 * Math.ceil(1 + 8 * (psi - before))
    // Near ψ = π/2 the variable u = 1/cos ψ is the better one; the height is then almost r.
    height += r > 4 * beta ? farHeight(Math.max(before, Math.atan(4)), psi) * beta : 0
    const end = Math.min(psi, Math.atan(4))
    const step = (end - before) / pieces
    for (let i = 0; i < (step > 0 ? pieces : 0); i++) {
      const from = before + i * step
      height += beta * step / 6 * (slope(from) + 4 * slope(from + step / 2) + slope(from + step))
    }
    before = psi
    return height
  })
}

function farHeight(from, to) {
  // ∫ sqrt(Q(c))/c² dc between the cosines, by parts: exact boundary terms and a smooth rest.
  const q = (c) => Math.sqrt(1 + c * c + c ** 4)
  const [high, low] = [Math.cos(from), Math.cos(to)]
  const rest = (c) => (1 + 2 * c * c) / q(c)
  let smooth = 0
  const pieces = 8
  const step = (high - low) / pieces
  for (let i = 0; i < pieces; i++) {
    const c = low + i * step
    smooth += step / 6 * (rest(c) + 4 * rest(c + step / 2) + rest(c + step))
  }
  return q(low) / low - q(high) / high + smooth
}

// Where the cut locus of x begins on the ray opposite to x; infinite for none.
export function cutStart(x, lam) {
  const r = Math.hypot(...x)
  return r === 0 || lam === Infinity ? Infinity : 2 * lam * lam / r
}

// Length of the straight segment from x to y in the lazy metric, by Simpson's rule.
export function straightLength(x, y, lam) {
  const v = [y[0] - x[0], y[1] - x[1]]
  const pieces = 400
  let total = 0
  for (let i = 0; i <= 2 * pieces; i++) {
    const t = i / (2 * pieces)
    const weight = i === 0 || i === 2 * pieces ? 1 : i % 2 ? 4 : 2
    total += weight * Math.sqrt(squaredNorm([x[0] + t * v[0], x[1] + t * v[1]], v, lam))
  }
  return total / (6 * pieces)
}

// Length of the way that first goes along a ray, then round the smaller orbit (or the other way about).
export function orbitLength(x, y, lam) {
  const [r1, r2] = [Math.hypot(...x), Math.hypot(...y)]
  return Math.abs(r1 - r2) + Math.abs(angleBetween(x, y)) * orbitRadius(Math.min(r1, r2), lam)
}

// The circle d_λ(x, ·) = radius as closed or open runs of points: geodesics that have passed the cut locus
// are not minimal, and the circle ends where two of them meet.
export function distanceCircle(x, radius, lam, count, depth = 14) {
  const r = Math.hypot(...x)
  if (lam === 0) return []
  const axis = r > 0 ? [x[0] / r, x[1] / r] : [1, 0]
  const stretch = 1 / Math.sqrt(crossFactor(r, lam))
  const point = (psi) => {
    const along = radius * Math.cos(psi)
    const across = radius * stretch * Math.sin(psi)
    return exponential(x, [along * axis[0] - across * axis[1], along * axis[1] + across * axis[0]], lam)
  }
  const minimal = (p) => distanceBetween(x, p, lam) > radius * (1 - 1e-7)
  const runs = []
  let run = []
  let last = null
  // Between two directions more are looked at wherever their points lie far apart, seen from the origin.
  const advance = (psi, more) => {
    const p = point(psi)
    const inside = minimal(p)
    const far = last && inside && last.inside && Math.abs(angleBetween(last.p, p)) > 0.09
    if (more > 0 && last && (far || inside !== last.inside)) {
      advance((last.psi + psi) / 2, more - 1)
      advance(psi, more - 1)
      return
    }
    if (inside) {
      run.push(p)
    } else if (run.length) {
      runs.push(run)
      run = []
    }
    last = { psi, p, inside }
  }
  for (let i = 0; i <= count; i++) advance(2 * Math.PI * i / count, depth)
  if (run.length > 1) runs.push(run)
  return runs
}

const CIRCLES = [0.5, 1, 1.5, 2, 2.5]
let circlesLast = { key: null, circles: [] }

// Circles about x, which the plane and the surface show; the last ones are remembered.
export function circlesAbout(x, lam, fine) {
  const key = `${x} ${lam} ${fine}`
  if (circlesLast.key !== key) {
    const detail = fine ? [150, 14] : [64, 8]
    const circles = CIRCLES.map((radius) => ({ radius, runs: distanceCircle(x, radius, lam, ...detail) }))
    circlesLast = { key, circles }
  }
  return circlesLast.circles
}
