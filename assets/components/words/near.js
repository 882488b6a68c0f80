// The words of the dictionary nearest to the chosen one; its threads can go to any of them.

import { pieceOf } from '../../shared/math/letters.js'
import { made, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { nearTitle, sum } from './said.js'

// The most letters of a word that has threads.
export const MOST = 64

const LISTED = 5

export class Near {
  constructor({ 'near-title': title, list, example }, choose) {
    Object.assign(this, { title, list, example, choose })
  }

  show(book, { word, version, lam, square, chosen, verdict }) {
    const { data } = book
    const [spoilt, right] = [book.spoilt(version, word), book.right(word)]
    const winner = book.winner(version, word, lam)
    const { language, size } = data
    write(this.title, nearTitle({ spoilt, right, verdict, winner, language, size, square }))
    const key = JSON.stringify([spoilt, right, word, version, square, chosen, data.code])
    if (key === this.key) return
    this.key = key
    const costs = (path) => `d² = ${sum(path.pieces[pieceOf(path, square)], square)}`
    const rows = book.nearest(version, word, square, LISTED)
      .map((one, k) => ({ to: one.word, text: one.word, cost: costs(one.path), note: String(k + 1) }))
    if (Math.max(book.letters(spoilt).length, book.letters(right).length) <= MOST) {
      rows.unshift({ to: '', text: right, cost: costs(book.path(spoilt, right)), note: tr('in the text') })
    }
    this.fill(rows, word, chosen)
    this.invite(book, version)
  }

  // Buttons stay where they are, and with them the focus.
  fill(rows, word, chosen) {
    const { list } = this
    while (list.children.length > rows.length) list.lastChild.remove()
    while (list.children.length < rows.length) {
      const parts = [made('b', { dir: 'auto' }), made('span', {}), made('i', {})]
      list.append(made('li', {}, made('button', { type: 'button' }, ...parts)))
    }
    rows.forEach(({ to, text, cost, note }, k) => {
      const button = list.children[k].firstChild
      const [name, price, rank] = button.children
      write(name, text)
      write(price, cost)
      write(rank, note)
      button.setAttribute('aria-pressed', String(to === chosen))
      button.onclick = () => this.choose({ word, to })
    })
  }

  invite(book, version) {
    const twins = book.twins(version)
    this.example.hidden = !twins
    if (!twins) return
    const { i } = twins
    const values = { spoilt: book.spoilt(version, i), right: book.right(i) }
    write(this.example, tr('Example: at λ = 0 “{spoilt}” is “{right}”', values))
    this.example.onclick = () => this.choose({ word: i, to: '', lam: 0 })
  }
}
