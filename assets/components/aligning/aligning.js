// Two clouds and the plan between them, from geometry to information, worked out under the hand.

import { Chart } from '../../shared/chart/chart.js'
import { Group } from '../../shared/chart/hover.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { conditional } from '../../shared/math/infoot.js'
import { drag, made, partsOf, write } from '../../shared/page/dom.js'
import { localised, tr } from '../../shared/page/language.js'
import { lamFromJson, lamToJson } from '../../shared/page/lam.js'
import { oneOf, whole } from '../../shared/page/link.js'
import { Player } from '../../shared/page/play.js'
import { View, mounted } from '../../shared/page/view.js'
import { decimalBetween, place, yes } from './address.js'
import { account } from './change.js'
import { traceDesign } from './charts.js'
import { Digits } from './digits.js'
import { alignedCsv, alignedPython, alignedSvg } from './figure.js'
import { Guess } from './guess.js'
import { Hands } from './hands.js'
import { Lazy } from './lazy.js'
import { matrixDesign } from './matrices.js'
import { boundsOf, planeDesign } from './plane.js'
import { riddle } from './riddle.js'
import { OUTLIER, Scenes, blocksOf, matchingOf, moved, rightOf } from './scene.js'
import { keys } from './signs.js'
import { MOST_STEPS, Solving } from './solving.js'
import { Starts } from './starts.js'
import { fillBlocks, fillSteps } from './tables.js'
import {
  HIDDEN, decimal, degrees, infoText, mainSentence, numbersSentence, pointSentence, pointWords,
} from './words.js'

const REGS = [0.02, 0.05, 0.1, 0.2, 0.5, 1]
const BANDWIDTHS = [0.2, 0.3, 0.5, 0.7, 1]
const SHOWN = ['mass', 'own', 'near']
const SWITCHES = ['equal', 'unequal', 'outliers']
const SHIFT = decimalBetween(-8, 8, 1)
const SPEED = 6
const FAR = 4
const PARTS = [
  'start', 'break', 'less', 'masses', 'lean', 'keys', 'stage', 'plane', 'knob', 'middle', 'fresh', 'turned',
  'angle', 'right', 'dx', 'up', 'dy', 'sentence', 'numbers', 'sent', 'kernel-x', 'plan', 'kernel-y',
  'previous', 'play', 'next', 'now', 'step', 'trace-information', 'trace-objective', 'info-text', 'info',
  'equal', 'unequal', 'outliers', 'reg', 'bandwidth', 'figures', 'blocks', 'steps-table', 'exact',
]

class Aligning extends View {
  constructor(root) {
    super(root, { step: null })
    this.account = account
    this.parts = partsOf(root, PARTS)
    const { parts } = this
    const options = { speak: (text) => this.speak(text), signal: this.ending.signal }
    const group = new Group()
    this.plane = new Chart(parts.plane, planeDesign, options)
    const matrix = (name) => new Chart(parts[name], matrixDesign, options)
    this.matrices = { x: matrix('kernel-x'), plan: matrix('plan'), y: matrix('kernel-y') }
    this.traces = Object.fromEntries(['information', 'objective'].map((what) => [
      what, new Chart(parts[`trace-${what}`], traceDesign, { ...options, group }),
    ]))
    this.solving = new Solving((isDone) => this.found(isDone))
    this.lazy = new Lazy(root, this, options)
    this.starts = new Starts(root, this)
    this.guess = new Guess(root, this)
    this.digits = new Digits(root, options)
    this.hands = new Hands(parts, {
      state: () => this.state, frame: () => this.plane.frame, move: (change) => this.turn(change),
      let: () => this.settle(),
    })
    this.players.push(new Player(parts.play, this.motion(), tr('Steps')))
    this.listen()
    this.follow(parts.plane, parts.plan, parts['trace-objective'], ...this.lazy.nodes, this.digits.node)
  }

  receive(data) {
    const given = `${data.address.points} ${data.address.seed}`
    if (given !== this.given) {
      const scenes = new Scenes(data.scenes, data.given.steps)
      Object.assign(this, { given, scenes, bounds: null, drawnKey: null })
      this.lazy.asked = null
      this.parts.exact.textContent = data.exact
    }
    this.parts.keys.replaceChildren(...legendNodes(keys(), this.palette))
    this.lazy.receive(data, this.palette)
    this.parts.lean.hidden = this.standalone && !data.lazy
    this.digits.receive(data.digits, this.palette)
  }

  address() {
    const { start } = this.data
    const row = (key, type) => [key, { type, otherwise: start[key] }]
    return {
      ...Object.fromEntries([
        row('angle', whole(-180, 180)), row('dx', SHIFT), row('dy', SHIFT),
        row('info', decimalBetween(0, 1, 2)), ...SWITCHES.map((name) => row(name, yes)),
        row('reg', oneOf(REGS)), row('bandwidth', oneOf(BANDWIDTHS)), row('show', oneOf(SHOWN)),
        row('point', place), row('starts', yes),
      ]),
      lam: { type: oneOf(this.data.laziness.map(lamFromJson)), otherwise: lamFromJson(this.data.lam) },
      step: { type: whole(0, MOST_STEPS), otherwise: null },
    }
  }

  adopt(values) {
    super.adopt(values)
    this.bounds = null
  }

  fixed() {
    return this.data.address
  }

  keys() {
    return { '[': () => this.stride(-1), ']': () => this.stride(1) }
  }

  // What the hand moves makes another problem: its last step is shown again.
  turn(change) {
    this.pause()
    this.set({ step: null, ...change })
  }

  choose(change) {
    this.bounds = null
    super.choose({ step: null, ...change })
  }

  settle() {
    this.bounds = null
    super.settle()
    if (this.problem) this.solving.settle(this.problem)
    this.lazy.settle()
    this.set({})
  }

  back() {
    super.back()
    if (this.problem) this.solving.settle(this.problem)
  }

  found(isDone) {
    this.set({})
    if (!isDone) return
    this.root.dataset.solved = this.solving.solved.problem.key
    this.draw()
    this.tell()
  }

  // What a hand leads to is told once it is worked out.
  tell() {
    if (this.guess.asked || this.solving.solved?.problem.key === this.problem.key) super.tell()
  }

  // What is shown of the steps: those of the problem once it is solved, else the last plan that there is.
  look() {
    const { problem, solving, state } = this
    const solved = solving.solved?.problem.key === problem.key ? solving.solved : null
    const steps = solved?.steps ?? []
    const at = Math.min(state.step ?? Infinity, Math.max(0, steps.length - 1))
    const shown = steps[at] ?? (solving.latest?.plan.length === problem.cost.length ? solving.latest : null)
    if (!shown) return { steps, at, shown: null, solved }
    if (this.lookedAt !== shown.plan) {
      this.lookedAt = shown.plan
      const blocks = blocksOf(shown.plan, problem)
      this.measures = { blocks, right: rightOf(blocks), matching: matchingOf(blocks) }
    }
    return { steps, at, shown, solved, ...this.measures }
  }

  fresh(plan) {
    const { problem, state } = this
    const { turned, ys, clustersX, clustersY } = problem
    // A new point of the source goes along where that is turned.
    const from = problem.back ? moved([state.point], problem.back.angle, problem.back.shift)[0] : state.point
    const found = conditional({ ...problem, xs: turned, plan }, from)
    const count = Math.max(...clustersX) + 1
    const shares = [...Array(count).keys(), OUTLIER].map((cluster) => ({ cluster, share: 0 }))
    ys.forEach((_, j) => {
      shares.at(clustersY[j]).share += found.weights[j]
    })
    const near = Math.min(...turned.map(([a, b]) => Math.hypot(a - from[0], b - from[1])))
    return { at: state.point, from, image: found.image, shares, far: near > FAR * problem.scale }
  }

  words() {
    if (this.guess.asked) return tr('Guess: to which cluster of the target is the new point sent?')
    const { shown, steps, at, fresh } = this.shown
    if (!shown) return ''
    const told = `${this.parts.sentence.textContent} ${pointWords(fresh)}`
    const last = steps.length - 1
    const step = tr('Step {at} of {last}.', { at, last })
    return at < last ? `${step} ${told}` : told
  }

  draw() {
    const { palette, state } = this
    this.problem = this.scenes.problem(state, this.lazy.back())
    const { problem } = this
    if (problem.key !== this.drawnKey) {
      this.drawnKey = problem.key
      this.solving.follow(problem)
    }
    const looked = this.look()
    const { shown, steps, at, solved } = looked
    const hidden = this.guess.asked
    const fresh = shown ? this.fresh(shown.plan) : { at: state.point }
    this.shown = { ...looked, fresh }
    this.bounds ??= boundsOf([...problem.xs, ...problem.turned, state.point, ...problem.ys], state)
    const moving = this.solving.kind === 'follow'
    const drawn = { ...problem, ...state, plan: shown?.plan, fresh, hidden, moving, bounds: this.bounds }
    if (state.show === 'near' && shown) {
      const given = { ...problem, xs: problem.turned, plan: shown.plan }
      drawn.images = problem.turned.map((x) => conditional(given, x).image)
    }
    this.drawn = drawn
    this.plane.paint(drawn, palette)
    // There is no frame while there is no room.
    if (this.plane.frame) this.hands.show(this.plane.frame, state, { degrees, decimal })
    this.paintMatrices(drawn, `${problem.name} ${state.bandwidth}`, shown)
    const key = `${solved?.problem.key} ${steps.length}`
    for (const [what, chart] of Object.entries(this.traces)) {
      chart.paint({ steps: hidden ? [] : steps, at, what, hidden, key }, palette)
    }
    this.write(this.shown, hidden)
    this.lazy.draw(palette, hidden)
    this.starts.draw(hidden)
    this.guess.draw(fresh)
    this.digits.draw(palette, hidden)
  }

  paintMatrices(drawn, name, shown) {
    this.plans ??= new WeakMap()
    if (shown && !this.plans.has(shown.plan)) {
      this.serial = (this.serial ?? 0) + 1
      this.plans.set(shown.plan, this.serial)
    }
    const { kx, ky } = this.problem
    const common = { ...drawn, name: this.problem.name }
    const paint = (kind, given) => {
      const chart = this.matrices[kind]
      chart.paint({ ...common, hidden: false, kind, key: name, ...given }, this.palette)
    }
    paint('x', { values: kx })
    paint('y', { values: ky })
    const key = shown ? this.plans.get(shown.plan) : ''
    paint('plan', { values: shown?.plan, key, hidden: drawn.hidden })
  }

  write({ shown, steps, at, solved, fresh, ...measures }, hidden) {
    const { parts, state } = this
    write(parts.turned, degrees(state.angle))
    write(parts.right, decimal(state.dx))
    write(parts.up, decimal(state.dy))
    write(parts['info-text'], infoText(state.info))
    const { angle, dx, dy } = state
    const values = { angle, dx, dy, info: Math.round(100 * state.info), step: at }
    parts.step.max = String(Math.max(0, steps.length - 1))
    for (const [name, value] of Object.entries(values)) {
      if (Number(parts[name].value) !== value) parts[name].value = String(value)
    }
    parts.angle.setAttribute('aria-valuetext', degrees(state.angle))
    parts.info.setAttribute('aria-valuetext', infoText(state.info))
    for (const name of SWITCHES) parts[name].checked = state[name]
    for (const name of ['reg', 'bandwidth']) parts[name].value = String(state[name])
    for (const button of this.root.querySelectorAll('.show')) button.checked = button.value === state.show
    write(parts.now, solved ? tr('{some} of {all}', { some: at, all: steps.length - 1 }) : '…')
    parts.previous.disabled = hidden || !solved || at === 0
    parts.next.disabled = hidden || !solved || at >= steps.length - 1
    parts.figures.hidden = hidden
    if (hidden || !shown) {
      write(parts.sentence, hidden ? HIDDEN : '')
      for (const name of ['numbers', 'sent']) write(parts[name], '')
      return
    }
    write(parts.sentence, mainSentence({ ...state, ...measures }))
    write(parts.numbers, numbersSentence(shown, this.where(solved, at, steps.length - 1)))
    write(parts.sent, pointSentence(fresh))
    if (parts.figures.open) {
      fillBlocks(parts.blocks, measures.blocks)
      fillSteps(parts['steps-table'], steps)
    }
  }

  where(solved, at, last) {
    if (!solved) return tr('following the hand, from the plan before')
    if (at < last) return tr('step {at} of {last}, from pqᵀ', { at, last })
    return solved.converged
      ? tr('settled after {last} steps from pqᵀ', { last })
      : tr('not yet settled after {last} steps from pqᵀ', { last })
  }

  stride(by) {
    const { at, steps } = this.look()
    const next = Math.max(0, Math.min(steps.length - 1, at + by))
    if (steps.length && next !== at) super.choose({ step: next === steps.length - 1 ? null : next })
  }

  motion() {
    const go = (seconds) => {
      const last = this.look().steps.length - 1
      this.phase = Math.min(last, this.phase + SPEED * seconds)
      this.set({ step: Math.floor(this.phase) })
      return this.phase < last
    }
    return {
      begin: () => {
        const { at, steps } = this.look()
        this.phase = at >= steps.length - 1 ? 0 : at
      },
      advance: go,
      stride: () => go(1 / SPEED),
      end: () => this.settle(),
    }
  }

  listen() {
    const { parts } = this
    const settle = () => this.settle()
    for (const [name, unit] of [['angle', 1], ['dx', 1], ['dy', 1], ['info', 100]]) {
      parts[name].oninput = () => this.turn({ [name]: Number(parts[name].value) / unit })
      parts[name].onchange = settle
    }
    const scrub = (value) => {
      this.pause()
      this.set({ step: value >= this.look().steps.length - 1 ? null : Math.max(0, value) })
    }
    parts.step.oninput = () => scrub(Number(parts.step.value))
    parts.step.onchange = settle
    for (const [what, chart] of Object.entries(this.traces)) {
      drag(parts[`trace-${what}`], (x) => scrub(Math.round(chart.frame.xValue(x))), settle)
    }
    parts.previous.onclick = () => this.stride(-1)
    parts.next.onclick = () => this.stride(1)
    for (const name of SWITCHES) {
      parts[name].onchange = () => this.choose({ [name]: parts[name].checked })
    }
    for (const [name, values] of [['reg', REGS], ['bandwidth', BANDWIDTHS]]) {
      parts[name].append(...values.map(String).map((value) => made('option', { value }, localised(value))))
      parts[name].onchange = () => this.choose({ [name]: Number(parts[name].value) })
    }
    for (const button of this.root.querySelectorAll('.show')) {
      button.onchange = () => this.choose({ show: button.value })
    }
    parts.figures.ontoggle = () => this.set({})
    for (const name of ['start', 'break', 'less', 'masses', 'lean']) {
      parts[name].onclick = () => this.scene(name)
    }
  }

  scene(name) {
    const { start, broken, cures } = this.data
    this.guess.end()
    this.choose({ ...start, lam: Infinity, ...(name === 'start' ? {} : { ...broken, ...cures[name] }) })
    if (name === 'lean') this.lazy.ask()
  }

  // The state as JSON can carry it.
  stated() {
    return { ...this.state, lam: lamToJson(this.state.lam) }
  }

  offer() {
    return {
      file: () => 'aligning',
      svg: (palette) => {
        const sentences = ['sentence', 'numbers', 'sent'].map((name) => this.parts[name].textContent)
        return alignedSvg(this.drawn, this.shown, sentences.filter(Boolean), palette)
      },
      csv: () => alignedCsv(this.problem, this.shown.shown.plan),
      python: () => alignedPython(this.state, this.data.given),
      hidden: () => this.guess.asked,
      asked: ['bigger', 'npz', 'html'],
      ask: (what) => this.ask({ what, ...this.stated() }),
      title: tr('lazyq Aligning'),
      height: 1200,
    }
  }

  destroy() {
    this.solving.stop()
    this.starts.stop()
    super.destroy()
  }
}

export default mounted(Aligning, '.aligning', riddle)
