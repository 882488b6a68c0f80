// The alignment to take away: one self-contained SVG, a table of the plan, and a program.

import { legendShapes } from '../../shared/chart/axes.js'
import { shapesOf } from '../../shared/chart/layers.js'
import { label } from '../../shared/chart/shapes.js'
import { placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { wrapped } from '../../shared/page/words.js'
import { TITLES, matrixDesign } from './matrices.js'
import { planeDesign } from './plane.js'
import { keys } from './signs.js'

const WIDE = 900
const PLANE = 460
const MATRIX = 220
const LINE = 20

export function alignedSvg(drawn, { shown }, sentences, palette) {
  const markup = ({ layers }) => shapesMarkup(shapesOf(layers), palette)
  const { kx, ky } = drawn
  const values = { x: kx, plan: shown?.plan, y: ky }
  const lines = sentences.flatMap(wrapped)
  const top = PLANE + 40
  const low = top + MATRIX + 40
  const texts = [
    ...legendShapes(keys(), [0, PLANE + 22]).shapes,
    ...Object.entries(TITLES).map(([, title], k) => (
      label(title, [k * (MATRIX + 30) + MATRIX / 2, top + MATRIX + 14], { size: 13, halo: false })
    )),
    ...lines.map((text, i) => label(text, [0, low + LINE * i], { size: 13, anchor: 'start', halo: false })),
  ]
  const matrix = (kind) => matrixDesign({ ...drawn, kind, values: values[kind], key: kind }, MATRIX, MATRIX)
  const content = [
    markup(planeDesign(drawn, WIDE, PLANE)),
    ...Object.keys(TITLES).map((kind, k) => placed(k * (MATRIX + 30), top, markup(matrix(kind)))),
    shapesMarkup(texts, palette),
  ]
  return svgFile(WIDE, low + LINE * lines.length, sentences[0], content.join('\n'), palette)
}

// A line for every pair of points that has any mass to speak of.
export function alignedCsv({ turned, ys, clustersX, clustersY, cost }, plan) {
  const m = ys.length
  const lines = []
  turned.forEach((x, i) => {
    for (let j = 0; j < m; j++) {
      const at = i * m + j
      if (plan[at] < 1e-12) continue
      lines.push([i, j, ...x, ...ys[j], clustersX[i], clustersY[j], cost[at], plan[at]].join(','))
    }
  })
  const head = 'source,target,source_x,source_y,target_x,target_y,source_cluster,target_cluster,distance,mass'
  return `${[head, ...lines].join('\n')}\n`
}

const tuple = (values) => `(${values.join(', ')})`
const real = (value) => (Number.isInteger(value) ? value.toFixed(1) : String(value))
const rounded = (value) => real(Number(value.toFixed(12)))

// A program that draws the clouds anew, aligns them with the library and moves the new point: the one that
// lazyq.experiments.aligning writes of the same spec.
export function alignedPython(state, { points, seed, steps, masses, spread, outliers }) {
  const { info, reg, lam } = state
  const shares = state.unequal ? masses : masses.map(() => 1)
  const spec = [
    `points=${points}`, `masses=${tuple(shares.map(real))}`, `equal=${state.equal ? 'True' : 'False'}`,
    `outliers=${real(state.outliers ? outliers : 0)}`, `spread=${real(spread)}`, `angle=${real(state.angle)}`,
    `shift=${tuple([state.dx, state.dy].map(real))}`, `seed=${seed}`,
  ]
  const name = info === 1 ? 'InfoOT' : lam === Infinity ? 'FusedInfoOT' : 'LazyInfoOT'
  const rest = 1 - info
  const parts = name === 'InfoOT'
    ? [`reg=${rounded(reg)}`]
    : [`lam=${rounded(info / rest)}`, `reg=${rounded(reg / rest)}`]
  if (name === 'LazyInfoOT') parts.unshift(`laziness=${rounded(lam / Math.sqrt(rest))}`)
  parts.push(`bandwidth=${rounded(state.bandwidth)}`, `n_outer=${steps}`)
  return [
    'import numpy as np',
    '',
    'from lazyq.experiments.aligning import CloudsSpec, clouds',
    `from lazyq.infoot import ${name}`,
    '',
    `pair = clouds(CloudsSpec(${spec.join(', ')}))`,
    `aligned = ${name}(${parts.join(', ')}).fit(pair.x, pair.y)`,
    'own = pair.clusters_x[:, None] == pair.clusters_y',
    'told = aligned.plan_[:, pair.clusters_y >= 0].sum()',
    'print("mass on the right cluster", round(aligned.plan_[own].sum() / told, 4))',
    'print("mutual information", round(aligned.information_, 4))',
    `print("a new point goes to", aligned.transform(np.array([[${state.point.map(real).join(', ')}]])).round(4))`,
    '',
  ].join('\n')
}
