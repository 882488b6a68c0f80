// The transport bound: how far S f changes under a turn g, how far it may, and the plan that says so.

import { axesShapes, cursorShapes, frameOf, linear, logarithmic } from '../../shared/chart/axes.js'
import { disc, label, line, path } from '../../shared/chart/shapes.js'
import { localised, tr } from '../../shared/page/language.js'
import { number, powerOfTen } from '../../shared/page/words.js'
import { degrees, rounded, share } from './words.js'

const LEAST = 1e-3
export const LEGEND = [
  { text: tr('change'), style: { stroke: 'left', width: 2.5 } },
  { text: tr('proved bound, L·W(π, gπ)'), style: { stroke: 'price', width: 2.5, dash: [7, 4] } },
  {
    text: tr('steepest slope found · W: no such bound is lower'),
    style: { stroke: 'result', width: 2, dash: [2, 4] },
  },
  { text: tr('√2: no two answers are farther apart'), style: { stroke: 'ink', width: 1.5, dash: [1, 3] } },
]
const UNSEEN = 1e-4

// Where the bound begins: the farthest turn at which the proved one says something, else the one that the
// steepest slope found would make, else the first turn of all. distanceAt(i) is W of move i.
export function firstMove(moves, distanceAt, { proved, found }) {
  const turns = [...moves.keys()].filter((i) => moves[i] > 0)
  for (const slope of [proved, found]) {
    const silent = turns.findIndex((i) => slope * distanceAt(i) > Math.SQRT2)
    if (silent !== 0) return turns.at(silent < 0 ? -1 : silent - 1)
  }
  return turns[0]
}

const plainPower = (value) => (
  value >= 1e5 ? powerOfTen(Math.round(Math.log10(value))) : localised(String(value))
)

/* curve: what is known of the bound; changes: ‖S f(gx) − S f(x)‖ for each of its moves; slopes: of f, proved
   and found; g: the move that is looked at. Where the bound isn't known yet, its line has a gap. */
export function boundDesign({ curve, changes, slopes, g }, width, height) {
  const { moves, found, picture } = curve
  const highest = Math.max(1, Math.ceil(Math.log10(slopes.proved * 2 * Math.hypot(...picture))))
  const scale = logarithmic(LEAST, 10 ** highest, plainPower)
  const y = { ...scale, share: (value) => scale.share(Math.max(value, LEAST)) }
  const x = linear(moves[0], moves[moves.length - 1], degrees)
  const ticks = moves.filter((move) => move % 15 === 0).map((value) => ({ value, text: degrees(value) }))
  const titles = { x: tr('turn g'), y: '‖S f(gx) − S f(x)‖' }
  const frame = frameOf(width, height, { x: { ...x, ticks: () => ticks }, y, titles })
  const [bounds, leasts] = [slopes.proved, slopes.found].map((slope) => (
    moves.map((_, i) => (found[i] ? found[i].distance * slope : null))
  ))
  const runsOf = (values) => {
    const runs = [[]]
    moves.forEach((move, i) => {
      if (values[i] === null) runs.push([])
      else runs[runs.length - 1].push([frame.x(move), frame.y(values[i])])
    })
    return runs
  }
  const most = frame.y(Math.SQRT2)
  const changing = changes.map((value, i) => [frame.x(moves[i]), frame.y(value)])
  const [change, bound, least, trivial] = LEGEND.map(({ style }) => style)
  return {
    frame,
    layers: [
      {
        key: `${highest}`,
        shapes: () => [
          ...axesShapes(frame),
          line([[frame.left, most], [frame.right, most]], { ...trivial, name: 'most' }),
          label('√2', [frame.right, most - 4], { size: 12, anchor: 'end', fill: 'muted', halo: true }),
        ],
      },
      {
        shapes: () => [
          path(runsOf(bounds), { ...bound, name: 'b-bound' }),
          path(runsOf(leasts), { ...least, name: 'b-least' }),
          line(changing, { ...change, name: 'b-change' }),
          ...cursorShapes(frame, g, { width: 1.5 }),
        ],
      },
    ],
    marks: () => moves.map((move, i) => {
      const values = { turn: degrees(move), change: number(changes[i], 4) }
      const text = bounds[i] === null
        ? tr('g = {turn}: changes by {change}, the bound is being computed', values)
        : tr('g = {turn}: changes by {change}, at most {bound}, with the steepest slope found {least}', {
          ...values, bound: rounded(bounds[i]), least: rounded(leasts[i]),
        })
      return { at: changing[i], value: move, text }
    }),
    name: tr('Change of S f and the bound on it, against g, logarithmic'),
  }
}

// plan: [from, to, mass] in places of the angles; π stands above, gπ below.
export function planDesign({ plan, angles, weights, g }, width, height) {
  const [first, last] = [angles[0], angles[angles.length - 1]]
  const x = linear(Math.min(first, first + g), Math.max(last, last + g), degrees)
  const frame = frameOf(width, height, { x, titles: { x: tr('angle') }, margins: { left: 20, right: 20 } })
  const [top, bottom] = [40, frame.bottom - 32]
  const above = (k) => [frame.x(angles[k]), top]
  const below = (k) => [frame.x(angles[k] + g), bottom]
  const kept = [...angles.keys()].filter((k) => weights[k] > UNSEEN)
  const radius = (k) => Math.sqrt(weights[k]) * 16
  // What the plan takes from one place of π, or brings to one of gπ.
  const told = (place, k, angle, other) => {
    const parts = plan.filter((entry) => entry[place] === k).map((entry) => other(entry, share(entry[2])))
    return tr('{law} at {angle}, {share}: {parts}', {
      law: place === 0 ? 'π' : 'gπ', angle: degrees(angle), share: share(weights[k]), parts: parts.join(', '),
    })
  }
  const marks = () => [
    ...kept.map((k) => {
      const to = ([, j], mass) => tr('{share} to {angle}', { share: mass, angle: degrees(angles[j] + g) })
      return { at: above(k), text: told(0, k, angles[k], to) }
    }),
    ...kept.map((k) => {
      const from = ([i], mass) => tr('{share} from {angle}', { share: mass, angle: degrees(angles[i]) })
      return { at: below(k), text: told(1, k, angles[k] + g, from) }
    }),
  ]
  const moving = () => [
    ...axesShapes(frame),
    ...plan.map(([k, j, mass]) => line([above(k), below(j)], {
      stroke: 'ink', width: Math.max(0.6, 9 * mass), alpha: Math.min(0.85, 0.2 + 1.5 * mass), name: 'carried',
    })),
    ...kept.map((k) => disc(above(k), radius(k), { fill: 'left', name: 'from' })),
    ...kept.map((k) => disc(below(k), radius(k), { fill: 'result', name: 'to' })),
    label(tr('π, and where its mass goes'), [4, 14], { size: 13, anchor: 'start', halo: false }),
    label(`gπ, g = ${degrees(g)}`, [4, frame.bottom - 2], { size: 13, anchor: 'start', halo: false }),
  ]
  return {
    frame,
    layers: [{ shapes: moving }],
    marks,
    name: tr('Optimal plan from π to gπ at g = {turn}', { turn: degrees(g) }),
  }
}
