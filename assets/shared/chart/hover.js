// Every mark of a chart can be read: under the pointer, or one after another by the arrow keys. And a chart
// shows where the others of its group are looked at.
//
// A mark is { at: [x, y] in pixels of the chart, text, value }; the value is shared with the group. One that
// is an area is read all over it: over: [x, y, width, height].

import { made } from '../page/dom.js'
import { tr } from '../page/language.js'

const REACH = 48
const covers = ([left, top, width, height], x, y) => (
  x >= left && x <= left + width && y >= top && y <= top + height
)
const NEXT = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

// What is shown over a chart: a ring around the mark, a hairline, and a text; in the browser's top layer, so
// that nothing cuts it off.
class Overlay {
  constructor(chart) {
    this.chart = chart
    this.hairline = made('i', { className: 'hairline' })
    this.ring = made('i', { className: 'ring' })
    this.text = made('span', { className: 'reading-text' })
    const look = { className: 'reading', ariaHidden: 'true', popover: 'manual' }
    this.node = made('div', look, this.hairline, this.ring, this.text)
    chart.after(this.node)
  }

  show({ x, at, text }) {
    const box = this.chart.getBoundingClientRect()
    for (const side of ['left', 'top', 'width', 'height']) this.node.style[side] = `${box[side]}px`
    this.hairline.hidden = x === undefined
    if (x !== undefined) this.hairline.style.left = `${x}px`
    this.ring.hidden = this.text.hidden = at === undefined
    if (at !== undefined) {
      Object.assign(this.ring.style, { left: `${at[0]}px`, top: `${at[1]}px` })
      this.text.textContent = text
      const [right, low] = [at[0] > box.width / 2, at[1] < 40]
      Object.assign(this.text.style, { left: `${at[0]}px`, top: `${at[1]}px` })
      this.text.className = `reading-text ${right ? 'to-left' : 'to-right'} ${low ? 'below' : 'above'}`
    }
    if (!this.node.matches(':popover-open')) this.node.showPopover()
  }

  hide() {
    if (this.node.isConnected && this.node.matches(':popover-open')) this.node.hidePopover()
  }
}

// Charts that show one another's place. A chart joins with the way from a value to its pixel.
export class Group {
  constructor() {
    this.members = []
  }

  join(reading, xOf) {
    this.members.push({ reading, xOf })
  }

  tell(source, value) {
    for (const { reading, xOf } of this.members) {
      if (reading !== source) reading.follow(value === null ? null : xOf(value))
    }
  }
}

/* Make a chart readable. marksOf() gives its marks as they stand; speak(text) tells a screen reader. A chart
   that is moved by the arrow keys itself, as a slider is, has keyboard false; one that has handles over it is
   pointed at on the node around both. A tap reads what is under the finger. */
export class Reading {
  constructor(chart, marksOf, options = {}) {
    const { speak = () => {}, keyboard = true, group = null, xOf = null, pointed = chart, signal } = options
    Object.assign(this, { chart, marksOf, speak, group, now: -1, held: false })
    this.overlay = new Overlay(chart)
    group?.join(this, xOf)
    const listen = (name, action, node = chart) => node.addEventListener(name, action, { signal })
    listen('pointermove', (event) => this.point(event), pointed)
    listen('pointerleave', () => this.leave(), pointed)
    listen('pointerdown', () => this.leave(), pointed)
    listen('click', (event) => this.find(event), pointed)
    const scrolled = () => (this.held ? this.refresh() : this.leave())
    window.addEventListener('scroll', scrolled, { signal, capture: true, passive: true })
    if (!keyboard) return
    chart.tabIndex = 0
    chart.setAttribute('aria-roledescription', tr('chart, its values by the arrow keys'))
    listen('keydown', (event) => this.press(event))
    listen('blur', () => this.leave())
  }

  point(event) {
    if (event.buttons === 0 && event.pointerType !== 'touch') this.find(event)
  }

  find(event) {
    const box = this.chart.getBoundingClientRect()
    const [x, y] = [event.clientX - box.left, event.clientY - box.top]
    const marks = this.marksOf()
    const far = marks.map(({ at, over }) => (
      over && covers(over, x, y) ? 0 : Math.hypot(at[0] - x, (at[1] - y) / 3)
    ))
    const nearest = far.indexOf(Math.min(...far))
    this.held = false
    if (nearest >= 0 && far[nearest] <= REACH) this.read(marks, nearest)
    else this.leave()
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const marks = this.marksOf()
    const ends = { Home: 0, End: marks.length - 1 }
    if (event.key === 'Escape') {
      if (this.now < 0) return
      this.leave()
    } else if (event.key in ends) this.read(marks, ends[event.key], true)
    else if (event.key in NEXT) {
      const start = this.now < 0 && NEXT[event.key] < 0 ? marks.length : this.now
      this.read(marks, Math.max(0, Math.min(marks.length - 1, start + NEXT[event.key])), true)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  read(marks, index, aloud = false) {
    const mark = marks[index]
    if (!mark) return
    this.now = index
    this.overlay.show({ at: mark.at, text: mark.text, x: mark.at[0] })
    if (mark.value !== undefined) this.group?.tell(this, mark.value)
    if (!aloud) return
    this.held = true
    this.speak(mark.text)
  }

  // The chart has been drawn anew, or moved: what is read of it may say something else, or stand elsewhere.
  refresh() {
    if (this.now < 0) return
    const marks = this.marksOf()
    if (this.now < marks.length) this.read(marks, this.now)
    else this.leave()
  }

  follow(x) {
    if (x === null) this.overlay.hide()
    else this.overlay.show({ x })
  }

  leave() {
    if (this.now < 0) return
    Object.assign(this, { now: -1, held: false })
    this.overlay.hide()
    this.group?.tell(this, null)
  }
}
