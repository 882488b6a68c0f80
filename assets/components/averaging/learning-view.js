// The learning on the page: two charts with one cursor, a slider, and a closer look.

import { Chart } from '../../shared/chart/chart.js'
import { Group } from '../../shared/chart/hover.js'
import { Zoom } from '../../shared/chart/zoom.js'
import { drag, write } from '../../shared/page/dom.js'
import { Sight } from '../../shared/page/sight.js'
import { gapsDesign, lossesDesign } from './learning.js'

const CLOSER = 0.2

export class LearningView {
  // go(row): to a row of the learning; settle(): the hand has let go; again(): draw.
  constructor(parts, options, { go, settle, again }) {
    Object.assign(this, { parts, again, zoom: new Zoom() })
    const group = new Group()
    const designs = { losses: lossesDesign, gaps: gapsDesign }
    this.charts = Object.entries(designs).map(([name, design]) => {
      const chart = new Chart(parts[name], design, { ...options, group })
      drag(parts[name], (x) => go(this.path.steps.indexOf(chart.frame.xValue(x))), settle)
      return chart
    })
    parts.closer.onclick = () => this.lookCloser()
    this.sight = new Sight(this.charts.map(({ node }) => node), () => this.paint())
    options.signal.addEventListener('abort', () => this.sight.end())
  }

  show({ id, path, last }) {
    Object.assign(this, { id, path, last, row: last })
    this.zoom.all()
    this.parts.scrub.max = String(last)
  }

  lookCloser() {
    if (this.zoom.isAll) this.zoom.by(CLOSER, this.row / this.last)
    else this.zoom.all()
    this.again()
  }

  // What the charts are of: row is where the learning stands, or null; loss and gap are those of π now.
  state({ row, loss, gap }) {
    return { id: this.id, path: this.path, zoom: this.zoom, row, loss, gap }
  }

  // A closer look goes along with the learning.
  draw(now, words, palette) {
    const { parts, last } = this
    const row = now.row ?? last
    this.row = row
    this.zoom.follow(row / last)
    this.behind = { now, palette }
    this.paint()
    parts.scrub.value = String(row)
    parts.scrub.setAttribute('aria-valuetext', words)
    parts.closer.setAttribute('aria-pressed', String(!this.zoom.isAll))
    write(parts.step, words)
  }

  // Out of sight they wait, once they have names: the bars that a hand moves have the frame for themselves.
  paint() {
    const seen = this.painted !== this.id || this.charts.some(({ node }) => this.sight.sees(node))
    if (!this.behind || !seen) return
    const { now, palette } = this.behind
    this.behind = null
    this.painted = this.id
    for (const chart of this.charts) chart.paint(this.state(now), palette)
  }
}
