// The charts of accuracy against λ, as SVG markup of our own: geometry only, no state.

import { lamText } from '../../shared/page/lam.js'

const SIDE_ROOM = { left: 48, right: 40 }
const BELOW = 30
const TOP_ROOM = 16
const MOST_LABELS = 9
const place = (value) => value.toFixed(1)

// Places in a chart in which every λ of the list has the same room, and values from low to high.
export function boardFor(count, width, height, low, high) {
  const right = width - SIDE_ROOM.right
  const bottom = height - BELOW
  return {
    width, height, low, high, right, bottom, count,
    left: SIDE_ROOM.left,
    top: TOP_ROOM,
    x: (stop) => SIDE_ROOM.left + (count > 1 ? stop / (count - 1) : 0.5) * (right - SIDE_ROOM.left),
    y: (value) => bottom - (value - low) / (high - low) * (bottom - TOP_ROOM),
  }
}

// Where a λ stands among the stops, in between too: 2.5 is half way from the third to the fourth.
export function stopOf(lams, lam) {
  const after = lams.findIndex((stop) => stop >= lam)
  if (after <= 0) return Math.max(after, 0)
  const [from, to] = [lams[after - 1], lams[after]]
  if (lam === to) return after
  return after - 1 + (to === Infinity ? 1 - from / lam : (lam - from) / (to - from))
}

export function nearestStop(lams, lam) {
  if (lam === Infinity) return lams.indexOf(Infinity)
  const gaps = lams.map((stop) => Math.abs(stop - lam))
  return gaps.indexOf(Math.min(...gaps))
}

function roundBounds(values, step) {
  const low = Math.floor((Math.min(...values) - 0.004) / step) * step
  const high = Math.ceil((Math.max(...values) + 0.004) / step) * step
  return [Math.max(0, low), Math.min(1, high)]
}

const percent = (value) => `${Number((100 * value).toFixed(1))} %`

function levelsOf(board, step) {
  const levels = []
  const first = Math.ceil(board.low / step - 1e-9)
  for (let i = first; i * step <= board.high + 1e-9; i++) levels.push(i * step)
  return levels.map((value) => {
    const y = place(board.y(value))
    const name = `<text x="${board.left - 8}" y="${Number(y) + 4}" text-anchor="end">${percent(value)}</text>`
    return `<path class="grid" d="M${board.left} ${y}H${board.right}"/>${name}`
  }).join('')
}

function stopsUnder(board, lams) {
  const every = Math.ceil(lams.length / (board.width < 500 ? MOST_LABELS - 1 : 20))
  const y = board.height - 8
  const names = lams.map((lam, stop) => {
    const kept = stop % every === 0 || stop === lams.length - 1
    return kept ? `<text x="${place(board.x(stop))}" y="${y}" text-anchor="middle">${lamText(lam)}</text>` : ''
  })
  return [...names, `<text x="${board.width - 4}" y="${y}" text-anchor="end">λ</text>`].join('')
}

const drawLine = (points) => points.map(([x, y], i) => `${i ? 'L' : 'M'}${place(x)} ${place(y)}`).join('')

function whisker(x, low, high) {
  const [left, top, bottom] = [place(x - 5), place(high), place(low)]
  return `<path class="whisker" d="M${left} ${top}h10M${place(x)} ${top}V${bottom}M${left} ${bottom}h10"/>`
}

// All digits: the mean with its interval, every draw as a dot, the talk's seven.
export function allMarkup(data, lams, width, height, guess) {
  const { mean, draws } = data
  const talk = data.mnist ? data.talk.accuracies : []
  const step = 0.05
  const bounds = roundBounds([...mean.low, ...mean.high, ...talk, ...draws.flat()], step)
  const board = boardFor(lams.length, width, height, ...bounds)
  const dot = (name, radius) => (value, stop) => (
    `<circle class="${name}" cx="${place(board.x(stop))}" cy="${place(board.y(value))}" r="${radius}"/>`
  )
  const dots = draws.length > 1 ? draws.flatMap((row) => row.map(dot('draw', 2.5))) : []
  const shape = drawLine(mean.value.map((value, stop) => [board.x(stop), board.y(value)]))
  const best = mean.value.indexOf(Math.max(...mean.value))
  const talkLams = data.talk.lams.map((lam) => (lam === 'inf' ? Infinity : lam))
  const theirs = talk.map((value, i) => [board.x(stopOf(lams, talkLams[i])), board.y(value)])
  const marks = theirs.map(([x, y]) => `<path class="talk" d="M${place(x)} ${place(y - 6)}l6 6l-6 6l-6 -6z"/>`)
  const said = (name, stop, y, text) => (
    `<text class="${name}" x="${place(board.x(stop))}" y="${place(y)}" text-anchor="middle">${text}</text>`
  )
  const yours = guess === null ? '' : said('guess', nearestStop(lams, guess), board.bottom - 6, '▲ you')
  return {
    board,
    markup: [
      levelsOf(board, step), stopsUnder(board, lams),
      theirs.length ? `<path class="talk-line" d="${drawLine(theirs)}"/>` : '',
      ...dots,
      ...mean.low.map((low, stop) => whisker(board.x(stop), board.y(low), board.y(mean.high[stop]))),
      `<path class="mean" d="${shape}"/>`,
      ...mean.value.map(dot('mean-dot', 4.5)),
      ...marks,
      said('best', best, board.y(mean.high[best]) - 6, '★ best'),
      yours,
    ].join(''),
  }
}

// Labels at the right end, pushed apart where they would touch.
function apart(values, gap) {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b])
  const found = []
  order.forEach((i, rank) => {
    found[i] = rank === 0 ? values[i] : Math.max(values[i], found[order[rank - 1]] + gap)
  })
  return found
}

// Each digit: ten curves, named where they end.
export function classesMarkup(data, lams, width, height) {
  const rows = Array.from({ length: 10 }, (_, digit) => data.classes.map((row) => row[digit]))
  const asked = rows.map((values, digit) => ({ values, digit })).filter(({ values }) => values[0] !== null)
  const step = 0.1
  const bounds = roundBounds(asked.flatMap(({ values }) => values), step)
  const board = boardFor(lams.length, width, height, ...bounds)
  const ends = apart(asked.map(({ values }) => board.y(values.at(-1))), 14)
  const over = Math.max(0, Math.max(...ends) - board.bottom)
  const lines = asked.map(({ values, digit }, i) => {
    const points = values.map((value, stop) => [board.x(stop), board.y(value)])
    const [x, y] = points.at(-1)
    const at = ends[i] - over
    return `<g data-digit="${digit}"><path class="class c${digit}" d="${drawLine(points)}"/>` +
      `<path class="lead" d="M${place(x + 2)} ${place(y)}L${place(x + 14)} ${place(at)}"/>` +
      `<text class="name" x="${place(x + 17)}" y="${place(at + 4)}">${digit}</text></g>`
  })
  return { board, markup: `${levelsOf(board, step)}${stopsUnder(board, lams)}${lines.join('')}` }
}

// What one λ gains over ∞, digit by digit, each with its interval.
export function gainMarkup(data, stop, width, height) {
  const limits = [...data.gain.low[stop], ...data.gain.high[stop]]
  const reach = Math.max(...limits.map((value) => Math.abs(value ?? 0)))
  const most = [0.05, 0.1, 0.2, 0.4].find((size) => size >= reach) ?? 1
  const [top, bottom, left] = [TOP_ROOM, height - BELOW, 46]
  const slot = (width - left - 10) / 10
  const y = (value) => (top + bottom) / 2 - value / most * (bottom - top) / 2
  const bars = Array.from({ length: 10 }, (_, digit) => {
    const value = data.gain.value[stop][digit]
    const x = left + (digit + 0.5) * slot
    const name = `<text x="${place(x)}" y="${height - 8}" text-anchor="middle">${digit}</text>`
    if (value === null) return name
    const [low, high] = [data.gain.low[stop][digit], data.gain.high[stop][digit]]
    const [from, tall] = [Math.min(y(value), y(0)), Math.abs(y(value) - y(0))]
    const across = `x="${place(x - 0.32 * slot)}" width="${place(0.64 * slot)}"`
    const along = `y="${place(from)}" height="${place(tall)}"`
    const bar = `<rect class="${value < 0 ? 'loses' : 'gains'}" ${across} ${along}/>`
    return `${bar}${whisker(x, y(low), y(high))}${name}`
  })
  const marks = [most, most / 2, 0, -most / 2, -most].map((value) => {
    const sign = value > 0 ? '+' : value < 0 ? '−' : ''
    const text = `${sign}${Number((100 * Math.abs(value)).toFixed(1))}`
    const name = `<text x="${left - 6}" y="${place(y(value) + 4)}" text-anchor="end">${text}</text>`
    return `<path class="grid" d="M${left} ${place(y(value))}H${width - 10}"/>${name}`
  })
  return { board: null, markup: [...marks, ...bars].join('') }
}

export function chartMarkup(view, data, lams, lam, width, height, guess) {
  if (view === 'gain') return gainMarkup(data, nearestStop(lams, lam), width, height)
  if (view === 'classes') return classesMarkup(data, lams, width, height)
  return allMarkup(data, lams, width, height, guess)
}
