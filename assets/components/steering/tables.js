// The numbers of the page: at the turn of the dial, encoder by encoder, and for all turns as a file.

import { LABELS } from '../../shared/chart/training.js'
import { made, write } from '../../shared/page/dom.js'
import { number } from '../../shared/page/words.js'
import { degrees, errorText } from './words.js'

const dash = (value, text) => (value === null ? '–' : text(value))
const percent = (share) => `${number(100 * share, 1)} %`
// At every other turn; null where there is none.
const unseenAt = (unseen, k) => (k % 2 ? unseen[(k - 1) / 2] : null)
const all = (list, text) => list.map(text).join(', ')
const four = (value) => number(value, 4)

// [what, [text for each encoder]] at turn k.
export function rowsAt({ data, spaces, k }) {
  const each = (of) => spaces.map((space, m) => of(m, space))
  const n = spaces[0].n
  return [
    ['Wahba error, digits not fitted on', each((m) => errorText(data.wahba[m][k]))],
    ['the same, R interpolated by its phases', each((m) => dash(unseenAt(data.unseen[m], k), errorText))],
    [`error of the ${n} dots`, each((m, space) => errorText(space.fitted[k].error))],
    [`the best that any rotation does for the ${n}`, each((m, space) => errorText(space.fitted[k].least))],
    [`of ${n} dots within 10°`, each((m, space) => String(space.landed(k)))],
    ['composition error', each((m) => errorText(data.composition[m][k]))],
    ['γ', each((m) => dash(data.gamma[m][k], four))],
    ['R f(x) is nearest to the turned x', each((m) => percent(data.retrieval[m][k]))],
    ['‖R − I‖ / √d', each((m) => four(data.distances[m][k]))],
    ['phases of R', each((m) => all(data.phases[m][k], (phase) => degrees(number(phase, 1))))],
    ['phases / a at a small turn', each((m) => all(data.frequencies[m], (value) => number(value, 2)))],
    ['own λ, a degree', each((m) => data.lams[m].toFixed(5))],
    ['mean ‖f(ax) − f(x)‖² over all turns', each((m) => four(data.moved[m]))],
    ['does anything move?', each((m) => (data.warned[m] ? 'no: the fit says nothing' : 'yes'))],
  ]
}

export class Table {
  constructor(node) {
    this.node = node
    this.cells = null
  }

  show(state) {
    const rows = rowsAt(state)
    if (!this.cells) {
      this.cells = rows.map(([, texts]) => texts.map(() => made('td', {})))
      this.corner = made('th', { scope: 'col' })
      const heads = LABELS.map((textContent) => made('th', { textContent, scope: 'col' }))
      this.names = rows.map(() => made('th', { scope: 'row' }))
      this.node.replaceChildren(
        made('tr', {}, this.corner, ...heads),
        ...rows.map((_, i) => made('tr', {}, this.names[i], ...this.cells[i])),
      )
    }
    write(this.corner, `at a = ${degrees(state.k * state.spaces[0].step)}`)
    rows.forEach(([name, texts], i) => {
      write(this.names[i], name)
      texts.forEach((text, m) => write(this.cells[i][m], text))
    })
  }
}

// A line for every encoder and turn.
export function steeringCsv({ data, spaces }) {
  const phases = data.phases[0][0].map((_, i) => `phase_${i + 1}`)
  const head = [
    'encoder', 'degrees', 'wahba', 'composition', 'gamma', 'retrieval', 'distance_from_identity',
    'dots_error', 'dots_least_error', 'dots_within_10', ...phases,
  ]
  const lines = spaces.flatMap((space, m) => space.fitted.map(({ error, least }, k) => [
    data.methods[m], k * space.step, data.wahba[m][k], data.composition[m][k], data.gamma[m][k] ?? '',
    data.retrieval[m][k], data.distances[m][k], error, least, space.landed(k), ...data.phases[m][k],
  ].join(',')))
  return `${[head.join(','), ...lines].join('\n')}\n`
}
