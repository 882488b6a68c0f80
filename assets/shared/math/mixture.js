// π on a table p (count × size) of true-class probabilities: log-loss, its certificate, steps to lower it.

const FLOOR = 1e-38

// The log-loss of π and r_k = mean p_ik / q_i, from which the Frank–Wolfe gap max r − 1 and EM follow.
export function assess(table, size, weights) {
  const count = table.length / size
  const ratios = new Float64Array(size)
  let loss = 0
  for (let i = 0; i < count; i++) {
    const row = i * size
    let mixed = 0
    for (let k = 0; k < size; k++) mixed += Math.max(table[row + k], FLOOR) * weights[k]
    loss -= Math.log(mixed)
    const inverse = 1 / mixed
    for (let k = 0; k < size; k++) ratios[k] += Math.max(table[row + k], FLOOR) * inverse
  }
  let most = 0
  for (let k = 0; k < size; k++) {
    ratios[k] /= count
    most = Math.max(most, ratios[k])
  }
  return { loss: loss / count, gap: Math.max(0, most - 1), ratios }
}

// π_k ← π_k r_k never increases the log-loss.
export function emStep(weights, ratios) {
  return normalised(Array.from(weights, (weight, k) => weight * ratios[k]))
}

// Give one angle a weight, and let the others share the rest as they did.
export function withWeight(weights, chosen, weight) {
  const share = Math.min(1, Math.max(0, weight))
  const rest = weights.reduce((sum, other, k) => (k === chosen ? sum : sum + other), 0)
  if (weights.length === 1) return [1]
  const even = (1 - share) / (weights.length - 1)
  const scale = rest > 0 ? (1 - share) / rest : 0
  return normalised(weights.map((other, k) => (k === chosen ? share : rest > 0 ? other * scale : even)))
}

function normalised(weights) {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

// π with θ and −θ made equal; mirror[k] is the position of −θ_k.
export function symmetrised(weights, mirror) {
  return weights.map((weight, k) => (weight + weights[mirror[k]]) / 2)
}

export function mirrorOf(angles) {
  return angles.map((angle) => {
    const other = angles.indexOf(angle === 0 ? 0 : -angle)
    return other < 0 ? angles.indexOf(angle) : other
  })
}

// Σ_k π_k f_k for rows (size × classes) of probabilities that start at an offset.
export function mixtureOf(rows, offset, size, classes, weights) {
  const mixed = new Array(classes).fill(0)
  for (let k = 0; k < size; k++) {
    for (let c = 0; c < classes; c++) mixed[c] += weights[k] * rows[offset + k * classes + c]
  }
  return mixed
}

export function floatsOf(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return new Float32Array(bytes.buffer)
}

// Probabilities that were sent as whole numbers of 1/65535.
export function sharesOf(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return Float32Array.from(new Uint16Array(bytes.buffer), (whole) => whole / 65535)
}
