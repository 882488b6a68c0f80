// The charts of the Lens as tables, for who does not see them.

import { UNIT, alignmentAt } from '../../shared/math/path.js'
import { made } from '../../shared/page/dom.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'
import { giving } from './words.js'

// A table behind a chart: its caption, its columns, and rows of texts, whose first names them.
export class Table {
  constructor(chart) {
    this.key = null
    this.node = made('table', {})
    chart.after(made('div', { className: 'unseen' }, this.node))
  }

  show(key, caption, columns, rows) {
    if (this.key === key) return
    this.key = key
    const head = (text, scope) => made('th', { scope }, text)
    this.node.replaceChildren(
      made('caption', {}, caption),
      made('thead', {}, made('tr', {}, ...columns.map((text) => head(text, 'col')))),
      made('tbody', {}, ...rows().map(([first, ...others]) => (
        made('tr', {}, head(first, 'row'), ...others.map((text) => made('td', {}, text)))
      ))),
    )
  }
}

export function pathRows(path) {
  return [0, ...path.breakpoints, Infinity].map((lam, i) => {
    const at = alignmentAt(path, lam)
    const values = [at.distance ** 2, at.squaredResidual, at.squaredPenalty].map((value) => number(value, 3))
    return [lamText(lam), ...values, giving(path, i).map((row) => row + 1).join(', ') || '–']
  })
}

export function lineRows(row) {
  return row.sizes.map((size, piece) => (
    [String(size), lamText(Math.sqrt(row.starts[piece]) * UNIT), number(row.costs[size] * UNIT * UNIT, 3)]
  ))
}

export function shareRows(at) {
  return at.shifts.map((shift, i) => (
    [String(i + 1), String(shift), number(at.rowResiduals[i], 3), number(at.rowPenalties[i], 3)]
  ))
}
