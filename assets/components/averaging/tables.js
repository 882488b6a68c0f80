// The tables of the Averaging page: scores beside the talk's, and what is taken for what.

const METRICS = ['Log-loss', 'Accuracy', 'ECE', 'Brier', 'Invariance gap']
const TALK = { f: ['0.428', '0.9516'], 'S f, learned π': ['0.187', '0.9532'] }

export function element(tag, text, name = '') {
  const node = document.createElement(tag)
  node.textContent = text
  if (name) node.className = name
  return node
}

function rowOf(cells, name = '') {
  const row = element('tr', '', name)
  row.append(...cells)
  return row
}

// One row for everything that was scored: value, and its interval below.
export function scoreRows(data) {
  const { names, values } = data.scores
  const head = [`On ${data.tested}`, ...METRICS, 'The talk’s'].map((text) => element('th', text))
  const rows = names.map((name, r) => {
    const cells = values[r].map(([value, low, high], m) => {
      const cell = element('td', value.toFixed(m === 4 ? 3 : 4))
      cell.append(document.createElement('br'), element('small', `${low.toFixed(3)} to ${high.toFixed(3)}`))
      return cell
    })
    const talk = element('td', (TALK[name] ?? []).join(', '))
    return rowOf([element('th', name), ...cells, talk], name === 'S f, learned π' ? 'ours' : '')
  })
  return [rowOf(head), ...rows]
}

// Errors of f and, behind the arrow, of S f: label down, prediction across.
export function confusionRows(before, after) {
  const head = ['', ...before.keys()].map((text) => element('th', text))
  const rows = before.map((row, label) => rowOf([element('th', label), ...row.map((count, c) => {
    const other = after[label][c]
    if (label === c) return element('td', '·')
    const change = other < count ? 'less' : other > count ? 'more' : ''
    return element('td', count || other ? `${count}→${other}` : '', change)
  })]))
  return [rowOf(head), ...rows]
}
