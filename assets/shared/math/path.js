// The exact λ-path of two 28×28 (or H×W) digits under row shifts, in the browser.
// The same definition, ties and doubles as lazyq.lazy_path: pixels are whole numbers 0..255 that stand
// for k/255, so every squared residual is a whole number and every comparison here is exact.

export const UNIT = 1 / 255

// What is left of the row that begins at start, shifted, in squared levels.
function shiftCost(x, y, start, width, shift) {
  let sum = 0
  for (let j = 0; j < width; j++) {
    const difference = x[start + (j + shift + width) % width] - y[start + j]
    sum += difference * difference
  }
  return sum
}

// The cheapest shift of every size k = 0..⌊W/2⌋ of one row; +k before −k where both serve equally well.
function cheapestShifts(x, y, start, width) {
  const half = Math.floor(width / 2)
  const cost = (shift) => shiftCost(x, y, start, width, shift)
  const costs = []
  const shifts = []
  for (let k = 0; k <= half; k++) {
    const left = cost(k)
    const right = cost(-k)
    costs.push(Math.min(left, right))
    shifts.push(left <= right ? k : -k)
  }
  return { costs, shifts: shifts.map((shift) => (shift === 0 ? 0 : shift)) }
}

// The lower envelope of the lines μ ↦ costs[k] + μ k², walked from μ = 0 upwards.
function rowEnvelope(costs) {
  const least = Math.min(...costs)
  let current = costs.indexOf(least)
  const sizes = [current]
  const starts = [0]
  while (current > 0) {
    let next = 0
    let meeting = Infinity
    for (let k = 0; k < current; k++) {
      const mu = (costs[k] - costs[current]) / (current * current - k * k)
      if (mu < meeting) {
        meeting = mu
        next = k
      }
    }
    sizes.push(next)
    starts.push(meeting)
    current = next
  }
  return { sizes, starts }
}

/* The path of x towards y. Pieces p = 0..P: on breakpoints[p−1] ≤ λ < breakpoints[p] row i is read from
   column j + shifts[p][i] on, and d² = squaredResiduals[p] + λ² squaredEfforts[p]. */
export function lazyPath(x, y, height, width) {
  const rows = []
  for (let i = 0; i < height; i++) {
    const { costs, shifts } = cheapestShifts(x, y, i * width, width)
    rows.push({ costs, shifts, ...rowEnvelope(costs) })
  }
  const events = [...new Set(rows.flatMap((row) => row.starts.slice(1)))].sort((a, b) => a - b)
  const pieces = [0, ...events].map((mu) => rows.map((row) => {
    let piece = row.starts.length - 1
    while (row.starts[piece] > mu) piece--
    return row.sizes[piece]
  }))
  const sum = (values) => values.reduce((total, value) => total + value, 0)
  return {
    height,
    width,
    rows,
    breakpoints: events.map((mu) => Math.sqrt(mu) * UNIT),
    shifts: pieces.map((sizes) => sizes.map((k, i) => rows[i].shifts[k])),
    squaredResiduals: pieces.map((sizes) => sum(sizes.map((k, i) => rows[i].costs[k])) * UNIT * UNIT),
    squaredEfforts: pieces.map((sizes) => sum(sizes.map((k) => k * k))),
  }
}

// The piece of λ: how many breakpoints it has reached.
export function pieceAt(path, lam) {
  let low = 0
  let high = path.breakpoints.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (path.breakpoints[middle] <= lam) low = middle + 1
    else high = middle
  }
  return low
}

// Everything that is said about one λ; row i has lost rowResiduals[i] and pays rowPenalties[i] of d².
export function alignmentAt(path, lam) {
  const piece = pieceAt(path, lam)
  const shifts = path.shifts[piece]
  const squaredEffort = path.squaredEfforts[piece]
  const squaredResidual = path.squaredResiduals[piece]
  const price = (squared) => (squared > 0 ? lam * lam * squared : 0)
  return {
    piece,
    shifts,
    squaredResidual,
    residual: Math.sqrt(squaredResidual),
    effort: Math.sqrt(squaredEffort),
    squaredPenalty: price(squaredEffort),
    distance: Math.sqrt(squaredResidual + price(squaredEffort)),
    rowResiduals: path.rows.map((row, i) => row.costs[Math.abs(shifts[i])] * UNIT * UNIT),
    rowPenalties: shifts.map((shift) => price(shift * shift)),
  }
}

// The row that is the next to change with λ; where none is, the one that costs most.
export function rowToWatch(path, lam) {
  const piece = pieceAt(path, lam)
  const [now, next] = [path.shifts[piece], path.shifts[piece + 1]]
  const changing = next ? now.findIndex((shift, i) => shift !== next[i]) : -1
  if (changing >= 0) return changing
  const { rowResiduals, rowPenalties } = alignmentAt(path, lam)
  const costs = rowResiduals.map((left, i) => left + rowPenalties[i])
  return costs.indexOf(Math.max(...costs))
}

const replaced = (values, i, value) => values.map((own, j) => (j === i ? value : own))

// The alignment with one row moved by hand, to be compared with the best one.
export function alignmentByHand(path, { x, y, at, lam, row, shift }) {
  const residual = shiftCost(x, y, row * path.width, path.width, shift) * UNIT * UNIT
  const squared = at.shifts.reduce((sum, own, i) => sum + (i === row ? shift : own) ** 2, 0)
  const penalty = (effort) => (effort > 0 ? lam * lam * effort : 0)
  const squaredResidual = at.squaredResidual - at.rowResiduals[row] + residual
  return {
    ...at,
    shifts: replaced(at.shifts, row, shift),
    squaredResidual,
    squaredEffort: squared,
    squaredPenalty: penalty(squared),
    distance: Math.sqrt(squaredResidual + penalty(squared)),
    rowResiduals: replaced(at.rowResiduals, row, residual),
    rowPenalties: replaced(at.rowPenalties, row, penalty(shift * shift)),
  }
}

// g·x for shifts g.
export function moveRows(x, shifts, width) {
  const moved = new Uint8Array(x.length)
  shifts.forEach((shift, i) => {
    for (let j = 0; j < width; j++) moved[i * width + j] = x[i * width + (j + shift + width) % width]
  })
  return moved
}

// A round λ on the piece that begins at a breakpoint: the fewest decimals that stay inside the piece.
function roundInside(path, index) {
  const begin = path.breakpoints[index]
  const end = path.breakpoints[index + 1] ?? Infinity
  for (let digits = 2; digits <= 12; digits++) {
    const scale = 10 ** digits
    const value = Math.ceil(begin * scale) / scale
    if (value >= begin && value < end) return value
  }
  return begin
}

// The λ of the event after (direction 1) or before (−1) λ, or null when there is none.
export function neighbouringEvent(path, lam, direction) {
  const piece = pieceAt(path, lam)
  if (direction > 0) return piece < path.breakpoints.length ? roundInside(path, piece) : null
  if (piece === 0) return lam > 0 ? 0 : null
  return piece === 1 ? 0 : roundInside(path, piece - 2)
}

// The end of the dial: a round λ a little beyond the last event.
export function dialEnd(path) {
  const last = path.breakpoints[path.breakpoints.length - 1] ?? 0.5
  return Math.max(0.1, Math.ceil(last * 1.06 * 10) / 10)
}
