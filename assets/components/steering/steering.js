// Images turn under a hand, and thirty digits with them on two globes: without the loss, and with it.

import { Chart } from '../../shared/chart/chart.js'
import { Group } from '../../shared/chart/hover.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { FIRST_VIEW, VIEWED, lookAround } from '../../shared/chart/look.js'
import { LABELS, methodsLegend, trainingDesign } from '../../shared/chart/training.js'
import { drag, made, partsOf, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { oneOf, whole } from '../../shared/page/link.js'
import { PIXELS, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { Player } from '../../shared/page/play.js'
import { Sight } from '../../shared/page/sight.js'
import { View, mounted } from '../../shared/page/view.js'
import { account } from './change.js'
import { lazinessDesign, phasesDesign, phasesLegend, turnDesign, unseenKey } from './charts.js'
import { steeringSvg } from './figure.js'
import { globeDesign, globeLegend } from './globe.js'
import { Guess } from './guess.js'
import { Motion } from './motion.js'
import { riddle } from './riddle.js'
import { arcsOf, spacesOf } from './space.js'
import { Strip } from './strip.js'
import { Table, steeringCsv } from './tables.js'
import {
  BESIDE, HIDDEN, claimSentences, degrees, exactText, globeName, lampText, lazinessSentence, phasesTitle,
  retrievalSentence, stateSentence, turnsText, underGlobe,
} from './words.js'

const SPEED = 40
const PARTS = [
  'stage', 'digit', 'who', 'what', 'turned', 'dial', 'play', 'instead', 'left-title', 'left-globe',
  'left-numbers', 'left-turns', 'beside', 'right-globe', 'right-numbers', 'right-turns', 'lamp',
  'lamp-text', 'around', 'keys', 'sentence', 'strip', 'retrieval', 'curve-keys', 'wahba', 'composition',
  'left-caption', 'left-phases', 'right-caption', 'right-phases', 'phase-keys', 'not', 'claim',
  'laziness', 'laziness-text', 'info', 'equivariance', 'numbers', 'exact',
]
const CHARTS = {
  wahba: turnDesign, composition: turnDesign, 'left-phases': phasesDesign, 'right-phases': phasesDesign,
}

class Steering extends View {
  constructor(root) {
    super(root, { angle: 0, beside: BESIDE[0], turn: 'image', dot: 0, view: { ...FIRST_VIEW } })
    this.parts = partsOf(root, PARTS)
    const { parts } = this
    Object.assign(this, { account, looked: null, motion: new Motion() })
    const shared = { speak: (text) => this.speak(text), signal: this.ending.signal }
    const dots = { join: () => {}, tell: (_, dot) => this.look(dot) }
    this.globes = ['left-globe', 'right-globe'].map((part) => {
      return new Chart(parts[part], globeDesign, { ...shared, group: dots })
    })
    const turns = { ...shared, group: new Group() }
    this.charts = Object.fromEntries(Object.entries(CHARTS).map(([part, design]) => (
      [part, new Chart(parts[part], design, turns)]
    )))
    this.charts.laziness = new Chart(parts.laziness, lazinessDesign, shared)
    const steps = { ...shared, group: new Group() }
    for (const part of ['info', 'equivariance']) {
      this.charts[part] = new Chart(parts[part], trainingDesign, steps)
    }
    this.table = new Table(parts.numbers.querySelector('table'))
    this.strip = new Strip(parts.strip)
    this.guess = new Guess(root, { begin: () => this.beginGuess(), done: (guess) => this.endGuess(guess) })
    this.players.push(new Player(parts.play, this.spin(), tr('Turn')))
    this.buttons = BESIDE.map((name) => {
      return made('button', { type: 'button', onclick: () => this.choose({ beside: name }) })
    })
    parts.beside.append(...this.buttons)
    const nodes = Object.values(this.charts).map(({ node }) => node)
    this.sight = new Sight(nodes, () => this.addressed && this.set({}))
    this.listen()
    this.follow(parts.stage, parts['left-globe'], parts.wahba, parts.info)
  }

  receive(data) {
    if (data.key !== this.given) this.begin(data)
    const { parts, palette } = this
    const show = (part, entries) => parts[part].replaceChildren(...legendNodes(entries, palette))
    show('keys', globeLegend())
    show('curve-keys', [...methodsLegend([0, 1, 2]), unseenKey()])
    show('phase-keys', phasesLegend())
  }

  begin(data) {
    this.given = data.key
    const floats = (text) => new Float32Array(fromBase64(text).buffer)
    const { dimension, count } = data
    this.spaces = spacesOf({
      embeddings: floats(data.embeddings), rotations: floats(data.rotations), globes: floats(data.globes),
      dimension, count,
    }, data.methods.length)
    this.step = 360 / count
    this.n = data.labels.length
    this.images = fromBase64(data.pixels)
    this.painted = null
    this.parts.dial.max = String(count - 1)
    this.guess.begin(this.n)
    this.parts.exact.textContent = exactText(data)
  }

  address() {
    const { angle, dot } = this.data
    const limits = { step: this.step, most: 360 - this.step }
    const accepted = tr('angle must be a multiple of {step} from 0 to {most}', limits)
    const turns = whole(0, 359, accepted)
    const read = (text) => (turns.read(text) % this.step === 0 ? turns.read(text) : undefined)
    const type = { ...turns, read }
    return {
      angle: { type, otherwise: angle },
      beside: { type: oneOf(BESIDE), otherwise: this.data.beside },
      turn: { type: oneOf(['image', 'globe']), otherwise: this.data.turn },
      dot: { type: whole(0, this.n - 1), otherwise: dot },
      view: { type: VIEWED, otherwise: FIRST_VIEW, parameter: 'from' },
    }
  }

  fixed() {
    return this.data.address
  }

  keys() {
    return { g: () => this.swap(), p: () => this.players[0].toggle() }
  }

  get k() {
    return Math.round(this.state.angle / this.step) % this.data.count
  }

  get shown() {
    return [0, 1 + BESIDE.indexOf(this.state.beside)]
  }

  get hidden() {
    return this.guess.open
  }

  // The digit under the pointer, else the chosen one.
  get dot() {
    return this.looked ?? this.state.dot
  }

  words() {
    return this.hidden ? HIDDEN : this.sentence()
  }

  sentence() {
    const { k, shown, spaces, n, data: { warned } } = this
    return stateSentence({ ...this.state, k, shown, spaces, n, warned })
  }

  look(dot) {
    if (dot === this.looked) return
    this.looked = dot
    this.set({})
  }

  // By a hand, which holds the pictures at the very angle where it is.
  hold(angle) {
    this.pause()
    this.motion.held = angle
    this.set({ angle: this.nearest(angle) })
  }

  letGo() {
    this.motion.held = null
    this.settle()
  }

  swap() {
    if (!this.hidden) this.choose({ turn: this.state.turn === 'globe' ? 'image' : 'globe' })
  }

  beginGuess() {
    this.choose({ angle: this.step * Math.round(90 / this.step), turn: 'image', beside: BESIDE[0] })
  }

  endGuess(guess) {
    this.choose({ turn: 'globe' })
    const [left, right] = [0, 1].map((m) => this.spaces[m].landed(this.k))
    const words = this.guess.told(guess, right, left, this.n)
    this.speak(words)
  }

  nearest(angle) {
    return this.step * (Math.round(angle / this.step) % this.data.count)
  }

  spin() {
    const go = (seconds) => {
      this.phase = (this.phase + SPEED * seconds) % 360
      this.set({ angle: this.nearest(this.phase) })
      return true
    }
    return {
      begin: () => {
        this.phase = this.state.angle
      },
      advance: go,
      stride: () => go(3 * this.step / SPEED),
      end: () => this.settle(),
    }
  }

  posed() {
    const { angle } = this.state
    const running = this.players[0].running
    const pose = this.motion.towards(angle, running ? this.phase : null)
    if (pose !== angle && !running && this.motion.held === null) this.set({})
    return pose
  }

  globeState(m, angle) {
    const { spaces, k, hidden, state, dot, data } = this
    const space = spaces[m]
    return {
      space, angle, turn: state.turn, dot, view: state.view, hidden,
      labels: data.labels, references: data.names,
      arcs: space.fitted[k].arcs,
      moves: this.moves(m),
      name: globeName({ ...state, method: m, n: this.n }),
    }
  }

  // How far each dot is from where it is upright, at the turn of the dial.
  moves(m) {
    const { clouds, d } = this.spaces[m]
    return arcsOf(clouds[this.k], clouds[0], d)
  }

  chartStates() {
    const { data, step, given: key, hidden, state: { angle }, shown } = this
    const all = { key, angle, step, hidden, shown: [0, 3 - shown[1], shown[1]] }
    const phases = (m) => ({ ...all, method: m, phases: data.phases[m], title: phasesTitle(m) })
    return {
      wahba: { ...all, values: data.wahba, unseen: data.unseen, title: tr('Wahba error') },
      composition: { ...all, values: data.composition, title: tr('composition error') },
      'left-phases': phases(0),
      'right-phases': phases(shown[1]),
      laziness: { ...all, distances: data.distances, lams: data.lams },
      info: { key, steps: data.steps, values: data.losses, title: data.spread },
      equivariance: {
        key, steps: data.steps, values: data.equivariance, title: tr('equivariance loss'), logarithm: true,
      },
    }
  }

  draw() {
    const { parts, palette, state, data, k, shown, spaces, n, hidden } = this
    const pose = this.posed()
    this.globes.forEach((globe, i) => globe.paint(this.globeState(shown[i], pose), palette))
    this.drawCharts()
    this.drawHand(pose)
    write(parts['left-title'], data.titles[0])
    ;['left', 'right'].forEach((side, i) => {
      const m = shown[i]
      const numbers = underGlobe(spaces[m].fitted[k], spaces[m].landed(k), n)
      write(parts[`${side}-numbers`], hidden ? '' : numbers)
      write(parts[`${side}-turns`], hidden ? '' : turnsText(m === 0 || data.warned[m] ? 1 : data.turns[m]))
      write(parts[`${side}-caption`], phasesTitle(m))
    })
    this.buttons.forEach((button, i) => {
      write(button, data.titles[i + 1])
      button.setAttribute('aria-pressed', String(BESIDE[i] === state.beside))
    })
    parts.lamp.hidden = hidden || !data.warned[shown[1]]
    if (!parts.lamp.hidden) {
      write(parts['lamp-text'], lampText({ gamma: data.gamma[shown[1]][k], moved: data.moved[shown[1]] }))
    }
    write(parts.sentence, this.words())
    const { not, claim } = claimSentences(data, k)
    write(parts.not, hidden ? HIDDEN : not)
    write(parts.claim, hidden ? '' : claim)
    write(parts['laziness-text'], lazinessSentence(data.lams, shown))
    write(parts.retrieval, hidden ? HIDDEN : retrievalSentence(data.retrieval, k, shown))
    this.strip.show(this.tiles(), hidden, this.images, k)
    parts.numbers.hidden = hidden
    if (!hidden) this.table.show({ data, spaces, k })
    this.root.dataset.shown = this.given
  }

  // What is out of sight need not follow the dial, but has to hide and show what the rest does.
  drawCharts() {
    const { given, hidden, palette, state: { beside } } = this
    const look = `${given} ${hidden} ${beside} ${palette.dark}`
    const states = this.chartStates()
    for (const [part, chart] of Object.entries(this.charts)) {
      if (chart.look === look && !this.sight.sees(chart.node)) continue
      chart.look = look
      chart.paint(states[part], palette)
    }
  }

  destroy() {
    super.destroy()
    this.sight.end()
  }

  drawHand(pose) {
    const { parts, state, data, dot } = this
    const globe = state.turn === 'globe'
    if (this.painted !== dot) {
      this.painted = dot
      paintLevels(parts.digit, this.images, dot * PIXELS)
      parts.digit.setAttribute('aria-label', data.names[dot])
    }
    parts.digit.style.transform = `rotate(${globe ? 0 : -pose}deg)`
    write(parts.who, `x: ${data.names[dot]}`)
    write(parts.what, globe ? tr('Turn the globe by') : tr('Turn all images by'))
    write(parts.turned, degrees(state.angle))
    parts.dial.value = String(this.k)
    parts.dial.setAttribute('aria-valuetext', this.hidden ? degrees(state.angle) : this.dialText())
    parts.instead.setAttribute('aria-pressed', String(globe))
    parts.instead.disabled = this.hidden
    parts.around.value = String(Math.round(state.view.yaw * 180 / Math.PI))
  }

  dialText() {
    const landed = this.shown.map((m) => `${this.spaces[m].landed(this.k)} ${LABELS[m]}`).join(', ')
    return tr('{angle}, near their places: {landed}', { angle: degrees(this.state.angle), landed })
  }

  tiles() {
    const { spaces, shown, k, dot, state, data } = this
    return this.strip.tiles({ spaces, shown, k, dot, angle: state.angle, labels: data.labels })
  }

  listen() {
    const { parts } = this
    const letGo = () => this.letGo()
    parts.dial.oninput = () => this.hold(Number(parts.dial.value) * this.step)
    parts.dial.onchange = letGo
    drag(parts.stage, (x, y) => {
      const { width, height } = parts.stage.getBoundingClientRect()
      const angle = Math.atan2(width / 2 - x, height / 2 - y) * 180 / Math.PI
      this.hold((angle + 360) % 360)
    }, letGo)
    parts.instead.onclick = () => this.swap()
    parts.around.oninput = () => {
      this.set({ view: { ...this.state.view, yaw: Number(parts.around.value) * Math.PI / 180 } })
    }
    parts.around.onchange = () => this.settle()
    for (const globe of this.globes) this.listenTo(globe)
  }

  // A globe is turned by the pointer, and a click or Enter chooses the dot that is read.
  listenTo({ node }) {
    const { signal } = this.ending
    const look = (view) => this.set({ view })
    lookAround(node, () => this.state.view, look, () => this.settle(), { keyboard: false })
    let from = null
    const choose = () => this.looked !== null && this.choose({ dot: this.looked })
    node.addEventListener('pointerdown', ({ clientX, clientY }) => {
      from = [clientX, clientY]
    }, { signal })
    node.addEventListener('click', ({ clientX, clientY }) => {
      if (from && Math.hypot(clientX - from[0], clientY - from[1]) < 6) choose()
    }, { signal })
    node.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') choose()
    }, { signal })
  }

  offer() {
    return {
      file: () => 'steering',
      svg: (palette) => this.picture(palette),
      csv: () => steeringCsv({ data: this.data, spaces: this.spaces }),
      python: () => this.data.python.replaceAll('{angle}', String(this.state.angle)),
      hidden: () => this.hidden,
      asked: ['bigger', 'npz', 'html'],
      ask: (what) => this.ask({ what, ...this.state, view: undefined }),
      title: tr('lazyq Steering'),
      height: 1600,
    }
  }

  picture(palette) {
    const { shown, spaces, k, n, images } = this
    const { not, claim } = claimSentences(this.data, k)
    const charts = this.chartStates()
    return steeringSvg({
      globes: shown.map((m) => ({
        ...this.globeState(m, this.state.angle),
        title: this.data.titles[m],
        words: underGlobe(spaces[m].fitted[k], spaces[m].landed(k), n),
      })),
      tiles: this.tiles().map(({ dot, turn, title, text }) => ({
        levels: images.subarray(dot * PIXELS, (dot + 1) * PIXELS), turn, words: [title, text],
      })),
      charts: {
        errors: [charts.wahba, charts.composition], phases: [charts['left-phases'], charts['right-phases']],
      },
      sentences: [this.sentence(), not, claim],
    }, palette)
  }
}

export default mounted(Steering, '.steering', riddle)
