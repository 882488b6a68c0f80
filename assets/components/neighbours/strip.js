// The vote along λ: which digit wins where, and a tick for everyone who comes or goes. Its two ends are those
// of the dial below it.

import { axesShapes, cursorShapes, frameOf } from '../../shared/chart/axes.js'
import { box, label, line, textWidth } from '../../shared/chart/shapes.js'
import { foremost } from '../../shared/math/votes.js'
import { tr } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { changeSentence, eventSentence, farSentence, kindOf, runSentence, votesList } from './words.js'

const SIDE = 13
const TOP = 8
const BAND = 26
const FOOT = TOP + BAND + 10
const HALF_STOP = 9
const LEAST_FOR_A_DIGIT = 12

const STYLES = {
  right: { fill: 'result', name: 'run-right' },
  wrong: { fill: 'price', hatch: true, name: 'run-wrong' },
  open: { fill: 'muted', name: 'run-open' },
}
const KINDS = { right: tr('right'), wrong: tr('wrong'), open: tr('the vote') }
const SLIT = { stroke: 'paper', width: 3, name: 'tie' }
const CHANGE = { stroke: 'ink', width: 1.2, alpha: 0.6, name: 'change' }

const tied = ({ counts }) => foremost(counts).length > 1

export const STRIP_HEIGHT = FOOT + 42

// What there is to see, for a legend.
export function stripLegend({ runs, stages, truth }) {
  const kinds = Object.keys(KINDS).filter((kind) => runs.some(({ vote }) => kindOf(vote, truth) === kind))
  const { fill, hatch } = STYLES[kinds[0]]
  const slit = (x, y) => [
    box(x + 2, y - 6, 13, 12, { fill, hatch }),
    line([[x + 2, y + 2], [x + 15, y + 2]], { stroke: 'paper', width: 2 }),
  ]
  const tick = (x, y) => [line([[x + 8, y - 5], [x + 8, y + 4]], { ...CHANGE, name: 'key' })]
  return [
    ...kinds.map((kind) => ({ text: KINDS[kind], style: { ...STYLES[kind], name: 'key' } })),
    ...(stages.some(tied) ? [{ text: tr('tie'), mark: slit }] : []),
    ...(stages.length > 1 ? [{ text: tr('who is near changes'), mark: tick }] : []),
  ]
}

function stripFrame(scale, width, height) {
  const margins = { left: SIDE, right: SIDE, top: TOP, bottom: height - FOOT }
  return frameOf(width, height, { x: scale, titles: { x: tr('laziness λ') }, margins })
}

// The pixels between two λ, as far as they are seen; null when they are not.
function seen(frame, end, from, to) {
  const [left, right] = [frame.x(from), frame.x(Math.min(to, end))]
  if (from > end || right < frame.left || left > frame.right) return null
  return [Math.max(left, frame.left), Math.min(right, frame.right)]
}

// A tick at the edge of a closer look whose text would be cut off is left out.
const isWhole = ({ name, text, at, size }, { width }) => {
  const half = name === 'tick-text' ? textWidth(text, size) / 2 : 0
  return half === 0 || at[0] >= half && at[0] <= width - half
}

const isInside = (frame, x) => x >= frame.left - 1 && x <= frame.right + 1

function block(vote, truth, left, right) {
  const shapes = [box(left, TOP, Math.max(1, right - left), BAND, STYLES[kindOf(vote, truth)])]
  const style = { size: 14, bold: true, fill: 'paper', halo: false, name: 'run-text' }
  if (right - left > LEAST_FOR_A_DIGIT) shapes.push(label(vote, [(left + right) / 2, TOP + BAND - 8], style))
  return shapes
}

const slitAt = (left, right) => line([[left, TOP + BAND - 4], [right, TOP + BAND - 4]], SLIT)

// All that stays while λ moves.
function stripShapes({ runs, stages, truth, end }, frame) {
  const blocks = runs.flatMap(({ vote, from, to }) => {
    const place = seen(frame, end, from, to)
    return place ? block(vote, truth, ...place) : []
  })
  const slits = stages.filter(tied).flatMap(({ from, to }) => {
    const place = seen(frame, end, from, to)
    return place ? [slitAt(...place)] : []
  })
  const ticks = stages.slice(1).map(({ from }) => frame.x(from)).filter((x) => isInside(frame, x))
  const stop = frame.x(Infinity)
  if (isInside(frame, stop)) {
    blocks.push(...block(runs.at(-1).vote, truth, stop - HALF_STOP, stop + HALF_STOP))
    if (tied(stages.at(-1))) slits.push(slitAt(stop - HALF_STOP, stop + HALF_STOP))
  }
  return [
    ...blocks,
    ...slits,
    ...ticks.map((x) => line([[x, TOP + BAND + 2], [x, FOOT - 1]], CHANGE)),
    ...axesShapes(frame).filter((shape) => isWhole(shape, frame)),
  ]
}

// Every run of one vote, what holds at ∞, and every change can be read.
function stripMarks({ runs, stages, truth, end, labels }, frame) {
  const wins = runs.flatMap((run) => {
    const place = seen(frame, end, run.from, run.to)
    if (!place) return []
    const [left, right] = place
    const at = [(left + right) / 2, TOP + BAND / 2]
    const over = [left, TOP, right - left, BAND]
    return [{ at, over, value: run.from, text: runSentence(run, stages, truth) }]
  })
  const stop = frame.x(Infinity)
  if (isInside(frame, stop)) {
    const text = farSentence(stages.at(-1), truth)
    const over = [stop - HALF_STOP, TOP, 2 * HALF_STOP, BAND]
    wins.push({ at: [stop, TOP + BAND / 2], over, value: Infinity, text })
  }
  const changes = stages.slice(1).flatMap((stage, i) => {
    const at = [frame.x(stage.from), FOOT - 4]
    if (!isInside(frame, at[0])) return []
    return [{ at, value: stage.from, text: eventSentence(stages[i], stage, labels) }]
  })
  return [...wins, ...changes]
}

export function stripDesign(state, width, height) {
  const frame = stripFrame(state.scale, width, height)
  const x = frame.x(state.lam)
  return {
    frame,
    layers: [
      { key: state.key, shapes: () => stripShapes(state, frame) },
      { shapes: () => (isInside(frame, x) ? cursorShapes(frame, state.lam) : []) },
    ],
    marks: () => stripMarks(state, frame),
    name: changeSentence(state.runs),
  }
}

// The same for a file, of the whole of λ.
export function stripPicture(state, width) {
  const frame = stripFrame(state.scale, width, STRIP_HEIGHT)
  return [...stripShapes(state, frame), ...cursorShapes(frame, state.lam)]
}

// The same as a table: a row for every λ from which on others are near.
export function stripTable({ stages, given }) {
  return {
    key: given,
    caption: tr('The vote along λ'),
    columns: [tr('from λ on'), tr('read as'), tr('votes')],
    rows: () => stages.map(({ from, vote, counts }) => (
      [lamText(from), String(vote), votesList(counts).join(', ')]
    )),
  }
}
