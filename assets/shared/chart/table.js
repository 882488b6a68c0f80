// Charts as tables, for who does not see them: behind each chart one, written once nothing moves.

import { made } from '../page/dom.js'

// Milliseconds without a change, after which tables are written.
const RESTING = 300

// A table: its key, its caption, its columns, and rows of texts, whose first names them.
class Table {
  constructor(chart) {
    this.key = null
    this.node = made('table', {})
    const room = made('div', { className: 'unseen' }, this.node)
    // Who is shown no chart is read no table of it.
    if (chart.dataset.piece) room.dataset.piece = chart.dataset.piece
    chart.after(room)
  }

  show({ key, caption, columns, rows }) {
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

  clear() {
    if (this.key === null) return
    this.key = null
    this.node.replaceChildren()
  }
}

export class Tables {
  // charts: the nodes by their names; signal: ends with the view.
  constructor(charts, signal) {
    this.tables = Object.entries(charts).map(([name, chart]) => [name, new Table(chart)])
    signal.addEventListener('abort', () => clearTimeout(this.resting))
  }

  // describe gives { key, caption, columns, rows } by name; a chart without one has an empty table.
  show(describe) {
    clearTimeout(this.resting)
    this.resting = setTimeout(() => {
      const described = describe()
      for (const [name, table] of this.tables) {
        if (described[name]) table.show(described[name])
        else table.clear()
      }
    }, RESTING)
  }
}
