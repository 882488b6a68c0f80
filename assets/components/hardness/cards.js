// The hypotheses as cards: one stop of the tabulator, the arrow keys go on from card to card.

import { made, write } from '../../shared/page/dom.js'
import { tr, trn } from '../../shared/page/language.js'
import { setText } from './game.js'

const NEXT = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

// What a card stands for, and which query ruled it out, if one did.
function cardText(orbit, query, found) {
  const name = setText(orbit)
  const own = orbit[0]
    ? tr('{name}: bits {bits}', { name, bits: [...name].join(', ') })
    : tr('{name}: the constant', { name })
  const set = orbit.length > 1
    ? trn('{set} and {count} shift of them', '{set} and {count} shifts of them', orbit.length - 1, {
      set: own,
    })
    : own
  if (query !== null) return tr('{set}, ruled out by query {query}', { set, query: query + 1 })
  return found ? tr('{set}, found', { set }) : set
}

export class Cards {
  constructor(node, choose) {
    Object.assign(this, { node, choose, buttons: [] })
    node.onkeydown = (event) => {
      const from = this.buttons.indexOf(event.target)
      if (!(event.key in NEXT) || from < 0) return
      event.preventDefault()
      const count = this.buttons.length
      this.stop(this.buttons[(from + NEXT[event.key] + count) % count])
    }
  }

  stop(button) {
    for (const other of this.buttons) other.tabIndex = other === button ? 0 : -1
    button.focus()
  }

  show({ hypotheses, by, over }) {
    if (this.buttons.length !== hypotheses.length) {
      this.buttons = hypotheses.map((_, place) => made('button', {
        type: 'button', tabIndex: place ? -1 : 0, onclick: () => this.choose(place),
      }))
      this.node.replaceChildren(...this.buttons)
    }
    this.buttons.forEach((button, place) => {
      const orbit = hypotheses[place]
      const ruled = by[place] !== null
      const found = over && !ruled
      button.classList.toggle('ruled', ruled)
      button.classList.toggle('found', found)
      const text = cardText(orbit, by[place], found)
      if (button.title !== text) {
        button.title = text
        button.ariaLabel = text
      }
      write(button, setText(orbit))
    })
  }
}
