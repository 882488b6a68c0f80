// The card of the guided tour or of a lesson: what a step is about, what it asks, and a ring round what to
// look at. The page above it is as much smaller, so that the card covers nothing. The server says which step,
// the address whether.

import { partsOf, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { REACHED, SHOWN, TOUR, TURNED } from '../../shared/page/place.js'
import { MAIN, viewsOnScreen } from '../../shared/page/riddle.js'
import { Asking } from './asking.js'

const PARTS = [
  'title', 'says', 'look', 'where', 'done', 'back', 'next', 'leave', 'fold', 'read', 'text', 'spoken',
]
const LINKS = ['back', 'next']
const KEYS = { b: 'back', n: 'next', t: 'fold' }
const HANDS = ['pointerdown', 'wheel', 'keydown']
const HEIGHT = '--tour-height'
const AGAIN = 300
const ABOVE = ['[data-testid=stHeader]', '.frame-of-pages > .tools'] // what lies over the page's upper edge
const MARGIN = 8
const POINTED = 'data-pointed'
const nameOf = (step) => step && `${step.lesson} ${step.number}`
const BELOW = 3.75 // times the size of type: a dial stands below its picture

// The page alone scrolls, and no further than it must: scrollIntoView would move the frame of the app too.
function bringIntoSight(part) {
  const main = document.querySelector(MAIN)
  const [{ top, bottom }, seen] = [part, main].map((node) => node.getBoundingClientRect())
  const covered = ABOVE.map((name) => document.querySelector(name)?.getBoundingClientRect().bottom ?? 0)
  const least = Math.max(seen.top, ...covered) + MARGIN
  const type = parseFloat(getComputedStyle(document.documentElement).fontSize)
  const below = Math.max(0, bottom + BELOW * type - seen.bottom)
  main.scrollTop += top - below < least ? top - least : below
}

export class Card {
  constructor(root, storage, signal, send) {
    this.root = root
    this.storage = storage
    const parts = partsOf(root, PARTS.map((name) => `tour-${name}`))
    this.parts = Object.fromEntries(PARTS.map((name) => [name, parts[`tour-${name}`]]))
    this.leave = this.parts.leave
    this.parts.fold.onclick = () => this.fold(!this.folded)
    this.asking = new Asking(root, storage, send, () => this.makeRoom())
    this.step = null
    this.ringed = null
    this.pointed = null
    this.looking = 0
    this.led = false // whether the page may be moved: it is the visitor's from the first touch on
    this.sizes = new ResizeObserver(() => this.makeRoom())
    this.sizes.observe(root)
    window.addEventListener(SHOWN, () => this.look(), { signal })
    const turned = () => {
      this.led = true
      this.look()
    }
    window.addEventListener(TURNED, turned, { signal })
    const touched = () => { this.led = false }
    for (const type of HANDS) window.addEventListener(type, touched, { capture: true, passive: true, signal })
  }

  // A step as the server tells it, or none; said: the one in the address.
  show(step, reply, said) {
    if (nameOf(step) === nameOf(this.step)) {
      this.follow(said)
      this.asking.hear(reply)
      return
    }
    this.ring(null)
    this.pointAt(null)
    this.step = step
    this.follow(said)
    if (this.root.hidden) return
    const { parts } = this
    const where = tr('Step {number} of {all}', { number: step.number, all: step.of })
    this.root.setAttribute('aria-label', step.name)
    this.asking.show(step)
    write(parts.title, step.title)
    write(parts.says, step.says)
    write(parts.look, step.look && tr('Look at {look}.', { look: step.look }))
    parts.look.hidden = !step.look
    write(parts.where, where)
    Object.assign(parts.done, { max: step.of, value: step.number })
    for (const name of LINKS) {
      parts[name].hidden = !step[name]
      if (step[name]) parts[name].href = step[name]
      else parts[name].removeAttribute('href')
    }
    write(this.leave, step.next ? tr('Leave') : tr('End'))
    this.fold(false)
    parts.read.scrollTop = 0 // where the answer to the step before was read
    // Who goes on by Next goes on; who comes from elsewhere, or to an end, is led to the text.
    const { activeElement } = document
    if (this.root.contains(activeElement) && activeElement.checkVisibility()) write(parts.spoken, `${where}. ${step.title}. ${step.says}`)
    else parts.text.focus({ preventScroll: true })
    this.remember()
    this.look()
  }

  follow(said) {
    const hidden = !this.step || said === null
    if (hidden) {
      this.ring(null)
      this.pointAt(null)
    }
    this.root.hidden = hidden
    this.makeRoom()
    if (!hidden) this.look()
  }

  // Where Start goes on; a tour that is at its end begins anew.
  remember() {
    const { lesson, number, next } = this.step
    if (lesson !== TOUR) return
    try {
      if (next) this.storage?.setItem(REACHED, String(number))
      else this.storage?.removeItem(REACHED)
    } catch {
      this.storage = null
    }
  }

  // The link or button that a key stands for.
  controlOf(key) {
    const control = this.root.hidden ? null : this.parts[KEYS[key]]
    return control && !control.hidden ? control : null
  }

  get folded() {
    return this.root.hasAttribute('data-folded')
  }

  // A card that is folded keeps its title and its links, and leaves the rest to the page.
  fold(away) {
    this.root.toggleAttribute('data-folded', away)
    this.parts.fold.setAttribute('aria-expanded', String(!away))
    this.makeRoom()
    const { activeElement } = document
    if (this.root.contains(activeElement) && !activeElement.checkVisibility()) this.parts.fold.focus()
    if (this.ringed) bringIntoSight(this.ringed)
  }

  makeRoom() {
    const { style } = document.documentElement
    if (this.root.hidden) style.removeProperty(HEIGHT)
    else style.setProperty(HEIGHT, `${this.root.offsetHeight}px`)
  }

  // A view that is still on its way, or that draws itself anew, is looked for again.
  look() {
    clearTimeout(this.looking)
    if (this.root.hidden || !this.step.at) return
    if (!this.ringed?.isConnected || !this.ringed.checkVisibility()) this.ring(this.found())
    else if (this.led) bringIntoSight(this.ringed) // what it stands among may have come since
    this.looking = setTimeout(() => this.look(), AGAIN)
  }

  // A projector's view leaves parts out, but for what is pointed at.
  found() {
    for (const view of viewsOnScreen()) {
      const part = view.querySelector(this.step.at)
      if (part) this.pointAt(view)
      if (part?.checkVisibility()) return part
    }
    return null
  }

  pointAt(view) {
    this.pointed?.removeAttribute(POINTED)
    this.pointed = view
    view?.setAttribute(POINTED, this.step.at)
  }

  ring(part) {
    if (this.ringed) Object.assign(this.ringed.style, { outline: '', outlineOffset: '' })
    this.ringed = part
    if (!part) return
    Object.assign(part.style, { outline: '3px solid var(--accent)', outlineOffset: '3px' })
    this.led = true
    bringIntoSight(part)
  }

  end() {
    clearTimeout(this.looking)
    this.ring(null)
    this.pointAt(null)
    this.root.hidden = true
    this.makeRoom()
    this.sizes.disconnect()
  }
}
