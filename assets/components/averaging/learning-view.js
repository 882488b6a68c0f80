// The learning on the page: two charts with one cursor, a slider, and a closer look.

import { Chart } from '../../shared/chart/chart.js'
import { Group } from '../../shared/chart/hover.js'
import { drag, write } from '../../shared/page/dom.js'
import { gapsDesign, lookAt, lossesDesign } from './learning.js'

export class LearningView {
  // go(row): to a row of the learning; settle(): the hand has let go; again(): draw.
  constructor(parts, options, { go, settle, again }) {
    Object.assign(this, { parts, again, span: null, held: false })
    const group = new Group()
    const designs = { losses: lossesDesign, gaps: gapsDesign }
    this.charts = Object.entries(designs).map(([name, design]) => {
      const chart = new Chart(parts[name], design, { ...options, group })
      drag(parts[name], (x) => {
        this.held = true
        go(this.path.steps.indexOf(chart.frame.xValue(x)))
      }, () => {
        this.held = false
        again()
        settle()
      })
      return chart
    })
    parts.closer.onclick = () => this.lookCloser()
  }

  show({ id, path, last }) {
    Object.assign(this, { id, path, last, span: null })
    this.parts.scrub.max = String(last)
  }

  lookCloser() {
    this.span = this.span ? null : lookAt(this.last, this.last)
    this.again()
  }

  // What the charts are of: row is where the learning stands, or null; loss and gap are those of π now.
  state({ row, loss, gap }) {
    return { id: this.id, path: this.path, span: this.span, row, loss, gap }
  }

  // A closer look goes along with the learning, but not while a hand is on the chart.
  draw(now, words, palette) {
    const { parts, last } = this
    const row = now.row ?? last
    if (this.span && !this.held) this.span = lookAt(row, last)
    for (const chart of this.charts) chart.paint(this.state(now), palette)
    parts.scrub.value = String(row)
    parts.scrub.setAttribute('aria-valuetext', words)
    parts.closer.setAttribute('aria-pressed', String(this.span !== null))
    write(parts.step, words)
  }
}
