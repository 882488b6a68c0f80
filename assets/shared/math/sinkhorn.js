// Entropic optimal transport: turns of Sinkhorn, and Newton's steps where these are slow, in slices that
// leave a frame its time.

// Factors further from 1 than this go into logarithms.
const FAR = 1e15
const TURN_EVERY = 16
const PATIENCE = 48
const LONGEST = 6
const RIDGE = 1e-13

const isFactor = (value) => value > 0 && value < Infinity
const isNear = (value) => value > 1 / FAR && value < FAR
const longest = (step) => step.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/* Move u and v so that exp(S + u ⊕ v) has the marginals p and q but for so much in all (inner), within so
   many turns; it gives that plan and the error that is left. Turns are alternately in logarithms, which
   nothing overflows, and in factors, which are fast; it yields between its slices. */
export function* scaled(S, { p, q }, { u, v }, { inner, turns }) {
  const [n, m] = [p.length, q.length]
  const plan = new Float64Array(n * m)
  let error = Infinity
  for (let left = turns; ;) {
    inLogs(S, p, q, u, v)
    planOf(S, u, v, plan)
    yield
    const [a, b] = [new Float64Array(n).fill(1), new Float64Array(m).fill(1)]
    for (let turn = 1; left > 0 && turn <= PATIENCE && a.every(isNear) && b.every(isNear); turn++, left--) {
      error = inFactors(plan, p, q, a, b)
      if (error <= inner) break
      if (turn % TURN_EVERY === 0) yield
    }
    // The factors of a turn that went too far are worth nothing.
    if (a.every(isFactor) && b.every(isFactor)) {
      for (let i = 0; i < n; i++) u[i] += Math.log(a[i])
      for (let j = 0; j < m; j++) v[j] += Math.log(b[j])
    }
    planOf(S, u, v, plan)
    if (error <= inner || left <= 0) return { plan, error }
    yield
    yield* byNewton(plan, p, q, u, v)
    left -= TURN_EVERY
  }
}

function planOf(S, u, v, plan) {
  const m = v.length
  for (let i = 0; i < u.length; i++) {
    for (let j = 0; j < m; j++) plan[i * m + j] = Math.exp(S[i * m + j] + u[i] + v[j])
  }
}

function inLogs(S, p, q, u, v) {
  const [n, m] = [p.length, q.length]
  for (let i = 0; i < n; i++) {
    let most = -Infinity
    for (let j = 0; j < m; j++) most = Math.max(most, S[i * m + j] + v[j])
    let sum = 0
    for (let j = 0; j < m; j++) sum += Math.exp(S[i * m + j] + v[j] - most)
    u[i] = Math.log(p[i]) - most - Math.log(sum)
  }
  const most = new Float64Array(m).fill(-Infinity)
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) most[j] = Math.max(most[j], S[i * m + j] + u[i])
  const sums = new Float64Array(m)
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) sums[j] += Math.exp(S[i * m + j] + u[i] - most[j])
  for (let j = 0; j < m; j++) v[j] = Math.log(q[j]) - most[j] - Math.log(sums[j])
}

// One turn of rows and columns; gives by how much the rows were off before, the columns being right.
function inFactors(plan, p, q, a, b) {
  const [n, m] = [p.length, q.length]
  const columns = new Float64Array(m)
  let error = 0
  for (let i = 0; i < n; i++) {
    let sum = 0
    const row = i * m
    for (let j = 0; j < m; j++) sum += plan[row + j] * b[j]
    error += Math.abs(a[i] * sum - p[i])
    a[i] = p[i] / sum
    for (let j = 0; j < m; j++) columns[j] += plan[row + j] * a[i]
  }
  for (let j = 0; j < m; j++) b[j] = q[j] / columns[j]
  return error
}

// Move u and v by Newton's step on the dual, no further than its curvature holds; the rows are eliminated.
function* byNewton(plan, p, q, u, v) {
  const [n, m] = [p.length, q.length]
  const [rows, columns] = [new Float64Array(n), new Float64Array(m)]
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      rows[i] += plan[i * m + j]
      columns[j] += plan[i * m + j]
    }
  }
  const matrix = new Float64Array(m * m)
  const step = q.map((mass, j) => mass - columns[j])
  for (let i = 0; i < n; i++) {
    const row = plan.subarray(i * m, (i + 1) * m)
    for (let j = 0; j < m; j++) {
      const share = row[j] / rows[i]
      step[j] -= share * (p[i] - rows[i])
      for (let k = 0; k <= j; k++) matrix[j * m + k] -= share * row[k]
    }
    if (i % TURN_EVERY === 0) yield
  }
  for (let j = 0; j < m; j++) matrix[j * m + j] += columns[j] * (1 + RIDGE)
  solve(matrix, step)
  const other = rows.map((row, i) => {
    let sum = p[i] - row
    for (let j = 0; j < m; j++) sum -= plan[i * m + j] * step[j]
    return sum / row
  })
  const middle = step.reduce((sum, value, j) => sum + value * q[j], 0)
  const centred = [step.map((value) => value - middle), other.map((value) => value + middle)]
  const most = Math.max(...centred.map(longest))
  if (!(most < Infinity)) return
  const share = Math.min(1, LONGEST / most)
  for (let i = 0; i < n; i++) u[i] += share * centred[1][i]
  for (let j = 0; j < m; j++) v[j] += share * centred[0][j]
}

// Solve a symmetric system in place, its lower half given, by Cholesky; directions without weight stay put.
function solve(matrix, vector) {
  const size = vector.length
  for (let j = 0; j < size; j++) {
    const own = matrix[j * size + j]
    let pivot = own
    for (let k = 0; k < j; k++) pivot -= matrix[j * size + k] ** 2
    const root = Math.sqrt(Math.max(pivot, 0))
    const isFree = root > 0
    matrix[j * size + j] = isFree ? root : Infinity
    for (let i = j + 1; i < size; i++) {
      let sum = matrix[i * size + j]
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k] * matrix[j * size + k]
      matrix[i * size + j] = isFree ? sum / root : 0
    }
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) vector[i] -= matrix[i * size + k] * vector[k]
    vector[i] /= matrix[i * size + i]
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) vector[i] -= matrix[k * size + i] * vector[k]
    vector[i] /= matrix[i * size + i]
  }
}
