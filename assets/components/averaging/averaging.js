// The Averaging page: π under the hand, and all that follows from it, drawn within one frame.

import { Chart } from '../../shared/chart/chart.js'
import { assess, emStep, symmetrised, withWeight } from '../../shared/math/mixture.js'
import { partsOf, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { oneOf, whole } from '../../shared/page/link.js'
import { Player } from '../../shared/page/play.js'
import { Sound } from '../../shared/page/sound.js'
import { View, mounted } from '../../shared/page/view.js'
import { number } from '../../shared/page/words.js'
import { boardDesign, topOf } from './board.js'
import { BoundView } from './bound-view.js'
import { fillGalleries } from './cards.js'
import { account } from './change.js'
import { DigitView } from './digit-view.js'
import { readDigit, readExperiment } from './experiment.js'
import { pictureOf, tableOf } from './files.js'
import { audible } from './heard.js'
import { law } from './law.js'
import { GUESS, SEEN, evenly, placesOf, verdictSentence } from './guess.js'
import { listen } from './input.js'
import { LearningView } from './learning-view.js'
import { TURN, spinning, watching } from './motion.js'
import { writeTables } from './numbers.js'
import { reliabilityDesign } from './reliability.js'
import { riddle } from './riddle.js'
import { confusionRows, scoreRows } from './tables.js'
import { scoresSentence } from './scores.js'
import { barWords, strengthWords } from './words.js'
import { lossSentence, populationSentence, pricedSentence, readable, stepWords } from './words.js'

const PARTS = [
  'bars', 'losses', 'gaps', 'scrub', 'play', 'step', 'em', 'uniform', 'only', 'best', 'closer', 'symmetric',
  'population', 'sentence', 'copies', 'before', 'after', 'digit-sentence', 'mended', 'broken', 'wheel',
  'rounds', 'turn', 'spin', 'angle', 'turn-sentence', 'scores', 'reliability', 'confusion', 'bound', 'plan',
  'move', 'bound-sentence', 'n-loss', 'n-best', 'n-gap', 'bounds', 'priced', 'strength', 'strength-now',
  'priced-sentence', 'scores-sentence', 'quiz', 'commit', 'reveal', 'title', 'known', 'verdict', 'own',
  'bound-legend', 'sound',
]
const RIDDLE = tr('Which turned copies will π keep? Choose some, or look without guessing.')
const MOST_STEPS = 100_000
const MOST_STRENGTHS = 9
const PAUSE = 150
const REST = 300

class Averaging extends View {
  constructor(root) {
    // own: a π of the visitor's; strength: of the penalty; without both, π is a row of the learning. move:
    // null where the bound begins; guess: null while it is open; chosen: places of the angles guessed.
    const drawn = { own: null, alike: 'no', bar: 0, held: -1 }
    super(root, { row: 0, strength: null, turn: 0, move: null, guess: null, chosen: [], ...drawn })
    this.parts = partsOf(root, PARTS)
    Object.assign(this, { account, folds: [...root.querySelectorAll('details[data-table]')] })
    const { parts } = this
    const options = { speak: (text) => this.speak(text), signal: this.ending.signal }
    this.board = new Chart(parts.bars, boardDesign, { ...options, keyboard: false })
    this.reliability = new Chart(parts.reliability, reliabilityDesign, options)
    this.learning = new LearningView(parts, options, {
      go: (row) => this.toRow(row),
      settle: () => this.settle(),
      again: () => this.set({}),
    })
    this.digit = new DigitView(parts, options, (k) => this.pick(k))
    this.bound = new BoundView(parts, options)
    this.learner = new Player(parts.play, watching(this), tr('Watch it learn'))
    this.players.push(this.learner, new Player(parts.spin, spinning(this), tr('Turn')))
    this.sound = new Sound(parts.sound, () => audible(this), this.ending.signal)
    listen(this)
    this.follow(parts.bars)
    this.ending.signal.addEventListener('abort', () => [this.later, this.asking].forEach(clearTimeout))
  }

  // Another experiment or digit, a new theme, or an answer of the server, which leaves out what is here.
  receive(data) {
    if (data.shared) this.shared = data.shared
    if (this.shared?.experiment !== data.experiment) {
      this.component.setTriggerValue('ask', { what: 'everything' })
      return false
    }
    const fresh = data.experiment !== this.experiment?.id
    if (fresh) this.begin()
    const { reference, table } = data.digit
    if (fresh || reference !== this.digit.digit.reference || table !== this.digit.digit.sent) {
      this.digit.show(readDigit(data.digit, this.experiment), this.experiment)
    }
    if (data.shared) this.readShared()
    if (data.shared || data.digit.index !== this.marked) {
      this.marked = data.digit.index
      const take = this.standalone ? null : (index) => this.ask({ what: 'digit', digit: index })
      fillGalleries(this.parts, this.shared.changed, this.marked, take)
    }
    this.askForTurns()
    return true
  }

  // After a stroke f was asked about the drawing alone; about its turns once the hand rests.
  askForTurns() {
    clearTimeout(this.asking)
    if (this.digit.digit?.curve === null) this.asking = setTimeout(() => this.ask({ what: 'turns' }), REST)
  }

  // Another experiment begins with its own best π, whatever the link says of the last one. One that takes the
  // place of its sketch goes on with what the visitor has chosen meanwhile.
  begin() {
    const { learned_on: learnedOn, tested, confusion } = this.shared
    const before = this.experiment
    this.experiment = readExperiment(this.shared)
    this.judged = null
    const { count, moves, sketch } = this.experiment
    const goesOn = before?.sketch && before.whole === this.experiment.whole
    if (!goesOn) this.pause()
    this.root.toggleAttribute('data-sketch', sketch)
    this.learning.show(this.experiment)
    this.parts.move.max = String(moves.length - 1)
    this.parts.confusion.replaceChildren(...confusionRows(...confusion))
    write(this.parts.population, populationSentence({ count, learnedOn, tested }))
    if (goesOn) this.goOn(before)
    else this.startAnew()
  }

  startAnew() {
    const { sketch, still, last } = this.experiment
    Object.assign(this.state, { bar: still, chosen: [still] })
    if (sketch) this.state.row = last
    if (this.addressed) this.readAddress('')
  }

  // The link may name a row of the learning that the sketch had not.
  goOn(before) {
    const { row, ...chosen } = this.state
    this.readAddress()
    Object.assign(this.state, chosen)
    if (row < before.last) this.state.row = Math.min(row, this.experiment.last)
  }

  // What may be added to an experiment later: scores that take long, and π with the transport penalty.
  readShared() {
    const { scores, priced } = this.shared
    this.parts.scores.replaceChildren(...scoreRows(this.shared))
    write(this.parts['scores-sentence'], scoresSentence(scores))
    this.parts.priced.hidden = !priced
    if (priced) this.parts.strength.max = String(priced.strengths.length - 1)
  }

  address() {
    const { last, size, moves, sketch } = this.experiment
    const [most, otherwise] = sketch ? [MOST_STEPS, null] : [last, last]
    return {
      // A sketch has not the rows of the whole, and keeps what a link says of them.
      [sketch ? 'later' : 'row']: { parameter: 'step', type: whole(0, most), otherwise },
      own: { parameter: 'pi', type: law(size), otherwise: null },
      strength: { type: whole(0, MOST_STRENGTHS), otherwise: null },
      alike: { type: oneOf(['no', 'yes']), otherwise: 'no' },
      turn: { type: whole(0, 360), otherwise: 0 },
      move: { parameter: 'g', type: whole(0, moves.length - 1), otherwise: null },
      guess: { type: GUESS, otherwise: null },
    }
  }

  fixed() {
    return { ...this.data.address, x: this.data.digit.reference, digit: null }
  }

  // Whoever has seen π has nothing left to predict.
  adopt({ guess, ...values }) {
    const { last } = this.experiment
    const { row = last, later = null, own, strength } = values
    const isSaid = row !== last || [later, own, strength].some((value) => value !== null)
    const seen = this.standalone || isSaid ? SEEN : null
    const turn = Math.round(values.turn / TURN) * TURN
    Object.assign(this.state, values, { turn, held: -1, guess: guess ?? this.state.guess ?? seen })
  }

  get revealed() {
    return this.state.guess !== null
  }

  words() {
    return this.sentence
  }

  keys() {
    if (!this.revealed) return {}
    const { em, closer } = this.parts
    const plays = { p: () => this.learner.toggle(), s: () => this.sound.toggle() }
    return { ...plays, e: () => em.click(), z: () => closer.click() }
  }

  // The strength of the penalty that decides π, once there is such a π.
  get strength() {
    const { own, strength } = this.state
    const { priced } = this.shared
    return own || strength === null || !priced ? null : Math.min(strength, priced.strengths.length - 1)
  }

  // The row of the learning that π is, or null.
  get row() {
    return this.state.own || this.strength !== null ? null : this.state.row
  }

  get weights() {
    const { own, row } = this.state
    if (!this.revealed) return this.guessed()
    if (own) return own
    const { strength, experiment, shared } = this
    return strength === null ? experiment.path.weights[row] : shared.priced.weights[strength]
  }

  // The guess as a π, the same one as long as nothing else is chosen.
  guessed() {
    const { state: { chosen }, experiment: { size, id } } = this
    const key = `${id} ${chosen}`
    if (key !== this.even?.key) this.even = { key, weights: evenly(size, chosen) }
    return this.even.weights
  }

  // Choose a copy, or let it go; one at least stays.
  pick(k) {
    if (this.revealed) return
    const { chosen } = this.state
    const others = chosen.filter((other) => other !== k)
    const more = chosen.includes(k) ? others : [...chosen, k]
    this.set({ bar: k, chosen: more.length ? more.sort((a, b) => a - b) : chosen })
    this.settle()
  }

  reveal(guess) {
    this.choose({ guess })
    this.parts.bars.focus({ preventScroll: true })
  }

  draw() {
    const { parts, revealed, digit, state } = this
    parts.quiz.hidden = revealed
    parts.title.hidden = parts.known.hidden = !revealed
    this.root.toggleAttribute('data-riddle', !revealed)
    if (revealed) this.drawAll()
    else this.sentence = RIDDLE
    write(parts.sentence, this.sentence)
    this.drawBoard()
    digit.copies.place(this.board.frame)
    const { angles } = this.experiment
    digit.copies.tell(!revealed, revealed ? placesOf(state.guess, angles) : state.chosen)
    digit.draw(this.weights, state.turn, this.palette)
    if (revealed) this.drawTables()
    this.sound.follow()
  }

  drawAll() {
    const { experiment, weights, palette, row } = this
    if (weights !== this.judged?.weights) {
      this.judged = { weights, ...assess(experiment.table, experiment.size, weights) }
    }
    const { loss, gap } = this.judged
    const { id, angles, still, best, only, slopes } = experiment
    this.sentence = lossSentence({ loss, gap, weights, still, best: best.loss, only: only.loss })
    write(this.parts['n-loss'], number(loss, 4))
    write(this.parts['n-best'], number(best.loss, 4))
    write(this.parts['n-gap'], readable(gap))
    this.parts.symmetric.checked = this.state.alike === 'yes'
    write(this.parts.verdict, verdictSentence(this.state.guess, angles, best.weights))
    this.learning.draw({ row, loss, gap }, stepWords(row, this.strength, experiment.path), palette)
    this.drawPriced()
    this.reliability.paint({ id, reliability: this.shared.reliability }, palette)
    const { move } = this.state
    this.bound.draw({ digit: this.digit.digit, angles, weights, move, best: best.weights, slopes }, palette)
  }

  // While a hand moves something the tables wait.
  drawTables() {
    clearTimeout(this.later)
    if (!this.revealed || !this.digit.digit.curve || !this.folds.some(({ open }) => open)) return
    this.later = setTimeout(() => writeTables(this.folds, this), PAUSE)
  }

  // While a bar is held the scale stands still.
  drawBoard() {
    const { bars } = this.parts
    const { bar, held } = this.state
    const { angles, best } = this.experiment
    const { revealed } = this
    if (held < 0) this.top = revealed ? topOf(best.weights, this.weights) : 1
    this.board.paint(this.boardState(bars.matches(':focus-visible') ? bar : held), this.palette)
    const weight = 100 * this.weights[bar]
    bars.setAttribute('aria-valuenow', String(Math.round(weight)))
    bars.setAttribute('aria-valuetext', barWords(angles[bar], weight, revealed ? this.judged.loss : null))
  }

  boardState(picked) {
    const { id, angles, best } = this.experiment
    const { said } = this.digit.digit
    const outlined = this.revealed ? best.weights : null
    return { id, angles, weights: this.weights, best: outlined, top: this.top, picked, said }
  }

  drawPriced() {
    const { strength, parts, shared: { priced } } = this
    if (!priced) return
    const at = strength ?? 0
    const text = pricedSentence(priced, strength)
    parts.strength.value = String(at)
    parts.strength.setAttribute('aria-valuetext', text)
    write(parts['strength-now'], strengthWords(strength, priced.strengths))
    write(parts['priced-sentence'], text)
  }

  // A π of the visitor's own is no row of the learning.
  propose(weights) {
    const { mirror, last } = this.experiment
    const own = this.state.alike === 'yes' ? symmetrised(weights, mirror) : weights
    this.halt({ own, strength: null, row: last })
  }

  give(bar, weight) {
    if (!this.revealed) {
      if (weight > 0 !== this.state.chosen.includes(bar)) this.pick(bar)
      return
    }
    this.propose(withWeight(this.weights, bar, weight))
    this.set({ bar })
  }

  em() {
    const { table, size } = this.experiment
    this.propose(emStep(this.weights, assess(table, size, this.weights).ratios))
  }

  showRow(row) {
    this.set({ own: null, strength: null, row: Math.max(0, Math.min(this.experiment.last, row)) })
  }

  toRow(row) {
    this.pause()
    this.showRow(row)
  }

  toStrength(strength) {
    this.halt({ own: null, strength, row: this.experiment.last })
  }

  // What a hand takes hold of plays no longer.
  halt(change) {
    this.pause()
    this.set(change)
  }

  // The server leaves out what is held here.
  ask(request) {
    super.ask({ ...request, holds: this.experiment.id })
  }

  offer() {
    return {
      file: () => 'lazy_averaging',
      svg: (palette) => pictureOf({
        board: this.boardState(-1),
        digit: this.digit.digit,
        riddle: !this.revealed,
        learning: this.learning.state({ ...this.judged, row: this.row }),
        sentence: this.sentence,
      }, palette),
      csv: () => {
        const { angles, best, path } = this.experiment
        const { said } = this.digit.digit
        return tableOf({ angles, weights: this.weights, best: best.weights, path, said })
      },
      python: () => this.shared.python,
      // The picture is of the guess as long as there is no more.
      hidden: (kind) => !this.revealed && !['png', 'svg'].includes(kind),
      skip: () => this.parts.reveal,
      asked: ['bigger', 'npz', 'html'],
      ask: (what) => this.ask({ what, weights: Array.from(this.weights) }),
      title: tr('Lazy averaging'),
      height: 1700,
    }
  }
}

export default mounted(Averaging, '.averaging', riddle)
