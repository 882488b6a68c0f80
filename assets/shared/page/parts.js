// The parts of a view that the link hides or locks: `hide=formula_sentence`, `lock=lambda`. In the markup
// data-piece names what a node belongs to; data-moves what a hand can move there, such as λ on a chart that
// is there to be read too, or several such names; a button that moves what is locked is locked with it.

import { tr } from './language.js'
import { HIDE, LOCK } from './place.js'

const HELD = tr('The link has locked this')
const CONTROLS = 'button, input, select, textarea, [role="slider"], [tabindex="0"]'
const BY_HAND = ['pointerdown', 'mousedown', 'touchstart', 'click', 'dblclick']
const MOVING = [...BY_HAND, 'keydown', 'input', 'change', 'wheel']
const PASSING = new Set(['Tab', 'Shift', 'Escape', 'PageUp', 'PageDown'])

export const partsIn = (name) => {
  const said = new URLSearchParams(window.location.search).get(name)
  return new Set((said ?? '').split('_').filter(Boolean))
}

export class Parts {
  // restore(): draws a control as it was, that moved before it could be held.
  constructor(root, signal, restore) {
    this.root = root
    this.locked = new Set()
    const hold = (event) => this.hold(event, restore)
    for (const type of MOVING) root.addEventListener(type, hold, { capture: true, passive: false, signal })
  }

  // As the address says; what a view has made anew is looked at again.
  update() {
    const hidden = partsIn(HIDE)
    const before = this.locked.size
    this.locked = partsIn(LOCK)
    if (!before && !this.locked.size && !hidden.size && !this.hid) return
    this.hid = hidden.size > 0
    for (const node of this.root.querySelectorAll('[data-piece], button[data-moves]')) {
      const { piece, moves } = node.dataset
      node.toggleAttribute('data-unseen', hidden.has(piece))
      const locked = this.locked.has(piece) || node.matches('button') && this.isLocked(moves)
      node.toggleAttribute('data-locked', locked)
      const controls = node.matches(CONTROLS) ? [node] : node.querySelectorAll(CONTROLS)
      for (const control of controls) this.tell(control, Boolean(control.closest('[data-locked]')))
    }
  }

  isLocked(moves = '') {
    return moves.split(' ').some((name) => this.locked.has(name))
  }

  tell(control, locked) {
    if (locked) {
      control.setAttribute('aria-disabled', 'true')
      control.setAttribute('aria-description', HELD)
    } else if (control.getAttribute('aria-description') === HELD) {
      control.removeAttribute('aria-disabled')
      control.removeAttribute('aria-description')
    }
  }

  hold(event, restore) {
    if (!this.locked.size) return
    const { target, type, key } = event
    const part = target.closest?.('[data-locked]')
    const moved = BY_HAND.includes(type) ? target.closest?.('[data-moves]') : null
    if (!part && !this.isLocked(moved?.dataset.moves)) return
    // To fold and unfold moves nothing.
    if (target.closest('summary')) return
    if (type === 'keydown' && (PASSING.has(key) || event.ctrlKey || event.metaKey)) return
    if (type === 'wheel' && target.type !== 'number') return
    event.stopImmediatePropagation()
    if (type === 'input' || type === 'change') restore()
    else event.preventDefault()
  }

  // Whether a shortcut is that of a control which is hidden or locked.
  holds(key) {
    const controls = [...this.root.querySelectorAll('[aria-keyshortcuts]')]
    return controls.some((node) => node.getAttribute('aria-keyshortcuts') === key &&
      node.closest('[data-unseen], [data-locked]'))
  }
}
