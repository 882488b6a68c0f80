// The average digit: a dial of λ turns a grey blur into a sharp digit, and every digit moves to meet it.

import { Chart } from '../../shared/chart/chart.js'
import { Group } from '../../shared/chart/hover.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { meanAt, placeIn, valueAt } from '../../shared/math/means.js'
import { Dial } from '../../shared/page/dial.js'
import { drag, made, partsOf, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { GUESSED_LAM, LAM, SEEN, lamFromJson, lamIs, lamText, roundLam } from '../../shared/page/lam.js'
import { listOf, whole } from '../../shared/page/link.js'
import { PIXELS, SIDE, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { Player } from '../../shared/page/play.js'
import { Sound, shareOf } from '../../shared/page/sound.js'
import { View, mounted } from '../../shared/page/view.js'
import { account } from './change.js'
import { LAMS, accuracyDesign, legend, objectiveDesign, readingLegend } from './charts.js'
import { DigitRow } from './digits.js'
import { DigitMap } from './map.js'
import { riddle } from './riddle.js'
import { Several } from './several.js'
import { averageCsv, averageSvg } from './figure.js'
import { numberRows } from './table.js'
import {
  NO_MISS, averageSentence, exactWords, guessSentence, missSentence, readingSentence,
} from './words.js'

const PRESETS = [0, 0.1, 0.3, 0.5, 1, Infinity]
const SECONDS = 8
const DIGITS = Array.from({ length: 10 }, (_, digit) => digit)
const DIGIT = whole(0, 9, tr('digit must be a whole number from 0 to 9'))
const DIGIT_ID = {
  accepted: tr('picks must be two digits of the map, such as mnist-train-1_mnist-train-3'),
  read: (text) => (/^(mnist-train|sklearn)-\d{1,5}$/.test(text) ? text : undefined),
  write: String,
}
const PICKS = listOf(DIGIT_ID, 2)
const ASKED = tr(
  'A digit is read as the class whose average is nearest. Turn the dial to the λ at which you think that ' +
  'this is right most often.',
)
const WAITING = tr('The averages of the other digits are being computed.')
// Of means in 16 bits.
const WHITE = 65535
const PARTS = [
  'mean', 'plain', 'lam', 'dial', 'previous', 'play', 'next', 'stops', 'classes', 'keys', 'objective',
  'sentence', 'badge', 'asked', 'accuracy', 'guess', 'guess-done', 'guess-skip', 'guess-again', 'guess-text',
  'digits', 'digits-title', 'told', 'exact', 'reading-keys', 'numbers', 'several-part', 'several-title',
  'several', 'several-told', 'sound',
]

const levelsOf = (mean) => Uint8Array.from(mean, (value) => Math.round(value * 255))

function classOf({ means, samples, ...known }) {
  const bytes = fromBase64(means)
  const stack = Float64Array.from(new Uint16Array(bytes.buffer), (value) => value / WHITE)
  return { stack, samples: fromBase64(samples), ...known }
}

class Average extends View {
  constructor(root) {
    super(root, { digit: 0, lam: null, picks: [], guess: null })
    this.parts = partsOf(root, PARTS)
    const { parts } = this
    this.account = account
    const options = { speak: (text) => this.speak(text), signal: this.ending.signal, group: new Group() }
    this.objective = new Chart(parts.objective, objectiveDesign, options)
    this.accuracy = new Chart(parts.accuracy, accuracyDesign, options)
    const hands = { turn: (lam) => this.turn(lam), settle: () => this.settle() }
    const pick = (picks) => this.choose({ picks })
    this.map = new DigitMap(root, { ...options, group: null, ...hands, pick })
    this.several = new Several({
      part: parts['several-part'],
      title: parts['several-title'],
      list: parts.several,
      told: parts['several-told'],
    })
    this.row = new DigitRow(parts.digits, parts.told)
    this.dial = new Dial(parts.dial, hands)
    this.dial.use(LAMS)
    this.buttons = PRESETS.map((lam) => {
      return made('button', { type: 'button', onclick: () => this.choose({ lam }) }, lamText(lam))
    })
    parts.stops.append(...this.buttons)
    this.small = DIGITS.map((digit) => {
      const canvas = made('canvas', { width: SIDE, height: SIDE })
      const choose = () => this.choose({ digit })
      const ariaLabel = tr('The average {digit}', { digit })
      const button = made('button', { type: 'button', ariaLabel, onclick: choose }, canvas)
      return { canvas, button }
    })
    parts.classes.append(...this.small.map(({ button }) => button))
    this.players.push(new Player(parts.play, this.sweep(), '∞ → 0'))
    this.sound = new Sound(parts.sound, () => this.audible(), this.ending.signal)
    this.listen()
    this.follow(parts.objective, parts.accuracy, this.map.parts.map)
  }

  receive(data) {
    this.lams = data.lams.map(lamFromJson)
    const given = `${data.dataset} ${data.size} ${Object.keys(data.classes)}`
    if (given !== this.given) {
      this.given = given
      const entries = Object.entries(data.classes)
      this.classes = new Map(entries.map(([digit, known]) => [Number(digit), classOf(known)]))
      this.rowOf = null
    }
    const mapped = data.map && data.dataset
    if (mapped !== this.mapped) {
      this.mapped = mapped
      this.map.begin(data.map)
    }
    this.several.begin(data.several)
    this.parts.keys.replaceChildren(...legendNodes(legend, this.palette))
    this.keyed = null
    this.parts.exact.textContent = exactWords(this.lams.length, data.size)
  }

  address() {
    return {
      lam: { type: LAM, otherwise: lamFromJson(this.data.lam), always: true },
      digit: { type: DIGIT, otherwise: this.data.digit },
      picks: { type: PICKS, otherwise: [] },
      guess: { type: GUESSED_LAM, otherwise: null },
    }
  }

  fixed() {
    return this.data.address
  }

  keys() {
    return { '[': () => this.step(-1), ']': () => this.step(1), 's': () => this.sound.toggle() }
  }

  // The class that is shown: the one of the state, or while that is not known yet the first.
  get digit() {
    return this.classes.has(this.state.digit) ? this.state.digit : [...this.classes.keys()][0]
  }

  get known() {
    return this.classes.get(this.digit)
  }

  get guessing() {
    return this.state.guess === null
  }

  words() {
    return this.sentence()
  }

  sentence() {
    const { objectives, residuals, count } = this.known
    const place = placeIn(this.lams, this.state.lam)
    const [total, left] = [objectives, residuals].map((values) => valueAt(values, place))
    return averageSentence({
      lam: this.state.lam, digit: this.digit, count, total, left, between: place.share > 0,
    })
  }

  turn(lam) {
    this.pause()
    this.set({ lam })
  }

  // To the next λ at which the averages were computed.
  step(direction) {
    const { lam } = this.state
    const further = this.lams.filter((value) => (direction > 0 ? value > lam : value < lam))
    if (further.length) this.choose({ lam: direction > 0 ? further[0] : further.at(-1) })
  }

  sweep() {
    const to = (share) => {
      this.share = Math.max(0, share)
      this.set({ lam: roundLam(LAMS.value(this.share)) })
      return this.share > 0
    }
    return {
      begin: () => {
        this.share = this.state.lam === 0 ? 1 : LAMS.share(this.state.lam)
      },
      advance: (seconds) => to(this.share - seconds / SECONDS),
      stride: () => {
        const below = this.lams.filter((lam) => LAMS.share(lam) < this.share - 1e-9)
        return below.length > 0 && to(LAMS.share(below.at(-1)))
      },
      end: () => this.settle(),
    }
  }

  drawn() {
    const { lams, known, digit, state: { lam, guess } } = this
    const { reading } = this.data
    const more = this.several.read
    const key = `${this.given} ${digit} ${more?.count}`
    return { lams, known, digit, guess, reading, more, key, lam, hidden: this.guessing }
  }

  draw() {
    const { parts, palette, digit, known } = this
    const { lam } = this.state
    const place = placeIn(this.lams, lam)
    const mean = meanAt(known.stack, PIXELS, place)
    this.levels = levelsOf(mean)
    paintLevels(parts.mean, this.levels)
    const shown = tr('The average {digit} at λ = {lam}', { digit, lam: lamText(lam) })
    parts.mean.setAttribute('aria-label', shown)
    write(parts.lam, lamIs(lam))
    this.dial.show(lam, lamIs(lam))
    this.buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(PRESETS[i] === lam)))
    parts.previous.disabled = lam === 0
    parts.next.disabled = lam === Infinity
    this.small.forEach((each, i) => this.drawSmall(each, i, place))
    this.objective.paint(this.drawn(), palette)
    write(parts.sentence, this.sentence())
    const missed = missSentence({ lams: this.lams, ...known })
    write(parts.badge, missed)
    parts.badge.classList.toggle('none', missed === NO_MISS)
    this.drawReading()
    this.drawDigits(mean)
    const total = valueAt(known.objectives, place)
    this.several.draw({ digit, lam, total, hidden: this.guessing })
    this.drawNumbers()
    this.map.draw(lam, palette, this.state.picks)
    this.sound.follow()
    this.root.dataset.shown = `${digit}`
  }

  // The mean squared distance, as a distance, and the λ that were computed.
  audible() {
    const { given, digit, lams, known: { objectives } } = this
    const place = placeIn(lams, this.state.lam)
    const values = [valueAt(objectives, place), objectives[0], objectives.at(-1)].map(Math.sqrt)
    return { key: `${given} ${digit}`, share: shareOf(...values), passed: place.level }
  }

  drawSmall({ canvas, button }, digit, place) {
    const known = this.classes.get(digit)
    button.disabled = !known
    button.setAttribute('aria-pressed', String(digit === this.digit))
    if (known) paintLevels(canvas, levelsOf(meanAt(known.stack, PIXELS, place)))
  }

  drawReading() {
    const { parts, palette, guessing, state: { guess } } = this
    const { reading } = this.data
    const asked = reading && guessing ? ASKED : reading ? readingSentence(this.lams, reading) : WAITING
    write(parts.asked, asked)
    parts.accuracy.toggleAttribute('hidden', !reading)
    parts.guess.hidden = !reading
    parts['guess-done'].hidden = parts['guess-skip'].hidden = !guessing
    parts['guess-again'].hidden = guessing
    const guessed = reading && typeof guess === 'number'
    write(parts['guess-text'], guessed ? guessSentence(guess, this.lams, reading) : '')
    const more = reading && !guessing ? this.several.read : null
    parts['reading-keys'].hidden = !more
    if (more && more.count !== this.keyed) {
      this.keyed = more.count
      parts['reading-keys'].replaceChildren(...legendNodes(readingLegend(more.count), palette))
    }
    if (reading) this.accuracy.paint(this.drawn(), palette)
  }

  drawNumbers() {
    const { lams, known, digit, several } = this
    const reading = this.guessing ? null : this.data.reading
    const there = [several.known(digit, lams[0]), several.read, reading].map((part) => part !== null)
    const key = [this.given, digit, several.given?.count, ...there].join(' ')
    if (key === this.tabled) return
    this.tabled = key
    const table = this.parts.numbers.querySelector('table')
    table.replaceChildren(...numberRows({ lams, known, reading, several, digit }))
  }

  drawDigits(mean) {
    const key = `${this.given} ${this.digit}`
    if (this.rowOf !== key) {
      this.rowOf = key
      this.row.begin(this.known.samples, this.known.references)
      const plain = meanAt(this.known.stack, PIXELS, placeIn(this.lams, Infinity))
      paintLevels(this.parts.plain, levelsOf(plain))
      this.parts.plain.setAttribute('aria-label', tr('The plain average {digit}', { digit: this.digit }))
      const count = this.known.references.length
      write(this.parts['digits-title'], tr('What the first {count} of them had to do', { count }))
    }
    this.row.draw(mean, this.state.lam)
  }

  settle() {
    super.settle()
    if (!this.standalone) this.row.lead(this.levels, this.state.lam)
  }

  listen() {
    const { parts } = this
    const settle = () => this.settle()
    for (const chart of [this.objective, this.accuracy]) {
      drag(chart.node, (x) => this.turn(roundLam(chart.frame.xValue(Math.max(chart.frame.left, x)))), settle)
    }
    parts.previous.onclick = () => this.step(-1)
    parts.next.onclick = () => this.step(1)
    parts['guess-done'].onclick = () => this.reveal(this.state.lam)
    parts['guess-skip'].onclick = () => this.reveal(SEEN)
    parts['guess-again'].onclick = () => this.guessAgain()
  }

  reveal(guess) {
    this.choose({ guess })
    this.speak(`${this.parts['guess-text'].textContent} ${this.parts.asked.textContent}`)
    this.parts['guess-again'].focus()
  }

  guessAgain() {
    this.choose({ guess: null })
    this.parts['guess-done'].focus()
  }

  offer() {
    return {
      file: () => `average_${this.digit}`,
      svg: (palette) => {
        const place = placeIn(this.lams, this.state.lam)
        const small = [...this.classes].map(([digit, { stack }]) => (
          { digit, levels: levelsOf(meanAt(stack, PIXELS, place)) }
        ))
        const { lam } = this.state
        const several = this.several.at(this.digit, lam).map(({ mean, served }) => (
          { levels: levelsOf(mean), served }
        ))
        const total = valueAt(this.known.objectives, place)
        const { guessing: hidden } = this
        const reading = hidden ? null : this.data.reading
        const sentences = [
          this.sentence(),
          missSentence({ lams: this.lams, ...this.known }),
          ...(several.length ? [this.several.sentence({ digit: this.digit, lam, total, hidden })] : []),
          ...(reading ? [readingSentence(this.lams, reading)] : []),
        ]
        return averageSvg({ ...this.drawn(), reading, mean: this.levels, small, several, sentences }, palette)
      },
      csv: () => {
        const { lams, classes, several } = this
        return averageCsv({ lams, classes, several, reading: this.data.reading })
      },
      python: () => this.data.python.replaceAll('{digit}', String(this.digit)),
      // The picture leaves out what is guessed, the page from disk asks it as well.
      hidden: (kind) => this.guessing && Boolean(this.data.reading) && ['csv', 'npz'].includes(kind),
      skip: () => this.parts['guess-skip'],
      asked: ['bigger', 'npz', 'html'],
      ask: (what) => {
        const search = window.location.search
        this.ask({ what, search, lam: LAM.write(this.state.lam), digit: this.digit })
      },
      title: tr('lazyq Average'),
      height: 2100,
    }
  }
}

export default mounted(Average, '.average', riddle)
