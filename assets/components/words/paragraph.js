// The text: its words can be pointed at, and reached one after another by the arrow keys.

import { made, write } from '../../shared/page/dom.js'
import { MARKS } from './said.js'

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

export class Paragraph {
  constructor(node, { look, choose }) {
    Object.assign(this, { node, choose, buttons: [] })
    const wordAt = (event) => this.buttons.indexOf(event.target.closest('.word'))
    node.onclick = (event) => {
      const word = wordAt(event)
      if (word >= 0) choose(word)
    }
    node.onpointerover = (event) => {
      const word = wordAt(event)
      if (event.pointerType === 'mouse' && word >= 0) look(word)
    }
    node.onpointerleave = () => look(null)
    node.onkeydown = (event) => this.press(event, wordAt(event))
  }

  begin(pieces, places) {
    const words = new Set(places)
    const nodes = pieces.map((piece, place) => (
      words.has(place) ? made('span', { role: 'button', className: 'word', tabIndex: -1 }) : piece
    ))
    this.buttons = nodes.filter((node) => typeof node !== 'string')
    this.node.replaceChildren(...nodes)
  }

  press(event, word) {
    if (word >= 0 && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault()
      this.choose(word)
      return
    }
    const { length } = this.buttons
    const next = { Home: 0, End: length - 1 }[event.key] ?? word + STEPS[event.key]
    if (word < 0 || !(next >= 0 && next < length)) return
    event.preventDefault()
    this.choose(next)
    this.buttons[next].focus()
  }

  show(version, spoilt, verdicts, chosen) {
    this.buttons.forEach((button, i) => {
      write(button, spoilt[version][i])
      const name = `word ${verdicts[i]}`
      if (button.className !== name) {
        button.className = name
        button.setAttribute('aria-description', verdicts[i] === 'itself' ? '' : MARKS[verdicts[i]])
      }
      const current = i === chosen
      if (button.hasAttribute('aria-current') !== current) {
        button.toggleAttribute('aria-current', current)
        button.tabIndex = current ? 0 : -1
        if (current) this.reveal(button)
      }
    })
  }

  // Bring a word into sight within the text; the page stays where it is.
  reveal(button) {
    const [own, all] = [button.getBoundingClientRect(), this.node.getBoundingClientRect()]
    if (own.top < all.top) this.node.scrollTop += own.top - all.top - own.height
    if (own.bottom > all.bottom) this.node.scrollTop += own.bottom - all.bottom + own.height
  }
}
