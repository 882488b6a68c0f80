// The numbers of the page: at the turn of the dial, encoder by encoder, and for all turns as a file.

import { LABELS } from '../../shared/chart/training.js'
import { made, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { number } from '../../shared/page/words.js'
import { degrees, errorText, percent, series } from './words.js'

const dash = (value, text) => (value === null ? '–' : text(value))
// At every other turn; null where there is none.
const unseenAt = (unseen, k) => (k % 2 ? unseen[(k - 1) / 2] : null)
const all = (list, text) => series(list.map(text))
const four = (value) => number(value, 4)

// [what, [text for each encoder]] at turn k.
function rowsAt({ data, spaces, k }) {
  const each = (of) => spaces.map((space, m) => of(m, space))
  const n = spaces[0].n
  return [
    [tr('Wahba error, digits not fitted on'), each((m) => errorText(data.wahba[m][k]))],
    [tr('the same, R interpolated by its phases'), each((m) => dash(unseenAt(data.unseen[m], k), errorText))],
    [tr('error of the {count} dots', { count: n }), each((m, space) => errorText(space.fitted[k].error))],
    [
      tr('the best that any rotation does for the {count}', { count: n }),
      each((m, space) => errorText(space.fitted[k].least)),
    ],
    [tr('of {count} dots within 10°', { count: n }), each((m, space) => String(space.landed(k)))],
    [tr('composition error'), each((m) => errorText(data.composition[m][k]))],
    ['γ', each((m) => dash(data.gamma[m][k], four))],
    [tr('R f(x) is nearest to the turned x'), each((m) => percent(data.retrieval[m][k]))],
    ['‖R − I‖ / √d', each((m) => four(data.distances[m][k]))],
    [tr('phases of R'), each((m) => all(data.phases[m][k], (phase) => degrees(number(phase, 1))))],
    [tr('phases / a at a small turn'), each((m) => all(data.frequencies[m], (value) => number(value, 2)))],
    [tr('own λ, a degree'), each((m) => number(data.lams[m], 5))],
    [tr('mean ‖f(ax) − f(x)‖² over all turns'), each((m) => four(data.moved[m]))],
    [
      tr('does anything move?'),
      each((m) => (data.warned[m] ? tr('no: the fit says nothing') : tr('yes'))),
    ],
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
    write(this.corner, tr('at a = {angle}', { angle: degrees(state.k * state.spaces[0].step) }))
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
