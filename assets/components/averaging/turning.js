// The probabilities of the classes while the digit turns once round: f thin and dashed, S f solid.

import { axesShapes, cursorShapes, frameOf, legendShapes, linear } from '../../shared/chart/axes.js'
import { label as text, line } from '../../shared/chart/shapes.js'
import { tr } from '../../shared/page/language.js'
import { likeliest } from './experiment.js'
import { share } from './words.js'

const PLAIN = { width: 1.3, dash: [3, 3] }
const AVERAGE = { width: 2.5 }
const LEGEND = [
  { text: 'f', style: { stroke: 'ink', ...PLAIN } },
  { text: 'S f', style: { stroke: 'ink', ...AVERAGE } },
]
const QUARTERS = [0, 90, 180, 270, 360]
const FEWEST = 4
const ROOM = [18, 15]
const LEAST_TOLD = 0.005

// The classes that f or S f says somewhere, and those with the next highest peaks, four at least.
function classesOf(plain, average) {
  const peak = average[0].map((_, c) => Math.max(...average.map((values) => values[c])))
  const winners = new Set([...plain, ...average].map(likeliest))
  const others = [...peak.keys()].filter((c) => !winners.has(c)).sort((a, b) => peak[b] - peak[a])
  const shown = [...winners, ...others.slice(0, Math.max(0, FEWEST - winners.size))]
  return shown.sort((a, b) => peak[b] - peak[a])
}

// Each name stands where its class is likeliest, of the places that other names leave free.
function nameShapes(shown, average, turns, frame) {
  const placed = []
  const free = ([x, y]) => placed.every(([a, b]) => Math.abs(a - x) >= ROOM[0] || Math.abs(b - y) >= ROOM[1])
  return shown.flatMap((c) => {
    const order = [...turns.keys()].sort((a, b) => average[b][c] - average[a][c])
    const places = order.map((i) => {
      const x = Math.min(frame.right - 8, Math.max(frame.left + 8, frame.x(turns[i])))
      return [x, Math.max(frame.top + 6, frame.y(average[i][c]) - 6)]
    })
    const at = places.find(free)
    if (!at) return []
    placed.push(at)
    return [text(c, at, { bold: true, halo: true, name: 'class-name' })]
  })
}

function told(values, shown) {
  const kept = shown.filter((c) => values[c] >= LEAST_TOLD).sort((a, b) => values[b] - values[a])
  return kept.map((c) => `${c} ${share(values[c])}`).join(', ')
}

// digit: of the curves of f; plain, average: probabilities by turn and class; turn: where the digit stands.
export function turningDesign({ digit, turns, plain, average, turn, label }, width, height) {
  const ticks = QUARTERS.map((value) => ({ value, text: `${value}°` }))
  const x = { ...linear(0, 360), ticks: () => ticks }
  const titles = { x: tr('turn of the digit'), y: tr('probability') }
  const frame = frameOf(width, height, { x, y: linear(0, 1), titles })
  const shown = classesOf(plain, average)
  const course = (table, c, style) => {
    return line(turns.map((angle, i) => [frame.x(angle), frame.y(table[i][c])]), { stroke: `class-${c}`, ...style })
  }
  const still = () => {
    const legend = legendShapes(LEGEND, [0, 13]).width
    return [
      ...axesShapes(frame, { count: { y: 2 } }),
      ...legendShapes(LEGEND, [frame.right - legend + 18, 13]).shapes,
      ...shown.map((c) => course(plain, c, { ...PLAIN, name: 'class-line plain', data: { class: c } })),
    ]
  }
  return {
    frame,
    layers: [
      { key: `${digit} ${shown}`, shapes: still },
      {
        shapes: () => [
          ...shown.map((c) => course(average, c, { ...AVERAGE, name: 'class-line', data: { class: c } })),
          ...nameShapes(shown, average, turns, frame),
          ...cursorShapes(frame, turn, { width: 1.5 }),
        ],
      },
    ],
    marks: () => turns.map((angle, i) => ({
      at: [frame.x(angle), frame.y(Math.max(...average[i]))],
      value: angle,
      text: tr('{angle}: S f says {average}; f says {plain}', {
        angle: `${angle}°`, average: told(average[i], shown), plain: told(plain[i], shown),
      }),
    })),
    name: label === null
      ? tr('Class probabilities of f, dashed, and of S f, solid, of a digit from 0° to 360°')
      : tr('Class probabilities of f, dashed, and of S f, solid, of a {digit} from 0° to 360°', {
        digit: label,
      }),
  }
}
