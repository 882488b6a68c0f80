// The Lens: one λ, everything that it decides about two digits, drawn within one frame.

import { lamScale } from '../../shared/chart/axes.js'
import { Chart } from '../../shared/chart/chart.js'
import {
  alignmentAt, alignmentByHand, dialEnd, lazyPath, neighbouringEvent, rowToWatch,
} from '../../shared/math/path.js'
import { Dial } from '../../shared/page/dial.js'
import { drag, partsOf, write } from '../../shared/page/dom.js'
import { shownTerms } from '../../shared/page/formula.js'
import { LAM, lamFromJson, lamText, lamToPython, roundLam } from '../../shared/page/lam.js'
import { listOf, oneOf, whole } from '../../shared/page/link.js'
import { SIDE, fromBase64 } from '../../shared/page/pixels.js'
import { Player } from '../../shared/page/play.js'
import { View, mounted } from '../../shared/page/view.js'
import { fileWord } from '../../shared/page/words.js'
import { Cards } from './cards.js'
import { curveDesign, rowDesign } from './curve.js'
import { figureSvg, pathCsv } from './figure.js'
import { listenToRows } from './rows.js'
import { Stage } from './stage.js'
import { handSentence, rowSentence, sentence, whySentence } from './words.js'

const PINS = 3
const SWEEP_SECONDS = 9
const FURTHEST = SIDE / 2
const WHOLE = 'whole'
const PARTS = [
  'curve', 'dial', 'previous', 'play', 'next', 'lam', 'pin', 'reader', 'sentence', 'row-sentence', 'why',
  'why-text', 'lines', 'talk', 'pins', 'pins-title', 'whole', 'formula',
]

class Lens extends View {
  constructor(root) {
    // row: kept; shift: what the hand has made of it, or null; pointed: a row under the pointer, from 0.
    super(root, { lam: null, row: null, shift: null, pins: [], curve: null, pointed: null })
    this.parts = partsOf(root, PARTS)
    const numbers = ['residual', 'lam', 'effort', 'distance', 'index']
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
    Object.assign(this, { pair, watched: null })
    this.x = fromBase64(data.x.pixels)
    this.y = fromBase64(data.y.pixels)
    this.path = lazyPath(this.x, this.y, SIDE, SIDE)
    this.end = dialEnd(this.path)
    this.dial.use(lamScale(this.end))
    this.stage.show(this.path, this.x, this.y, { x: data.x.name, y: data.y.name })
    if (this.addressed) this.cards.show(this.path, this.x, this.state.pins)
  }

  address() {
    const { lam, pins, row, shift, curve } = this.data
    return {
      lam: { type: LAM, otherwise: lamFromJson(lam), always: true },
      pins: { type: listOf(LAM, PINS), otherwise: (pins ?? []).map(lamFromJson) },
      row: { type: whole(1, SIDE, `rows are 1 to ${SIDE}`), otherwise: row ?? null },
      shift: { type: whole(-FURTHEST, FURTHEST, `a row moves by -${FURTHEST} to ${FURTHEST}`), otherwise: shift ?? null },
      curve: { type: oneOf([WHOLE]), otherwise: curve ?? null },
    }
  }

  fixed() {
    return { x: this.data.x.reference, y: this.data.y.reference }
  }

  // Rows are counted from 1 in an address.
  adopt({ lam, pins, row, shift, curve }) {
    Object.assign(this.state, { lam, pins, row, curve, shift: row === null ? null : shift })
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
      ...(this.state.row === null ? {} : { Escape: () => this.letGo() }),
    }
  }

  // Rows from 0: the one that is kept, and the one that is looked at.
  get rows() {
    const { row, pointed } = this.state
    const kept = row === null ? null : row - 1
    return { kept, looked: pointed ?? kept }
  }

  // The g that a hand has made of the best one, or null.
  byHand() {
    const { x, y, path, at, state: { lam, row, shift } } = this
    return shift === null ? null : alignmentByHand(path, { x, y, at, lam, row: row - 1, shift })
  }

  draw() {
    const { path, rows, palette, parts } = this
    const { lam } = this.state
    this.at = alignmentAt(path, lam)
    this.hand = this.byHand()
    this.stage.draw(this.hand ?? this.at, this.at, { ...rows, dark: palette.dark })
    this.curve.paint(this.curveState(), palette)
    this.drawWhy(rows.looked)
    this.drawNumbers()
    parts.lam.textContent = `λ = ${lamText(lam)}`
    parts.previous.disabled = neighbouringEvent(path, lam, -1) === null
    parts.next.disabled = neighbouringEvent(path, lam, 1) === null
    parts.whole.setAttribute('aria-pressed', String(this.state.curve === WHOLE))
    write(parts.sentence, sentence(lam, this.at))
    this.drawRow(rows.looked)
    this.cards.mark(lam)
  }

  curveState() {
    const { path, end, pair, hand, state: { lam, pins, curve } } = this
    return { path, end, pair, hand, lam, pins, whole: curve === WHOLE }
  }

  // The row that is looked at; else the last one that was, or one in which something happens.
  drawWhy(looked) {
    const { path, end, pair, parts, at, state: { lam } } = this
    if (!parts.why.open) return
    this.watched = looked ?? this.watched ?? rowToWatch(path, lam)
    this.lines.paint({ path, end, pair, lam, row: this.watched }, this.palette)
    write(parts['why-text'], whySentence(this.watched, at))
  }

  drawNumbers() {
    const { at, numbers, state: { lam } } = this
    const { distance, ...terms } = shownTerms(at, lam)
    for (const [name, text] of Object.entries(terms)) write(numbers[`n-${name}`], text)
    write(numbers['n-distance'], distance)
    write(numbers['n-index'], lam === Infinity ? '∞' : 'λ')
    this.parts.formula.toggleAttribute('data-plain', lam === Infinity)
    this.dial.show(lam, `${lamText(lam)}, distance ${distance}`)
  }

  drawRow(looked) {
    const { reader, 'row-sentence': line } = this.parts
    const { hand, at, rows: { kept } } = this
    const words = () => (hand && looked === kept ? handSentence(looked, hand, at) : rowSentence(looked, at))
    const told = looked === null ? '' : words()
    write(line, told)
    reader.setAttribute('aria-valuenow', String(looked === null ? 0 : looked + 1))
    reader.setAttribute('aria-valuetext', told || 'no row')
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

  // Keep a row from 1, or none.
  keep(row) {
    this.set({ row: row === null ? null : Math.max(1, Math.min(SIDE, row)), shift: null })
  }

  // First what the hand has moved, then the row.
  letGo() {
    if (this.state.shift === null) this.keep(null)
    else this.set({ shift: null })
    this.settle()
  }

  // Move a row from 1 to a shift.
  shift(row, shift) {
    this.pause()
    this.set({ row, shift: Math.max(-FURTHEST, Math.min(FURTHEST, shift)) })
  }

  shiftOf(row) {
    return (row === this.state.row ? this.state.shift : null) ?? this.at.shifts[row - 1]
  }

  listen() {
    const { curve, why, previous, next, pin, whole: button } = this.parts
    drag(curve, (x) => this.turn(roundLam(this.curve.frame.xValue(x))), () => this.settle())
    previous.onclick = () => this.step(-1)
    next.onclick = () => this.step(1)
    pin.onclick = () => this.pin()
    button.onclick = () => this.choose({ curve: this.state.curve === WHOLE ? null : WHOLE })
    why.ontoggle = () => this.set({})
    listenToRows(this)
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
        return `lens_${[x, y].map(({ reference }) => fileWord(reference)).join('_')}`
      },
      svg: (palette) => {
        const { x, y, data, rows } = this
        const names = { x: data.x.name, y: data.y.name }
        return figureSvg({ ...this.curveState(), x, y, names, kept: rows.kept }, palette)
      },
      csv: () => pathCsv(this.path),
      python: () => this.data.python
        .replaceAll('{lam}', lamToPython(this.state.lam))
        .replaceAll('{distance}', this.at.distance.toFixed(6)),
      asked: ['npz', 'html'],
      ask: (what) => {
        const { lam, pins, row, shift, curve } = this.state
        this.ask({ what, lam: LAM.write(lam), pins: pins.map(LAM.write), row, shift, curve })
      },
      title: 'lazyq Lens',
      height: 1100,
    }
  }
}

export default mounted(Lens, '.lens')
