// The tables of the Averaging page: scores beside the talk's, and what is taken for what.

import { made } from '../../shared/page/dom.js'
import { localised, tr } from '../../shared/page/language.js'
import { word } from '../../shared/page/meaning.js'
import { number, series } from '../../shared/page/words.js'
import { scoredName } from './scores.js'

const METRICS = [tr('Log-loss'), tr('Accuracy'), 'ECE', 'Brier', tr('Invariance gap')]
const EXPLAINED = { ECE: 'ece', Brier: 'brier' }
const TALK = { f: ['0.428', '0.9516'], 'S f, learned π': ['0.187', '0.9532'] }

const cell = (tag, text, className = '') => made(tag, { className }, String(text))

// One row for everything that was scored: value, and its interval below.
export function scoreRows({ scores, tested }) {
  const { names, values } = scores
  const head = [tr('On {tested}', { tested }), ...METRICS, tr('The talk’s')].map((text) => (
    EXPLAINED[text] ? made('th', {}, word(EXPLAINED[text])) : cell('th', text)
  ))
  const rows = names.map((name, r) => {
    const cells = values[r].map(([value, low, high], m) => {
      const interval = made('small', {}, tr('{low} to {high}', {
        low: number(low, 3), high: number(high, 3),
      }))
      return made('td', {}, number(value, m === 4 ? 3 : 4), made('br'), interval)
    })
    const talk = cell('td', series((TALK[name] ?? []).map(localised)))
    const className = name === 'S f, learned π' ? 'ours' : ''
    return made('tr', { className }, cell('th', scoredName(name)), ...cells, talk)
  })
  return [made('tr', {}, ...head), ...rows]
}

// Errors of f and, behind the arrow, of S f: label down, prediction across.
export function confusionRows(before, after) {
  const corner = made('th', {}, cell('span', tr('label'), 'unseen'))
  const head = [corner, ...[...before.keys()].map((text) => cell('th', text))]
  const rows = before.map((row, label) => made('tr', {}, cell('th', label), ...row.map((count, c) => {
    const other = after[label][c]
    if (label === c) return cell('td', '·')
    const change = other < count ? 'less' : other > count ? 'more' : ''
    return cell('td', count || other ? `${count}→${other}` : '', change)
  })))
  return [made('tr', {}, ...head), ...rows]
}
