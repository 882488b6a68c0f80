// A digit that a hand turns: which of two classes is nearer, at every angle, for the λ of the dial.

import { Chart } from '../../shared/chart/chart.js'
import { Group } from '../../shared/chart/hover.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { Tables } from '../../shared/chart/table.js'
import { flipOf, lazyTurns, runsOfVerdicts, verdicts } from '../../shared/math/turns.js'
import { Dial } from '../../shared/page/dial.js'
import { drag, made, partsOf, write } from '../../shared/page/dom.js'
import { save } from '../../shared/page/files.js'
import { tr, whole as thousands } from '../../shared/page/language.js'
import { LAM, lamFromJson, lamIs, lamText, lamToPython, roundLam } from '../../shared/page/lam.js'
import { whole } from '../../shared/page/link.js'
import { fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { Player } from '../../shared/page/play.js'
import { Sound, shareOf } from '../../shared/page/sound.js'
import { View, mounted } from '../../shared/page/view.js'
import { an, fileWord } from '../../shared/page/words.js'
import { Card } from './cards.js'
import { account } from './change.js'
import { LAMS, curveLegend, curvesDesign, legend, mapDesign, ringDesign, rowLams } from './charts.js'
import { sixOrNineCsv, sixOrNineSvg } from './figure.js'
import { spreads } from './flips.js'
import { countDesign, manyCsv, manyDesign, manyLegend, manyRows, manySentence } from './many.js'
import { turnedTables } from './tables.js'
import { riddle } from './riddle.js'
import { degrees, guessSentence, runsSentence, verdictSentence } from './words.js'

const PRESETS = [0, 0.02, 0.03, 0.05, 0.1, Infinity]
const SPEED = 45
const ANGLE = whole(0, 359, tr('angle must be a whole number of degrees from 0 to 359'))
const ASKED = tr('Turn it to the angle at which you think it changes.')
const HIDDEN = tr('Hidden until you have guessed.')
const PARTS = [
  'stage', 'compass', 'digit', 'verdict', 'angle', 'turned', 'play', 'previous', 'next', 'dial', 'lam',
  'stops', 'curves', 'curve-keys', 'map', 'keys', 'sentence', 'runs', 'guess-ask', 'guess-done',
  'guess-text', 'cards', 'exact', 'many', 'many-title', 'many-sentence', 'many-keys', 'flips', 'counts',
  'numbers', 'many-csv', 'sound',
]

class SixOrNine extends View {
  constructor(root) {
    super(root, { angle: 0, lam: null })
    Object.assign(this, { account, guessing: false })
    this.parts = partsOf(root, PARTS)
    const { parts } = this
    const group = new Group()
    const options = { speak: (text) => this.speak(text), signal: this.ending.signal, group }
    this.compass = new Chart(parts.compass, ringDesign, { readable: false })
    this.curves = new Chart(parts.curves, curvesDesign, options)
    this.map = new Chart(parts.map, mapDesign, options)
    this.tables = new Tables({ curves: parts.curves, map: parts.map }, this.ending.signal)
    const together = { ...options, group: new Group() }
    this.flips = new Chart(parts.flips, manyDesign, together)
    this.counts = new Chart(parts.counts, countDesign, together)
    this.charts = [this.compass, this.curves, this.map, this.flips, this.counts]
    this.dial = new Dial(parts.dial, { turn: (lam) => this.turn({ lam }), settle: () => this.settle() })
    this.dial.use(LAMS)
    this.buttons = PRESETS.map((lam) => {
      return made('button', { type: 'button', onclick: () => this.choose({ lam }) }, lamText(lam))
    })
    parts.stops.append(...this.buttons)
    this.players.push(new Player(parts.play, this.spin(), tr('Turn')))
    this.sound = new Sound(parts.sound, () => this.audible(), this.ending.signal)
    this.listen()
    this.follow(parts.stage, parts.curves, parts.map, parts.flips, parts.counts)
  }

  receive(data) {
    const { classes } = data
    const given = JSON.stringify([data.x.reference, classes, data.address.size])
    if (given !== this.given) this.begin(data, given)
    this.parts.keys.replaceChildren(...legendNodes(legend(classes), this.palette))
    this.parts['curve-keys'].replaceChildren(...legendNodes(curveLegend(classes), this.palette))
    this.receiveMany(data)
  }

  // Many digits that were turned as well, once they are known.
  receiveMany({ many, x }) {
    this.many = null
    if (!many) return
    const { digit, other, references, lams, degrees: angles } = many
    const digits = lams.map((list, i) => ({ lams: list, degrees: angles[i] }))
    const own = references.indexOf(x.reference)
    this.many = { digits, digit, other, references, own: own < 0 ? null : own, spreads: spreads(digits) }
    const { parts } = this
    parts['many-title'].textContent = tr('When do {count} test digits {digit} become {other}?', {
      count: digits.length, digit, other: an(other),
    })
    parts['many-keys'].replaceChildren(...legendNodes(manyLegend(this.many), this.palette))
    const heads = [
      'λ', tr('become {other}', { other: an(other) }),
      tr('a quarter by'), tr('half by'), tr('three quarters by'),
    ]
    const row = ([lam, ...texts]) => made(
      'tr', {}, made('th', { textContent: lam, scope: 'row' }),
      ...texts.map((textContent) => made('td', { textContent })),
    )
    parts.numbers.querySelector('table').replaceChildren(
      made('tr', {}, ...heads.map((textContent) => made('th', { textContent, scope: 'col' }))),
      ...manyRows(this.many).map(row),
    )
  }

  begin(data, given) {
    this.given = given
    this.x = fromBase64(data.x.pixels)
    this.pixels = fromBase64(data.pixels)
    this.count = data.squared[0].length
    this.step = 360 / this.count
    this.looked = null
    const all = data.squared.flat()
    this.limits = [Math.sqrt(Math.min(...all)), Math.sqrt(Math.max(...all))]
    this.rows = rowLams().map((lam) => runsOfVerdicts(this.verdictsAt(lam).found))
    paintLevels(this.parts.digit, this.x)
    this.parts.digit.setAttribute('aria-label', `x, ${data.x.name}`)
    const [first, second] = data.classes
    const other = an(this.other())
    this.parts['guess-ask'].textContent = tr('Guess: when does it become {other}?', { other })
    const [some, others] = data.sizes.map(thousands)
    this.parts.exact.textContent = tr(
      'Exact for {some} digits {first} and {others} digits {second} of the training set, at every whole ' +
      'degree and every λ from 0 to ∞, on a polar grid, where a turn is a shift along its rings; a degree ' +
      'costs λ. Equal distances count for the smaller digit.', { some, others, first, second },
    )
    this.cards = [0, 1].map(() => new Card(this.x))
    this.parts.cards.replaceChildren(...this.cards.map(({ node }) => node))
  }

  // What x itself is, or else is read as when it is upright: the other one is what it may become.
  other() {
    const { classes, x } = this.data
    return x.label === classes[1] ? classes[0] : classes[1]
  }

  verdictsAt(lam) {
    const [first, second] = this.data.squared.map((residuals) => lazyTurns(residuals, lam))
    const { classes } = this.data
    return { both: [first, second], found: verdicts(first, second, classes[0] < classes[1]) }
  }

  address() {
    return {
      lam: { type: LAM, otherwise: lamFromJson(this.data.lam), always: true },
      angle: { type: ANGLE, otherwise: this.data.angle },
    }
  }

  fixed() {
    const { a, b, size } = this.data.address
    return { x: this.data.x.reference, a, b, size }
  }

  keys() {
    return {
      '[': () => this.jump(-1),
      ']': () => this.jump(1),
      'p': () => this.players[0].toggle(),
      's': () => this.sound.toggle(),
    }
  }

  words() {
    if (this.guessing) return tr('Turned by {angle}.', { angle: degrees(this.state.angle) })
    this.look()
    return `${this.sentence()} ${this.runsSentence()}`
  }

  // All that is known at the λ of the dial.
  look() {
    const { lam } = this.state
    if (lam === this.looked) return
    this.looked = lam
    Object.assign(this, this.verdictsAt(lam))
    this.runs = runsOfVerdicts(this.found)
    this.distances = this.both.map(({ squared }) => Array.from(squared, (value) => Math.sqrt(value)))
  }

  get spot() {
    return Math.round(this.state.angle / this.step) % this.count
  }

  sentence() {
    const { lam, angle } = this.state
    const distances = this.distances.map((list) => list[this.spot])
    const verdict = this.found[this.spot]
    return verdictSentence({ lam, angle, classes: this.data.classes, distances, verdict })
  }

  runsSentence() {
    return runsSentence(this.runs, this.data.classes, this.count)
  }

  turn(change) {
    this.pause()
    this.set(change)
  }

  // To the next angle at which the verdict changes, around.
  jump(direction) {
    this.look()
    const { found, count } = this
    for (let far = 1; far <= count; far++) {
      const k = (this.spot + direction * far + count) % count
      const before = (k - 1 + count) % count
      if (found[k] !== found[before]) {
        this.choose({ angle: k * this.step })
        return
      }
    }
  }

  spin() {
    const go = (seconds) => {
      this.phase = (this.phase + SPEED * seconds) % 360
      this.set({ angle: Math.round(this.phase) % 360 })
      return true
    }
    return {
      begin: () => {
        this.phase = this.state.angle
      },
      advance: go,
      stride: () => go(15 / SPEED),
      end: () => this.settle(),
    }
  }

  drawn() {
    const { runs, distances, step, limits, count, rows, guessing: hidden, given } = this
    const { angle, lam } = this.state
    const key = `${given} ${lam}`
    const { classes } = this.data
    return { runs, distances, step, limits, count, rows, hidden, given, key, angle, lam, classes }
  }

  draw() {
    this.look()
    const { parts, palette } = this
    const { angle, lam } = this.state
    const state = this.drawn()
    const verdict = this.data.classes[this.found[this.spot]]
    this.compass.paint(state, palette)
    this.curves.paint(state, palette)
    this.map.paint(state, palette)
    this.tables.show(() => turnedTables(this))
    parts.digit.style.transform = `rotate(${-angle}deg)`
    parts.angle.value = String(angle)
    const values = { angle: degrees(angle), lam: lamText(lam), verdict: an(verdict) }
    const heard = this.guessing ? degrees(angle) : tr('{angle}, read as {verdict}', values)
    parts.angle.setAttribute('aria-valuetext', heard)
    write(parts.turned, tr('turned by {angle}', values))
    write(parts.verdict, this.guessing ? '?' : an(verdict))
    this.dial.show(lam, this.guessing ? lamIs(lam) : tr('λ = {lam}, read as {verdict}', values))
    write(parts.lam, lamIs(lam))
    this.buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(PRESETS[i] === lam)))
    const still = this.guessing || this.runs.length === 1
    parts.previous.disabled = parts.next.disabled = still
    write(parts.sentence, this.guessing ? HIDDEN : this.sentence())
    write(parts.runs, this.guessing ? '' : this.runsSentence())
    parts.cards.hidden = this.guessing
    this.drawMany()
    this.cards.forEach((card, c) => card.draw(this, c))
    this.sound.follow()
    this.root.dataset.shown = this.data.x.reference
  }

  // How far the nearest digit is, whichever it is like, and which that is.
  audible() {
    if (this.guessing) return null
    this.look()
    const verdict = this.found[this.spot]
    const share = shareOf(this.distances[verdict][this.spot], ...this.limits)
    return { key: this.given, share, passed: verdict }
  }

  // Hidden while the visitor guesses: many digits give away the one.
  drawMany() {
    const { parts, many, palette } = this
    parts.many.hidden = !many || this.guessing
    if (parts.many.hidden) return
    const state = { ...many, lam: this.state.lam, given: this.given }
    write(parts['many-sentence'], manySentence(many, this.state.lam))
    this.flips.paint(state, palette)
    this.counts.paint(state, palette)
  }

  listen() {
    const { parts } = this
    const settle = () => this.settle()
    drag(parts.stage, (x, y) => {
      const { width, height } = parts.stage.getBoundingClientRect()
      const angle = Math.round(Math.atan2(width / 2 - x, height / 2 - y) * 180 / Math.PI)
      this.turn({ angle: (angle + 360) % 360 })
    }, settle)
    const angleAt = (chart, x) => Math.max(0, Math.min(359, Math.round(chart.frame.xValue(x))))
    drag(parts.curves, (x) => this.turn({ angle: angleAt(this.curves, x) }), settle)
    drag(parts.map, (x, y) => {
      this.turn({ angle: angleAt(this.map, x), lam: roundLam(this.map.frame.yValue(y)) })
    }, settle)
    for (const [node, chart] of [[parts.flips, this.flips], [parts.counts, this.counts]]) {
      drag(node, (x) => this.turn({ lam: roundLam(chart.frame.xValue(x)) }), settle)
    }
    parts['many-csv'].onclick = () => {
      save(`six_or_nine_${this.many.digits.length}_digits.csv`, manyCsv(this.many), 'text/csv')
    }
    parts.angle.oninput = () => this.turn({ angle: Number(parts.angle.value) })
    parts.angle.onchange = settle
    parts.previous.onclick = () => this.jump(-1)
    parts.next.onclick = () => this.jump(1)
    parts['guess-ask'].onclick = () => {
      this.beginGuess()
      parts.angle.focus()
    }
    parts['guess-done'].onclick = () => {
      this.endGuess(this.guessed())
      parts['guess-ask'].focus()
    }
  }

  // Hide what gives the answer away, and put the digit upright.
  beginGuess() {
    this.showGuess(true, ASKED)
    this.choose({ angle: 0 })
  }

  endGuess(words) {
    this.showGuess(false, words)
    this.choose({})
  }

  showGuess(guessing, words) {
    const { parts } = this
    this.guessing = guessing
    parts['guess-ask'].hidden = guessing
    parts['guess-done'].hidden = !guessing
    parts['guess-text'].textContent = words
  }

  // The angle at which x becomes the other digit, or null.
  flip() {
    this.look()
    const flip = flipOf(this.found, 1 - this.data.classes.indexOf(this.other()))
    return flip === null ? null : flip * this.step
  }

  guessed() {
    const guess = Math.min(this.state.angle, 360 - this.state.angle)
    return guessSentence(guess, this.flip(), this.other(), this.state.lam)
  }

  offer() {
    return {
      file: () => `six_or_nine_${fileWord(this.data.x.reference)}`,
      svg: (palette) => sixOrNineSvg({
        ...this.drawn(),
        x: this.x,
        name: this.data.x.name,
        sentences: [this.sentence(), this.runsSentence()],
        many: this.many,
      }, palette),
      csv: () => sixOrNineCsv({
        ...this.drawn(),
        turns: this.both.map(({ turns }) => turns),
        near: this.data.near,
        references: this.data.references,
        found: this.found,
      }),
      python: () => this.data.python
        .replaceAll('{lam}', lamToPython(this.state.lam)).replaceAll('{angle}', String(this.state.angle)),
      hidden: () => this.guessing,
      asked: ['bigger', 'npz', 'html'],
      ask: (what) => {
        const { lam, angle } = this.state
        this.ask({ what, lam: LAM.write(lam), angle })
      },
      title: tr('lazyq Six or nine'),
      height: 1100,
    }
  }
}

export default mounted(SixOrNine, '.six-or-nine', riddle)
