// What symmetry does not buy: three learners race for a parity, an adversary answers 0, and a daisy is silent
// below its degree.

import { Chart } from '../../shared/chart/chart.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { Tables } from '../../shared/chart/table.js'
import { mostRuledOut, played } from '../../shared/math/adversary.js'
import { eliminationCurve } from '../../shared/math/elimination.js'
import { made, partsOf, write } from '../../shared/page/dom.js'
import { oneOf, whole } from '../../shared/page/link.js'
import { Player } from '../../shared/page/play.js'
import { prefersStillness } from '../../shared/page/theme.js'
import { View, mounted } from '../../shared/page/view.js'
import { number, percent } from '../../shared/page/words.js'
import { Cards } from './cards.js'
import { account } from './change.js'
import { petalLegend, petalsDesign, shares, spectrumDesign } from './daisy.js'
import { hardnessCsv, hardnessSvg, hardnessTables } from './figure.js'
import { BITS, MOST_QUERIES, TAUS, queriesType, remainsDesign, remainsLegend } from './game.js'
import { GRAPHS, graphDesign, graphOf, nextEdge } from './graph.js'
import {
  MOST_SAMPLES, NAMES, easyDesign, lastSeen, parityDesign, pointsOf, raceLegend, seenAt,
} from './race.js'
import { GUESSES, riddle } from './riddle.js'
import {
  boundSentence, countedSentence, exactSentence, heardSentence, leftSentence, raceSentence, rulingSentence,
  spoiltSentence, taskSentence, verdictSentence,
} from './words.js'

const PARTS = [
  'graph', 'counted', 'another', 'flip', 'task', 'verdict', 'seen', 'race-keys', 'parity', 'easy', 'play',
  'dial', 'said', 'pending', 'noise', 'noise-text', 'spoilt', 'undo', 'again', 'left-over', 'cards', 'tau',
  'tau-text', 'ruling', 'asking', 'outcome', 'symmetric', 'remains', 'remains-keys', 'bound', 'petals',
  'petal-keys', 'spectrum', 'heard', 'exact',
]
const CHARTS = {
  graph: graphDesign, parity: parityDesign, easy: easyDesign, remains: remainsDesign, petals: petalsDesign,
  spectrum: spectrumDesign,
}
const NOISES = [0, 1, 2, 5, 10, 20]
const END = 100
const PLAY_SECONDS = 8
const STRIDE = 10
const DRAWS = 20
const LEARNERS = Object.keys(NAMES)
const MOST_EDGES = 300

const pressed = (button, isPressed) => button.setAttribute('aria-pressed', String(isPressed))

class Hardness extends View {
  constructor(root) {
    const game = { tau: 30, symmetric: 'no', asked: [] }
    const guesses = { guess: 'none', ruled: 'none', below: 'none' }
    super(root, { ...guesses, graph: 0, edge: 0, at: END, noise: 0, ...game, k: 4, part: 'race' })
    this.account = account
    this.parts = partsOf(root, PARTS)
    const { parts } = this
    const { signal } = this.ending
    const options = { speak: (text) => this.speak(text), signal }
    this.charts = Object.entries(CHARTS).map(([name, design]) => new Chart(parts[name], design, options))
    this.cards = new Cards(parts.cards, (place) => this.query(`p${place}`))
    const { parity, easy, remains, spectrum } = parts
    this.tables = new Tables({ parity, easy, remains, spectrum }, signal)
    this.player = new Player(parts.play, this.motion())
    this.players.push(this.player)
    parts.noise.max = String(NOISES.length - 1)
    parts.tau.max = String(TAUS.length - 1)
    this.listen()
    this.follow(...Object.keys(CHARTS).map((name) => parts[name]))
  }

  receive(data) {
    const { parts, palette } = this
    const labels = Object.entries(data.labels).map(([name, bits]) => [name, [...bits].map(Number)])
    this.labels = Object.fromEntries(labels)
    this.curves = {}
    this.known = {}
    this.key = JSON.stringify([data.nodes, data.seed, data.traces?.parity.plain.median])
    parts['race-keys'].replaceChildren(...legendNodes(raceLegend(), palette))
    parts['remains-keys'].replaceChildren(...legendNodes(remainsLegend(), palette))
    parts['petal-keys'].replaceChildren(...legendNodes(petalLegend(), palette))
    write(parts.task, taskSentence(data))
    write(parts.exact, exactSentence(data))
  }

  address() {
    return {
      ...Object.fromEntries(Object.entries(GUESSES).map(([name, answers]) => [
        name, { type: oneOf(['none', ...Object.keys(answers), 'seen']), otherwise: 'none' },
      ])),
      graph: { type: whole(0, GRAPHS - 1), otherwise: 0 },
      edge: { type: whole(0, MOST_EDGES), otherwise: 0 },
      at: { type: whole(0, END), otherwise: END },
      noise: { type: oneOf(NOISES), otherwise: 0 },
      tau: { type: oneOf(TAUS), otherwise: 30 },
      symmetric: { type: oneOf(['no', 'yes']), otherwise: 'no' },
      asked: { type: queriesType, otherwise: [] },
      k: { type: oneOf([2, 4, 6]), otherwise: 4 },
      part: { type: oneOf(['race', 'game', 'daisy']), otherwise: 'race' },
    }
  }

  // A card that a symmetric game has not can't be asked for, nor an edge that smaller graphs have not; who
  // has asked already has nothing to foretell.
  adopt(values) {
    super.adopt(values)
    const { hypotheses } = this.played([])
    const isThere = (query) => !/^p\d/.test(query) || Number(query.slice(1)) < hypotheses.length
    const { nodes } = this.data
    this.state.asked = values.asked.filter(isThere)
    if (values.edge > nodes * (nodes - 1) / 2) this.state.edge = 0
    if (values.asked.length && values.ruled === 'none') this.state.ruled = 'seen'
  }

  fixed() {
    return this.data.address
  }

  keys() {
    return {
      p: () => this.shown && this.player.toggle(),
      '[': () => this.shown && this.choose({ at: Math.max(0, this.state.at - 2) }),
      ']': () => this.shown && this.choose({ at: Math.min(END, this.state.at + 2) }),
    }
  }

  get shown() {
    return this.state.guess !== 'none'
  }

  // What is costly and moves seldom is computed once for what it depends on.
  kept(name, on, compute) {
    const key = JSON.stringify([this.key, on])
    if (this.known[name]?.key !== key) this.known[name] = { key, value: compute() }
    return this.known[name].value
  }

  graph() {
    const { graph, edge } = this.state
    const { nodes, degrees, graphs } = this.data
    return this.kept('graph', [graph, edge], () => ({
      ...graphOf(graphs[graph], nodes, degrees, edge), key: `${this.key} ${graph} ${edge}`,
    }))
  }

  played(asked = this.state.asked) {
    const { symmetric, tau } = this.state
    return this.kept('game', [asked, symmetric, tau], () => (
      played(asked, { n: BITS, symmetric: symmetric === 'yes', tau: tau / 100 })
    ))
  }

  // Elimination by target, computed once for each noise.
  eliminated() {
    const { noise } = this.state
    const { rows, pool, seed } = this.data
    const asked = { rows, pool, most: MOST_SAMPLES, draws: DRAWS, noise: noise / 100, seed }
    this.curves[noise] ??= Object.fromEntries(Object.entries(this.labels).map(([target, labels]) => [
      target, eliminationCurve({ ...asked, labels }),
    ]))
    return this.curves[noise]
  }

  drawn() {
    const { traces, trained, epochs } = this.data
    const { at, asked, k, tau, noise } = this.state
    return {
      traces, trained, epochs, at, asked, k, tau: tau / 100, shown: this.shown, curves: this.eliminated(),
      game: this.played(), graph: this.graph(), spectrum: shares(k), key: `${this.key} ${noise}`,
      ruled: this.state.ruled !== 'none', heard: this.state.below !== 'none',
    }
  }

  said(drawn) {
    if (!this.shown) return ''
    const [parity, easy] = ['parity', 'easy'].map((target) => this.scores(drawn, target))
    return raceSentence(parity.seen, NAMES, parity.values, easy.values)
  }

  // What each learner has come to at the dial.
  scores(drawn, target) {
    const seen = seenAt(drawn.at, lastSeen(drawn))
    const values = LEARNERS
      .filter((learner) => drawn.traces || learner === 'elimination')
      .map((learner) => [learner, pointsOf(learner, target, drawn, seen).at(-1)?.mean ?? null])
    return { seen, values }
  }

  verdict(drawn) {
    if (!this.shown || !drawn.traces || drawn.at < END) return ''
    return verdictSentence(this.state.guess, NAMES, this.ends(drawn))
  }

  ends(drawn) {
    return LEARNERS.map((learner) => [learner, pointsOf(learner, 'parity', drawn).at(-1).mean])
  }

  words() {
    const drawn = this.drawn()
    const race = this.shown ? [this.verdict(drawn), this.said(drawn)] : [this.counted(drawn)]
    return [...race, this.left(drawn)].filter(Boolean).join(' ')
  }

  counted({ graph }) {
    return countedSentence(graph)
  }

  left({ game, asked, tau }) {
    return leftSentence(game, asked, tau)
  }

  draw() {
    const { parts, palette, state } = this
    const drawn = this.drawn()
    const { game, tau } = drawn
    this.root.dataset.part = state.part
    this.each('[data-part]', (button) => pressed(button, button.dataset.part === state.part))
    this.each('[data-k]', (button) => pressed(button, Number(button.dataset.k) === state.k))
    this.root.toggleAttribute('data-shown', this.shown)
    this.each('.quiz', (quiz) => {
      quiz.hidden = state[quiz.dataset.guess] !== 'none'
    })
    parts.seen.hidden = parts.verdict.hidden = !this.shown
    for (const part of ['asking', 'left-over', 'outcome']) parts[part].hidden = state.ruled === 'none'
    parts.spectrum.toggleAttribute('hidden', state.below === 'none')
    parts.heard.hidden = state.below === 'none'
    write(parts.counted, this.counted(drawn))
    parts.pending.hidden = Boolean(drawn.traces)
    this.root.toggleAttribute('data-pending', !drawn.traces)
    write(parts.verdict, this.verdict(drawn))
    write(parts.said, this.said(drawn))
    parts.dial.value = String(state.at)
    parts.dial.setAttribute('aria-valuetext', this.said(drawn))
    parts.noise.value = String(NOISES.indexOf(state.noise))
    write(parts['noise-text'], percent(state.noise / 100))
    write(parts.spoilt, spoiltSentence(state.noise, this.data.nodes, drawn.curves.parity.good, MOST_SAMPLES))
    parts.noise.setAttribute('aria-valuetext', parts.spoilt.textContent)
    if (this.dealt !== game) this.cards.show(game)
    this.dealt = game
    parts.cards.inert = state.ruled === 'none'
    write(parts['left-over'], this.left(drawn))
    const most = mostRuledOut(tau)
    const bound = boundSentence(game.hypotheses.length, tau, most, state.symmetric === 'yes')
    write(parts.ruling, rulingSentence(GUESSES.ruled[state.ruled], game, tau, most))
    parts.tau.value = String(TAUS.indexOf(state.tau))
    parts.tau.setAttribute('aria-valuetext', bound)
    write(parts['tau-text'], `τ = ${number(tau)}`)
    write(parts.bound, bound)
    pressed(parts.symmetric, state.symmetric === 'yes')
    parts.undo.disabled = parts.again.disabled = state.asked.length === 0
    this.each('[data-query]', (button) => {
      button.disabled = !this.mayAsk(game)
    })
    write(parts.heard, heardSentence(state.k, drawn.spectrum[state.k], GUESSES.below[state.below]))
    for (const chart of this.charts) chart.paint(drawn, palette)
    this.tables.show(() => hardnessTables(drawn))
  }

  each(selector, act) {
    this.root.querySelectorAll(selector).forEach(act)
  }

  mayAsk({ over }) {
    const { asked, ruled } = this.state
    return !over && asked.length < MOST_QUERIES && ruled !== 'none'
  }

  query(query) {
    const { asked } = this.state
    if (this.mayAsk(this.played())) this.choose({ asked: [...asked, query] })
  }

  guess(name, answer) {
    if (name !== 'guess' || prefersStillness() || !this.data.traces) {
      this.choose({ [name]: answer })
      return
    }
    this.choose({ guess: answer, at: 0 })
    this.player.play()
    this.parts.play.focus({ preventScroll: true })
    this.parts.said.scrollIntoView({ block: 'nearest' })
    this.parts.verdict.scrollIntoView({ block: 'nearest' })
  }

  motion() {
    const go = (by) => {
      this.reached = Math.min(END, this.reached + by)
      this.set({ at: Math.round(this.reached) })
      return this.reached < END
    }
    return {
      begin: () => {
        this.reached = this.state.at >= END ? 0 : this.state.at
      },
      advance: (seconds) => go(END * seconds / PLAY_SECONDS),
      stride: () => go(STRIDE),
      end: () => this.settle(),
    }
  }

  listen() {
    const { parts } = this
    const click = (selector, act) => this.each(selector, (button) => {
      button.onclick = () => act(button.dataset)
    })
    this.each('.quiz', (quiz) => {
      const { guess } = quiz.dataset
      const answers = Object.entries(GUESSES[guess]).map(([answer, textContent]) => {
        const button = made('button', { type: 'button', textContent })
        button.dataset.answer = answer
        return button
      })
      quiz.querySelector('.answers').append(...answers)
      quiz.onclick = ({ target }) => {
        const { answer } = target.closest('button')?.dataset ?? {}
        if (answer) this.guess(guess, answer)
      }
    })
    parts.another.onclick = () => this.choose({ graph: (this.state.graph + 1) % GRAPHS, edge: 0 })
    parts.flip.onclick = () => this.choose({ edge: nextEdge(this.state.edge, this.data.nodes) })
    click('[data-part]', ({ part }) => this.choose({ part }))
    click('[data-k]', ({ k }) => this.choose({ k: Number(k) }))
    click('[data-query]', ({ query }) => this.query(query))
    parts.undo.onclick = () => this.choose({ asked: this.state.asked.slice(0, -1) })
    parts.again.onclick = () => this.choose({ asked: [] })
    parts.symmetric.onclick = () => {
      this.choose({ symmetric: this.state.symmetric === 'yes' ? 'no' : 'yes', asked: [] })
    }
    for (const [node, name, value] of [
      [parts.dial, 'at', Number],
      [parts.noise, 'noise', (i) => NOISES[i]],
      [parts.tau, 'tau', (i) => TAUS[i]],
    ]) {
      node.oninput = () => {
        this.pause()
        this.set({ [name]: value(Number(node.value)) })
      }
      node.onchange = () => this.settle()
    }
  }

  offer() {
    return {
      file: () => `hardness_${this.data.nodes}`,
      svg: (palette) => {
        const drawn = { ...this.drawn(), shown: true, at: END }
        const sentences = [this.said(drawn), this.left(drawn)].filter(Boolean)
        return hardnessSvg({ ...drawn, sentences }, palette)
      },
      csv: () => hardnessCsv(this.drawn()),
      python: () => this.data.python,
      // All show the race, and only the picture more: it leaves out what is still to be guessed of that.
      hidden: () => !this.shown,
      skip: () => this.root.querySelector('[data-guess=guess] [data-answer=seen]'),
      asked: ['bigger', 'npz', 'html'],
      ask: (what) => {
        const more = what === 'bigger' ? { elimination: this.eliminated() } : {}
        this.ask({ what, search: window.location.search, ...more })
      },
      title: 'lazyq Hardness',
      height: 1400,
    }
  }
}

export default mounted(Hardness, '.hardness', riddle)
