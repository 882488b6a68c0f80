// The hypotheses as cards: one stop of the tabulator, the arrow keys go on from card to card.

import { made, write } from '../../shared/page/dom.js'
import { setText } from './game.js'

const NEXT = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

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
      const name = setText(orbit)
      const set = `${name}: ${orbit[0] ? `bits ${[...name].join(', ')}` : 'the constant'}`
      const shifts = orbit.length > 1 ? ` and ${orbit.length - 1} shifts of them` : ''
      const ruled = by[place] !== null
      const found = over && !ruled
      const state = ruled ? `, ruled out by query ${by[place] + 1}` : found ? ', found' : ''
      button.classList.toggle('ruled', ruled)
      button.classList.toggle('found', found)
      const text = `${set}${shifts}${state}`
      if (button.title !== text) {
        button.title = text
        button.ariaLabel = text
      }
      write(button, name)
    })
  }
}
