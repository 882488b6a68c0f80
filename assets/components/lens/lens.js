// The Lens: one λ, everything that it decides about two digits, drawn within one frame.

import { lamScale } from '../../shared/chart/axes.js'
import { Chart } from '../../shared/chart/chart.js'
import { Tables } from '../../shared/chart/table.js'
import {
  alignmentAt, alignmentByHand, dialEnd, lazyPath, neighbouringEvent, rowToWatch,
} from '../../shared/math/path.js'
import { Dial } from '../../shared/page/dial.js'
import { drag, partsOf, write } from '../../shared/page/dom.js'
import { shownTerms } from '../../shared/page/formula.js'
import { tr } from '../../shared/page/language.js'
import { LAM, lamFromJson, lamIs, lamText, lamToPython, roundLam } from '../../shared/page/lam.js'
import { listOf, oneOf, whole } from '../../shared/page/link.js'
import { SIDE, fromBase64 } from '../../shared/page/pixels.js'
import { Player } from '../../shared/page/play.js'
import { Sound, shareOf } from '../../shared/page/sound.js'
import { View, mounted } from '../../shared/page/view.js'
import { fileWord } from '../../shared/page/words.js'
import { crossings } from '../../shared/math/crossing.js'
import { prefersStillness } from '../../shared/page/theme.js'
import { Cards } from './cards.js'
import { account } from './change.js'
import { curveDesign, rowDesign } from './curve.js'
import { figureSvg, pathCsv, pathsCsv } from './figure.js'
import { Guess, riddle } from './guess.js'
import { open, openingLam } from './opening.js'
import { listenToRows } from './rows.js'
import { Stage } from './stage.js'
import { lensTables } from './tables.js'
import { HIDDEN, bothSentence, handSentence, rowSentence, sentence, whySentence } from './words.js'

const PINS = 3
const SWEEP_SECONDS = 9
const FURTHEST = SIDE / 2
const WHOLE = 'whole'
const PARTS = [
  'curve', 'dial', 'previous', 'play', 'next', 'lam', 'pin', 'reader', 'sentence', 'row-sentence', 'why',
  'why-text', 'lines', 'talk', 'pins', 'pins-title', 'whole', 'both', 'formula', 'formula-z', 'bars', 'sound',
]
const TERMS = ['residual', 'lam', 'effort', 'distance', 'index']

class Lens extends View {
  constructor(root) {
    // row: kept; shift: what the hand has made of it, or null; pointed: a row under the pointer, from 0.
    // z: whether a third digit is shown, or null; passing: a λ that the opening shows, which is no choice.
    super(root, { lam: null, row: null, shift: null, pins: [], curve: null, z: null, pointed: null })
    this.account = account
    this.passing = null
    this.parts = partsOf(root, PARTS)
    this.numbers = partsOf(root, TERMS.flatMap((name) => [`n-${name}`, `z-${name}`]))
    this.stage = new Stage(root)
    this.cards = new Cards(this.parts, {
      jump: (lam) => this.choose({ lam }),
      drop: (lam) => this.pinAll(this.state.pins.filter((other) => other !== lam)),
    })
    const options = { speak: (text) => this.speak(text), signal: this.ending.signal }
    this.curve = new Chart(this.parts.curve, curveDesign, options)
    this.lines = new Chart(this.parts.lines, rowDesign, options)
    const { curve, lines, bars } = this.parts
    this.tables = new Tables({ curve, lines, bars }, this.ending.signal)
    this.dial = new Dial(this.parts.dial, { turn: (lam) => this.turn(lam), settle: () => this.settle() })
    this.players.push(new Player(this.parts.play, this.sweep()))
    this.guess = new Guess(root, this)
    this.sound = new Sound(this.parts.sound, () => this.audible(), this.ending.signal)
    this.listen()
    this.follow(this.parts.curve)
  }

  // New digits, a new theme, or an answer of the server.
  receive(data) {
    const pair = data.x.pixels + data.y.pixels + data.z.pixels
    if (pair === this.pair) return
    Object.assign(this, { pair, watched: null })
    for (const name of ['x', 'y', 'z']) this[name] = fromBase64(data[name].pixels)
    this.path = lazyPath(this.x, this.y, SIDE, SIDE)
    this.third = lazyPath(this.x, this.z, SIDE, SIDE)
    this.changes = crossings(this.path, this.third)
    this.names = { x: data.x.name, y: data.y.name, z: data.z.name }
    this.stage.show(this.path, this, this.names)
    if (!this.addressed) return
    this.measure()
    this.cards.show(this.path, this.x, this.state.pins)
  }

  // One dial for all that is shown.
  measure() {
    this.end = Math.max(dialEnd(this.path), this.state.z ? dialEnd(this.third) : 0)
    this.dial.use(lamScale(this.end))
  }

  address() {
    const { lam, pins, row, shift, curve, both, z } = this.data
    // Which z is the server's to read; that the link has one says that it is shown.
    const third = { accepted: '', read: () => true, write: () => z.reference }
    const shifts = tr('a row moves by -{most} to {most}', { most: FURTHEST })
    return {
      z: { type: third, otherwise: both || null, always: true },
      lam: { type: LAM, otherwise: lamFromJson(lam), always: true },
      pins: { type: listOf(LAM, PINS), otherwise: (pins ?? []).map(lamFromJson) },
      row: { type: whole(1, SIDE, tr('rows are 1 to {most}', { most: SIDE })), otherwise: row ?? null },
      shift: { type: whole(-FURTHEST, FURTHEST, shifts), otherwise: shift ?? null },
      curve: { type: oneOf([WHOLE]), otherwise: curve ?? null },
    }
  }

  fixed() {
    return { x: this.data.x.reference, y: this.data.y.reference }
  }

  // Rows are counted from 1 in an address.
  adopt({ lam, pins, row, shift, curve, z }) {
    const isFirst = this.state.lam === null
    Object.assign(this.state, { lam, pins, row, curve, z, shift: row === null ? null : shift })
    this.measure()
    this.cards.show(this.path, this.x, pins)
    const named = new URLSearchParams(window.location.search).has('lam')
    if (isFirst && !named && !this.standalone && !prefersStillness()) this.begin()
  }

  // The opening ends at the λ of the page, which is the address's all the time.
  begin() {
    this.root.toggleAttribute('data-opening', true)
    open((share) => {
      this.passing = share === null ? null : roundLam(openingLam(share, this.end, this.state.lam))
      if (share === null) this.root.toggleAttribute('data-opening', false)
      this.set({})
    }, this.ending.signal)
  }

  get lam() {
    return this.guess.asked ? 0 : this.passing ?? this.state.lam
  }

  // The λ of the dial, which is ahead while the visitor guesses.
  get dialled() {
    return this.guess.asked ? this.state.lam : this.lam
  }

  words() {
    return this.told(this.state.lam)
  }

  told(lam) {
    if (this.guess.asked) return HIDDEN
    const { path, third, changes, names } = this
    const at = alignmentAt(path, lam)
    if (!this.state.z) return sentence(lam, at)
    return bothSentence({ lam, at, other: alignmentAt(third, lam), changes, names })
  }

  keys() {
    return {
      '[': () => this.step(-1),
      ']': () => this.step(1),
      'p': () => this.players[0].toggle(),
      'k': () => this.pin(),
      'z': () => this.compare(),
      's': () => this.sound.toggle(),
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
    const { x, y, path, at, lam, state: { row, shift } } = this
    return shift === null ? null : alignmentByHand(path, { x, y, at, lam, row: row - 1, shift })
  }

  draw() {
    const { path, rows, palette, parts, lam } = this
    this.at = alignmentAt(path, lam)
    this.hand = this.byHand()
    this.root.toggleAttribute('data-both', Boolean(this.state.z))
    this.root.toggleAttribute('data-row', this.showsLines)
    this.stage.draw(this.hand ?? this.at, this.at, { ...rows, dark: palette.dark })
    if (this.state.z) this.drawThird()
    this.curve.paint(this.curveState(), palette)
    this.drawWhy(rows.looked)
    this.drawNumbers()
    parts.lam.textContent = lamIs(this.dialled)
    parts.previous.disabled = this.guess.asked || neighbouringEvent(path, lam, -1) === null
    parts.next.disabled = this.guess.asked || neighbouringEvent(path, lam, 1) === null
    parts.both.disabled = this.guess.asked
    parts.whole.setAttribute('aria-pressed', String(this.state.curve === WHOLE))
    parts.both.setAttribute('aria-pressed', String(Boolean(this.state.z)))
    write(parts.sentence, this.told(lam))
    this.drawRow(rows.looked)
    this.cards.mark(lam)
    this.tables.show(() => (this.guess.asked ? {} : lensTables(this)))
    this.sound.follow()
  }

  audible() {
    const { at, pair: key, path: { squaredResiduals } } = this
    if (this.guess.asked) return null
    const [least, most] = [squaredResiduals[0], squaredResiduals.at(-1)].map(Math.sqrt)
    return { key, share: shareOf(at.distance, least, most), passed: at.piece }
  }

  curveState() {
    const { path, third, changes, end, pair, hand, lam, showsLines, state: { pins, curve, z } } = this
    const other = z ? third : null
    return { path, other, changes, end, pair, hand, lam, pins, whole: curve === WHOLE, shared: showsLines }
  }

  get showsLines() {
    return this.parts.why.open || this.state.row !== null
  }

  drawThird() {
    const { third, lam, numbers, parts } = this
    const at = alignmentAt(third, lam)
    this.stage.drawThird(at)
    const terms = shownTerms(at, lam)
    for (const [name, text] of Object.entries(terms)) write(numbers[`z-${name}`], text)
    write(numbers['z-index'], lam === Infinity ? '∞' : 'λ')
    parts['formula-z'].toggleAttribute('data-plain', lam === Infinity)
  }

  // The row that is looked at; else the last one that was, or one in which something happens.
  drawWhy(looked) {
    const { path, end, pair, parts, at, lam } = this
    if (!this.showsLines) return
    this.watched = looked ?? this.watched ?? rowToWatch(path, lam)
    this.lines.paint({ path, end, pair, lam, row: this.watched }, this.palette)
    write(parts['why-text'], whySentence(this.watched, at))
  }

  drawNumbers() {
    const { at, numbers, lam } = this
    const { distance, ...terms } = shownTerms(at, lam)
    for (const [name, text] of Object.entries(terms)) write(numbers[`n-${name}`], text)
    write(numbers['n-distance'], distance)
    write(numbers['n-index'], lam === Infinity ? '∞' : 'λ')
    this.parts.formula.toggleAttribute('data-plain', lam === Infinity)
    const heard = lamText(this.dialled)
    const told = this.guess.asked ? heard : tr('{lam}, distance {distance}', { lam: heard, distance })
    this.dial.show(this.dialled, told)
  }

  drawRow(looked) {
    const { reader, 'row-sentence': line } = this.parts
    const { hand, at, rows: { kept } } = this
    const words = () => (hand && looked === kept ? handSentence(looked, hand, at) : rowSentence(looked, at))
    const told = looked === null ? '' : words()
    write(line, told)
    reader.setAttribute('aria-valuenow', String(looked === null ? 0 : looked + 1))
    reader.setAttribute('aria-valuetext', told || tr('no row'))
  }

  compare() {
    if (this.guess.asked) return
    this.state.z = this.state.z ? null : true
    this.measure()
    this.choose({})
  }

  turn(lam) {
    this.pause()
    this.set({ lam })
  }

  step(direction) {
    const lam = neighbouringEvent(this.path, this.state.lam, direction)
    if (lam !== null && !this.guess.asked) this.choose({ lam })
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
    const { curve, why, previous, next, pin, both, whole: button } = this.parts
    drag(curve, (x) => this.turn(roundLam(this.curve.frame.xValue(x))), () => this.settle())
    previous.onclick = () => this.step(-1)
    next.onclick = () => this.step(1)
    pin.onclick = () => this.pin()
    button.onclick = () => this.choose({ curve: this.state.curve === WHOLE ? null : WHOLE })
    both.onclick = () => this.compare()
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
        const { x, y, z } = this.data
        const shown = this.state.z ? [x, y, z] : [x, y]
        return `lens_${shown.map(({ reference }) => fileWord(reference)).join('_')}`
      },
      svg: (palette) => {
        const { x, y, z, names, rows } = this
        const told = this.words()
        const shown = { ...this.curveState(), shared: false, kept: rows.kept }
        return figureSvg({ ...shown, x, y, z, names, told }, palette)
      },
      csv: () => (this.state.z ? pathsCsv(this.path, this.third) : pathCsv(this.path)),
      python: () => (this.state.z ? this.data.pythonBoth : this.data.python)
        .replaceAll('{lam}', lamToPython(this.state.lam))
        .replaceAll('{distance}', this.at.distance.toFixed(6)),
      hidden: () => this.guess.asked,
      asked: ['bigger', 'npz', 'html'],
      ask: (what) => {
        const { lam, pins, row, shift, curve, z } = this.state
        const both = Boolean(z)
        this.ask({ what, lam: LAM.write(lam), pins: pins.map(LAM.write), row, shift, curve, both })
      },
      title: 'lazyq Lens',
      height: 1100,
    }
  }
}

export default mounted(Lens, '.lens', riddle)
