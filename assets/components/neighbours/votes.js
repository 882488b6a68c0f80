// The table of votes: a bar for every digit, which of them wins or ties, and which one is right.

import { made } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { kindOf, standing } from './words.js'

export class Votes {
  constructor(table) {
    this.caption = table.caption
    this.rows = Array.from({ length: 10 }, (_, digit) => {
      const bar = made('i', {})
      const [count, remark] = ['count', 'remark'].map((className) => made('td', { className }))
      const head = made('th', { scope: 'row' }, String(digit))
      const row = made('tr', {}, head, made('td', {}, bar), count, remark)
      table.tBodies[0].append(row)
      return { row, bar, count, remark }
    })
  }

  show({ counts, vote }, truth) {
    const all = counts.reduce((sum, count) => sum + count, 0)
    this.caption.textContent = truth === null
      ? tr('Votes of {all}', { all })
      : tr('Votes of {all}; ✓ is right', { all })
    this.rows.forEach(({ row, bar, count, remark }, digit) => {
      row.className = digit === vote ? `wins ${kindOf(vote, truth)}` : ''
      bar.style.width = `${100 * counts[digit] / all}%`
      count.textContent = counts[digit]
      remark.textContent = [standing(digit, counts), digit === truth ? '✓' : ''].filter(Boolean).join(' ')
    })
  }
}
