// Symmetries of the torus under node: a level, points and curves as JSON on stdin, what is made of them on stdout.
import { text } from 'node:stream/consumers'
import { sampleGainCsv, tableRows } from '../../assets/components/sample_gain/figure.js'
import { SYMMETRIES, counts, imagesOf, lattice, weylRatio } from '../../assets/shared/math/orbits.js'
import { apart, valueAt } from '../../assets/shared/math/sideways.js'

const { level, point, sizes, first, second, factors, shown } = JSON.parse(await text(process.stdin))
const names = Object.keys(SYMMETRIES)
const each = (make) => Object.fromEntries(names.map((name) => [name, make(name)]))
process.stdout.write(JSON.stringify({
  counts: each((name) => counts(name, level)),
  orders: each((name) => (Number.isFinite(SYMMETRIES[name].order) ? SYMMETRIES[name].order : 'inf')),
  images: each((name) => imagesOf(name, ...point)),
  domains: each((name) => SYMMETRIES[name].domain),
  weyl: each((name) => weylRatio(name, level)),
  lattice: lattice(level).length,
  values: sizes.flatMap((n) => [valueAt(sizes, first, n), valueAt(sizes, first, n * 1.3)]),
  apart: factors.map((factor) => apart(sizes, first, second, factor)),
  rows: shown && tableRows(shown),
  csv: shown && sampleGainCsv(shown),
}))
