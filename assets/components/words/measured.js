// How often spoilt words are read right: against λ², beside edit distance.

import { axesShapes, cursorShapes, frameOf, linear } from '../../shared/chart/axes.js'
import { disc, line } from '../../shared/chart/shapes.js'
import { END } from './charts.js'
import { exact } from './said.js'

const KINDS = ['words that have anagrams', 'words with one wrong letter']
const LINES = [{ stroke: 'result', width: 2.5 }, { stroke: 'other', width: 2.5, dash: [9, 4] }]
const EDITS = LINES.map(({ stroke }) => ({ stroke, width: 1.5, dash: [2, 4] }))
const SIDE = 14

const percent = (share) => `${Number((100 * share).toFixed(1))}\u00a0%`

export const measuredKeys = () => KINDS.flatMap((text, k) => [
  { text, style: LINES[k] }, { text: 'by edit distance', style: EDITS[k] },
])

// Where the share is greatest: the first of the best.
const bestOf = (right) => right.indexOf(Math.max(...right))

export function measuredSentence({ squares, right, edits, count }) {
  const parts = right.map((shares, k) => {
    const best = bestOf(shares)
    return `of ${count} ${KINDS[k]} ${percent(shares[best])} are read right at λ² = ${exact(squares[best])}, ` +
      `${percent(shares[0])} at 0, ${percent(shares.at(-1))} at 2, ${percent(edits[k])} by edit distance`
  })
  return `Inner letters scrambled a little (30 %), ${parts.join('; ')}.`
}

export function measuredDesign({ squares, right, edits, square }, width, height) {
  const titles = { x: 'λ²', y: 'read right' }
  const scales = { x: linear(0, END), y: linear(0, 1, (share) => `${Math.round(100 * share)} %`) }
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
  const marks = () => right.flatMap((shares, k) => points(shares).map((at, i) => ({
    at, value: squares[i], text: `${KINDS[k]}, λ² = ${exact(squares[i])}: ${percent(shares[i])} read right`,
  })))
  return {
    frame,
    layers: [
      { key: `${right} ${edits}`, shapes: fixed },
      { key: `${square}`, shapes: () => cursorShapes(frame, Math.min(square, END)) },
    ],
    marks,
    name: 'How many spoilt words are read right, against λ²',
  }
}

// The same as a table.
export function measuredTable({ squares, right, edits }) {
  return {
    key: squares.join(),
    caption: 'Spoilt words that are read right',
    columns: ['λ²', ...KINDS],
    rows: () => [
      ...squares.map((square, i) => [exact(square), ...right.map((shares) => percent(shares[i]))]),
      ['by edit distance', ...edits.map(percent)],
    ],
  }
}
