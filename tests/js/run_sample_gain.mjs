// Symmetries of the torus under node: a level, points and curves as JSON on stdin, what is made of them on stdout.
import { text } from 'node:stream/consumers'
import { sampleGainCsv, tableRows } from '../../assets/components/sample_gain/figure.js'
import {
  SPHERE_SYMMETRIES, harmonicCounts, harmonicWeyl, outlook, spherePoint,
} from '../../assets/shared/math/harmonics.js'
import { SYMMETRIES, counts, imagesOf, lattice, weylRatio } from '../../assets/shared/math/orbits.js'
import { apart, valueAt } from '../../assets/shared/math/sideways.js'

const { level, point, sizes, first, second, factors, shown } = JSON.parse(await text(process.stdin))
const names = Object.keys(SYMMETRIES)
const each = (make) => Object.fromEntries(names.map((name) => [name, make(name)]))
const solids = Object.keys(SPHERE_SYMMETRIES)
const onSphere = (make) => Object.fromEntries(solids.map((name) => [name, make(name)]))
const sphere = spherePoint(...point)
const view = outlook(0.6, 0.3)
process.stdout.write(JSON.stringify({
  counts: each((name) => counts(name, level)),
  orders: each((name) => (Number.isFinite(SYMMETRIES[name].order) ? SYMMETRIES[name].order : 'inf')),
  images: each((name) => imagesOf(name, ...point)),
  domains: each((name) => SYMMETRIES[name].domain),
  weyl: each((name) => weylRatio(name, level)),
  lattice: lattice(level).length,
  values: sizes.flatMap((n) => [valueAt(sizes, first, n), valueAt(sizes, first, n * 1.3)]),
  apart: factors.map((factor) => apart(sizes, first, second, factor)),
  sphere: onSphere((name) => ({
    counts: harmonicCounts(name, 400),
    weyl: harmonicWeyl(name, level),
    images: SPHERE_SYMMETRIES[name].images(sphere),
    domain: SPHERE_SYMMETRIES[name].domain,
    kept: SPHERE_SYMMETRIES[name].keeps && Array.from({ length: 20 }, (_, l) => (
      Array.from({ length: 2 * l + 1 }, (__, i) => i - l).filter((q) => SPHERE_SYMMETRIES[name].keeps(l, q)).length
    )),
    left: Array.from({ length: 20 }, (_, l) => SPHERE_SYMMETRIES[name].left(l)),
  })),
  returned: [0.1, -0.7].map((up) => view.seen(view.at(0.4, up))),
  guessed: tableRows(shown, false),
  rows: shown && tableRows(shown, true),
  csv: shown && sampleGainCsv(shown),
}))
