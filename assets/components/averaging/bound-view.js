// The transport bound on the page: two charts and a sentence, drawn as far as is known within a frame.

import { Chart } from '../../shared/chart/chart.js'
import { isInView, write } from '../../shared/page/dom.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { LEGEND, boundDesign, firstMove, planDesign } from './bound.js'
import { boundSentence, boundVerdict } from './words.js'

const PAUSE = 120
const AT_ONCE = 4
const FRAME = 8

export class BoundView {
  constructor(parts, options) {
    this.parts = parts
    this.bound = new Chart(parts.bound, boundDesign, options)
    this.plan = new Chart(parts.plan, planDesign, options)
    options.signal.addEventListener('abort', () => clearTimeout(this.later))
  }

  // state: { digit, angles, weights, move, best, slopes }, move null where none was chosen. Out of sight all
  // of it waits until the hand rests, once there is something to see.
  draw(state, palette) {
    clearTimeout(this.later)
    if (!state.digit.curve) {
      this.parts.bounds.setAttribute('aria-busy', 'true')
      return
    }
    if (palette.dark !== this.palette?.dark) {
      this.parts['bound-legend'].replaceChildren(...legendNodes(LEGEND, palette))
    }
    Object.assign(this, { state, palette })
    if (!this.bound.frame || isInView(this.parts.bounds)) this.go(AT_ONCE)
    else this.wait(PAUSE)
  }

  wait(milliseconds) {
    this.parts.bounds.setAttribute('aria-busy', 'true')
    this.later = setTimeout(() => this.go(FRAME), milliseconds)
  }

  // Where the bound begins, for the best π whatever the π of the moment.
  begin() {
    const { digit: { curve }, best, slopes } = this.state
    this.begun = curve
    curve.follow(best)
    this.first = firstMove(curve.moves, (i) => curve.at(i).distance, slopes)
  }

  // The turn that is looked at, and the plan there.
  look() {
    const { digit: { curve }, weights } = this.state
    if (curve !== this.begun) this.begin()
    curve.follow(weights)
    const move = this.state.move ?? this.first
    return { move, g: curve.moves[move], ...curve.at(move) }
  }

  // Work for so many milliseconds, draw what is known, and go on later.
  go(milliseconds) {
    const { digit: { curve }, angles, weights, slopes } = this.state
    const { move, g, distance, plan } = this.look()
    this.parts.move.value = String(move)
    curve.advance(milliseconds)
    const changes = curve.changes()
    this.bound.paint({ curve, changes, slopes, g }, this.palette)
    this.plan.paint({ plan, angles, weights, g }, this.palette)
    const given = { move: g, change: changes[move], distance, ...slopes }
    write(this.parts['bound-sentence'], boundSentence(given))
    this.parts.move.setAttribute('aria-valuetext', boundVerdict(given))
    this.parts.bounds.setAttribute('aria-busy', String(!curve.complete))
    if (!curve.complete) this.wait(0)
  }

  // The row of the move under a pixel of the chart.
  rowAt(x) {
    const { left, right } = this.bound.frame
    const last = this.state.digit.curve.moves.length - 1
    return Math.max(0, Math.min(last, Math.round((x - left) / (right - left) * last)))
  }
}
