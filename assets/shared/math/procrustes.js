// The best rotation between two clouds of points (Wahba's problem), by a singular value decomposition: small
// matrices, row by row in one array.

const SWEEPS = 60
const SMALL = 1e-15

// A = U diag(s) Vᵀ of an n × n matrix, s descending and at least 0: { u, s, v }. One-sided Jacobi: columns
// of A V are made orthogonal, two at a time.
export function svd(matrix, n) {
  const work = Float64Array.from(matrix)
  const v = identity(n)
  for (let sweep = 0; sweep < SWEEPS && turnColumns(work, v, n); sweep++);
  const lengths = columnLengths(work, n)
  const order = [...lengths.keys()].sort((i, j) => lengths[j] - lengths[i])
  const [s, u, right] = [new Float64Array(n), new Float64Array(n * n), new Float64Array(n * n)]
  order.forEach((from, to) => {
    s[to] = lengths[from]
    for (let row = 0; row < n; row++) {
      u[row * n + to] = work[row * n + from]
      right[row * n + to] = v[row * n + from]
    }
  })
  orthonormalise(u, s, n)
  return { u, s, v: right }
}

export function identity(n) {
  const matrix = new Float64Array(n * n)
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1
  return matrix
}

function columnLengths(matrix, n) {
  return Float64Array.from({ length: n }, (_, column) => {
    let squared = 0
    for (let row = 0; row < n; row++) squared += matrix[row * n + column] ** 2
    return Math.sqrt(squared)
  })
}

// One sweep over all pairs of columns; false once none had to be turned.
function turnColumns(work, v, n) {
  let turned = false
  for (let p = 0; p < n - 1; p++) {
    for (let q = p + 1; q < n; q++) {
      let [alpha, beta, gamma] = [0, 0, 0]
      for (let row = 0; row < n; row++) {
        const [a, b] = [work[row * n + p], work[row * n + q]]
        alpha += a * a
        beta += b * b
        gamma += a * b
      }
      if (gamma === 0 || Math.abs(gamma) <= SMALL * Math.sqrt(alpha * beta)) continue
      turned = true
      const zeta = (beta - alpha) / (2 * gamma)
      const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta))
      const cosine = 1 / Math.hypot(1, tangent)
      for (const columns of [work, v]) turnPair(columns, p, q, cosine, cosine * tangent, n)
    }
  }
  return turned
}

function turnPair(matrix, p, q, cosine, sine, n) {
  for (let row = 0; row < n; row++) {
    const [a, b] = [matrix[row * n + p], matrix[row * n + q]]
    matrix[row * n + p] = cosine * a - sine * b
    matrix[row * n + q] = sine * a + cosine * b
  }
}

// The columns of A V become those of U; where A has no more directions, any that are missing.
function orthonormalise(u, s, n) {
  const least = SMALL * n * (s[0] || 1)
  for (let column = 0; column < n; column++) {
    if (s[column] > least) {
      for (let row = 0; row < n; row++) u[row * n + column] /= s[column]
    } else {
      completeColumn(u, column, n)
    }
  }
}

// A unit vector across all columns before: the axis that lies the least in them, without its part in them.
function completeColumn(u, column, n) {
  const within = (axis) => {
    let squared = 0
    for (let other = 0; other < column; other++) squared += u[axis * n + other] ** 2
    return squared
  }
  const axis = Array.from({ length: n }, (_, i) => i).reduce((a, b) => (within(b) < within(a) ? b : a))
  const vector = Float64Array.from({ length: n }, (_, i) => (i === axis ? 1 : 0))
  for (let twice = 0; twice < 2; twice++) {
    for (let other = 0; other < column; other++) {
      let along = 0
      for (let row = 0; row < n; row++) along += vector[row] * u[row * n + other]
      for (let row = 0; row < n; row++) vector[row] -= along * u[row * n + other]
    }
  }
  const length = Math.hypot(...vector)
  for (let row = 0; row < n; row++) u[row * n + column] = vector[row] / length
}

export function determinant(matrix, n) {
  const rows = Float64Array.from(matrix)
  let product = 1
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i * n + k]) > Math.abs(rows[pivot * n + k])) pivot = i
    if (rows[pivot * n + k] === 0) return 0
    if (pivot !== k) {
      product = -product
      const above = rows.slice(k * n, (k + 1) * n)
      rows.copyWithin(k * n, pivot * n, (pivot + 1) * n)
      rows.set(above, pivot * n)
    }
    product *= rows[k * n + k]
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i * n + k] / rows[k * n + k]
      for (let j = k; j < n; j++) rows[i * n + j] -= factor * rows[k * n + j]
    }
  }
  return product
}

// The rotation R, of determinant 1, for which tr(RᵀM) is greatest: U diag(1, …, 1, det UVᵀ) Vᵀ.
export function nearestRotation(moment, n) {
  const { u, v } = svd(moment, n)
  const sign = Math.sign(determinant(u, n) * determinant(v, n))
  const rotation = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let k = 0; k < n; k++) sum += (k === n - 1 ? sign : 1) * u[i * n + k] * v[j * n + k]
      rotation[i * n + j] = sum
    }
  }
  return rotation
}

// The mean of y xᵀ over points, all in one array, d numbers a point.
function crossMoment(x, y, d) {
  const moment = new Float64Array(d * d)
  const count = x.length / d
  for (let point = 0; point < count; point++) {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) moment[i * d + j] += y[point * d + i] * x[point * d + j] / count
    }
  }
  return moment
}

// R with ‖y − R x‖² least in the mean over points.
export const bestRotation = (x, y, d) => nearestRotation(crossMoment(x, y, d), d)

// The matrix times each point.
export function applied(matrix, points, d, rows = matrix.length / d) {
  const count = points.length / d
  const moved = new Float64Array(count * rows)
  for (let point = 0; point < count; point++) {
    for (let i = 0; i < rows; i++) {
      let sum = 0
      for (let j = 0; j < d; j++) sum += matrix[i * d + j] * points[point * d + j]
      moved[point * rows + i] = sum
    }
  }
  return moved
}

// The mean of ‖y − z‖² over points.
export function meanSquare(y, z, d) {
  let sum = 0
  for (let i = 0; i < y.length; i++) sum += (y[i] - z[i]) ** 2
  return sum / (y.length / d)
}
