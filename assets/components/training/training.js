// Encoders that are being trained: both losses so far.

import { Chart } from '../../shared/chart/chart.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { methodsLegend, trainingDesign } from '../../shared/chart/training.js'
import { partsOf } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { Lifecycle, mount } from '../../shared/page/lifecycle.js'

class Training extends Lifecycle {
  constructor(root) {
    super(root, {})
    this.parts = partsOf(root, ['keys', 'info', 'equivariance'])
    const options = { speak: (text) => this.speak(text), signal: this.ending.signal }
    this.charts = ['info', 'equivariance'].map((part) => new Chart(this.parts[part], trainingDesign, options))
    this.follow(this.parts.info)
  }

  receive() {
    this.parts.keys.replaceChildren(...legendNodes(methodsLegend([0, 1, 2]), this.palette))
  }

  draw() {
    const { steps, losses, equivariance, spread } = this.data
    const key = String(steps.map((list) => list.length))
    const [info, equi] = this.charts
    info.paint({ key, steps, values: losses, title: spread }, this.palette)
    const title = tr('equivariance loss')
    equi.paint({ key, steps, values: equivariance, title, logarithm: true }, this.palette)
  }
}

export default mount(Training, '.training')
