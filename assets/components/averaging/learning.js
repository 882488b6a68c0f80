// How π was learned: log-loss and gap at every step that is kept, one above the other, with one cursor.

import { axesShapes, cursorShapes, frameOf, linear, logarithmic } from '../../shared/chart/axes.js'
import { disc, line } from '../../shared/chart/shapes.js'
import { tr } from '../../shared/page/language.js'
import { number, powerOfTen } from '../../shared/page/words.js'
import { readable } from './words.js'

const LEAST_GAP = 1e-8
const LEFT = 58
const ROUND = [1, 2, 5]
const stepTitle = ({ finish }) => tr('step, Newton from {finish}', { finish })
const DOT = { fill: 'paper', stroke: 'ink', width: 2, name: 'dot' }

// Rows of the learning stand at equal distances, and are named by their steps.
function stepScale(steps) {
  const last = Math.max(1, steps.length - 1)
  const rowOf = (step) => {
    const row = steps.findIndex((other) => other >= step)
    if (row <= 0) return row < 0 ? last : 0
    return row - (steps[row] - step) / (steps[row] - steps[row - 1])
  }
  const tick = (value) => ({ value, text: String(value) })
  return {
    share: (step) => rowOf(step) / last,
    value: (share) => steps[Math.max(0, Math.min(last, Math.round(share * last)))],
    ticks: (count) => {
      const most = steps[steps.length - 1]
      const powers = Array.from({ length: String(most).length }, (_, i) => 10 ** i)
      const whole = [0, ...powers.flatMap((power) => ROUND.map((factor) => factor * power))]
      const round = whole.filter((step) => step <= most)
      const every = Math.max(1, Math.ceil(last / count))
      return (count > 2 * round.length ? steps.filter((_, row) => row % every === 0) : round).map(tick)
    },
  }
}

// The rows that can be seen.
function rowsIn({ steps }, { from, to }) {
  const last = Math.max(1, steps.length - 1)
  return [...steps.keys()].filter((row) => row / last >= from - 1e-9 && row / last <= to + 1e-9)
}

function courseDesign({ id, path, zoom, row, now }, frame, values, { axes, name, style, word }) {
  const rows = rowsIn(path, zoom)
  const place = (value, at) => [frame.x(path.steps[at]), frame.y(value)]
  const points = rows.map((at) => place(values[at], at))
  const seen = row !== null && rows.includes(row)
  const cursor = () => [
    ...cursorShapes(frame, path.steps[row], { width: 1.5 }),
    disc(place(now, row), 5, DOT),
  ]
  return {
    frame,
    name,
    layers: [
      { key: `${id} ${zoom.from} ${zoom.to}`, shapes: () => [...axesShapes(axes), line(points, style)] },
      { shapes: () => (seen ? cursor() : []) },
    ],
    marks: () => rows.map((at, i) => {
      const step = path.steps[at]
      return { at: points[i], value: step, text: word(step, values[at]) }
    }),
  }
}

// zoom: the part that is seen; row: where the learning stands, or null; loss: of π now.
export function lossesDesign(state, width, height) {
  const { path, zoom, loss } = state
  const shown = rowsIn(path, zoom).map((row) => path.losses[row])
  const low = Math.min(...shown)
  const y = linear(low, Math.max(...shown, low + 2e-5))
  const margins = { left: LEFT }
  const x = zoom.scale(stepScale(path.steps))
  const frame = frameOf(width, height, { x, y, titles: { x: stepTitle(path), y: tr('log-loss') }, margins })
  return courseDesign({ ...state, now: loss }, frame, path.losses, {
    axes: frame,
    name: tr('Log-loss at every step of the learning, from {first} to {last}', {
      first: number(path.losses[0], 4), last: number(path.losses.at(-1), 4),
    }),
    style: { stroke: 'left', width: 2.5, name: 'loss' },
    word: (step, value) => tr('step {step}: log-loss {loss}', { step, loss: number(value, 6) }),
  })
}

export function gapsDesign(state, width, height) {
  const { path, zoom, gap } = state
  const most = Math.max(1, 10 ** Math.ceil(Math.log10(Math.max(...path.gaps))))
  const power = (value) => (value === 1 ? '1' : powerOfTen(Math.round(Math.log10(value))))
  const scale = logarithmic(LEAST_GAP, most, power)
  const y = { ...scale, share: (value) => scale.share(Math.max(value, LEAST_GAP)) }
  const titles = { x: stepTitle(path), y: tr('gap: no π is better by more') }
  const x = zoom.scale(stepScale(path.steps))
  const frame = frameOf(width, height, { x, y, titles, margins: { left: LEFT } })
  return courseDesign({ ...state, now: gap }, frame, path.gaps, {
    axes: frame,
    name: tr('Gap at every step of the learning: no π is better by more'),
    style: { stroke: 'price', width: 2.5, dash: [7, 4], name: 'gap' },
    word: (step, value) => tr('step {step}: gap {gap}', { step, gap: readable(value) }),
  })
}
