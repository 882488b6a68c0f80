// The numbers of the three charts as tables.

import { UNIT, alignmentAt } from '../../shared/math/path.js'
import { made } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'
import { SHIFTS } from './charts.js'

const STEPS = 10

const lamsTo = (end) => [...Array.from({ length: STEPS + 1 }, (_, i) => end * i / STEPS), Infinity]

const TABLES = {
  priced: ({ path, row, lam }) => [
    [tr('shift of row {row}', { row: row + 1 }), tr('residual²'), tr('penalty²'), tr('together')],
    ...Array.from({ length: SHIFTS }, (_, k) => {
      const [left, price] = [path.rows[row].costs[k] * UNIT * UNIT, (lam * k) ** 2]
      return [String(k), ...[left, price, left + price].map((value) => number(value))]
    }),
  ],
  between: ({ path, end }) => [
    ['λ', tr('distance d'), tr('effort')],
    ...lamsTo(end).map((lam) => {
      const { distance, effort } = alignmentAt(path, lam)
      return [lamText(lam, 3), number(distance), number(effort)]
    }),
  ],
  nearest: ({ paths, labels, end }) => [
    ['λ', ...labels.map((digit) => tr('d to the {digit}', { digit })), tr('nearest')],
    ...lamsTo(end).map((lam) => {
      const distances = paths.map((path) => alignmentAt(path, lam).distance)
      const nearest = labels[distances.indexOf(Math.min(...distances))]
      return [lamText(lam, 3), ...distances.map((value) => number(value)), String(nearest)]
    }),
  ],
}

const line = ([first, ...others], tag) => (
  made('tr', {}, made('th', {}, first), ...others.map((text) => made(tag, {}, text)))
)

// Write the table of each chart, given what that chart draws.
export function writeTables(folds, drawn) {
  for (const fold of folds) {
    const { table } = fold.dataset
    const [head, ...rows] = TABLES[table](drawn[table])
    fold.querySelector('table').replaceChildren(line(head, 'th'), ...rows.map((row) => line(row, 'td')))
  }
}
