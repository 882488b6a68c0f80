// Matrices ordered by cluster: dark where there is much. The two kernels, and the plan between them.

import { box, label, line } from '../../shared/chart/shapes.js'
import { tr } from '../../shared/page/language.js'
import { colourParts } from '../../shared/page/theme.js'
import { number } from '../../shared/page/words.js'
import { signOf, signShape } from './signs.js'

const EDGE = 18
const FAINTEST = 0.04
const SIGN = 4.5
const BORDER = { stroke: 'price', width: 1 }
const PERCENT = 100
const [DOWN, ACROSS] = ['clustersX', 'clustersY']
const SIDES = { x: [DOWN, DOWN], plan: [DOWN, ACROSS], y: [ACROSS, ACROSS] }

export const TITLES = { x: tr('source kernel'), plan: tr('plan'), y: tr('target kernel') }

// Runs of equal clusters along a side: [{ cluster, from, to }].
function runsOf(clusters) {
  const runs = []
  clusters.forEach((cluster, i) => {
    if (runs.at(-1)?.cluster === cluster) runs.at(-1).to = i + 1
    else runs.push({ cluster, from: i, to: i + 1 })
  })
  return runs
}

// A kernel's values are shown as they are, those of a plan by their roots.
const darkness = (kind, value, most) => {
  const share = Math.max(0, value) / most
  return kind === 'plan' ? Math.sqrt(share) : share
}

const inks = new WeakMap()

function inkOf(palette) {
  if (!inks.has(palette)) inks.set(palette, colourParts(palette.ink))
  return inks.get(palette)
}

function paintCells(context, { kind, values }, rows, columns, area, palette) {
  const picture = new ImageData(columns, rows)
  const [red, green, blue] = inkOf(palette)
  const most = values.reduce((a, b) => Math.max(a, b), 1e-300)
  const { data } = picture
  for (let at = 0; at < values.length; at++) {
    data[4 * at] = red
    data[4 * at + 1] = green
    data[4 * at + 2] = blue
    data[4 * at + 3] = 255 * darkness(kind, values[at], most)
  }
  const small = Object.assign(document.createElement('canvas'), { width: columns, height: rows })
  small.getContext('2d').putImageData(picture, 0, 0)
  context.imageSmoothingEnabled = false
  context.drawImage(small, ...area)
}

// kind: x or y, the kernel of a cloud, or plan. hidden: not the plan.
export function matrixDesign({ kind, values, key, hidden, ...scene }, width, height) {
  const [down, across] = SIDES[kind].map((side) => scene[side])
  const [rows, columns] = [down.length, across.length]
  const size = Math.min(width, height) - EDGE - 2
  const area = [EDGE, EDGE, size, size]
  const at = (i, j) => [EDGE + size * j / columns, EDGE + size * i / rows]
  const [rowRuns, columnRuns] = [runsOf(down), runsOf(across)]
  const most = () => values.reduce((a, b) => Math.max(a, b), 1e-300)
  const cells = () => {
    const highest = most()
    const [wide, high] = [size / columns, size / rows]
    return [...values].flatMap((value, place) => {
      const alpha = darkness(kind, value, highest)
      if (alpha < FAINTEST) return []
      const [x, y] = at(Math.floor(place / columns), place % columns)
      return [box(x, y, wide, high, { fill: 'ink', alpha: Number(alpha.toFixed(2)) })]
    })
  }
  const lines = () => [
    box(...area, { stroke: 'ink', width: 1, alpha: 0.4 }),
    ...rowRuns.slice(1).map(({ from }) => line([at(from, 0), at(from, columns)], BORDER)),
    ...columnRuns.slice(1).map(({ from }) => line([at(0, from), at(rows, from)], BORDER)),
    ...rowRuns.map(({ cluster, from, to }) => (
      signShape(cluster, [EDGE / 2, at((from + to) / 2, 0)[1]], SIGN, { open: kind === 'y' })
    )),
    ...columnRuns.map(({ cluster, from, to }) => (
      signShape(cluster, [at(0, (from + to) / 2)[0], EDGE / 2], SIGN, { open: kind !== 'x' })
    )),
  ]
  const blocks = () => rowRuns.flatMap((row) => columnRuns.map((column) => {
    let sum = 0
    for (let i = row.from; i < row.to; i++) {
      for (let j = column.from; j < column.to; j++) sum += values[i * columns + j]
    }
    const mean = sum / (row.to - row.from) / (column.to - column.from)
    const told = {
      from: signOf(row.cluster), to: signOf(column.cluster),
      share: number(PERCENT * sum, 2), mean: number(mean, 3),
    }
    const text = kind === 'plan'
      ? tr('from {from} to {to}: {share} % of all mass', told)
      : tr('between {from} and {to}: mean kernel {mean}', told)
    const [x, y] = at(row.from, column.from)
    const [right, bottom] = at(row.to, column.to)
    return { at: [(x + right) / 2, (y + bottom) / 2], over: [x, y, right - x, bottom - y], text }
  }))
  if (hidden || !values) {
    const empty = label(tr('hidden'), [EDGE + size / 2, EDGE + size / 2], { fill: 'muted', halo: false })
    const shapes = () => [...(hidden ? [empty] : []), ...lines()]
    const name = tr('The {matrix}, hidden while you guess', { matrix: TITLES[kind] })
    return { frame: null, layers: [{ shapes }], marks: null, name }
  }
  const painted = (context, palette) => {
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, context.canvas.width, context.canvas.height)
    const ratio = context.canvas.width / width
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    paintCells(context, { kind, values }, rows, columns, area, palette)
  }
  return {
    frame: null,
    layers: [
      { key: `${kind} ${key} ${width}`, shapes: cells, paint: painted },
      { key: `${scene.name} ${width}`, shapes: lines },
    ],
    marks: blocks,
    name: tr('The {matrix}, ordered by cluster', { matrix: TITLES[kind] }),
  }
}
