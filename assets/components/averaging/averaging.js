// The Averaging page: π under the hand, and all that follows from it, drawn within one frame.

import {
  boardMarkup, boardOf, learningMarkup, reliabilityMarkup, roundsMarkup, votesMarkup,
} from './charts.js'
import { TransportCurve } from './bound.js'
import { drawBound } from './bound-view.js'
import { takeCsv, takeSvg } from './files.js'
import { listen } from './input.js'
import { confusionRows, element, scoreRows } from './tables.js'
import {
  changesSentence, degrees, digitSentence, lossSentence, pricedSentence, scoresSentence, small,
  turnSentence,
} from './words.js'
import { linkWith } from '../../shared/page/link.js'
import { assess, floatsOf, mirrorOf, mixtureOf, sharesOf, symmetrised } from '../../shared/math/mixture.js'
import { SIDE, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { turned } from '../../shared/math/rotation.js'
import { fillSvg, svgElement } from '../../shared/chart/svg.js'
import { TakeAway } from '../../shared/page/take.js'
import { isDark, prefersStillness } from '../../shared/page/theme.js'

const CLASSES = 10
const PARTS = [
  'problem', 'bars', 'learning', 'scrub', 'play', 'step', 'em', 'uniform', 'alone', 'optimum', 'symmetric',
  'sentence', 'copies', 'before', 'after', 'digit-sentence', 'mended', 'broken', 'rounds', 'turn', 'spin',
  'angle', 'turn-sentence', 'scores', 'reliability', 'confusion', 'bound', 'plan', 'move', 'bound-sentence',
  'n-loss', 'n-best', 'n-gap', 'bounds', 'priced', 'strength', 'strength-now', 'priced-sentence',
  'scores-sentence',
]

function picture(levels) {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIDE
  paintLevels(canvas, levels)
  return canvas
}

function isInView(node) {
  const { top, bottom } = node.getBoundingClientRect()
  return bottom > 0 && top < window.innerHeight
}

const likeliest = (values) => values.indexOf(Math.max(...values))

class Averaging {
  constructor(root) {
    this.root = root
    this.state = {
      step: null, strength: null, weights: null, bar: 0, turn: 0, move: 0, playing: false, spinning: false,
    }
    this.frame = 0
    this.dragging = false
    this.place = window.location.pathname
    this.parts = Object.fromEntries(PARTS.map((name) => [name, root.querySelector(`.${name}`)]))
    this.wheel = root.querySelector('.wheel canvas')
    this.takeAway = new TakeAway(root, this.offer())
    listen(this)
  }

  // Another experiment or digit, a new theme, or an answer of the server, which leaves out what is here.
  update(component) {
    const { data } = component
    this.component = component
    this.root.toggleAttribute('data-dark', isDark(this.root))
    if (data.shared) this.shared = data.shared
    if (this.shared?.experiment !== data.experiment) {
      component.setTriggerValue('ask', { what: 'everything' })
      return
    }
    const fresh = data.experiment !== this.experiment
    if (fresh || data.digit.index !== this.digit.index) this.readDigit(data.digit)
    if (fresh) this.begin()
    if (data.shared) this.readShared()
    const [mended, broken] = this.shared.changed
    this.drawGallery('mended', mended)
    this.drawGallery('broken', broken)
    this.takeAway.update(data)
    this.drawAll()
    this.settle()
  }

  begin() {
    const { shared } = this
    const again = this.experiment !== undefined
    this.experiment = shared.experiment
    this.table = floatsOf(shared.learning)
    this.path = { ...shared.path, weights: floatsOf(shared.path.weights) }
    this.mirror = mirrorOf(shared.angles)
    const judge = (weights) => assess(this.table, this.size, weights).loss
    this.best = judge(shared.optimum)
    this.alone = judge(this.angles.map((_, k) => (k === this.still ? 1 : 0)))
    this.parts.scrub.max = String(this.path.losses.length - 1)
    this.parts.move.max = String(shared.moves.length - 1)
    this.readAddress(again || this.component.data.standalone ? '' : window.location.search)
    this.parts.confusion.replaceChildren(...confusionRows(...shared.confusion))
  }

  // What may be added to an experiment later: scores that take long, and the priced π.
  readShared() {
    const { priced } = this.shared
    this.parts.scores.replaceChildren(...scoreRows(this.shared))
    this.write('scores-sentence', scoresSentence(this.shared.scores))
    this.parts.priced.hidden = !priced
    if (priced) this.parts.strength.max = String(priced.strengths.length - 1)
  }

  readDigit(digit) {
    const { angles, turns, moves } = this.shared
    this.angles = angles
    this.size = angles.length
    this.still = angles.indexOf(0)
    const pair = this.size * CLASSES
    const levels = fromBase64(digit.pixels)
    const table = sharesOf(digit.table)
    this.digit = { ...digit, levels, table }
    this.plain = turns.map((_, i) => {
      const start = i * pair + this.still * CLASSES
      return Array.from(table.subarray(start, start + CLASSES))
    })
    this.curve = new TransportCurve({
      picture: Float64Array.from(levels, (level) => level / 255),
      side: SIDE,
      angles,
      moves,
      turned: moves.map((move) => turns.indexOf((move + 360) % 360)),
      table,
      classes: CLASSES,
    })
    this.shownTurn = null
    this.drawCopies()
  }

  readAddress(search) {
    const query = new URLSearchParams(search)
    const problems = []
    const whole = (name, most, otherwise) => {
      const value = Number(query.get(name) ?? otherwise)
      if (Number.isInteger(value) && value >= 0 && value <= most) return value
      problems.push(`The link says ${name}=${query.get(name).slice(0, 20)}; it must be a whole number from 0 to ${most}.`)
      return otherwise
    }
    const last = this.path.losses.length - 1
    this.state.step = whole('step', last, last)
    this.state.turn = Math.round(whole('turn', 360, 0) / 5) * 5
    this.state.move = whole('g', this.shared.moves.length - 1, 13)
    Object.assign(this.state, { weights: this.pathWeights(this.state.step), bar: this.still, strength: null })
    this.parts.problem.hidden = problems.length === 0
    this.parts.problem.textContent = problems.join(' ')
  }

  pathWeights(step) {
    return Array.from(this.path.weights.subarray(step * this.size, (step + 1) * this.size))
  }

  // What a hand moves: change the state, draw at the next frame.
  set(change) {
    Object.assign(this.state, change)
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0
      this.render()
    })
  }

  // A π of the visitor's own is no step of the learning.
  propose(weights) {
    this.stop()
    const tied = this.parts.symmetric.checked
    this.set({ step: null, strength: null, weights: tied ? symmetrised(weights, this.mirror) : weights })
  }

  settle() {
    if (this.component.data.standalone || window.location.pathname !== this.place) return
    const { step, turn, move } = this.state
    const last = this.path.losses.length - 1
    const href = linkWith(window.location.href, {
      ...this.component.data.address,
      digit: String(this.digit.index),
      step: step === null || step === last ? null : String(step),
      turn: turn === 0 ? null : String(turn),
      g: move === 13 ? null : String(move),
    })
    if (href !== window.location.href) window.history.replaceState(window.history.state, '', href)
  }

  drawAll() {
    this.drawLearning()
    this.drawBoard()
    const box = this.parts.reliability.getBoundingClientRect()
    if (box.width > 0) {
      const { reliability } = this.shared
      const side = Math.min(box.width, box.height)
      fillSvg(this.parts.reliability, reliabilityMarkup(reliability, side, side), side, side)
    }
    this.render()
  }

  render() {
    const { weights, step } = this.state
    const judged = assess(this.table, this.size, weights)
    this.judged = judged
    this.drawBars(weights)
    const { cursor, dot, course } = this
    if (course) {
      const shown = step ?? this.path.losses.length - 1
      cursor.setAttribute('transform', `translate(${course.x(shown)} 0)`)
      cursor.setAttribute('opacity', step === null ? 0 : 1)
      dot.setAttribute('transform', `translate(${course.x(shown)} ${course.lossY(judged.loss)})`)
      dot.setAttribute('opacity', step === null ? 0 : 1)
    }
    this.parts.scrub.value = String(step ?? this.path.losses.length - 1)
    const words = this.stepWords(step)
    this.parts.scrub.setAttribute('aria-valuetext', words)
    this.parts.step.textContent = words
    this.parts['n-loss'].textContent = judged.loss.toFixed(4)
    this.parts['n-best'].textContent = this.best.toFixed(4)
    this.parts['n-gap'].textContent = small(judged.gap)
    const { best, alone, angles, still } = this
    const view = { ...judged, best, alone, weights, angles, still }
    this.write('sentence', lossSentence(view))
    this.drawVotes(weights)
    this.drawTurn(weights)
    this.drawPriced()
    this.curve.follow(weights)
    drawBound(this, isInView(this.parts.bounds) ? 4 : 0)
  }

  stepWords(row) {
    if (row === null) return this.state.strength === null ? 'your own π' : 'π with the transport penalty'
    const step = this.path.steps[row]
    return step >= this.path.finish ? `step ${step}, Newton` : `step ${step} of gradient descent`
  }

  write(part, text) {
    if (this.parts[part].textContent !== text) this.parts[part].textContent = text
  }

  drawBoard() {
    const { bars } = this.parts
    const { width, height } = bars.getBoundingClientRect()
    if (width === 0) return
    const { optimum } = this.shared
    this.board = boardOf(this.angles, Math.max(...optimum, ...this.state.weights), width, height)
    fillSvg(bars, boardMarkup(this.board, this.angles), width, height)
    const thick = Math.max(2, 0.74 * this.board.slot)
    this.rects = this.angles.map((_, k) => {
      return svgElement('rect', { class: 'now', x: this.board.centre(k) - thick / 2, width: thick }, bars)
    })
    for (const [k, weight] of optimum.entries()) {
      if (weight < 5e-4) continue
      const y = this.board.y(weight)
      const half = thick / 2 + 1.5
      const x = this.board.centre(k)
      const outline = `M${x - half} ${this.board.bottom}V${y}H${x + half}V${this.board.bottom}`
      svgElement('path', { class: 'best', d: outline }, bars)
    }
  }

  drawBars(weights) {
    if (!this.board) return
    if (Math.max(...weights) > this.board.most + 1e-9 && !this.dragging) this.drawBoard()
    const active = this.root.querySelector('.bars:focus-visible') !== null || this.dragging === true
    this.rects.forEach((rect, k) => {
      const y = Math.max(this.board.top - 8, this.board.y(weights[k]))
      rect.setAttribute('y', y)
      rect.setAttribute('height', Math.max(0, this.board.bottom - y))
      rect.classList.toggle('picked', active && k === this.state.bar)
    })
    const { bars } = this.parts
    const { bar } = this.state
    bars.setAttribute('aria-valuenow', String(Math.round(100 * weights[bar])))
    bars.setAttribute('aria-valuetext', `${degrees(this.angles[bar])}: ${(100 * weights[bar]).toFixed(1)} %, log-loss ${this.judged.loss.toFixed(4)}`)
  }

  drawLearning() {
    const { learning } = this.parts
    const { width, height } = learning.getBoundingClientRect()
    if (width === 0) return
    this.course = learningMarkup(this.path, width, height)
    fillSvg(learning, this.course.markup, width, height)
    this.cursor = svgElement('path', { class: 'cursor', d: `M0 10V${height - 30}` }, learning)
    this.dot = svgElement('circle', { class: 'dot', r: 5 }, learning)
  }

  drawCopies() {
    const { table, levels, label } = this.digit
    const answers = (k) => Array.from(table.subarray(k * CLASSES, (k + 1) * CLASSES))
    this.said = this.angles.map((_, k) => likeliest(answers(k)))
    this.parts.copies.replaceChildren(...this.angles.map((angle, k) => {
      const right = this.said[k] === label
      const node = element('div', '', `copy ${right ? 'right' : 'wrong'}`)
      const canvas = picture(turned(levels, SIDE, angle).map(Math.round))
      canvas.setAttribute('role', 'img')
      canvas.setAttribute('aria-label', `Turned by ${angle} degrees: f says ${this.said[k]}`)
      node.append(canvas, element('span', `${degrees(angle)} → ${this.said[k]}${right ? '' : ' ✗'}`))
      return node
    }))
  }

  drawVotes(weights) {
    const { table, label } = this.digit
    const [before] = this.plain
    const after = mixtureOf(table, 0, this.size, CLASSES, weights)
    const charts = [['before', before, 'f(x)'], ['after', after, 'S f(x), with π as it is now']]
    for (const [name, values, title] of charts) {
      const svg = this.parts[name]
      const { width, height } = svg.getBoundingClientRect()
      if (width === 0) continue
      fillSvg(svg, votesMarkup(values, label, title, width, height), width, height)
      svg.setAttribute('aria-label', `${title}: ${likeliest(values)} with ${(100 * Math.max(...values)).toFixed(0)} %`)
    }
    const [plain, averaged] = [likeliest(before), likeliest(after)]
    const sure = Math.max(...after)
    const { said } = this
    this.write('digit-sentence', digitSentence({ label, said, before: plain, after: averaged, sure }))
  }

  drawGallery(name, cards) {
    const gallery = this.parts[name]
    if (cards.length === 0) {
      gallery.replaceChildren(element('p', 'None among the test digits.'))
      return
    }
    gallery.replaceChildren(...cards.map((card) => {
      const button = element('button', '')
      button.type = 'button'
      const words = `a ${card.label}: ${card.before} → ${card.after}`
      button.append(picture(fromBase64(card.pixels)), element('span', words))
      button.setAttribute('aria-label', `Test digit ${card.index}, a ${card.label}: f says ${card.before}, S f says ${card.after}`)
      button.setAttribute('aria-current', String(card.index === this.digit.index))
      button.disabled = Boolean(this.component.data.standalone)
      button.onclick = () => this.ask({ what: 'digit', digit: card.index })
      return button
    }))
  }

  drawTurn(weights) {
    const { table, label, levels } = this.digit
    const { turns } = this.shared
    const { turn } = this.state
    const stride = this.size * CLASSES
    const average = turns.map((_, i) => mixtureOf(table, i * stride, this.size, CLASSES, weights))
    const { rounds } = this.parts
    const { width, height } = rounds.getBoundingClientRect()
    const at = turns.indexOf(turn)
    if (width > 0) {
      const { frame, markup } = roundsMarkup(turns, this.plain, average, width, height)
      const x = frame.x(turn)
      fillSvg(rounds, `${markup}<path class="cursor" d="M${x} ${frame.top}V${frame.bottom}"/>`, width, height)
    }
    rounds.setAttribute('aria-label', `Class probabilities of f, dotted, and of S f, solid, of a ${label} from 0° to 360°`)
    if (this.shownTurn !== turn) {
      paintLevels(this.wheel, turned(levels, SIDE, turn).map(Math.round))
      this.wheel.setAttribute('aria-label', `A ${label} turned by ${turn} degrees`)
      this.shownTurn = turn
    }
    this.parts.turn.value = String(turn)
    this.parts.turn.setAttribute('aria-valuetext', turnSentence(turn, this.plain[at], average[at]))
    this.parts.angle.textContent = `${turn}°`
    const text = `${turnSentence(turn, this.plain[at], average[at])} ${changesSentence(turns, average.map(likeliest))}`
    this.write('turn-sentence', text)
  }

  drawPriced() {
    const { priced } = this.shared
    if (!priced) return
    const { strength } = this.state
    const at = strength ?? 0
    this.parts.strength.value = String(at)
    this.parts['strength-now'].textContent = strength === null ? 'not chosen' : `strength ${priced.strengths[at]}`
    const text = pricedSentence(priced, strength)
    this.parts.strength.setAttribute('aria-valuetext', text)
    this.write('priced-sentence', text)
  }

  toStep(step) {
    const inside = Math.max(0, Math.min(this.path.losses.length - 1, step))
    this.set({ step: inside, strength: null, weights: this.pathWeights(inside) })
  }

  // The π of one strength of the transport penalty.
  toStrength(strength) {
    this.stop()
    this.set({ step: null, strength, weights: this.shared.priced.weights[strength] })
  }

  // The server leaves out what is held here.
  ask(request) {
    this.component.setTriggerValue('ask', { ...request, holds: this.experiment })
  }

  play() {
    if (this.state.playing) {
      this.stop()
      this.settle()
      return
    }
    const last = this.path.losses.length - 1
    this.toStep(this.state.step === null || this.state.step >= last ? 0 : this.state.step)
    this.state.playing = true
    this.showPlaying()
    this.ticking = setInterval(() => {
      this.toStep(this.state.step + 1)
      if (this.state.step < last) return
      this.stop()
      this.settle()
    }, prefersStillness() ? 900 : 70)
  }

  spin() {
    if (this.state.spinning) {
      this.stop()
      this.settle()
      return
    }
    this.state.spinning = true
    this.showPlaying()
    const pause = prefersStillness() ? 1000 : 110
    this.turning = setInterval(() => this.set({ turn: (this.state.turn + 5) % 360 }), pause)
  }

  stop() {
    clearInterval(this.ticking)
    clearInterval(this.turning)
    Object.assign(this.state, { playing: false, spinning: false })
    this.showPlaying()
  }

  showPlaying() {
    const { play, spin } = this.parts
    play.setAttribute('aria-pressed', String(this.state.playing))
    play.textContent = this.state.playing ? '❚❚ Pause' : '▶ Watch it learn'
    spin.setAttribute('aria-pressed', String(this.state.spinning))
    spin.textContent = this.state.spinning ? '❚❚ Pause' : '▶ Turn'
  }

  offer() {
    const view = () => {
      const { angles, path, size } = this
      const { optimum } = this.shared
      const sentence = this.parts.sentence.textContent
      return { angles, weights: this.state.weights, optimum, path, size, sentence }
    }
    return {
      file: () => 'lazy_averaging',
      svg: () => takeSvg(view()),
      csv: () => takeCsv(view()),
      python: () => this.shared.python,
      asked: ['npz', 'html'],
      ask: (what) => this.ask({ what, weights: Array.from(this.state.weights) }),
      title: 'Lazy averaging',
      height: 1600,
    }
  }

  destroy() {
    this.stop()
    cancelAnimationFrame(this.frame)
    clearTimeout(this.later)
    this.resize.disconnect()
    window.removeEventListener('popstate', this.back)
  }
}

export default function (component) {
  const root = component.parentElement.querySelector('.averaging')
  root.averaging ??= new Averaging(root)
  root.averaging.update(component)
  return () => root.averaging.destroy()
}
