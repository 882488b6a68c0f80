// The threads of a word, the curve of its distance over λ², and how many words of the text are read right.

import { axesShapes, cursorShapes, frameOf, linear } from '../../shared/chart/axes.js'
import { curve, disc, line, path as shape } from '../../shared/chart/shapes.js'
import { pieceOf, squaredAt } from '../../shared/math/letters.js'
import { tr } from '../../shared/page/language.js'
import { exact, kindOf, sum, threadText } from './said.js'

export const END = 2
const SIDE = 13
const MARGINS = { left: SIDE, right: SIDE, top: 34 }
const SQUARES = linear(0, END)
const MIDDLE = 0.5
const HAND = { stroke: 'other', width: 2.5, dash: [7, 4], name: 'hand' }

// λ on a dial whose places are those of λ² in the chart above it.
export const LAMS = {
  first: 0,
  last: Math.SQRT2,
  steps: [0, 2000],
  share: (lam) => Math.min(1, lam * lam / END),
  value: (share) => Math.sqrt(Math.round(share * 2000) / 1000),
}

const thickness = (far) => 2 + Math.min(7, 0.9 * far)

const STYLES = {
  still: () => ({ stroke: 'result', width: 2.5 }),
  moved: (far) => ({ stroke: 'price', width: thickness(far) }),
  wrong: () => ({ stroke: 'left', width: 2.5, dash: [7, 5] }),
  astray: (far) => ({ stroke: 'price', width: thickness(far), dash: [7, 5] }),
}

export const threadKeys = () => [
  { text: tr('right where it is'), style: STYLES.still() },
  { text: tr('moves to its place, at a price'), style: STYLES.moved(3) },
  { text: tr('left wrong'), style: STYLES.wrong() },
]

export const curveKeys = (byHand) => [
  { text: tr('residual²'), style: { fill: 'left' } },
  { text: tr('penalty² = λ²·effort²'), style: { fill: 'price', hatch: true } },
  { text: 'd²', style: { stroke: 'result' } },
  ...(byHand ? [{ text: tr('d² by hand'), style: HAND }] : []),
]

// The middle of a column of letters.
export const columnOf = (count, width, backwards) => (i) => {
  const place = backwards ? count - i - MIDDLE : i + MIDDLE
  return place * width / count
}

// ends: where the threads now are on their way to places.
export function threadsDesign({ path, from, target, places, ends = places, backwards }, width, height) {
  const x = columnOf(path.x.length, width, backwards)
  const order = places.map((_, i) => i).sort((a, b) => Math.abs(places[a] - a) - Math.abs(places[b] - b))
  const thread = (i) => {
    const [start, end] = [x(i), x(ends[i])]
    const kind = kindOf(path, places[i], i)
    const d = `M${start} 3C${start} ${height * MIDDLE} ${end} ${height * MIDDLE} ${end} ${height - 3}`
    return curve(d, { ...STYLES[kind](Math.abs(places[i] - i)), name: `thread ${kind}`, data: { to: places[i] } })
  }
  return {
    frame: null,
    layers: [{
      key: `${from} ${target} ${places} ${ends}`,
      shapes: () => order.filter((i) => path.x[i] || path.y[places[i]]).map(thread),
    }],
    marks: () => places.map((place, i) => ({
      at: [(x(i) + x(place)) / 2, height / 2], text: threadText(path, place, i),
    })),
    name: tr('Threads from the letters as they stand to the places where they go'),
  }
}

export function curveDesign({ path, from, target, square, hand, hidden }, width, height) {
  const { pieces, events } = path
  const highest = hand ? squaredAt(hand, Math.min(square, END)) : 0
  const most = Math.max(1, pieces.at(-1).residual, highest)
  const titles = { x: 'λ²', y: tr('squared distance d²') }
  const frame = frameOf(width, height, { x: SQUARES, y: linear(0, most * 1.1), titles, margins: MARGINS })
  const bounds = [0, ...events.map(({ value }) => value), END]
  const at = (mu, value) => [frame.x(Math.min(mu, END)), frame.y(value)]
  const along = (value) => pieces.flatMap((piece, p) => (
    [bounds[p], bounds[p + 1]].map((mu) => at(mu, value(piece, mu)))
  ))
  const steps = along(({ residual }) => residual)
  const total = along((piece, mu) => squaredAt(piece, mu))
  const floor = [[frame.right, frame.bottom], [frame.left, frame.bottom]]
  const area = (points, style) => shape([points], { closed: true, stroke: null, ...style })
  const fixed = () => [
    area([...steps, ...floor], { fill: 'left', alpha: 0.85, name: 'left' }),
    area([...total, ...[...steps].reverse()], { fill: 'price', hatch: true, name: 'price' }),
    ...axesShapes(frame, { inside: true }),
    line(total, { stroke: 'result', width: 3, name: 'total' }),
    ...events.map(({ value }) => {
      const x = frame.x(value)
      return line([[x, frame.bottom + 1], [x, frame.bottom + 7]], { stroke: 'ink', width: 2, name: 'event' })
    }),
  ]
  const now = squaredAt(pieces[pieceOf(path, square)], Math.min(square, END))
  const moving = () => [
    ...(hand ? [line([at(0, hand.residual), lastOf(hand, most * 1.1, at)], HAND)] : []),
    ...cursorShapes(frame, Math.min(square, END)),
    disc(at(square, now), 5, { fill: 'paper', stroke: 'ink', width: 2, name: 'dot' }),
  ]
  if (hidden) {
    const bare = () => [...axesShapes(frame, { inside: true }), ...cursorShapes(frame, square)]
    const name = tr('Squared distance, hidden while you guess')
    return { frame, layers: [{ shapes: bare }], marks: null, name }
  }
  return {
    frame,
    layers: [
      { key: `${from} ${target} ${most}`, shapes: fixed },
      { key: `${square} ${now} ${most} ${JSON.stringify(hand)}`, shapes: moving },
    ],
    marks: () => pieces.map((piece, p) => ({
      at: at(bounds[p], squaredAt(piece, bounds[p])),
      value: bounds[p],
      text: tr('from λ² = {square}: d² = {sum}', { square: exact(bounds[p]), sum: sum(piece, bounds[p]) }),
    })),
    name: tr('Squared distance against λ²'),
  }
}

// Where the line of a hand leaves the chart.
function lastOf({ residual, effort }, top, at) {
  const end = effort === 0 ? END : Math.min(END, (top - residual) / effort)
  return at(end, residual + end * effort)
}

// counts: how many of all words at λ² = 0, 0.1, …, 2 and between.
export function shareDesign({ counts, all, square }, width, height) {
  const titles = { x: 'λ²' }
  const margins = { right: SIDE, top: 12 }
  const frame = frameOf(width, height, { x: SQUARES, y: linear(0, all), titles, margins })
  const muOf = (k) => k * END / (counts.length - 1)
  const points = counts.map((count, k) => [frame.x(muOf(k)), frame.y(count)])
  const text = (count, k) => (
    tr('λ² = {square}: {count} of {all} words', { square: exact(muOf(k)), count, all })
  )
  const marks = () => counts.map((count, k) => ({
    at: points[k], value: muOf(k), text: text(count, k),
  })).filter((_, k) => k % 5 === 0)
  return {
    frame,
    layers: [
      { key: `${all}`, shapes: () => axesShapes(frame) },
      { key: counts.join(), shapes: () => [line(points, { stroke: 'result', width: 2.5, name: 'counts' })] },
      { key: `${square} ${all}`, shapes: () => cursorShapes(frame, Math.min(square, END)) },
    ],
    marks,
    name: tr('How many words of the text are nearest to themselves, against λ²'),
  }
}
