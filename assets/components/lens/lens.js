// The Lens: one λ, everything that it decides about two digits, drawn within one frame.

import { lamScale } from '../../shared/chart/axes.js'
import { Chart } from '../../shared/chart/chart.js'
import { alignmentAt, dialEnd, lazyPath, neighbouringEvent } from '../../shared/math/path.js'
import { Dial } from '../../shared/page/dial.js'
import { drag, partsOf, write } from '../../shared/page/dom.js'
import { LAM, lamFromJson, lamText, lamToPython, roundLam } from '../../shared/page/lam.js'
import { listOf, whole } from '../../shared/page/link.js'
import { SIDE, fromBase64 } from '../../shared/page/pixels.js'
import { Player } from '../../shared/page/play.js'
import { View, mounted } from '../../shared/page/view.js'
import { number } from '../../shared/page/words.js'
import { Cards } from './cards.js'
import { curveDesign, rowDesign } from './curve.js'
import { figureSvg, pathCsv } from './figure.js'
import { Stage } from './stage.js'
import { rowSentence, sentence, whySentence } from './words.js'

const PINS = 3
const SWEEP_SECONDS = 9
const MIDDLE_ROW = 13
const PARTS = [
  'curve', 'dial', 'previous', 'play', 'next', 'lam', 'pin', 'reader', 'sentence', 'row-sentence', 'why',
  'why-text', 'lines', 'talk', 'pins', 'pins-title',
]
const ROW_MOVES = { ArrowDown: 1, ArrowUp: -1, PageDown: 7, PageUp: -7, Home: -SIDE, End: SIDE }

class Lens extends View {
  constructor(root) {
    super(root, { lam: null, row: null, pins: [] })
    this.parts = partsOf(root, PARTS)
    const numbers = ['residual', 'lam', 'effort', 'distance']
    this.numbers = partsOf(root, numbers.map((name) => `n-${name}`))
    this.stage = new Stage(root)
    this.cards = new Cards(this.parts, {
      jump: (lam) => this.choose({ lam }),
      drop: (lam) => this.pinAll(this.state.pins.filter((other) => other !== lam)),
    })
    const options = { speak: (text) => this.speak(text), signal: this.ending.signal }
    this.curve = new Chart(this.parts.curve, curveDesign, options)
    this.lines = new Chart(this.parts.lines, rowDesign, options)
    this.dial = new Dial(this.parts.dial, { turn: (lam) => this.turn(lam), settle: () => this.settle() })
    this.players.push(new Player(this.parts.play, this.sweep()))
    this.listen()
    this.follow(this.parts.curve)
  }

  // New digits, a new theme, or an answer of the server.
  receive(data) {
    const pair = data.x.pixels + data.y.pixels
    if (pair === this.pair) return
    this.pair = pair
    this.x = fromBase64(data.x.pixels)
    this.y = fromBase64(data.y.pixels)
    this.path = lazyPath(this.x, this.y, SIDE, SIDE)
    this.end = dialEnd(this.path)
    this.dial.use(lamScale(this.end))
    this.stage.show(this.path, this.x, this.y, { x: data.x.name, y: data.y.name })
    if (this.addressed) this.cards.show(this.path, this.x, this.state.pins)
  }

  address() {
    const { lam, pins } = this.data
    return {
      lam: { type: LAM, otherwise: lamFromJson(lam), always: true },
      pins: { type: listOf(LAM, PINS), otherwise: (pins ?? []).map(lamFromJson) },
      row: { type: whole(1, SIDE, `rows are 1 to ${SIDE}`), otherwise: null },
    }
  }

  fixed() {
    return { x: this.data.x.reference, y: this.data.y.reference }
  }

  // Rows are counted from 1 in an address.
  adopt({ lam, pins, row }) {
    Object.assign(this.state, { lam, pins, row })
    this.cards.show(this.path, this.x, pins)
  }

  words() {
    return sentence(this.state.lam, this.at)
  }

  keys() {
    return {
      '[': () => this.step(-1),
      ']': () => this.step(1),
      'p': () => this.players[0].toggle(),
      'k': () => this.pin(),
    }
  }

  draw() {
    const { path, end, pair } = this
    const { lam, pins } = this.state
    const row = this.state.row === null ? null : this.state.row - 1
    this.at = alignmentAt(path, lam)
    const { at, parts } = this
    this.stage.draw(at, row, this.palette.dark)
    this.curve.paint({ path, end, pair, lam, pins }, this.palette)
    if (parts.why.open) {
      this.lines.paint({ path, end, pair, lam, row: row ?? MIDDLE_ROW }, this.palette)
      write(parts['why-text'], whySentence(row ?? MIDDLE_ROW, at))
    }
    this.numbers['n-residual'].textContent = number(at.residual)
    this.numbers['n-lam'].textContent = lamText(lam)
    this.numbers['n-effort'].textContent = number(at.effort)
    this.numbers['n-distance'].textContent = number(at.distance, 3)
    this.dial.show(lam, `${lamText(lam)}, distance ${number(at.distance, 3)}`)
    parts.lam.textContent = `λ = ${lamText(lam)}`
    parts.previous.disabled = neighbouringEvent(path, lam, -1) === null
    parts.next.disabled = neighbouringEvent(path, lam, 1) === null
    write(parts.sentence, sentence(lam, at))
    const told = row === null ? '' : rowSentence(row, at)
    write(parts['row-sentence'], told)
    parts.reader.setAttribute('aria-valuenow', String(row === null ? 0 : row + 1))
    parts.reader.setAttribute('aria-valuetext', told || 'no row')
    this.cards.mark(lam)
  }

  turn(lam) {
    this.pause()
    this.set({ lam })
  }

  step(direction) {
    const lam = neighbouringEvent(this.path, this.state.lam, direction)
    if (lam !== null) this.choose({ lam })
  }

  sweep() {
    const on = (lam) => {
      this.set({ lam })
      return lam < Infinity
    }
    return {
      begin: () => {
        if (this.state.lam >= this.end) this.set({ lam: 0 })
      },
      advance: (seconds) => {
        const lam = roundLam(this.state.lam + this.end * seconds / SWEEP_SECONDS)
        return on(lam < this.end ? lam : Infinity)
      },
      stride: () => on(neighbouringEvent(this.path, this.state.lam, 1) ?? Infinity),
      end: () => this.settle(),
    }
  }

  pin() {
    const { lam, pins } = this.state
    if (!pins.includes(lam)) this.pinAll([...pins, lam].slice(-PINS))
  }

  pinAll(pins) {
    this.set({ pins })
    this.cards.show(this.path, this.x, pins)
    this.settle()
  }

  mark(row) {
    this.set({ row: row === null ? null : Math.max(1, Math.min(SIDE, row)) })
  }

  listen() {
    const { reader, curve, why, previous, next, pin } = this.parts
    drag(curve, (x) => this.turn(roundLam(this.curve.frame.xValue(x))), () => this.settle())
    previous.onclick = () => this.step(-1)
    next.onclick = () => this.step(1)
    pin.onclick = () => this.pin()
    why.ontoggle = () => this.set({})
    for (const frame of this.root.querySelectorAll('.frame')) {
      frame.onpointermove = (event) => {
        const box = frame.getBoundingClientRect()
        this.mark(Math.floor((event.clientY - box.top) / box.height * SIDE) + 1)
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
      const move = ROW_MOVES[event.key]
      if (move) this.mark((this.state.row ?? (move > 0 ? 0 : SIDE + 1)) + move)
      else if (event.key === 'Escape') this.mark(null)
      else return
      event.preventDefault()
      this.settle()
    }
    for (const term of this.root.querySelectorAll('[data-term]')) {
      term.onpointerenter = () => this.light(term.dataset.term)
      term.onpointerleave = () => this.light(null)
    }
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
    return {
      file: () => {
        const { x, y } = this.data
        const parts = [x, y].map(({ reference }) => (reference.startsWith('px-') ? 'drawn' : reference))
        return `lens_${parts.join('_')}`
      },
      svg: () => {
        const { path, x, y, end, data, state } = this
        return figureSvg({ path, x, y, end, lam: state.lam, names: { x: data.x.name, y: data.y.name } })
      },
      csv: () => pathCsv(this.path),
      python: () => this.data.python
        .replaceAll('{lam}', lamToPython(this.state.lam))
        .replaceAll('{distance}', this.at.distance.toFixed(6)),
      asked: ['npz', 'html'],
      ask: (what) => {
        const { lam, pins } = this.state
        this.ask({ what, lam: LAM.write(lam), pins: pins.map(LAM.write) })
      },
      title: 'lazyq Lens',
      height: 1100,
    }
  }
}

export default mounted(Lens, '.lens')
