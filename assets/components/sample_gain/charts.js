// The four pictures of a symmetry: the space, its frequencies, how many are left, and what is learned.

import {
  axesShapes, categorical, cursorShapes, frameOf, linear, logarithmic,
} from '../../shared/chart/axes.js'
import { box, disc, label, line, path } from '../../shared/chart/shapes.js'
import { SYMMETRIES, TURN, imagesOf, lattice, weylRatio } from '../../shared/math/orbits.js'
import { number } from '../../shared/page/words.js'
import { risk, times } from './words.js'

export const MOST_LEVEL = 400
export const LAST_LEVEL = 1600
const LEFT = 58
const MIRROR = { stroke: 'price', width: 2.5, dash: [7, 4], name: 'mirror' }
const PLAIN = { stroke: 'left', width: 2.5, name: 'curve-plain' }
const KNOWING = { stroke: 'result', width: 2.5, dash: [9, 4], name: 'curve-knowing' }
const LAZY = { stroke: 'price', width: 2, dash: [2, 4], name: 'curve-lazy' }
const SLID = { stroke: 'result', width: 3, name: 'curve-slid' }
const ORBIT = { stroke: 'ink', width: 3, name: 'orbit' }
const IMAGE = { fill: 'paper', stroke: 'ink', width: 2.5, name: 'image' }
const MERGED = { fill: 'left', alpha: 0.55, name: 'merged' }
const DARK = { fill: 'muted', alpha: 0.22, name: 'dark' }
const SLID_DOT = { fill: 'paper', stroke: 'result', width: 2.5, name: 'slid-dot' }
const WEYL = { stroke: 'muted', width: 1.5, dash: [5, 5], name: 'weyl' }

const ANGLES = {
  ...linear(0, TURN),
  ticks: () => ['0', 'π/2', 'π', '3π/2', '2π'].map((text, i) => ({ value: i * TURN / 4, text })),
}

export function spaceDesign({ group, point }, width, height) {
  const side = Math.min(width - LEFT - 14, height - 26 - 42)
  const margins = { left: LEFT, top: 26, right: width - LEFT - side, bottom: height - 26 - side }
  const titles = { x: 'x₁', y: 'x₂' }
  const frame = frameOf(width, height, { x: ANGLES, y: ANGLES, titles, margins })
  const { mirrors, domain, order } = SYMMETRIES[group]
  const to = ([x, y]) => [frame.x(x), frame.y(y)]
  const images = imagesOf(group, ...point)
  const behind = () => [
    path([domain.map(to)], { closed: true, fill: 'result', alpha: 0.16, name: 'domain' }),
    ...(domain.length === 2 ? [line(domain.map(to), { stroke: 'result', width: 6, alpha: 0.4 })] : []),
    box(frame.left, frame.top, side, side, { stroke: 'muted', name: 'edge' }),
    ...axesShapes(frame, { grid: false, count: { x: 5, y: 5 } }),
    ...mirrors.map((ends) => line(ends.map(to), MIRROR)),
  ]
  const points = () => [
    ...(order === Infinity ? [line([[0, point[1]], [TURN, point[1]]].map(to), ORBIT)] : []),
    ...images.slice(1).map((at) => disc(to(at), 7, IMAGE)),
    disc(to(point), 9, { fill: 'ink', stroke: 'paper', width: 2, name: 'point' }),
  ]
  return {
    frame,
    layers: [{ key: `${group} ${width}`, shapes: behind }, { shapes: points }],
    name: `A point of the torus and its images under ${SYMMETRIES[group].order} elements`,
  }
}

export function latticeDesign({ group, level }, width, height) {
  const reach = Math.sqrt(MOST_LEVEL)
  const side = Math.min(width - LEFT - 14, height - 26 - 42)
  const margins = { left: LEFT, top: 26, right: width - LEFT - side, bottom: height - 26 - side }
  const scale = linear(-reach - 0.5, reach + 0.5)
  const frame = frameOf(width, height, { x: scale, y: scale, titles: { x: 'k₁', y: 'k₂' }, margins })
  const { keeps } = SYMMETRIES[group]
  const step = side / (2 * reach + 1)
  const radius = Math.max(1.2, 0.36 * step)
  const circle = [disc([frame.x(0), frame.y(0)], Math.sqrt(level) * step, { stroke: 'ink', name: 'disc' })]
  const lit = () => lattice(MOST_LEVEL).map(([k, l]) => {
    const inside = k * k + l * l <= level
    const kept = keeps(k, l)
    const at = [frame.x(k), frame.y(l)]
    if (inside && kept) return disc(at, radius * 1.25, { fill: 'result', name: 'kept' })
    return disc(at, radius * 0.7, inside ? MERGED : DARK)
  })
  return {
    frame,
    layers: [
      { key: `axes ${width}`, shapes: () => axesShapes(frame, { grid: false }) },
      { key: `${group} ${level}`, shapes: lit },
      { shapes: () => circle },
    ],
    name: 'Frequencies of waves on the torus, and which are left',
  }
}

export function ratioDesign({ group, level, found }, width, height) {
  const levels = Array.from({ length: LAST_LEVEL }, (_, i) => i + 1)
  const ratio = (at) => found.all[at] / found.kept[at]
  const scales = { x: logarithmic(1, LAST_LEVEL), y: linear(0, 1.05 * Math.max(...levels.map(ratio))) }
  const titles = { x: 'level |k|²', y: 'waves / waves left' }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT } })
  const points = levels.map((at) => [frame.x(at), frame.y(ratio(at))])
  const law = levels.filter((at) => at % 8 === 1).map((at) => [frame.x(at), frame.y(weylRatio(group, at))])
  const read = [1, 2, 4, 9, 16, 25, 49, 100, 196, 400, 784, 1600]
  return {
    frame,
    layers: [
      { key: `${group} ${width}`, shapes: () => [...axesShapes(frame), line(law, WEYL), line(points, KNOWING)] },
      { shapes: () => cursorShapes(frame, Math.max(1, level)) },
    ],
    marks: () => read.map((at) => ({
      at: [frame.x(at), frame.y(ratio(at))],
      value: at,
      text: `|k|² = ${at}: ${found.all[at]} waves, ${found.kept[at]} left, ${number(ratio(at))} times fewer`,
    })),
    name: 'How many times fewer waves are left, against the level; Weyl’s law dashed',
  }
}

export const ratioLegend = () => [
  { text: 'exact', style: { ...KNOWING, name: 'key' } },
  { text: 'Weyl’s law', style: { ...WEYL, name: 'key' } },
]

const band = (curve, frame, sizes, style) => path(
  [[...sizes.map((n, i) => [frame.x(n), frame.y(curve.high[i])]),
    ...sizes.map((n, i) => [frame.x(n), frame.y(curve.low[i])]).toReversed()]],
  { closed: true, fill: style.stroke, stroke: null, alpha: 0.18, name: 'band' },
)

export const MOST_FACTOR = 32

// curves: { mean, low, high } by τ; lazy: the place of the τ that is drawn beside the two ends.
export function curvesDesign({ curves, sizes, taus, factor, lazy, own, at, key }, width, height) {
  const of = (place) => ({ mean: curves.mean[place], low: curves.low[place], high: curves.high[place] })
  const [knowing, plain, between] = [of(0), of(taus.length - 1), of(lazy)]
  const risks = [...plain.high, ...plain.low, ...knowing.low, ...knowing.high, ...own.risks]
  const ends = [Math.min(...risks), Math.max(...risks)].map((value) => Math.log10(value))
  const scales = {
    x: logTwo(sizes[0], sizes.at(-1) * 4),
    y: logarithmicWide(10 ** (Math.floor(ends[0] * 5) / 5), 10 ** (Math.ceil(ends[1] * 5) / 5)),
  }
  const titles = { x: 'samples n', y: 'risk ‖f̂ − f‖²' }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT } })
  const to = (curve, by = 1) => sizes.map((n, i) => [frame.x(n * by), frame.y(curve.mean[i])])
  const fixed = () => [
    ...axesShapes(frame),
    band(plain, frame, sizes, PLAIN),
    band(knowing, frame, sizes, KNOWING),
    line(to(between), LAZY),
    line(to(plain), PLAIN),
    line(to(knowing), KNOWING),
    ...[[plain, PLAIN], [knowing, KNOWING]].flatMap(([curve, style]) => (
      to(curve).map((point) => disc(point, 3.5, { fill: style.stroke, name: 'dot' }))
    )),
    ...[[0, KNOWING], [taus.length - 1, PLAIN]].map(([place, { stroke }]) => (
      disc([frame.x(own.n), frame.y(own.risks[place])], 5, { fill: 'paper', stroke, width: 2, name: 'own' })
    )),
  ]
  const slid = () => {
    const points = to(knowing, factor).filter(([x]) => x <= frame.right)
    return [
      ...cursorShapes(frame, sizes[at], { alpha: 0.35 }),
      line(points, SLID),
      ...points.map((point) => disc(point, 5, SLID_DOT)),
    ]
  }
  const names = [[plain, 'without the symmetry'], [knowing, 'with it'], [between, `lazily, τ = ${taus[lazy]}`]]
  return {
    frame,
    layers: [{ key: `${key} ${width} ${height}`, shapes: fixed }, { shapes: slid }],
    marks: () => sizes.map((n, i) => ({
      at: [frame.x(n), frame.y(plain.mean[i])],
      value: n,
      text: `n = ${n}: risk ${names.map(([curve, name]) => `${risk(curve.mean[i])} ${name}`).join(', ')}`,
    })),
    name: `Learning curves with and without the symmetry; the slid one at ${times(factor)}`,
  }
}

export const curvesLegend = (taus, lazy) => [
  { text: 'without the symmetry', style: { ...PLAIN, name: 'key' } },
  { text: 'with it', style: { ...KNOWING, name: 'key' } },
  { text: 'the same, slid', style: { ...SLID, name: 'key' } },
  { text: `lazily, τ = ${taus[lazy]}`, style: { ...LAZY, name: 'key' } },
]

// Powers of two, and a scale of risks with ticks at 1, 2, 5 times powers of ten.
function logTwo(from, to) {
  const scale = logarithmic(from, to)
  const powers = []
  for (let n = from; n <= to; n *= 2) powers.push({ value: n, text: String(n) })
  return { ...scale, ticks: () => powers }
}

function logarithmicWide(from, to) {
  const scale = logarithmic(from, to)
  const values = []
  for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
    for (const factor of [1, 2, 5]) values.push(factor * 10 ** power)
  }
  const inside = values.filter((value) => value >= from * 0.999 && value <= to * 1.001)
  const text = (value) => String(Number(value.toPrecision(2)))
  return { ...scale, ticks: () => inside.map((value) => ({ value, text: text(value) })) }
}

const TAU_ENDS = { 0: '0, trusts it', 1: '1, does not' }
const tauText = (tau) => TAU_ENDS[tau] ?? String(tau)

export function lazyDesign({ curves, sizes, taus, at, key }, width, height) {
  const means = curves.mean.map((row) => row[at])
  const [lows, highs] = [curves.low, curves.high].map((rows) => rows.map((row) => row[at]))
  const most = Math.max(...highs)
  const scales = { x: categorical(taus, tauText), y: linear(0, most * 1.05) }
  const titles = { x: 'laziness τ of the learner', y: `risk at n = ${sizes[at]}` }
  const frame = frameOf(width, height, { ...scales, titles, margins: { left: LEFT } })
  const best = means.indexOf(Math.min(...means))
  const points = taus.map((tau, i) => [frame.x(tau), frame.y(means[i])])
  const shapes = () => [
    ...axesShapes(frame),
    ...points.map(([x], i) => line([[x, frame.y(lows[i])], [x, frame.y(highs[i])]], { stroke: 'ink' })),
    line(points, { stroke: 'price', width: 1.5, dash: [2, 4] }),
    ...points.map((point, i) => disc(point, i === best ? 8 : 5, {
      fill: i === best ? 'price' : 'paper', stroke: 'price', width: 2.5, name: i === best ? 'best' : 'tau',
    })),
    ...(width > 300 ? [label('least', [points[best][0], points[best][1] + 24], { size: 12 })] : []),
  ]
  return {
    frame,
    layers: [{ key: `${key} ${at} ${width}`, shapes }],
    marks: () => taus.map((tau, i) => ({
      at: points[i], text: `τ = ${tau}: risk ${risk(means[i])}, 95 % interval ${risk(lows[i])} to ${risk(highs[i])}`,
    })),
    name: `Risk against laziness τ at n = ${sizes[at]}`,
  }
}
