// The letters above and below the threads; those above are moved by hand, with a pointer or by arrow keys.

import { made, mark, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { columnOf } from './charts.js'
import { BLANK, kindOf } from './said.js'

const NARROWEST = 18
const WIDEST = 68
const NOTHING = '␣'

export class Board {
  constructor(root, { move, settle }) {
    this.node = root.querySelector('.board')
    this.above = root.querySelector('.above')
    this.below = root.querySelector('.below')
    Object.assign(this, { move, settle, drawn: null })
    this.held = null
    this.above.onpointerdown = (event) => this.take(event)
    this.above.onpointermove = (event) => this.drag(event)
    this.above.onpointerup = this.above.onpointercancel = () => this.let()
    this.above.onkeydown = (event) => this.press(event)
  }

  indexOf(event) {
    return [...this.above.children].indexOf(event.target.closest('button'))
  }

  take(event) {
    const i = this.indexOf(event)
    if (i < 0 || this.above.children[i].getAttribute('aria-disabled') === 'true') return
    this.held = i
    this.above.setPointerCapture(event.pointerId)
  }

  drag(event) {
    if (this.held === null) return
    const { left, width } = this.above.getBoundingClientRect()
    const { path, places, backwards } = this.drawn
    const count = path.x.length
    const column = Math.floor((event.clientX - left) / width * count)
    const place = backwards ? count - 1 - column : column
    const inside = Math.max(path.first, Math.min(path.last - 1, place))
    if (Math.abs(event.clientX - left - columnOf(count, width, backwards)(this.held)) < width / count / 2 &&
      places[this.held] === this.held) return
    if (places[this.held] !== inside) this.move(this.held, inside)
  }

  let() {
    if (this.held !== null) this.settle()
    this.held = null
  }

  press(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    const i = this.indexOf(event)
    if (!step || i < 0) return
    event.preventDefault()
    this.move(i, this.drawn.places[i] + (this.drawn.backwards ? -step : step))
    this.settle()
  }

  // As many letters as the word has: how wide the threads are is known from then on.
  open(drawn) {
    this.node.hidden = !drawn
    if (!drawn) return
    const count = drawn.path.x.length
    if (count === this.below.children.length) return
    const { style } = this.node
    style.minWidth = `${count * NARROWEST}px`
    style.maxWidth = `${count * WIDEST}px`
    style.setProperty('--count', String(count))
    this.fill(this.above, count, 'button')
    this.fill(this.below, count, 'span')
  }

  show(drawn) {
    this.drawn = drawn
    const { path, places, backwards } = drawn
    const count = path.x.length
    for (const letters of [this.above, this.below]) mark(letters, 'dir', backwards ? 'rtl' : 'ltr')
    const wanted = Array(count)
    places.forEach((place, i) => {
      const kind = kindOf(path, place, i)
      wanted[place] = kind
      const button = this.above.children[i]
      write(button, path.x[i] || NOTHING)
      mark(button, 'class', `letter ${kind}`)
      const held = i < path.first || i >= path.last
      mark(button, 'aria-disabled', String(held))
      const values = { letter: path.x[i] || BLANK, count: i + 1, place: place + 1 }
      const label = held
        ? tr('{letter}, letter {count}, stays', values)
        : tr('{letter}, letter {count}, goes to place {place}', values)
      mark(button, 'aria-label', label)
    })
    path.y.forEach((letter, place) => {
      write(this.below.children[place], letter || NOTHING)
      mark(this.below.children[place], 'class', `letter ${wanted[place]}`)
    })
  }

  fill(node, count, tag) {
    while (node.children.length < count) node.append(made(tag, tag === 'button' ? { type: 'button' } : {}))
    while (node.children.length > count) node.lastChild.remove()
  }
}
