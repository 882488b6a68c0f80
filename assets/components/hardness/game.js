// How many hypotheses are left after each query, beside the fewest that can be.

import { axesShapes, frameOf, linear, roundValues } from '../../shared/chart/axes.js'
import { disc, line } from '../../shared/chart/shapes.js'
import { mostRuledOut } from '../../shared/math/adversary.js'
import { tr } from '../../shared/page/language.js'

export const BITS = 6
export const TAUS = [20, 25, 30, 35, 40, 50, 60]
export const MOST_QUERIES = 40
const LEFT = { stroke: 'left', width: 2.5, name: 'left-curve' }
const FEWEST = { stroke: 'price', width: 2, dash: [6, 4], name: 'fewest' }
const QUERIES = { majority: tr('the majority'), random: tr('a random function'), mix: tr('the best mix') }

export const remainsLegend = () => [
  { text: tr('left'), style: { ...LEFT, name: 'key' } },
  { text: tr('fewest that any queries can leave'), style: { ...FEWEST, name: 'key' } },
]

// A hypothesis by its smallest set of bits, which count from 1; ∅ is the constant.
export function setText(orbit) {
  const bits = Array.from({ length: BITS }, (_, i) => i).filter((i) => (orbit[0] >> i) & 1)
  return bits.length ? bits.map((i) => i + 1).join('') : '∅'
}

export const queryText = (query, hypotheses) => (
  QUERIES[query] ?? tr('the function {name}', { name: setText(hypotheses[Number(query.slice(1))]) })
)

// Queries in an address, as their first letters and the places of cards: "mix.p5.majority".
export const queriesType = {
  accepted: tr('it must be at most {most} of majority, random, mix and p0 to p63, with dots between them', {
    most: MOST_QUERIES,
  }),
  read: (text) => {
    const queries = text === '' ? [] : text.split('.')
    const known = queries.every((query) => (
      Object.hasOwn(QUERIES, query) || /^p([0-9]|[1-5][0-9]|6[0-3])$/.test(query)
    ))
    return known && queries.length <= MOST_QUERIES ? queries : undefined
  },
  write: (queries) => queries.join('.'),
}

const fewestLeft = (total, tau, queries) => Math.max(1, total - queries * mostRuledOut(tau))

export function remainsDesign({ game, tau, asked }, width, height) {
  const { counts, hypotheses } = game
  const total = hypotheses.length
  const last = Math.max(8, counts.length - 1)
  const whole = { ...linear(0, last), ticks: (most) => roundValues(0, last, Math.min(most, last)).map(
    (value) => ({ value, text: String(value) }),
  ).filter(({ value }) => Number.isInteger(value)) }
  const titles = { x: tr('queries'), y: tr('hypotheses left') }
  const frame = frameOf(width, height, { x: whole, y: linear(0, total), titles })
  const steps = counts.flatMap((left, i) => (
    i ? [[frame.x(i), frame.y(counts[i - 1])], [frame.x(i), frame.y(left)]] : [[frame.x(0), frame.y(left)]]
  ))
  const fewest = Array.from({ length: last + 1 }, (_, i) => [frame.x(i), frame.y(fewestLeft(total, tau, i))])
  return {
    frame,
    layers: [{ key: JSON.stringify([counts, tau, width, height]), shapes: () => [
      ...axesShapes(frame),
      line(fewest, FEWEST),
      line(steps, LEFT),
      ...counts.map((left, i) => disc([frame.x(i), frame.y(left)], 4, { fill: 'left', name: 'after' })),
    ] }],
    marks: () => counts.map((left, i) => ({
      at: [frame.x(i), frame.y(left)],
      value: i,
      text: i
        ? tr('after query {i}, {query}: {left} left', { i, query: queryText(asked[i - 1], hypotheses), left })
        : tr('at first: {left}', { left }),
    })),
    name: tr('Hypotheses left against queries'),
  }
}
