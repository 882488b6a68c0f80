// Words whose letters move: which threads cross at the λ of the dial, and what a dictionary takes them for.

import { Chart } from '../../shared/chart/chart.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { costOf, pieceOf, squareOf, squaredDistance } from '../../shared/math/letters.js'
import { Dial } from '../../shared/page/dial.js'
import { drag, made, mark, partsOf, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { LAM, lamFromJson, lamIs } from '../../shared/page/lam.js'
import { oneOf, whole } from '../../shared/page/link.js'
import { Player } from '../../shared/page/play.js'
import { Later } from '../../shared/page/sight.js'
import { Sound, shareOf } from '../../shared/page/sound.js'
import { prefersStillness } from '../../shared/page/theme.js'
import { View, mounted } from '../../shared/page/view.js'
import { percent } from '../../shared/page/words.js'
import { END, LAMS, curveDesign, curveKeys, shareDesign, threadKeys, threadsDesign } from './charts.js'
import { wordsCsv, wordsPython, wordsSvg } from './figure.js'
import { Board } from './board.js'
import { account } from './change.js'
import { measuredDesign, measuredKeys, measuredSentence } from './measured.js'
import { motionOf } from './motion.js'
import { MOST, Near } from './near.js'
import { Paragraph } from './paragraph.js'
import { Book } from './reading.js'
import { riddle } from './riddle.js'
import { Stops } from './stops.js'
import { tablesOf, wordTables } from './tables.js'
import {
  ASKED, MARKS, countSentence, exactWords, guessSentence, handSentence, pathSentence, squareText,
} from './said.js'

const COUNTED = 101
const GIVEN = 'given'
const AS_IN_THE_TALK = tr('as in the talk')
const CHARTS = ['threads', 'curve', 'share', 'measured']
const PARTS = [
  'strength', 'mixed', 'given', 'mixing', 'text', 'marks', 'count', 'board', 'threads', 'keys', 'sentence',
  'cost', 'best', 'curve', 'curve-keys', 'dial', 'lam', 'previous', 'play', 'next', 'stops', 'near-title',
  'list', 'example', 'share', 'exact', 'measuring', 'measured', 'measured-keys', 'measured-words',
  'near', 'whole', 'sound', 'guess-ask', 'guess-done', 'guess-text',
]
const TARGET = {
  accepted: tr('to must be a word of at most {most} letters', { most: MOST }),
  read: (text) => (text.length > 0 && text.length <= MOST && !/\s/.test(text) ? text : undefined),
  write: String,
}

class Words extends View {
  constructor(root) {
    super(root, { lam: 0, word: 0, to: '', version: '0', hand: null })
    this.parts = partsOf(root, PARTS)
    const { parts } = this
    const options = { speak: (text) => this.speak(text), signal: this.ending.signal }
    this.threads = new Chart(parts.threads, threadsDesign, options)
    this.curve = new Chart(parts.curve, curveDesign, options)
    this.share = new Chart(parts.share, shareDesign, options)
    this.measured = new Chart(parts.measured, measuredDesign, options)
    this.tables = tablesOf(parts, this.ending.signal)
    this.dial = new Dial(parts.dial, { turn: (lam) => this.turn({ lam }), settle: () => this.settle() })
    this.dial.use(LAMS)
    this.paragraph = new Paragraph(parts.text, {
      look: (word) => this.look(word), choose: (word) => this.pick(word),
    })
    this.board = new Board(root, { move: (i, place) => this.move(i, place), settle: () => this.settle() })
    this.near = new Near(parts, (change) => this.choose({ hand: null, ...change }))
    this.players.push(new Player(parts.play, motionOf(this)))
    Object.assign(this, { account, looked: null, guessing: false })
    this.sound = new Sound(parts.sound, () => this.audible(), this.ending.signal)
    this.stops = new Stops(parts.stops, (change) => this.choose(change))
    this.later = new Later([parts.near, parts.whole], this.ending.signal)
    this.listen()
    this.follow(...CHARTS.map((name) => parts[name]))
  }

  receive(data) {
    const given = JSON.stringify([data.pieces, data.code])
    if (given !== this.given) this.begin(data, given)
    this.parts.keys.replaceChildren(...legendNodes(threadKeys(), this.palette))
    this.parts['measured-keys'].replaceChildren(...legendNodes(measuredKeys(), this.palette))
    this.parts.measuring.hidden = !data.measured
    write(this.parts['measured-words'], data.measured ? measuredSentence(data.measured) : '')
    this.explainCurve()
  }

  explainCurve() {
    this.byHand = this.state.hand !== null
    this.parts['curve-keys'].replaceChildren(...legendNodes(curveKeys(this.byHand), this.palette))
  }

  begin(data, given) {
    const text = JSON.stringify(data.pieces)
    if (this.text !== undefined && text !== this.text) Object.assign(this.state, this.beginning(data))
    Object.assign(this, { given, text })
    this.endGuess('')
    this.book = new Book(data)
    this.looked = null
    this.counted = new Map()
    this.strengths = data.versions.filter((version) => version !== GIVEN)
    this.parts.strength.max = String(this.strengths.length - 1)
    this.parts.given.hidden = !data.versions.includes(GIVEN)
    this.paragraph.begin(data.pieces, data.places)
    this.parts.exact.textContent = `${data.source ?? ''} ${exactWords(data.size)}`
  }

  beginning(data) {
    return { word: data.word, version: data.version, to: '', hand: null }
  }

  address() {
    const { lam, word, version, versions } = this.data
    return {
      lam: { type: LAM, otherwise: lamFromJson(lam), always: true },
      word: { type: whole(0, this.book.count - 1), otherwise: word },
      version: { type: oneOf(versions), otherwise: version, parameter: 'scrambled' },
      to: { type: TARGET, otherwise: '' },
    }
  }

  adopt(values) {
    Object.assign(this.state, values, { hand: null })
  }

  fixed() {
    return this.data.address
  }

  keys() {
    return {
      '[': () => this.jump(-1),
      ']': () => this.jump(1),
      'p': () => this.players[0].toggle(),
      's': () => this.sound.toggle(),
    }
  }

  get square() {
    return squareOf(this.state.lam)
  }

  // What is shown: the word under the pointer, else the chosen one. Towards another word than its own it is
  // taken as the dictionary has it, in small letters.
  shown() {
    const { state: { version, ...chosen }, looked } = this
    const [word, to] = looked === null ? [chosen.word, chosen.to] : [looked, '']
    const spoilt = this.book.spoilt(version, word)
    const from = to ? spoilt.toLowerCase() : spoilt
    const target = to || this.book.right(word)
    const fits = Math.max(this.book.letters(from).length, this.book.letters(target).length) <= MOST
    return { word, from, target, path: fits ? this.book.path(from, target) : null }
  }

  words() {
    if (this.guessing) return ASKED
    const hand = this.state.hand ? ` ${this.parts.cost.textContent}` : ''
    return `${this.sentence()}${hand} ${countSentence(this.verdicts(), this.square)}`
  }

  sentence() {
    const { path, from, target } = this.shown()
    if (this.guessing) return ASKED
    if (!path) {
      return tr('This word is too long for its threads: at most {most} letters can be shown.', { most: MOST })
    }
    return pathSentence({ path, square: this.square, from, to: target })
  }

  verdicts() {
    return this.book.verdicts(this.state.version, this.state.lam)
  }

  look(word) {
    if (word === this.looked || this.state.hand || this.guessing) return
    this.looked = word
    this.set({})
  }

  mix(version) {
    if (this.guessing || this.parts['guess-text'].textContent) this.endGuess('')
    this.turn({ version, to: '', hand: null })
  }

  pick(word) {
    this.looked = null
    this.endGuess('')
    this.choose({ word, to: '', hand: null })
  }

  turn(change) {
    this.pause()
    this.set(change)
  }

  // Send letter i by hand to a place; the letter that was to go there goes where this one was.
  move(i, place) {
    const { path } = this.shown()
    if (this.guessing || !path || place < path.first || place >= path.last) return
    this.pause()
    const places = [...this.state.hand ?? path.pieces[pieceOf(path, this.square)].places]
    const other = places.indexOf(place)
    ;[places[i], places[other]] = [places[other], places[i]]
    this.set({ hand: places })
  }

  // Hide what gives the answer away; the threads stay as they are at λ = 0.
  beginGuess() {
    this.guessing = true
    this.looked = null
    this.showGuess('')
    this.choose({ lam: 0, hand: null })
    this.parts.dial.focus()
  }

  endGuess(words) {
    this.guessing = false
    this.showGuess(words)
  }

  showGuess(words) {
    const { parts, guessing } = this
    parts['guess-ask'].hidden = guessing
    parts['guess-done'].hidden = !guessing
    parts['guess-text'].textContent = words
    for (const name of ['near', 'stops', 'count']) parts[name].hidden = guessing
  }

  jump(direction) {
    const { path } = this.shown()
    if (!path || this.guessing) return
    const stops = [0, ...path.events.map(({ value }) => value)]
    const { square } = this
    const next = direction > 0
      ? stops.find((value) => value > square + 1e-9)
      : stops.findLast((value) => value < square - 1e-9)
    if (next !== undefined) this.choose({ lam: Math.sqrt(next) })
  }

  // Threads go to their new places within some frames; at once where motion is not wanted.
  ease(key, places) {
    const known = this.easing?.key === key
    const ends = known && !prefersStillness() ? this.easing.ends : places
    const next = ends.map((end, i) => {
      const far = places[i] - end
      return Math.abs(far) < 0.02 ? places[i] : end + far / 4
    })
    this.easing = { key, ends: next }
    if (next.some((end, i) => end !== places[i])) requestAnimationFrame(() => this.set({}))
    return next
  }

  drawn() {
    const { path, from, target, word } = this.shown()
    if (!path) return null
    const { square } = this
    const best = path.pieces[this.guessing ? 0 : pieceOf(path, square)]
    const places = this.state.hand ?? best.places
    const hand = this.state.hand ? costOf(path, this.state.hand) : null
    const backwards = this.data.backwards
    return { path, from, target, word, square, best, places, hand, backwards, hidden: this.guessing }
  }

  draw() {
    const { parts, state, square } = this
    const drawn = this.drawn()
    const verdicts = this.verdicts()
    this.board.open(drawn)
    this.paragraph.show(this.data.versions.indexOf(state.version), this.data.spoilt, verdicts, state.word)
    this.explainMarks(verdicts)
    write(parts.count, countSentence(verdicts, square))
    const strength = this.strengths.indexOf(state.version)
    parts.strength.value = String(strength < 0 ? Math.floor(this.strengths.length / 2) : strength)
    parts.strength.classList.toggle('off', strength < 0)
    const mixed = strength < 0 ? AS_IN_THE_TALK : percent(Number(state.version))
    write(parts.mixed, mixed)
    mark(parts.strength, 'aria-valuetext', mixed)
    mark(parts.given, 'aria-pressed', String(strength < 0))
    write(parts.sentence, this.sentence())
    parts['guess-ask'].disabled = !drawn?.path.events.length
    if (drawn) this.drawWord(drawn)
    this.dial.show(state.lam, `${lamIs(state.lam)}, ${squareText(square)}`)
    write(parts.lam, `${lamIs(state.lam)}, ${squareText(square)}`)
    mark(this.root, 'data-shown', String(this.data.pieces.length))
    this.sound.follow()
    this.later.draw(() => this.drawLater(drawn, verdicts))
  }

  audible() {
    const { square } = this
    const { path, from, target } = this.shown()
    if (this.guessing || !path) return null
    const [distance, least, most] = [square, 0, Infinity].map((at) => Math.sqrt(squaredDistance(path, at)))
    const key = JSON.stringify([from, target])
    return { key, share: shareOf(distance, least, most), passed: pieceOf(path, square) }
  }

  // What is below the word.
  drawLater(drawn, verdicts) {
    const { palette, state, square } = this
    this.share.paint({ counts: this.counts(), all: verdicts.length, square }, palette)
    const { word, target } = this.shown()
    const { measured } = this.data
    if (measured) this.measured.paint({ ...measured, square }, palette)
    this.near.show(this.book, { ...state, chosen: state.to, word, target, square, verdict: verdicts[word] })
    this.tables.show(() => wordTables(this, drawn, verdicts.length))
  }

  finish() {
    this.later.finish()
  }

  drawWord(drawn) {
    const { parts, palette } = this
    const { path, from, target, hand, best, square } = drawn
    this.board.show(drawn)
    const ends = this.ease(JSON.stringify([from, target]), drawn.places)
    this.threads.paint({ ...drawn, ends }, palette)
    this.curve.paint(drawn, palette)
    write(parts.cost, hand ? handSentence(hand, best, square) : '')
    parts.best.hidden = !hand
    if (this.byHand !== (hand !== null)) this.explainCurve()
    this.stops.show([...new Set([0, ...path.events.map(({ value }) => value), END])])
    parts.previous.disabled = this.guessing || square <= 1e-9
    parts.next.disabled = this.guessing || !path.events.some(({ value }) => value > square + 1e-9)
  }

  explainMarks(verdicts) {
    const key = [...new Set(verdicts)].sort().join()
    if (key === this.marksKey) return
    this.marksKey = key
    const used = Object.entries(MARKS).filter(([name]) => verdicts.includes(name))
    this.parts.marks.replaceChildren(...used.map(([name, text]) => made('span', { className: `mark ${name}` }, text)))
  }

  // How many words are read right at every λ², once for a version.
  counts() {
    const { version } = this.state
    if (this.counted.has(version)) return this.counted.get(version)
    const counts = Array.from({ length: COUNTED }, (_, k) => {
      const lam = Math.sqrt(k * END / (COUNTED - 1))
      return this.book.verdicts(version, lam).filter((verdict) => verdict === 'itself').length
    })
    this.counted.set(version, counts)
    return counts
  }

  listen() {
    const { parts } = this
    const settle = () => this.settle()
    drag(parts.curve, (x) => {
      const square = Math.max(0, Math.min(END, this.curve.frame.xValue(x)))
      this.turn({ lam: Math.sqrt(Math.round(square * 1000) / 1000) })
    }, settle)
    parts.strength.oninput = () => {
      this.mix(this.strengths[Number(parts.strength.value)])
    }
    parts.strength.onchange = settle
    parts.given.onclick = () => {
      // Pressed again, it goes back to the scrambling of before.
      if (this.state.version !== GIVEN) this.before = this.state.version
      this.mix(this.state.version === GIVEN ? this.before ?? this.strengths[0] : GIVEN)
      this.settle()
    }
    parts.previous.onclick = () => this.jump(-1)
    parts.next.onclick = () => this.jump(1)
    parts['guess-ask'].onclick = () => this.beginGuess()
    parts['guess-done'].onclick = () => {
      this.endGuess(guessSentence(this.shown().path, this.square))
      this.choose({})
      parts['guess-ask'].focus()
    }
    parts.best.onclick = () => this.choose({ hand: null })
  }

  offer() {
    return {
      file: () => 'words',
      svg: (palette) => {
        const sentences = [this.sentence(), countSentence(this.verdicts(), this.square)]
        return wordsSvg({ ...this.drawn(), sentences }, palette)
      },
      csv: () => wordsCsv(this.book, this.state, this.square, this.verdicts()),
      python: () => wordsPython(this.shown(), this.state.lam, this.data.code),
      hidden: () => this.guessing,
      asked: ['bigger', 'npz', 'html'],
      ask: (what) => {
        const { lam, word, version, to } = this.state
        this.ask({ what, lam: LAM.write(lam), word, version, to })
      },
      title: tr('lazyq Words'),
      height: 1200,
    }
  }
}

export default mounted(Words, '.words', riddle)
