// The tables below the chart: numbers beside the talk's, what is taken for what, and whose vote changes.

import { made } from '../../shared/page/dom.js'
import { decimal, localised, tr } from '../../shared/page/language.js'
import { LAM, lamFromJson, lamText } from '../../shared/page/lam.js'
import { PIXELS, SIDE, paintLevels } from '../../shared/page/pixels.js'
import { an, percent as inPercent } from '../../shared/page/words.js'
import { BETWEEN, signedPoints } from './words.js'

const head = (text, scope) => made('th', { textContent: text, scope })
const four = (value) => decimal(value, 4)
const percent = (value) => inPercent(value, 2)
const span = (low, high) => tr('{low} to {high}', { low, high })
const EVERY = 50 // of the λ that are followed, for a table that can be listened to

// What the talk says for which λ.
export function talkRow({ talk }) {
  return new Map(talk.lams.map((lam, i) => [lamFromJson(lam), talk.accuracies[i]]))
}

export function numberRows(data, lams) {
  const talk = talkRow(data)
  const several = data.draws.length > 1
  const left = data.left[0] !== null
  const titles = [
    'λ', tr('The talk’s'), tr('Ours'), `${inPercent(0.95)} (Wilson)`,
    ...(several ? [tr('Lowest and highest draw')] : []),
    ...(left ? [tr('Leave-one-out on training digits')] : []),
  ]
  const rows = lams.map((lam, stop) => {
    const own = data.draws.map((row) => row[stop])
    const cells = [
      talk.has(lam) ? four(talk.get(lam)) : '',
      four(data.mean.value[stop]),
      span(four(data.mean.low[stop]), four(data.mean.high[stop])),
      ...(several ? [span(four(Math.min(...own)), four(Math.max(...own)))] : []),
      ...(left ? [four(data.left[stop])] : []),
    ]
    const texts = cells.map((text) => made('td', { textContent: text }))
    return made('tr', {}, head(lamText(lam), 'row'), ...texts)
  })
  return [made('tr', {}, ...titles.map((text) => head(text, 'col'))), ...rows]
}

// Every other λ beside the one at the stop, on the same test digits.
export function pairRows(data, lams, stop) {
  const { value, low, high, only, p } = data.pairs
  const here = lamText(lams[stop])
  const titles = [
    'λ', tr('points more than at λ = {lam}', { lam: here }), tr('95 % (paired)'), tr('right only there'),
    tr('right only here'), tr('McNemar’s p'),
  ]
  const rows = lams.flatMap((lam, other) => {
    if (other === stop) return []
    const cells = [
      signedPoints(value[other][stop]),
      span(signedPoints(low[other][stop]), signedPoints(high[other][stop])),
      only[other][stop], only[stop][other], localised(String(p[other][stop])),
    ]
    const texts = cells.map((text) => made('td', { textContent: text }))
    return [made('tr', {}, head(lamText(lam), 'row'), ...texts)]
  })
  return [made('tr', {}, ...titles.map((text) => head(text, 'col'))), ...rows]
}

// Label down, answer across; the shade is the share of the row, the small number the change since λ = ∞.
export function confusionCells(data, stop) {
  const table = data.confusion[stop]
  const last = data.confusion.at(-1)
  const corner = made('th', {}, made('span', { className: 'unseen', textContent: tr('label') }))
  const columns = made('tr', {}, corner, ...table.map((_, digit) => head(digit, 'col')))
  const rows = table.map((row, label) => {
    const asked = row.reduce((sum, times) => sum + times, 0)
    const cells = row.map((times, read) => {
      const cell = made('td', { className: label === read ? 'right' : 'wrong' })
      const tinted = asked ? Math.min(1, (label === read ? 0.7 : 4) * times / asked) : 0
      cell.style.setProperty('--share', `${Math.round(55 * tinted)}%`)
      if (times) cell.append(String(times))
      const change = times - last[label][read]
      if (change) cell.append(made('small', { textContent: `${change > 0 ? '+' : '−'}${Math.abs(change)}` }))
      return cell
    })
    return made('tr', {}, head(label, 'row'), ...cells)
  })
  return [columns, ...rows]
}

function votesOf(answers, label, lams) {
  const said = [...answers].map((digit, stop) => tr('{digit} at {lam}', { digit, lam: lamText(lams[stop]) }))
  const ariaLabel = tr('Read as {list}', { list: said.join(BETWEEN) })
  const list = made('ol', { className: 'said', ariaLabel })
  for (const [stop, digit] of [...answers].entries()) {
    const right = Number(digit) === label
    const item = made('li', { className: right ? 'right' : 'wrong' })
    const mark = made(right ? 'b' : 's', { textContent: digit })
    item.append(made('small', { textContent: lamText(lams[stop]) }), mark)
    item.dataset.stop = stop
    list.append(item)
  }
  return list
}

// One digit whose vote changes: what it is, what it is read as at every λ, who decided, and its neighbours.
export function changingCard(data, lams, pixels, at) {
  const { labels, references, answers, why } = data.changing
  const [label, reference] = [labels[at], references[at]]
  const canvas = made('canvas', { width: SIDE, height: SIDE, ariaLabel: `${reference}, ${an(label)}` })
  canvas.setAttribute('role', 'img')
  paintLevels(canvas, pixels, at * PIXELS)
  const name = made('p', { className: 'name' }, made('b', { textContent: an(label) }), ` ${reference}`)
  const links = why[at].map(([before, after, neighbour, level]) => made('a', {
    href: `lens?v=1&x=${reference}&y=${neighbour}&lam=${LAM.write(lams[level])}`,
    target: '_self',
    textContent: tr('Why {before} → {after} at {lam}?', {
      before: answers[at][before], after: answers[at][after], lam: lamText(lams[after]),
    }),
  }))
  const { k, n, seed, tested } = data.address
  const own = data.mnist ? {} : { tested }
  const query = new URLSearchParams({ v: '1', x: reference, among: 'draw', k, n, seed, ...own })
  const go = made('a', { href: `neighbours?${query}`, target: '_self', textContent: tr('Its neighbours') })
  const reading = made('div', {}, name, votesOf(answers[at], label, lams))
  const card = made('li', {}, canvas, reading, made('div', { className: 'ways' }, ...links, go))
  card.dataset.reference = reference
  return card
}

// Mark the stop of λ in every card.
export function markStop(list, stop) {
  for (const item of list.querySelectorAll('.said li')) {
    item.classList.toggle('now', item.dataset.stop === String(stop))
  }
}

const POINTS = (value) => (value === null ? '–' : signedPoints(value, 1))
const PERCENT = (value) => (value === null ? '–' : percent(value))

// What the chart of a view shows; that of all digits and that of pairs have a table on the page.
export function chartTable({ data, known, lam, lams, stop, experiment, state: { view } }) {
  const key = `${experiment} ${view}`
  if (view === 'classes') {
    const digits = Array.from({ length: 10 }, (_, digit) => tr('the {digit}', { digit }))
    const rows = () => lams.map((at, i) => [lamText(at), ...data.classes[i].map(PERCENT)])
    return { key, caption: tr('The share of each digit that is read right'), columns: ['λ', ...digits], rows }
  }
  if (view === 'gain') {
    const { value, low, high } = data.gain
    return {
      key: `${key} ${stop}`,
      caption: tr('Gained over λ = ∞ at λ = {lam}, in percentage points', { lam: lamText(lam) }),
      columns: [tr('digit'), tr('gain'), tr('95 % from'), tr('to')],
      rows: () => value[stop].map((gain, digit) => (
        [String(digit), ...[gain, low[stop][digit], high[stop][digit]].map(POINTS)]
      )),
    }
  }
  if (view !== 'every' || known === null) return null
  const { tests, left } = data.every
  const shown = known.flatMap((at, i) => (i % EVERY === 0 || i === known.length - 1 ? [i] : []))
  return {
    key,
    caption: tr('Digits read right at every λ'),
    columns: ['λ', tr('test digits'), tr('training digits, each by the others')],
    rows: () => shown.map((i) => [lamText(known[i]), percent(tests[i]), percent(left[i])]),
  }
}
