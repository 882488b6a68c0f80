// Scales and the frame of a chart. A scale places values from 0 to 1 and back, and knows its ticks:
//   share(value), value(share), ticks(count) → [{ value, text }, …], at most about so many.

import { localised } from '../page/language.js'
import { box, label, line, textWidth } from './shapes.js'

const TICK_SIZE = 12
const GAP = 8
const LETTERS_BELOW = 18

const plain = (value) => localised(String(Number(value.toPrecision(6))))

// Round values between two others: whole multiples of 1, 2 or 5 times a power of ten.
export function roundValues(from, to, count) {
  const raw = (to - from) / Math.max(1, count)
  if (!(raw > 0)) return [from]
  const power = Math.floor(Math.log10(raw))
  const factor = [1, 2, 5, 10].find((value) => value * 10 ** power >= raw * (1 - 1e-9))
  const value = (i) => (power < 0 ? i * factor / 10 ** -power : i * factor * 10 ** power)
  const first = Math.ceil(from / value(1) - 1e-9)
  const last = Math.floor(to / value(1) + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => value(first + i))
}

function powersOfTen(from, to, count) {
  const [least, most] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)]
  const every = Math.max(1, Math.ceil((most - least + 1) / count))
  return Array.from({ length: Math.floor((most - least) / every) + 1 }, (_, i) => 10 ** (least + i * every))
}

export function linear(from, to, text = plain) {
  const width = to - from || 1
  return {
    from,
    to,
    share: (value) => (value - from) / width,
    value: (share) => from + share * width,
    ticks: (count) => roundValues(from, to, count).map((value) => ({ value, text: text(value) })),
  }
}

export function logarithmic(from, to, text = plain) {
  const [low, high] = [Math.log10(from), Math.log10(to)]
  return {
    from,
    to,
    share: (value) => (Math.log10(value) - low) / (high - low),
    value: (share) => 10 ** (low + share * (high - low)),
    ticks: (count) => powersOfTen(from, to, count).map((value) => ({ value, text: text(value) })),
  }
}

// Places of equal width, one for each value; share gives its middle. Where there is no room for all ticks,
// those that stay are counted from a value.
export function categorical(values, text = String, origin = values[0]) {
  const count = values.length
  const start = values.indexOf(origin)
  return {
    values,
    band: 1 / count,
    share: (value) => (values.indexOf(value) + 0.5) / count,
    value: (share) => values[Math.max(0, Math.min(count - 1, Math.floor(share * count)))],
    ticks: (most) => {
      const every = Math.max(1, Math.ceil(count / most))
      return values.filter((_, i) => (i - start) % every === 0).map((value) => ({ value, text: text(value) }))
    },
  }
}

const STEPS = 1000
const STOP = 1060
const lamTick = (value) => ({ value, text: value === Infinity ? '∞' : plain(value) })

// λ from 0 to an end, and ∞ at a stop of its own behind it.
export function lamScale(end) {
  return {
    first: 0,
    last: end,
    steps: [0, STOP],
    share: (lam) => (lam > end ? 1 : lam / end * STEPS / STOP),
    value: (share) => {
      const step = share * STOP
      if (step > (STEPS + STOP) / 2) return Infinity
      return Number((Math.max(0, Math.min(step / STEPS, 1)) * end).toPrecision(6))
    },
    ticks: (count) => [...roundValues(0, end, count), Infinity].map(lamTick),
  }
}

// λ from 0 to ∞: both have a stop of their own, between them the scale is logarithmic.
export function lamLogScale(least, most, gap = 40) {
  const whole = STEPS + 2 * gap
  const place = (step) => (step + gap) / whole
  return {
    first: least,
    last: most,
    steps: [-gap, STEPS + gap],
    share: (lam) => {
      if (lam > most) return 1
      return lam < least ? 0 : place(STEPS * Math.log(lam / least) / Math.log(most / least))
    },
    value: (share) => {
      const step = share * whole - gap
      if (step > STEPS + gap / 2) return Infinity
      if (step < -gap / 2) return 0
      return Number((least * (most / least) ** Math.min(Math.max(step / STEPS, 0), 1)).toPrecision(4))
    },
    ticks: () => {
      return [0, ...powersOfTen(least, most, 4), Infinity].map(lamTick)
    },
  }
}

// The part of a scale between two shares, for a closer look.
export function closeUp(scale, [from, to]) {
  const inside = (share) => (share - from) / (to - from)
  return {
    ...scale,
    share: (value) => inside(scale.share(value)),
    value: (share) => scale.value(from + share * (to - from)),
    ticks: (count) => scale.ticks(Math.round(count / (to - from))).filter(({ value }) => {
      const share = inside(scale.share(value))
      return share >= -1e-9 && share <= 1 + 1e-9
    }),
  }
}

const ticksAlong = (height) => (height < 180 ? 2 : 4)

/* Pixels of a chart: x(value) and y(value), xValue(pixel) and yValue(pixel), and its four sides. The margins
   make room for the ticks and titles; given ones are kept. */
export function frameOf(width, height, { x, y, titles = {}, margins = {} }) {
  const yTicks = y ? y.ticks(ticksAlong(height)) : []
  const widest = Math.max(0, ...yTicks.map(({ text }) => textWidth(text, TICK_SIZE)))
  const left = margins.left ?? (y ? widest + GAP + 4 : GAP)
  const right = width - (margins.right ?? 14)
  const top = margins.top ?? (titles.y ? 26 : 12)
  const bottom = height - (margins.bottom ?? (titles.x ? 42 : 26))
  return {
    width, height, left, right, top, bottom, titles,
    scales: { x, y },
    x: (value) => left + x.share(value) * (right - left),
    y: (value) => bottom - y.share(value) * (bottom - top),
    xValue: (pixel) => x.value((pixel - left) / (right - left)),
    yValue: (pixel) => y.value((bottom - pixel) / (bottom - top)),
  }
}

// Ticks whose texts leave a gap between them; of two that would touch the second falls away, ∞ never.
export function sparse(ticks, place, size = TICK_SIZE, gap = GAP) {
  const kept = []
  for (const tick of ticks) {
    const [middle, half] = [place(tick.value), textWidth(tick.text, size) / 2]
    const room = (other) => half + textWidth(other.text, size) / 2 + gap
    const free = (other) => Math.abs(place(other.value) - middle) >= room(other)
    if (tick.value === Infinity) while (kept.length && !free(kept[kept.length - 1])) kept.pop()
    if (!kept.length || free(kept[kept.length - 1])) kept.push(tick)
  }
  return kept
}

// Values pushed apart where they would come closer than a gap, in their order; none beyond the most.
export function apart(values, gap, most = Infinity) {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b])
  const found = []
  order.forEach((i, rank) => {
    found[i] = rank === 0 ? values[i] : Math.max(values[i], found[order[rank - 1]] + gap)
  })
  const over = Math.max(0, Math.max(...found) - most)
  return found.map((value) => value - over)
}

const TICK = { size: TICK_SIZE, fill: 'muted', halo: false, name: 'tick-text' }
const GRID = { stroke: 'ink', width: 1, alpha: 0.14, name: 'grid' }
const TITLE = { ...TICK, name: 'axis-title' }

// The ticks, grid and titles of a frame, behind all that is drawn in it; the numbers of y beside the frame,
// or inside it where its two ends are those of a dial below.
export function axesShapes(frame, { grid = true, inside = false, count } = {}) {
  const { left, right, top, bottom, scales, titles } = frame
  const shapes = []
  if (scales.y) {
    for (const { value, text } of scales.y.ticks(count?.y ?? ticksAlong(frame.height))) {
      const y = frame.y(value)
      if (y < top - 1 || y > bottom + 1) continue
      if (grid) shapes.push(line([[left, y], [right, y]], GRID))
      if (inside && y > bottom - TICK_SIZE) continue
      if (inside) shapes.push(label(text, [left + 5, y - 4], { ...TICK, anchor: 'start', halo: true }))
      else shapes.push(label(text, [left - 6, y + 4], { ...TICK, anchor: 'end' }))
    }
  }
  if (scales.x) {
    const wanted = scales.x.ticks(count?.x ?? Math.max(2, Math.floor((right - left) / 70)))
    for (const { value, text } of sparse(wanted, frame.x)) {
      shapes.push(label(text, [frame.x(value), bottom + LETTERS_BELOW], TICK))
    }
  }
  const below = [(left + right) / 2, bottom + LETTERS_BELOW + 17]
  if (titles.x) shapes.push(label(titles.x, below, TITLE))
  const above = [inside ? left : Math.max(2, left - 30), 13]
  if (titles.y) shapes.push(label(titles.y, above, { ...TITLE, anchor: 'start' }))
  return shapes
}

// The line that says where the dial stands.
export function cursorShapes(frame, value, style) {
  const x = frame.x(value)
  const ends = [[x, frame.top - 6], [x, frame.bottom + 4]]
  return [line(ends, { stroke: 'ink', width: 2, name: 'cursor', ...style })]
}

// A legend's key at a place, 18 wide and as its mark is: { mark(x, y) → shapes }, or a style instead: { fill,
// hatch } of an area, { stroke, dash } of a line; none for words alone.
export function keyShapes({ mark, style }, x, y) {
  if (mark) return mark(x, y)
  if (!style) return []
  if (style.stroke) return [line([[x, y], [x + 18, y]], { width: 2.5, ...style })]
  return [box(x + 2, y - 6, 13, 12, style)]
}

// Keys of a legend in a row, each { text } with what keyShapes takes. Returns { shapes, width }.
export function legendShapes(entries, [left, y], size = 13) {
  let x = left
  const shapes = entries.flatMap((entry) => {
    const key = keyShapes(entry, x, y - 4)
    const start = x + (key.length ? 24 : 0)
    x = start + textWidth(entry.text, size) + 18
    return [...key, label(entry.text, [start, y], { size, anchor: 'start', halo: false })]
  })
  return { shapes, width: x - left }
}
