// The daisy h(z) = Σ_{m=1}^{2k} (−1)^m max(0, z₁ cos(πm/k) + z₂ sin(πm/k)), k even, and its energy by degree.

const TURN = 2 * Math.PI

export function daisy([x, y], k) {
  let sum = 0
  for (let m = 1; m <= 2 * k; m++) {
    const angle = Math.PI * m / k
    sum += (m % 2 ? -1 : 1) * Math.max(0, x * Math.cos(angle) + y * Math.sin(angle))
  }
  return sum
}

// The squared Hermite coefficient of max(0, t) at a degree: 1/2π, ¼, then ((d − 3)!!)² / (2π d!) for even d.
function reluEnergy(degree) {
  if (degree === 0) return 1 / TURN
  if (degree === 1) return 0.25
  if (degree % 2) return 0
  let energy = 1 / (2 * TURN)
  for (let d = 4; d <= degree; d += 2) energy *= (d - 3) ** 2 / (d * (d - 1))
  return energy
}

// E h² in the Hermite polynomials of each degree 0 … most, for standard normal z.
export function daisySpectrum(k, most) {
  return Array.from({ length: most + 1 }, (_, degree) => {
    let sum = 0
    for (let m = 0; m < 2 * k; m++) sum += (m % 2 ? -1 : 1) * Math.cos(Math.PI * m / k) ** degree
    return 2 * k * reluEnergy(degree) * (Math.abs(sum) < 1e-12 ? 0 : sum)
  })
}

// E h², from E max(0, u·z) max(0, v·z) = (sin θ + (π − θ) cos θ) / 2π.
export function daisyEnergy(k) {
  let sum = 0
  for (let m = 0; m < 2 * k; m++) {
    const angle = Math.min(m, 2 * k - m) * Math.PI / k
    sum += (m % 2 ? -1 : 1) * (Math.sin(angle) + (Math.PI - angle) * Math.cos(angle)) / TURN
  }
  return 2 * k * sum
}
