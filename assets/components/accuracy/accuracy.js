// Accuracy against λ: predict, then the curve; one dial for the chart and all that is below it.

import { account } from './change.js'
import { chartAtDial, legendOf, riddleDesign } from './charts.js'
import { accuracyCsv, accuracySvg } from './files.js'
import { riddle } from './riddle.js'
import { nearestStop, reached, stops } from './stops.js'
import { changingCard, chartTable, confusionCells, markStop, numberRows, pairRows } from './tables.js'
import {
  FILTERS, changingSentence, chartSentence, confusionSentence, passes, verdictSentence,
} from './words.js'
import { lamScale } from '../../shared/chart/axes.js'
import { Chart } from '../../shared/chart/chart.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { Tables } from '../../shared/chart/table.js'
import { Dial } from '../../shared/page/dial.js'
import { drag, made, partsOf, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { GUESSED_LAM, LAM, SEEN, lamFromJson, lamIs, lamText, roundLam } from '../../shared/page/lam.js'
import { oneOf } from '../../shared/page/link.js'
import { fromBase64 } from '../../shared/page/pixels.js'
import { Sound, shareOf } from '../../shared/page/sound.js'
import { View, mounted } from '../../shared/page/view.js'

const VIEWS = ['all', 'every', 'pairs', 'classes', 'gain']
const AT_ONCE = 8
const START = 0.5
const STILL = 120
const PARTS = [
  'quiz', 'riddle', 'answers', 'reveal', 'known', 'chart', 'legend', 'dial', 'lam', 'sentence', 'verdict',
  'chosen', 'chosen-of-all', 'claims', 'comparison', 'confusion', 'confusion-title', 'confusion-sentence',
  'changing', 'changing-sentence', 'filters', 'more', 'sound',
]
const RIDDLE = tr('Which λ reads the most digits right? Choose one, or look without guessing.')

class Accuracy extends View {
  constructor(root) {
    super(root, { filter: 'mended', shown: AT_ONCE, guess: null })
    this.account = account
    this.parts = partsOf(root, PARTS)
    this.views = [...root.querySelectorAll('[data-view]')]
    this.chart = new Chart(this.parts.chart, chartAtDial, {
      speak: (text) => this.speak(text), signal: this.ending.signal,
    })
    this.tables = new Tables({ chart: this.parts.chart }, this.ending.signal)
    this.dial = new Dial(this.parts.dial, { turn: (lam) => this.turn(lam), settle: () => this.settle() })
    this.sound = new Sound(this.parts.sound, () => this.audible(), this.ending.signal)
    this.riddle = new Chart(this.parts.riddle, riddleDesign, { readable: false })
    this.listen()
    this.follow(this.parts.chart, this.parts.riddle)
  }

  receive(data) {
    this.root.setAttribute('aria-busy', String(Boolean(data.waiting)))
    if (data.experiment !== this.experiment) this.begin(data)
    if (data.every) this.wanted = null
    this.known = data.every?.tests ? data.every.lams.map(lamFromJson) : null
  }

  // Another experiment: λ, view and what was predicted stay.
  begin(data) {
    const { parts } = this
    this.experiment = data.experiment
    this.lams = data.lams.map(lamFromJson)
    this.pixels = fromBase64(data.changing.pixels)
    parts.answers.replaceChildren(...this.lams.map((lam) => made('button', {
      type: 'button', textContent: lamText(lam), ariaLabel: lamIs(lam), onclick: () => this.reveal(lam),
    })))
    this.state.shown = AT_ONCE
    this.tabled = this.explained = this.concluded = null
  }

  // What holds at every λ.
  conclude({ claims, choice, comparison }) {
    const { parts } = this
    parts.claims.replaceChildren(...claims.map(({ holds, text }) => made(
      'li', { className: holds ? 'holds' : 'fails' }, made('b', { textContent: holds ? '✓ ' : '✗ ' }), text,
    )))
    write(parts.chosen, choice)
    write(parts.comparison, comparison)
    this.root.querySelector('.numbers table').replaceChildren(...numberRows(this.data, this.lams))
  }

  address() {
    const { lam = START, view = VIEWS[0] } = this.data
    return {
      lam: { type: LAM, otherwise: lamFromJson(lam), always: true },
      view: { type: oneOf(VIEWS), otherwise: view },
      guess: { type: GUESSED_LAM },
      filter: { parameter: 'changing', type: oneOf(Object.keys(FILTERS)), otherwise: 'mended' },
    }
  }

  fixed() {
    return this.data.address
  }

  // Once the chart has been seen there is nothing left to predict.
  adopt({ lam, view, guess, filter }) {
    const seen = this.standalone || this.revealed || view !== VIEWS[0]
    Object.assign(this.state, { lam, view, filter, guess: guess ?? (seen ? SEEN : null) })
  }

  keys() {
    return { '[': () => this.step(-1), ']': () => this.step(1), 's': () => this.sound.toggle() }
  }

  // To the next λ of the table, one way or the other.
  step(direction) {
    const { lam, lams } = this
    const next = direction > 0 ? lams.find((other) => other > lam) : lams.findLast((other) => other < lam)
    if (this.revealed && next !== undefined) this.choose({ lam: next })
  }

  get revealed() {
    return this.state.guess !== null
  }

  get stop() {
    return nearestStop(this.lams, this.state.lam)
  }

  // Whether every λ is looked at, and known.
  get followed() {
    return this.state.view === 'every' && this.known !== null
  }

  // λ as the chart has it: one of its stops, or one of all that are known.
  get lam() {
    return this.followed ? reached(this.known, this.state.lam) : this.lams[this.stop]
  }

  // While a hand moves λ, only what it looks at follows within the frame.
  turn(lam) {
    this.turning = true
    this.set({ lam: roundLam(lam) })
  }

  settle() {
    this.turning = false
    super.settle()
    if (this.behind) this.drawBelow()
  }

  reveal(guess) {
    this.choose({ guess })
    this.views[0].focus({ preventScroll: true })
    this.parts.verdict.scrollIntoView({ block: 'nearest' })
  }

  sentence() {
    const { data, lam, lams, stop, state } = this
    return chartSentence(state.view, data, lams, stop, lam)
  }

  // Nothing is heard of what is still to be predicted.
  audible() {
    if (!this.revealed) return null
    const { data, followed, lam, lams } = this
    const [rights, at] = followed
      ? [data.every.tests, this.known.indexOf(lam)]
      : [data.mean.value, this.stop]
    const share = shareOf(rights[at], Math.min(...rights), Math.max(...rights))
    const passed = lams.filter((other) => other <= lam).length
    return { key: `${data.experiment} ${followed}`, share, passed }
  }

  told() {
    return tr('At λ = {lam}, {sentence}', { lam: lamText(this.lam), sentence: this.sentence() })
  }

  words() {
    return this.revealed ? this.told() : RIDDLE
  }

  shown() {
    const { data, lam, lams, stop } = this
    return { ...this.state, data, lam, lams, stop, name: this.words() }
  }

  draw() {
    const { parts, lam, lams, data, revealed, followed } = this
    parts.quiz.hidden = revealed
    parts.known.hidden = !revealed
    this.root.toggleAttribute('data-riddle', !revealed)
    if (!revealed) {
      this.riddle.paint({ lams }, this.palette)
      return
    }
    for (const button of this.views) {
      button.setAttribute('aria-pressed', String(button.dataset.view === this.state.view))
    }
    if (this.state.view === 'every') this.wantEvery()
    write(parts['chosen-of-all'], data.every?.words ?? '')
    if (this.experiment !== this.concluded) this.conclude(data)
    this.concluded = this.experiment
    this.dial.use(followed ? lamScale(data.every.end) : stops(lams))
    this.dial.show(lam, this.words())
    write(parts.lam, lamIs(lam))
    write(parts.sentence, this.sentence())
    this.drawChart()
    this.sound.follow()
    this.tables.show(() => ({ chart: chartTable(this) }))
    write(parts.verdict, verdictSentence(data, lams, this.state.guess))
    this.behind = true
    clearTimeout(this.waiting)
    if (this.turning) this.waiting = setTimeout(() => this.drawBelow(), STILL)
    else this.drawBelow()
  }

  drawBelow() {
    this.behind = false
    clearTimeout(this.waiting)
    this.waiting = 0
    const { stop } = this
    if (stop !== this.tabled) this.drawTable(stop)
    this.drawChanging(stop)
    this.tabled = stop
  }

  // Every λ is computed once it is asked for; an answer of the server comes as data.
  wantEvery() {
    if (this.data.every || this.standalone || this.wanted === this.experiment) return
    this.wanted = this.experiment
    this.ask({ what: 'every' })
  }

  destroy() {
    super.destroy()
    clearTimeout(this.waiting)
  }

  drawChart() {
    const { view } = this.state
    this.chart.paint(this.shown(), this.palette)
    const explained = [this.experiment, view, Boolean(this.data.every), this.palette.dark].join()
    if (explained === this.explained) return
    this.explained = explained
    this.parts.legend.replaceChildren(...legendNodes(legendOf(view, this.data), this.palette))
  }

  drawTable(stop) {
    const { parts, lams, data } = this
    write(parts['confusion-title'], tr('What is taken for what at λ = {lam}', { lam: lamText(lams[stop]) }))
    parts.confusion.replaceChildren(...confusionCells(data, stop))
    this.root.querySelector('.against table').replaceChildren(...pairRows(data, lams, stop))
    const draws = data.draws.length
    const key = draws > 1
      ? tr('Rows: what it is; columns: what it is read as, {draws} draws together; small: the change from ' +
        'λ = ∞.', { draws })
      : tr('Rows: what it is; columns: what it is read as; small: the change from λ = ∞.')
    write(parts['confusion-sentence'], `${confusionSentence(data, lams, stop)} ${key}`)
    write(parts['changing-sentence'], changingSentence(data, lams, stop))
  }

  drawChanging(stop) {
    const { changing, more, filters } = this.parts
    const { filter, shown } = this.state
    const { answers, labels } = this.data.changing
    const kept = answers.flatMap((said, at) => (passes(filter, said, labels[at], stop) ? [at] : []))
    for (const button of filters.children) {
      button.setAttribute('aria-pressed', String(button.dataset.filter === filter))
    }
    more.hidden = kept.length <= shown
    write(more, tr('Show {count} more of {all}', {
      count: Math.min(AT_ONCE, kept.length - shown), all: kept.length,
    }))
    const listed = [this.experiment, ...kept.slice(0, shown)].join()
    if (listed !== this.listed) {
      this.listed = listed
      const cards = kept.slice(0, shown).map((at) => changingCard(this.data, this.lams, this.pixels, at))
      const none = made('li', { className: 'none', textContent: tr('None.') })
      changing.replaceChildren(...(cards.length ? cards : [none]))
      for (const link of changing.querySelectorAll('a')) link.hidden = this.standalone
      this.marked = null
    }
    if (stop !== this.marked) markStop(changing, stop)
    this.marked = stop
  }

  listen() {
    const { chart, filters, more, reveal } = this.parts
    drag(chart, (x) => {
      if (this.state.view !== 'gain' && this.chart.frame) this.turn(this.chart.frame.xValue(x))
    }, () => this.settle())
    reveal.onclick = () => this.reveal(SEEN)
    for (const button of this.views) {
      button.onclick = () => this.choose({ view: button.dataset.view, guess: this.state.guess ?? SEEN })
    }
    filters.replaceChildren(...Object.entries(FILTERS).map(([filter, textContent]) => {
      const button = made('button', { type: 'button', textContent })
      button.dataset.filter = filter
      button.onclick = () => this.choose({ filter, shown: AT_ONCE })
      return button
    }))
    more.onclick = () => this.set({ shown: this.state.shown + AT_ONCE })
  }

  offer() {
    return {
      file: () => `accuracy_${this.data.train}_${this.data.tested}_seed${this.data.address.seed}`,
      svg: (palette) => accuracySvg(this.shown(), this.told(), this.data.comparison, palette),
      csv: () => accuracyCsv(this.data, this.lams),
      python: () => this.data.python,
      asked: ['bigger', 'npz', 'html'],
      ask: (what) => this.ask({ what, lam: LAM.write(this.state.lam), view: this.state.view }),
      title: 'lazyq Best λ',
      height: 2200,
    }
  }
}

export default mounted(Accuracy, '.accuracy', riddle)
