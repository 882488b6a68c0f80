// How often spoilt words are read right: against λ², beside edit distance.

import { axesShapes, cursorShapes, frameOf, linear } from '../../shared/chart/axes.js'
import { disc, line } from '../../shared/chart/shapes.js'
import { tr } from '../../shared/page/language.js'
import { briefPercent, percent } from '../../shared/page/words.js'
import { END } from './charts.js'
import { exact } from './said.js'

const KINDS = [tr('words that have anagrams'), tr('words with one wrong letter')]
const BY_EDITS = tr('by edit distance')
const LINES = [{ stroke: 'result', width: 2.5 }, { stroke: 'other', width: 2.5, dash: [9, 4] }]
const EDITS = LINES.map(({ stroke }) => ({ stroke, width: 1.5, dash: [2, 4] }))
const SIDE = 14

export const measuredKeys = () => KINDS.flatMap((text, k) => [
  { text, style: LINES[k] }, { text: BY_EDITS, style: EDITS[k] },
])

// Where the share is greatest: the first of the best.
const bestOf = (right) => right.indexOf(Math.max(...right))

export function measuredSentence({ squares, right, edits, count }) {
  const parts = right.map((shares, k) => {
    const best = bestOf(shares)
    const [most, none, all, edit] = [shares[best], shares[0], shares.at(-1), edits[k]].map(briefPercent)
    return tr(
      'of {count} {words} {most} are read right at λ² = {square}, {none} at 0, {all} at 2, {edit} by edit ' +
      'distance', { count, words: KINDS[k], square: exact(squares[best]), most, none, all, edit },
    )
  })
  return tr('Inner letters scrambled a little (30 %), {parts}.', { parts: parts.join('; ') })
}

export function measuredDesign({ squares, right, edits, square }, width, height) {
  const titles = { x: 'λ²', y: tr('read right') }
  const scales = { x: linear(0, END), y: linear(0, 1, percent) }
  const frame = frameOf(width, height, { ...scales, titles, margins: { right: SIDE, top: 30 } })
  const points = (shares) => shares.map((share, i) => [frame.x(squares[i]), frame.y(share)])
  const level = (share) => [[frame.left, frame.y(share)], [frame.right, frame.y(share)]]
  const fixed = () => [
    ...axesShapes(frame),
    ...edits.map((share, k) => line(level(share), { ...EDITS[k], name: `edits-${k}` })),
    ...right.map((shares, k) => line(points(shares), { ...LINES[k], name: `measured-${k}` })),
    ...right.map((shares, k) => {
      const at = points(shares)[bestOf(shares)]
      return disc(at, 5, { fill: 'paper', stroke: LINES[k].stroke, width: 2.5, name: 'peak' })
    }),
  ]
  const text = (k, i) => tr('{words}, λ² = {square}: {share} read right', {
    words: KINDS[k], square: exact(squares[i]), share: briefPercent(right[k][i]),
  })
  const marks = () => right.flatMap((shares, k) => points(shares).map((at, i) => ({
    at, value: squares[i], text: text(k, i),
  })))
  return {
    frame,
    layers: [
      { key: `${right} ${edits}`, shapes: fixed },
      { key: `${square}`, shapes: () => cursorShapes(frame, Math.min(square, END)) },
    ],
    marks,
    name: tr('How many spoilt words are read right, against λ²'),
  }
}

// The same as a table.
export function measuredTable({ squares, right, edits }) {
  return {
    key: squares.join(),
    caption: tr('Spoilt words that are read right'),
    columns: ['λ²', ...KINDS],
    rows: () => [
      ...squares.map((square, i) => [exact(square), ...right.map((shares) => briefPercent(shares[i]))]),
      [BY_EDITS, ...edits.map(briefPercent)],
    ],
  }
}
