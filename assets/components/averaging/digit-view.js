// One digit on the page: its copies, what f and S f answer, and both while it turns.

import { Chart } from '../../shared/chart/chart.js'
import { Group } from '../../shared/chart/hover.js'
import { mixtureOf } from '../../shared/math/mixture.js'
import { write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { paintLevels } from '../../shared/page/pixels.js'
import { Copies, turnedLevels } from './copies.js'
import { CLASSES, likeliest } from './experiment.js'
import { turningDesign } from './turning.js'
import { votesDesign } from './votes.js'
import { changesSentence, digitSentence, turnSentence } from './words.js'

export class DigitView {
  // pick(k): a copy is chosen.
  constructor(parts, options, pick) {
    this.parts = parts
    this.copies = new Copies(parts.copies, pick)
    const group = new Group()
    this.before = new Chart(parts.before, votesDesign, { ...options, group })
    this.after = new Chart(parts.after, votesDesign, { ...options, group })
    this.rounds = new Chart(parts.rounds, turningDesign, options)
  }

  show(digit, { angles, turns, size }) {
    Object.assign(this, { digit, turns, size, shown: null })
    this.copies.show(digit, angles)
    paintLevels(this.parts.own, digit.levels)
    this.parts.own.setAttribute('aria-label', `x: ${digit.name}`)
  }

  draw(weights, turn, palette) {
    const { reference, label, said, table, plain } = this.digit
    const stride = this.size * CLASSES
    const average = plain.map((_, i) => mixtureOf(table, i * stride, this.size, CLASSES, weights))
    this.average = average
    const [[before], [after]] = [plain, average]
    this.before.paint({ values: before, label, who: 'f(x)', key: reference }, palette)
    this.after.paint({ values: after, label, who: tr('S f(x), π now'), key: null }, palette)
    const [plainly, averaged] = [before, after].map(likeliest)
    const verdict = { label, said, before: plainly, after: averaged, sure: Math.max(...after) }
    write(this.parts['digit-sentence'], digitSentence(verdict))
    if (!this.digit.curve) return
    this.rounds.paint({ digit: reference, turns: this.turns, plain, average, turn, label }, palette)
    this.drawTurn(average, turn)
  }

  drawTurn(average, turn) {
    const { parts, turns, digit: { label, levels, plain } } = this
    const at = turns.indexOf(turn)
    const words = turnSentence(turn, plain[at], average[at])
    parts.turn.value = String(turn)
    parts.turn.setAttribute('aria-valuetext', words)
    write(parts.angle, `${turn}°`)
    write(parts['turn-sentence'], `${words} ${changesSentence(turns, average.map(likeliest))}`)
    if (this.shown === turn) return
    this.shown = turn
    paintLevels(parts.wheel, turnedLevels(levels, turn))
    parts.wheel.setAttribute('aria-label', label === null
      ? tr('A digit turned by {turn} degrees', { turn })
      : tr('A {digit} turned by {turn} degrees', { digit: label, turn }))
  }
}
