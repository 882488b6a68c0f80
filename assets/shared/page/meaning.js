// Words that say what they mean where they stand: <dfn>effort</dfn>, or <dfn data-word="price">…</dfn>, for a
// word of the glossary. It is told on hover, focus and tap; Escape takes it away again.

import { WORDS, keyOf, nameOf } from './glossary.js'
import { made } from './dom.js'

const EDGE = 8

function prepared(node) {
  node.dataset.word ??= keyOf(node.textContent)
  if (!WORDS[node.dataset.word]) throw new Error(`no word ${node.dataset.word} in the glossary`)
  node.tabIndex = 0
  node.setAttribute('aria-describedby', `word-${node.dataset.word}`)
  return node
}

// A word of the glossary for a text that is made later.
export const word = (key) => prepared(made('dfn', {}, nameOf(key)))

export class Meanings {
  constructor(root, signal) {
    this.root = root
    this.told = null
    const words = [...root.querySelectorAll('dfn')]
    words.forEach(prepared)
    // What screen readers are told of a word; it is not read where it stands.
    const texts = Object.entries(WORDS).map(([key, { means }]) => made('span', { id: `word-${key}` }, means))
    this.bubble = made('div', { className: 'meaning', popover: 'manual', ariaHidden: 'true' })
    root.append(made('div', { hidden: true }, ...texts), this.bubble)
    const on = (kind, act) => root.addEventListener(kind, act, { signal })
    on('pointerover', (event) => event.pointerType !== 'touch' && this.tell(event.target.closest('dfn')))
    on('pointerout', (event) => this.leave(event))
    on('focusin', (event) => this.tell(event.target.closest('dfn')))
    on('focusout', () => this.hide())
    on('click', (event) => this.tell(event.target.closest('dfn')))
    on('keydown', (event) => {
      if (event.key !== 'Escape' || !this.told) return
      event.preventDefault()
      event.stopPropagation()
      this.hide()
    })
    window.addEventListener('pointerdown', (event) => {
      if (!event.composedPath().some((node) => node === this.bubble || node === this.told)) this.hide()
    }, { signal })
    window.addEventListener('scroll', () => this.place(), { signal, capture: true, passive: true })
  }

  // It stays while the pointer is on it, and while its word has the focus.
  leave({ pointerType, relatedTarget }) {
    if (pointerType === 'touch' || !this.told || this.told.matches(':focus')) return
    if (relatedTarget !== this.told && !this.bubble.contains(relatedTarget)) this.hide()
  }

  tell(node) {
    if (!node || node === this.told) return
    const { bubble } = this
    this.told = node
    const key = node.dataset.word
    bubble.replaceChildren(made('b', {}, nameOf(key)), ` ${WORDS[key].means}`)
    bubble.showPopover()
    this.place()
  }

  // Under its word, or over it where the window ends.
  place() {
    const { bubble, told } = this
    if (!told) return
    const at = told.getBoundingClientRect()
    const { width, height } = bubble.getBoundingClientRect()
    const left = Math.max(EDGE, Math.min(at.left, window.innerWidth - width - EDGE))
    const below = at.bottom + height <= window.innerHeight
    Object.assign(bubble.style, { left: `${left}px`, top: `${below ? at.bottom : at.top - height}px` })
  }

  hide() {
    if (this.told) this.bubble.hidePopover()
    this.told = null
  }
}
