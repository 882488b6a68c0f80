// The nearest digits of one digit: the server says who is near from which λ on, the browser shows one λ.

import { linkWith, readLam, writeLam } from '../../shared/page/link.js'
import { reached, runsOf, stagesOf } from '../../shared/math/votes.js'
import { neighboursCsv, neighboursSvg } from './figure.js'
import { STRIP, stripAxis, stripMarkup } from './strip.js'
import { PIXELS, SIDE, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { hearLam, tellLam } from '../../shared/page/lam.js'
import { alignmentAt, dialEnd, lazyPath, moveRows, neighbouringEvent } from '../../shared/math/path.js'
import { fillSvg } from '../../shared/chart/svg.js'
import { TakeAway } from '../../shared/page/take.js'
import { isDark, prefersStillness } from '../../shared/page/theme.js'
import { changeSentence, swapSentence, voteSentence } from './words.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'

const PRESETS = [0, 0.3, 0.5, 0.7, 1, 10, Infinity]
const LEAST_END = 1.1

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
    this.lam = null
    this.rows = Array.from({ length: 10 }, (_, digit) => {
      const row = element('tr', '', root.querySelector('tbody'))
      const head = element('th', '', row)
      head.scope = 'row'
      head.textContent = digit
      return { row, bar: element('i', '', element('td', '', row)), count: element('td', '', row) }
    })
    const box = this.part('stops')
    this.buttons = PRESETS.map((lam) => {
      const button = element('button', '', box)
      button.type = 'button'
      button.textContent = lamText(lam)
      button.onclick = () => this.jump(lam)
      return button
    })
    this.takeAway = new TakeAway(root, this.offer())
    this.listen()
  }

  update(component) {
    const { data } = component
    this.component = component
    this.root.toggleAttribute('data-dark', isDark(this.root))
    const given = JSON.stringify([data.x.reference, data.references, data.starts, data.near[0].length])
    if (given !== this.given) {
      this.given = given
      this.begin(data)
    }
    this.takeAway.update(data)
    this.render()
    this.settle()
  }

  // Another digit, other voters, or another k.
  begin(data) {
    const another = this.data && this.data.x.reference !== data.x.reference
    this.data = data
    this.x = fromBase64(data.x.pixels)
    this.pixels = fromBase64(data.pixels)
    this.paths = []
    this.stages = stagesOf(data.starts, data.near, data.labels)
    this.starts = this.stages.map(({ from }) => from)
    this.runs = runsOf(this.stages)
    this.steps = { breakpoints: this.starts.slice(1) }
    this.end = Math.max(LEAST_END, dialEnd(this.steps))
    this.stage = null
    const canvas = this.root.querySelector('.query canvas')
    paintLevels(canvas, this.x)
    canvas.setAttribute('aria-label', `x, ${data.x.name}`)
    this.root.querySelector('.query figcaption').textContent = `x, ${data.x.name}`
    this.part('changes').textContent = changeSentence(this.runs)
    this.part('exact').textContent = this.exactly()
    this.cards()
    if (this.lam === null) this.readAddress()
    // Chosen further down the page: show where it has come to.
    if (another && this.root.getBoundingClientRect().top < 0) {
      this.root.scrollIntoView({ behavior: prefersStillness() ? 'auto' : 'smooth' })
    }
  }

  exactly() {
    const { searched, all } = this.data
    const among = searched === null ? `all ${all.toLocaleString('en')} training digits` : `the ${searched.toLocaleString('en')} training digits of the first draw`
    const changes = this.stages.length - 1
    const often = changes === 1 ? 'once' : `${changes} times`
    return `Exact among ${among}, at every λ from 0 to ∞: who is near changes ${often}. ` +
      'Equal distances count in training order, equal votes for the smaller digit.'
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

  readAddress() {
    const { data } = this
    const query = new URLSearchParams(data.standalone ? '' : window.location.search)
    const { lam, problem } = readLam(query.get('lam'))
    this.part('problem').hidden = problem === null
    this.part('problem').textContent = problem ?? ''
    this.lam = lam ?? (data.lam === 'inf' ? Infinity : data.lam)
  }

  set(lam) {
    this.lam = lam
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0
      this.render()
    })
  }

  turn(lam) {
    this.set(lam)
    tellLam(this, lam)
  }

  jump(lam) {
    this.turn(lam)
    this.settle()
  }

  step(direction) {
    const lam = neighbouringEvent(this.steps, this.lam, direction)
    if (lam !== null) this.jump(lam)
  }

  // The hand has let go: tell it to screen readers and to the address.
  settle() {
    this.part('spoken').textContent = `${this.sentence()} ${this.swap()}`
    if (this.data.standalone || window.location.pathname !== this.place) return
    const { k, among } = this.component.data.address
    const href = linkWith(window.location.href, {
      x: this.data.x.reference,
      lam: writeLam(this.lam),
      k: k === '10' ? null : k,
      among: among === 'all' ? null : among,
    })
    if (href !== window.location.href) window.history.replaceState(window.history.state, '', href)
  }

  now() {
    return this.stages[reached(this.starts, this.lam)]
  }

  near() {
    return this.data.near[reached(this.data.starts, this.lam)]
  }

  sentence() {
    return voteSentence(this.lam, this.now().counts, this.data.x.label)
  }

  // Who came and went with the latest change of λ.
  swap() {
    const labels = (places) => places.map((place) => this.data.labels[place]).sort()
    return swapSentence(labels(this.come ?? []), labels(this.gone ?? []))
  }

  render() {
    const { lam, data } = this
    const near = this.near()
    const stage = this.now()
    if (stage !== this.stage) {
      const before = this.stage?.members
      this.come = before ? near.filter((place) => !before.has(place)) : []
      this.gone = before ? [...before].filter((place) => !stage.members.has(place)) : []
      this.stage = stage
    }
    const step = lam > this.end ? STRIP.infinity : Math.round(lam / this.end * STRIP.steps)
    if (Number(this.dial.value) !== step) this.dial.value = String(step)
    this.dial.setAttribute('aria-valuetext', `λ = ${lamText(lam)}, read as ${stage.vote}`)
    this.part('lam').textContent = `λ = ${lamText(lam)}`
    this.part('sentence').textContent = this.sentence()
    this.part('swap').textContent = this.swap()
    this.buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(PRESETS[i] === lam)))
    this.part('previous').disabled = neighbouringEvent(this.steps, lam, -1) === null
    this.part('next').disabled = neighbouringEvent(this.steps, lam, 1) === null
    this.rows.forEach(({ row, bar, count }, digit) => {
      row.className = digit === stage.vote ? 'wins' : ''
      bar.style.width = `${100 * stage.counts[digit] / near.length}%`
      count.textContent = stage.counts[digit]
    })
    this.drawStrip()
    const alignments = near.map((place) => alignmentAt(this.pathTo(place), lam))
    const most = Math.max(...alignments.map(({ distance }) => distance ** 2), 1e-9)
    near.forEach((place, rank) => this.fill(rank, place, alignments[rank], most))
    this.root.dataset.shown = data.x.reference
  }

  drawStrip() {
    const strip = this.part('strip')
    const { width } = strip.getBoundingClientRect()
    if (width === 0) return
    this.axis = stripAxis(width, this.end)
    const { runs, stages, lam, axis } = this
    const markup = stripMarkup({ runs, stages, lam, axis, label: this.data.x.label })
    fillSvg(strip, `<g transform="translate(0 8)">${markup}</g>`, width, STRIP.height)
    strip.setAttribute('aria-label', changeSentence(runs))
  }

  pathTo(place) {
    const theirs = this.pixels.subarray(place * PIXELS, (place + 1) * PIXELS)
    this.paths[place] ??= lazyPath(this.x, theirs, SIDE, SIDE)
    return this.paths[place]
  }

  fill(rank, place, at, most) {
    const { card, theirs, moved, label, distance, left, price, link } = this.places[rank]
    const { labels, references, x, standalone } = this.data
    const [digit, reference] = [labels[place], references[place]]
    card.classList.toggle('new', this.come.includes(place))
    card.dataset.reference = reference
    paintLevels(theirs, this.pixels, place * PIXELS)
    paintLevels(moved, moveRows(this.x, at.shifts, SIDE))
    theirs.setAttribute('aria-label', `Neighbour ${rank + 1}: ${digit}, ${reference}`)
    moved.setAttribute('aria-label', `x moved towards it at λ = ${lamText(this.lam)}`)
    label.textContent = digit
    distance.textContent = `d = ${number(at.distance, 3)}`
    left.style.width = `${100 * at.squaredResidual / most}%`
    price.style.width = `${100 * at.squaredPenalty / most}%`
    card.querySelector('.split').title = `${number(at.squaredResidual)} left + ${number(at.squaredPenalty)} price = ${number(at.distance ** 2)}`
    link.textContent = 'Why? See it in Lens'
    link.hidden = Boolean(standalone)
    link.setAttribute('aria-label', `Why is ${reference} near? See it in Lens`)
    link.href = `lens?v=1&x=${encodeURIComponent(x.reference)}&y=${reference}&lam=${writeLam(this.lam)}`
  }

  listen() {
    const { dial } = this
    const strip = this.part('strip')
    dial.oninput = () => {
      const step = Number(dial.value)
      if (step <= STRIP.steps) this.turn(Number((step / STRIP.steps * this.end).toPrecision(6)))
      else this.turn(this.lam > this.end && step === STRIP.infinity - 1 ? this.end : Infinity)
    }
    dial.onchange = () => this.settle()
    strip.onpointerdown = (event) => {
      strip.setPointerCapture(event.pointerId)
      this.dragging = true
      strip.onpointermove(event)
    }
    strip.onpointermove = (event) => {
      if (!this.dragging || !this.axis) return
      const lam = this.axis.lam(event.clientX - strip.getBoundingClientRect().left)
      this.turn(Number(lam.toPrecision(4)))
    }
    strip.onpointerup = strip.onpointercancel = () => {
      if (this.dragging) this.settle()
      this.dragging = false
    }
    this.part('previous').onclick = () => this.step(-1)
    this.part('next').onclick = () => this.step(1)
    this.root.onkeydown = (event) => {
      const direction = { '[': -1, ']': 1 }[event.key]
      const other = event.target.tagName === 'TEXTAREA' || event.ctrlKey || event.metaKey || event.altKey
      if (!direction || other) return
      event.preventDefault()
      this.step(direction)
    }
    this.back = () => {
      if (window.location.pathname !== this.place) return
      this.readAddress()
      this.render()
    }
    window.addEventListener('popstate', this.back)
    this.deaf = hearLam(this, (lam) => this.set(lam))
    this.resize = new ResizeObserver(() => {
      if (this.data) this.drawStrip()
    })
    this.resize.observe(strip)
  }

  offer() {
    return {
      file: () => {
        const { reference } = this.data.x
        return `neighbours_${reference.startsWith('px-') ? 'drawn' : reference}`
      },
      svg: () => this.figure(),
      csv: () => neighboursCsv(this.stages, this.data.near, this.data.references),
      python: () => {
        const lam = this.lam === Infinity ? 'float("inf")' : String(this.lam)
        return this.component.data.python.replaceAll('{lam}', lam)
      },
      asked: ['npz', 'html'],
      ask: (what) => this.component.setTriggerValue('take', { what, lam: writeLam(this.lam) }),
      title: 'lazyq Neighbours',
      height: 1400,
    }
  }

  figure() {
    const { x, lam, end, runs, stages, data } = this
    const cards = this.near().map((place) => ({
      levels: this.pixels.subarray(place * PIXELS, (place + 1) * PIXELS),
      at: alignmentAt(this.pathTo(place), lam),
      digit: data.labels[place],
      reference: data.references[place],
    }))
    return neighboursSvg({
      x, lam, runs, stages, cards,
      name: data.x.name,
      label: data.x.label,
      axis: (width) => stripAxis(width, end),
      sentence: this.sentence(),
      changes: changeSentence(runs),
    })
  }

  destroy() {
    cancelAnimationFrame(this.frame)
    this.deaf()
    this.resize.disconnect()
    window.removeEventListener('popstate', this.back)
  }
}

export default function (component) {
  const root = component.parentElement.querySelector('.neighbours')
  root.neighbours ??= new Neighbours(root)
  root.neighbours.update(component)
  return () => root.neighbours.destroy()
}
