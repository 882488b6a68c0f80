// The nearest digits of one digit: the server says who is near at which λ, the browser shows one λ at a time.

import { linkWith, readLam, writeLam } from './link.js'
import { PIXELS, SIDE, fromBase64, paintLevels } from './pixels.js'
import { alignmentAt, lazyPath, moveRows } from './solver.js'
import { isDark } from './theme.js'
import { changeSentence, countVotes, voteSentence, winner } from './votes.js'
import { lamText, number } from './words.js'

const PRESETS = [0, 0.3, 0.5, 0.7, 1, 10, Infinity]

function element(name, className, parent) {
  const made = document.createElement(name)
  made.className = className
  parent.append(made)
  return made
}

class Neighbours {
  constructor(root) {
    this.root = root
    this.place = window.location.pathname
    this.part = (name) => root.querySelector(`.${name}`)
    this.dial = this.part('dial')
    this.frame = 0
    this.stop = null
    this.rows = Array.from({ length: 10 }, (_, digit) => {
      const row = element('tr', '', root.querySelector('tbody'))
      const head = element('th', '', row)
      head.scope = 'row'
      head.textContent = digit
      return { row, bar: element('i', '', element('td', '', row)), count: element('td', '', row) }
    })
    this.dial.addEventListener('input', () => this.turn(Number(this.dial.value)))
    this.dial.addEventListener('change', () => this.settle())
    this.back = () => {
      if (window.location.pathname !== this.place) return
      this.readAddress()
      this.render()
    }
    window.addEventListener('popstate', this.back)
  }

  update({ data }) {
    this.root.toggleAttribute('data-dark', isDark(this.root))
    const given = data.x.reference + data.pixels.length
    if (given !== this.given) {
      this.given = given
      this.data = data
      this.lams = data.lams.map((lam) => (lam === 'inf' ? Infinity : lam))
      this.x = fromBase64(data.x.pixels)
      this.pixels = fromBase64(data.pixels)
      this.paths = []
      this.winners = data.near.map((near) => winner(countVotes(near.map((place) => data.labels[place]))))
      this.dial.max = this.lams.length - 1
      this.shown = null
      const canvas = this.root.querySelector('.query canvas')
      paintLevels(canvas, this.x)
      canvas.setAttribute('aria-label', `x, ${data.x.name}`)
      this.root.querySelector('.query figcaption').textContent = `x, ${data.x.name}`
      this.part('changes').textContent = changeSentence(this.winners, this.lams)
      this.part('exact').textContent = `Exact among all ${data.searched.toLocaleString('en')} training digits at each of ` +
        `${this.lams.length} stops of λ: 0 to 2 in steps of 0.05, 10 and ∞. Equal distances count in training order, equal votes for the smaller digit.`
      this.presets()
      this.cards()
      this.readAddress()
    }
    this.render()
    this.settle()
  }

  presets() {
    const box = this.part('stops')
    box.replaceChildren()
    this.buttons = PRESETS.map((lam) => {
      const button = element('button', '', box)
      button.type = 'button'
      button.textContent = lamText(lam)
      button.addEventListener('click', () => {
        this.turn(this.nearestStop(lam))
        this.settle()
      })
      return button
    })
  }

  cards() {
    const list = this.part('cards')
    list.replaceChildren()
    this.places = this.data.near[0].map(() => {
      const card = element('li', 'card', list)
      const pair = element('div', 'pair', card)
      const [theirs, moved] = ['neighbour', 'x moved'].map((name) => {
        const box = element('div', '', pair)
        const canvas = element('canvas', '', box)
        canvas.width = canvas.height = SIDE
        canvas.setAttribute('role', 'img')
        element('span', '', box).textContent = name
        return canvas
      })
      const says = element('div', 'says', card)
      const [label, distance] = [element('b', '', says), element('span', '', says)]
      const split = element('div', 'split', card)
      const [left, price] = [element('span', 'left', split), element('span', 'price', split)]
      const link = element('a', '', card)
      link.target = '_self'
      return { card, theirs, moved, label, distance, left, price, link }
    })
  }

  nearestStop(lam) {
    if (lam === Infinity) return this.lams.length - 1
    const gaps = this.lams.map((stop) => Math.abs(stop - lam))
    return gaps.indexOf(Math.min(...gaps))
  }

  readAddress() {
    const { lam, problem } = readLam(new URLSearchParams(window.location.search).get('lam'))
    this.part('problem').hidden = problem === null
    this.part('problem').textContent = problem ?? ''
    this.stop = this.nearestStop(lam ?? this.data.lam)
  }

  turn(stop) {
    this.stop = stop
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0
      this.render()
    })
  }

  // The hand has let go: tell it to screen readers and to the address.
  settle() {
    this.part('spoken').textContent = this.sentence()
    if (window.location.pathname !== this.place) return
    const parameters = { x: this.data.x.reference, lam: writeLam(this.lams[this.stop]) }
    const href = linkWith(window.location.href, parameters)
    if (href !== window.location.href) window.history.replaceState(window.history.state, '', href)
  }

  votes() {
    return countVotes(this.data.near[this.stop].map((place) => this.data.labels[place]))
  }

  sentence() {
    return voteSentence(this.lams[this.stop], this.votes(), this.data.x.label)
  }

  render() {
    const lam = this.lams[this.stop]
    const near = this.data.near[this.stop]
    const counts = this.votes()
    this.dial.value = this.stop
    this.dial.setAttribute('aria-valuetext', `λ = ${lamText(lam)}`)
    this.part('lam').textContent = `λ = ${lamText(lam)}`
    this.part('sentence').textContent = this.sentence()
    this.buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(PRESETS[i] === lam)))
    this.rows.forEach(({ row, bar, count }, digit) => {
      row.className = digit === winner(counts) ? 'wins' : ''
      bar.style.width = `${100 * counts[digit] / near.length}%`
      count.textContent = counts[digit]
    })
    const alignments = near.map((place) => alignmentAt(this.pathTo(place), lam))
    const most = Math.max(...alignments.map(({ distance }) => distance ** 2), 1e-9)
    near.forEach((place, rank) => this.fill(rank, place, alignments[rank], lam, most))
    this.shown = near
  }

  pathTo(place) {
    const theirs = this.pixels.subarray(place * PIXELS, (place + 1) * PIXELS)
    this.paths[place] ??= lazyPath(this.x, theirs, SIDE, SIDE)
    return this.paths[place]
  }

  fill(rank, place, at, lam, most) {
    const { card, theirs, moved, label, distance, left, price, link } = this.places[rank]
    const [digit, reference] = [this.data.labels[place], this.data.references[place]]
    card.classList.toggle('new', this.shown !== null && !this.shown.includes(place))
    card.dataset.reference = reference
    paintLevels(theirs, this.pixels, place * PIXELS)
    paintLevels(moved, moveRows(this.x, at.shifts, SIDE))
    theirs.setAttribute('aria-label', `Neighbour ${rank + 1}: ${digit}, ${reference}`)
    moved.setAttribute('aria-label', `x moved towards it at λ = ${lamText(lam)}`)
    label.textContent = digit
    distance.textContent = `d = ${number(at.distance, 3)}`
    left.style.width = `${100 * at.squaredResidual / most}%`
    price.style.width = `${100 * at.squaredPenalty / most}%`
    card.querySelector('.split').title = `${number(at.squaredResidual)} left + ${number(at.squaredPenalty)} price = ${number(at.distance ** 2)}`
    link.textContent = 'Why? See it in Lens'
    link.setAttribute('aria-label', `Why is ${reference} near? See it in Lens`)
    link.href = `lens?v=1&x=${encodeURIComponent(this.data.x.reference)}&y=${reference}&lam=${writeLam(lam)}`
  }

  destroy() {
    cancelAnimationFrame(this.frame)
    window.removeEventListener('popstate', this.back)
  }
}

export default function (component) {
  const root = component.parentElement.querySelector('.neighbours')
  root.neighbours ??= new Neighbours(root)
  root.neighbours.update(component)
  return () => root.neighbours.destroy()
}
