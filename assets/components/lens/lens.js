// The Lens: one λ, everything that it decides about two digits, drawn within one frame.

import { INFINITY_STEP, STEPS, curveMarkup, rowLinesMarkup, scales } from './curve.js'
import { figureSvg, pathCsv } from './figure.js'
import { linkWith, readLink, writeLam } from '../../shared/page/link.js'
import { SIDE, arrowPath, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { UNIT, alignmentAt, dialEnd, lazyPath, moveRows, neighbouringEvent } from '../../shared/math/path.js'
import { fillSvg, svgElement } from '../../shared/chart/svg.js'
import { TakeAway } from '../../shared/page/take.js'
import { isDark, prefersStillness } from '../../shared/page/theme.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'
import { rowSentence, sentence, whySentence } from './words.js'

const TALK = [0, 0.3, 0.5, 0.7, 1, 10, Infinity]
const PINS = 3
const SWEEP_SECONDS = 9
const PARTS = [
  'problem', 'curve', 'dial', 'previous', 'play', 'next', 'lam', 'pin', 'reader', 'sentence', 'spoken',
  'row-sentence', 'why', 'why-text', 'lines', 'talk', 'pins', 'pins-title',
]
const PLUS = { light: [176, 86, 138], dark: [231, 156, 198] }
const MINUS = { light: [0, 114, 178], dark: [86, 180, 233] }

class Lens {
  constructor(root) {
    this.root = root
    this.state = { lam: null, row: null, pins: [], playing: false }
    this.frame = 0
    this.place = window.location.pathname
    const one = (selector) => root.querySelector(selector)
    this.parts = Object.fromEntries(PARTS.map((name) => [name, one(`.${name}`)]))
    this.bands = [...root.querySelectorAll('.band')]
    const numbers = ['residual', 'lam', 'effort', 'distance']
    this.numbers = Object.fromEntries(numbers.map((name) => [name, one(`.n-${name}`)]))
    this.arrows = Array.from({ length: SIDE }, () => svgElement('path', {}, one('.arrows')))
    const bars = one('.bars')
    bars.setAttribute('viewBox', `0 0 100 ${SIDE}`)
    const box = { height: 0.76, x: 0, width: 0 }
    const bar = (name, i) => svgElement('rect', { class: name, y: i + 0.12, ...box }, bars)
    this.bars = Array.from({ length: SIDE }, (_, i) => [bar('left', i), bar('price', i)])
    this.takeAway = new TakeAway(root, this.offer())
    this.listen()
  }

  // New digits, a new theme, or an answer of the server.
  update(component) {
    const { data } = component
    this.component = component
    const dark = isDark(this.root)
    if (dark !== this.root.hasAttribute('data-dark')) this.drawn = null
    this.root.toggleAttribute('data-dark', dark)
    const pair = data.x.pixels + data.y.pixels
    if (pair !== this.pair) {
      this.pair = pair
      this.x = fromBase64(data.x.pixels)
      this.y = fromBase64(data.y.pixels)
      this.path = lazyPath(this.x, this.y, SIDE, SIDE)
      this.end = dialEnd(this.path)
      if (this.state.lam === null) this.readAddress()
      paintLevels(this.root.querySelector('.source canvas'), this.x)
      paintLevels(this.root.querySelector('.target canvas'), this.y)
      this.name('source', `x, ${data.x.name}`, data.x.name)
      this.name('target', `y, ${data.y.name}`, data.y.name)
      this.most = Math.max(...this.path.rows.map((row) => row.costs[0] * UNIT * UNIT), 1e-9)
      this.drawStrip()
    }
    this.takeAway.update(data)
    this.drawCurve()
    this.render()
    this.settle()
  }

  name(part, label, text) {
    this.root.querySelector(`.${part} canvas`).setAttribute('aria-label', label)
    this.root.querySelector(`.${part} .name`).textContent = text
  }

  readAddress() {
    const { data } = this.component
    const link = readLink(data.standalone ? '' : window.location.search, SIDE)
    this.state.lam = link.lam ?? Number(data.lam === 'inf' ? Infinity : data.lam)
    this.state.pins = (data.pins ?? []).map((pin) => (pin === 'inf' ? Infinity : pin)).concat(link.pins)
    this.state.row = link.row
    this.parts.problem.hidden = link.problems.length === 0
    this.parts.problem.textContent = link.problems.join(' ')
  }

  // What a hand moves: change the state, draw at the next frame.
  set(change) {
    Object.assign(this.state, change)
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0
      this.render()
    })
  }

  // The hand has let go: tell it to screen readers and to the address.
  settle() {
    this.parts.spoken.textContent = sentence(this.state.lam, alignmentAt(this.path, this.state.lam))
    if (this.component.data.standalone || window.location.pathname !== this.place) return
    const { lam, pins, row } = this.state
    const href = linkWith(window.location.href, {
      x: this.component.data.x.reference,
      y: this.component.data.y.reference,
      lam: writeLam(lam),
      pins: pins.map(writeLam).join('_'),
      row: row === null ? null : String(row + 1),
    })
    if (href !== window.location.href) window.history.replaceState(window.history.state, '', href)
  }

  render() {
    const { lam, row } = this.state
    const at = alignmentAt(this.path, lam)
    if (this.drawn?.path !== this.path || this.drawn.piece !== at.piece) this.drawPiece(at)
    if (this.drawn.row !== row) this.drawRow(row)
    at.rowPenalties.forEach((price, i) => {
      const left = 100 * Math.min(at.rowResiduals[i] / this.most, 1)
      this.bars[i][0].setAttribute('width', left)
      this.bars[i][1].setAttribute('x', left)
      this.bars[i][1].setAttribute('width', Math.min(100 * price / this.most, 100 - left))
    })
    this.drawCursor(at)
    this.drawWhy(at)
    this.numbers.residual.textContent = number(at.residual)
    this.numbers.lam.textContent = lamText(lam)
    this.numbers.effort.textContent = number(at.effort)
    this.numbers.distance.textContent = number(at.distance, 3)
    const { dial } = this.parts
    const step = lam === Infinity || lam > this.end ? INFINITY_STEP : Math.round(lam / this.end * STEPS)
    if (Number(dial.value) !== step) dial.value = String(step)
    dial.setAttribute('aria-valuetext', `${lamText(lam)}, distance ${number(at.distance, 3)}`)
    this.parts.lam.textContent = `λ = ${lamText(lam)}`
    this.parts.previous.disabled = neighbouringEvent(this.path, lam, -1) === null
    this.parts.next.disabled = neighbouringEvent(this.path, lam, 1) === null
    this.parts.sentence.textContent = sentence(lam, at)
    this.parts['row-sentence'].textContent = row === null ? '' : rowSentence(row, at)
    for (const card of this.root.querySelectorAll('.card > button[data-lam]')) {
      card.setAttribute('aria-current', String(card.lam === lam))
    }
  }

  drawPiece(at) {
    const moved = moveRows(this.x, at.shifts, SIDE)
    const canvas = this.root.querySelector('.moved canvas')
    paintLevels(canvas, moved)
    const moving = at.shifts.filter(Boolean).length
    canvas.setAttribute('aria-label', `g x: x with ${moving} of ${SIDE} rows shifted`)
    this.paintDifference(moved)
    at.shifts.forEach((shift, i) => this.arrows[i].setAttribute('d', arrowPath(shift, i)))
    this.drawn = { ...this.drawn, path: this.path, piece: at.piece }
  }

  // Two by two dots for a pixel: too much is solid, missing is a chequer, so that colour is not all.
  paintDifference(moved) {
    const canvas = this.root.querySelector('.difference canvas')
    const context = canvas.getContext('2d')
    const picture = context.createImageData(2 * SIDE, 2 * SIDE)
    const theme = this.root.hasAttribute('data-dark') ? 'dark' : 'light'
    for (let dot = 0; dot < 4 * SIDE * SIDE; dot++) {
      const [row, column] = [Math.floor(dot / (2 * SIDE)), dot % (2 * SIDE)]
      const pixel = (row >> 1) * SIDE + (column >> 1)
      const difference = moved[pixel] - this.y[pixel]
      const chequer = difference < 0 && (row + column) % 2 === 1
      picture.data.set(difference > 0 ? PLUS[theme] : MINUS[theme], 4 * dot)
      picture.data[4 * dot + 3] = Math.abs(difference) * (chequer ? 0.45 : 1)
    }
    context.putImageData(picture, 0, 0)
    canvas.setAttribute('aria-label', 'g x minus y: what is left after the shift')
  }

  drawRow(row) {
    for (const band of this.bands) {
      band.hidden = row === null
      band.style.top = `${100 * (row ?? 0) / SIDE}%`
    }
    this.arrows.forEach((arrow, i) => arrow.classList.toggle('marked', i === row))
    const { reader } = this.parts
    reader.setAttribute('aria-valuenow', String(row === null ? 0 : row + 1))
    this.drawn = { ...this.drawn, row }
  }

  drawWhy(at) {
    if (!this.parts.why.open) return
    const row = this.state.row ?? 13
    const { lines } = this.parts
    const { width, height } = lines.getBoundingClientRect()
    const markup = rowLinesMarkup(this.path.rows[row], UNIT * UNIT, this.end, this.state.lam, width, height)
    fillSvg(lines, markup, width, height)
    this.parts['why-text'].textContent = whySentence(row, at)
  }

  drawCurve() {
    const { curve } = this.parts
    const { width, height } = curve.getBoundingClientRect()
    if (width === 0) return
    this.scales = scales(this.path, this.end, width, height)
    const events = this.path.breakpoints.length
    curve.setAttribute('aria-label', `d² against λ from 0 to ${this.end} and ∞, with ${events} events`)
    fillSvg(curve, curveMarkup(this.path, this.scales), width, height)
    const { top, bottom } = this.scales
    this.here = svgElement('rect', { class: 'here', y: top - 8, height: bottom - top + 8 }, curve)
    this.pinned = svgElement('path', { class: 'pinned' }, curve)
    this.cursor = svgElement('path', { class: 'cursor', d: `M0 ${top - 10}V${bottom + 10}` }, curve)
    this.dots = [0, 1].map(() => svgElement('circle', { class: 'dot', r: 4 }, curve))
  }

  drawCursor(at) {
    const s = this.scales
    if (!s) return
    const shown = this.state.lam > this.end ? Infinity : this.state.lam
    const x = s.x(shown)
    this.cursor.setAttribute('transform', `translate(${x} 0)`)
    ;[at.squaredResidual, at.squaredResidual + at.squaredPenalty].forEach((value, i) => {
      this.dots[i].setAttribute('transform', `translate(${x} ${s.y(value)})`)
    })
    const from = at.piece === 0 ? 0 : this.path.breakpoints[at.piece - 1]
    const to = this.path.breakpoints[at.piece] ?? Infinity
    this.here.setAttribute('x', s.x(from))
    this.here.setAttribute('width', Math.max(1, s.x(to) - s.x(from)))
    const pins = this.state.pins.map((lam) => s.x(lam > this.end ? Infinity : lam))
    this.pinned.setAttribute('d', pins.map((pin) => `M${pin} ${s.top - 8}V${s.bottom}`).join(''))
  }

  card(lam, parent) {
    const at = alignmentAt(this.path, lam)
    const card = document.createElement('div')
    card.className = 'card'
    const button = document.createElement('button')
    button.type = 'button'
    button.lam = lam
    button.dataset.lam = writeLam(lam)
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = SIDE
    paintLevels(canvas, moveRows(this.x, at.shifts, SIDE))
    const text = document.createElement('span')
    text.textContent = `λ = ${lamText(lam)}`
    const small = document.createElement('small')
    small.textContent = `d = ${number(at.distance, 3)}`
    button.append(canvas, text, small)
    button.onclick = () => this.jump(lam)
    card.append(button)
    parent.append(card)
    return card
  }

  drawStrip() {
    const { talk, pins } = this.parts
    talk.replaceChildren()
    pins.replaceChildren()
    for (const lam of TALK) this.card(lam, talk)
    for (const lam of this.state.pins) {
      const card = this.card(lam, pins)
      const drop = document.createElement('button')
      drop.type = 'button'
      drop.className = 'drop'
      drop.textContent = '×'
      drop.setAttribute('aria-label', `Remove the pin at λ = ${lamText(lam)}`)
      drop.onclick = () => this.pinAll(this.state.pins.filter((other) => other !== lam))
      card.append(drop)
    }
    this.parts['pins-title'].hidden = this.state.pins.length === 0
  }

  pinAll(pins) {
    this.set({ pins })
    this.drawStrip()
    this.settle()
  }

  pin() {
    const { lam, pins } = this.state
    if (!pins.includes(lam)) this.pinAll([...pins, lam].slice(-PINS))
  }

  jump(lam) {
    this.stop()
    this.set({ lam })
    this.settle()
  }

  step(direction) {
    const lam = neighbouringEvent(this.path, this.state.lam, direction)
    if (lam !== null) this.jump(lam)
  }

  play() {
    if (this.state.playing) {
      this.stop()
      this.settle()
      return
    }
    this.set({ playing: true, lam: this.state.lam >= this.end ? 0 : this.state.lam })
    this.showPlaying()
    if (prefersStillness()) this.playByEvents()
    else this.playSmoothly(performance.now())
  }

  playSmoothly(before) {
    this.playing = requestAnimationFrame((now) => {
      const lam = this.state.lam + this.end * (now - before) / (1000 * SWEEP_SECONDS)
      this.set({ lam: lam < this.end ? lam : Infinity })
      if (lam < this.end) this.playSmoothly(now)
      else this.jump(Infinity)
    })
  }

  playByEvents() {
    this.stepping = setInterval(() => {
      const lam = neighbouringEvent(this.path, this.state.lam, 1)
      if (lam === null) this.jump(Infinity)
      else this.set({ lam })
    }, 1200)
  }

  stop() {
    cancelAnimationFrame(this.playing)
    clearInterval(this.stepping)
    this.set({ playing: false })
    this.showPlaying()
  }

  showPlaying() {
    this.parts.play.setAttribute('aria-pressed', String(this.state.playing))
    this.parts.play.textContent = this.state.playing ? '❚❚ Pause' : '▶ Play'
  }

  mark(row) {
    const inside = row === null ? null : Math.max(0, Math.min(SIDE - 1, row))
    this.set({ row: inside })
    const at = alignmentAt(this.path, this.state.lam)
    this.parts.reader.setAttribute('aria-valuetext', inside === null ? 'no row' : rowSentence(inside, at))
  }

  listen() {
    const { dial, reader, curve, why } = this.parts
    dial.oninput = () => {
      if (this.state.playing) this.stop()
      const step = Number(dial.value)
      if (step <= STEPS) this.set({ lam: Number((step / STEPS * this.end).toPrecision(6)) })
      else this.set({ lam: this.state.lam > this.end && step === INFINITY_STEP - 1 ? this.end : Infinity })
    }
    dial.onchange = () => this.settle()
    curve.onpointerdown = (event) => {
      curve.setPointerCapture(event.pointerId)
      this.stop()
      this.dragging = true
      curve.onpointermove(event)
    }
    curve.onpointermove = (event) => {
      if (!this.dragging || !this.scales) return
      const lam = this.scales.lam(event.clientX - curve.getBoundingClientRect().left)
      this.set({ lam: Number(lam.toPrecision(4)) })
    }
    curve.onpointerup = curve.onpointercancel = () => {
      this.dragging = false
      this.settle()
    }
    this.parts.previous.onclick = () => this.step(-1)
    this.parts.next.onclick = () => this.step(1)
    this.parts.play.onclick = () => this.play()
    this.parts.pin.onclick = () => this.pin()
    why.ontoggle = () => this.render()
    for (const frame of this.root.querySelectorAll('.frame')) {
      frame.onpointermove = (event) => {
        const box = frame.getBoundingClientRect()
        this.mark(Math.floor((event.clientY - box.top) / box.height * SIDE))
      }
      frame.onpointerdown = (event) => {
        frame.onpointermove(event)
        if (event.pointerType !== 'mouse') this.settle()
      }
      frame.onpointerleave = (event) => {
        if (event.pointerType === 'mouse') this.mark(null)
      }
    }
    reader.onkeydown = (event) => {
      const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 7, PageUp: -7, Home: -SIDE, End: SIDE }
      const move = moves[event.key]
      if (move) this.mark((this.state.row ?? (move > 0 ? -1 : SIDE)) + move)
      else if (event.key === 'Escape') this.mark(null)
      else return
      event.preventDefault()
      this.settle()
    }
    const keys = new Map([
      ['[', () => this.step(-1)],
      [']', () => this.step(1)],
      ['p', () => this.play()],
      ['k', () => this.pin()],
    ])
    this.root.onkeydown = (event) => {
      const other = event.target.tagName === 'TEXTAREA' || event.ctrlKey || event.metaKey || event.altKey
      if (other || !keys.has(event.key)) return
      event.preventDefault()
      keys.get(event.key)()
    }
    for (const term of this.root.querySelectorAll('[data-term]')) {
      term.onpointerenter = () => this.light(term.dataset.term)
      term.onpointerleave = () => this.light(null)
    }
    this.back = () => {
      this.readAddress()
      this.drawStrip()
      this.render()
    }
    window.addEventListener('popstate', this.back)
    this.resize = new ResizeObserver(() => {
      if (!this.path) return
      this.drawCurve()
      this.render()
    })
    this.resize.observe(curve)
  }

  // A term of the formula lights up wherever it is drawn.
  light(term) {
    for (const node of this.root.querySelectorAll('[data-term]')) {
      node.classList.toggle('lit', node.dataset.term === term)
    }
    for (const node of this.parts.curve.querySelectorAll('[data-part]')) {
      node.classList.toggle('dimmed', term !== null && term !== 'result' && node.dataset.part !== term)
    }
  }

  offer() {
    const view = () => {
      const { x, y } = this.component.data
      const names = { x: x.name, y: y.name }
      return { path: this.path, x: this.x, y: this.y, lam: this.state.lam, end: this.end, names }
    }
    return {
      file: () => {
        const { x, y } = this.component.data
        const parts = [x, y].map(({ reference }) => (reference.startsWith('px-') ? 'drawn' : reference))
        return `lens_${parts.join('_')}`
      },
      svg: () => figureSvg(view()),
      csv: () => pathCsv(this.path),
      python: () => {
        const { lam } = this.state
        return this.component.data.python
          .replaceAll('{lam}', lam === Infinity ? 'float("inf")' : String(lam))
          .replaceAll('{distance}', alignmentAt(this.path, lam).distance.toFixed(6))
      },
      asked: ['npz', 'html'],
      ask: (what) => {
        const { lam, pins } = this.state
        this.component.setTriggerValue('take', { what, lam: writeLam(lam), pins: pins.map(writeLam) })
      },
      title: 'lazyq Lens',
      height: 1100,
    }
  }

  destroy() {
    this.stop()
    cancelAnimationFrame(this.frame)
    this.resize.disconnect()
    window.removeEventListener('popstate', this.back)
  }
}

export default function (component) {
  const root = component.parentElement.querySelector('.lens')
  root.lens ??= new Lens(root)
  root.lens.update(component)
  return () => root.lens.destroy()
}
