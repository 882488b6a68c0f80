// Real digits: how many of the target's get their own label, method by method.

import { Chart } from '../../shared/chart/chart.js'
import { partsOf, write } from '../../shared/page/dom.js'
import { accuracyDesign } from './charts.js'
import { fillDigits } from './tables.js'
import { digitsSentence } from './words.js'

export class Digits {
  constructor(root, options) {
    this.parts = partsOf(root, ['digits', 'digits-sentence', 'accuracy', 'digits-table'])
    this.node = this.parts.accuracy
    this.chart = new Chart(this.node, accuracyDesign, options)
    this.found = null
  }

  receive(found) {
    this.found = found
    if (!found) return
    write(this.parts['digits-sentence'], digitsSentence(found))
    fillDigits(this.parts['digits-table'], found)
  }

  draw(palette, hidden) {
    this.parts.digits.hidden = !this.found || hidden
    if (this.found && !hidden) this.chart.paint(this.found, palette)
  }
}
