// The exact λ-path of two words under permutations of their letters, as lazyq.words.word_path has it: ends
// held, effort by displacement, a blank against a letter costs 1 and two letters that differ cost 2. All
// numbers are whole, so that every comparison is exact.

export const BLANK = ''
const DIFFERENT = 2
const SLACK = 1e-11

// Letters with blanks up to a length, before the last letter.
function laidOut(letters, length) {
  const blanks = Array(length - letters.length).fill(BLANK)
  return letters.length > 1 ? [...letters.slice(0, -1), ...blanks, letters.at(-1)] : [...letters, ...blanks]
}

const difference = (a, b) => {
  if (a === b) return 0
  return a === BLANK || b === BLANK ? 1 : DIFFERENT
}

/* The permutation of least Σ costs[i][σ(i)], of several the first in lexicographic order: the Hungarian
   method, and then exchanges within the entries that are tight for its potentials. */
export function bestAssignment(costs) {
  const { columns, rowPotential, columnPotential } = hungarian(costs)
  const tight = (row, column) => costs[row][column] === rowPotential[row] + columnPotential[column]
  columns.forEach((_, row) => {
    for (let column = 0; column < columns[row]; column++) {
      if (!tight(row, column)) continue
      const moves = exchange(tight, columns, row, column)
      if (moves) {
        for (const [other, its] of moves) columns[other] = its
        break
      }
    }
  })
  return columns
}

function hungarian(costs) {
  const count = costs.length
  const [u, v] = [Array(count + 1).fill(0), Array(count + 1).fill(0)]
  const rowOf = Array(count + 1).fill(0)
  const way = Array(count + 1).fill(0)
  for (let i = 1; i <= count; i++) {
    rowOf[0] = i
    let column = 0
    const least = Array(count + 1).fill(Infinity)
    const used = Array(count + 1).fill(false)
    do {
      used[column] = true
      const row = rowOf[column]
      let delta = Infinity
      let next = 0
      for (let j = 1; j <= count; j++) {
        if (used[j]) continue
        const reduced = costs[row - 1][j - 1] - u[row] - v[j]
        if (reduced < least[j]) [least[j], way[j]] = [reduced, column]
        if (least[j] < delta) [delta, next] = [least[j], j]
      }
      for (let j = 0; j <= count; j++) {
        if (used[j]) {
          u[rowOf[j]] += delta
          v[j] -= delta
        } else {
          least[j] -= delta
        }
      }
      column = next
    } while (rowOf[column] !== 0)
    do {
      rowOf[column] = rowOf[way[column]]
      column = way[column]
    } while (column !== 0)
  }
  const columns = Array(count)
  for (let j = 1; j <= count; j++) columns[rowOf[j] - 1] = j - 1
  return { columns, rowPotential: u.slice(1), columnPotential: v.slice(1) }
}

// How a row can take a column when the rows below make room, as pairs of row and column; null if it can't.
function exchange(tight, columns, row, column) {
  const below = columns.map((_, other) => other).filter((other) => other > row)
  const first = below.find((other) => columns[other] === column)
  if (first === undefined) return null
  const givenBy = new Map([[first, row]])
  const waiting = [first]
  for (const start of waiting) {
    if (tight(start, columns[row])) {
      const moves = [[start, columns[row]]]
      for (let loser = start; loser !== row; loser = givenBy.get(loser)) {
        moves.push([givenBy.get(loser), columns[loser]])
      }
      return moves
    }
    for (const other of below) {
      if (!givenBy.has(other) && tight(start, columns[other])) {
        givenBy.set(other, start)
        waiting.push(other)
      }
    }
  }
  return null
}

// What it costs to send letter i of x to places[i]: { residual, effort }, both squared.
export function costOf({ x, y }, places) {
  let residual = 0
  let effort = 0
  places.forEach((place, i) => {
    residual += difference(x[i], y[place])
    effort += (place - i) ** 2
  })
  return { residual, effort }
}

function solve(pair, own, price) {
  const { x, y, first, last } = pair
  const count = Math.max(0, last - first)
  const scale = count ** 3 + 1
  const costs = Array.from({ length: count }, (_, i) => Array.from({ length: count }, (__, j) => (
    own * scale * difference(x[first + i], y[first + j]) + (price * scale + 1) * (i - j) ** 2
  )))
  const inner = bestAssignment(costs).map((place) => place + first)
  const places = x.map((_, i) => (i < first || i >= last ? i : inner[i - first]))
  return { places, ...costOf(pair, places) }
}

// All pieces between two, which are not among them.
function between(pair, low, high) {
  if (low.effort === high.effort) return []
  const found = solve(pair, low.effort - high.effort, high.residual - low.residual)
  if (found.effort === low.effort || found.effort === high.effort) return []
  return [...between(pair, low, found), found, ...between(pair, found, high)]
}

const divisor = (a, b) => (b === 0 ? a : divisor(b, a % b))

/* The path of word a towards word b, both lists of letters. Pieces of { places, residual, effort }: on
   events[p − 1] ≤ λ² < events[p] letter i goes to places[i] and d² = residual + λ² effort. An event is λ² as
   { over, under, value }. */
export function wordPath(a, b) {
  const length = Math.max(a.length, b.length)
  const pair = { x: laidOut(a, length), y: laidOut(b, length), first: Math.min(1, length), last: length - 1 }
  const still = pair.x.map((_, i) => i)
  const free = solve(pair, 1, 0)
  const end = { places: still, ...costOf(pair, still) }
  const pieces = free.effort === 0 ? [end] : [free, ...between(pair, free, end), end]
  const events = pieces.slice(1).map((piece, p) => {
    const over = piece.residual - pieces[p].residual
    const under = pieces[p].effort - piece.effort
    const common = divisor(over, under)
    return { over: over / common, under: under / common, value: over / under }
  })
  return { ...pair, pieces, events }
}

// λ² of a λ as it was meant: a root's square is a hair away from the number that it is the root of.
export const squareOf = (lam) => (lam === Infinity ? Infinity : Number((lam * lam).toPrecision(12)))

// The piece at λ²: how many events it has reached.
export function pieceOf(path, square) {
  return path.events.filter(({ value }) => value <= square * (1 + SLACK)).length
}

// What places cost at λ².
export const squaredAt = ({ residual, effort }, square) => residual + (effort ? effort * square : 0)

export const squaredDistance = (path, square) => squaredAt(path.pieces[pieceOf(path, square)], square)
