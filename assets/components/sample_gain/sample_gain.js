// What a symmetry of the torus is worth: a point and its images, the waves that are left, and two learning
// curves of which a hand slides one over the other.

import { Chart } from '../../shared/chart/chart.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { SYMMETRIES, TURN, counts } from '../../shared/math/orbits.js'
import { apart } from '../../shared/math/sideways.js'
import { drag, made, partsOf, write } from '../../shared/page/dom.js'
import { oneOf, whole } from '../../shared/page/link.js'
import { View, mounted } from '../../shared/page/view.js'
import {
  LAST_LEVEL, MOST_FACTOR, MOST_LEVEL, curvesDesign, curvesLegend, latticeDesign, lazyDesign, ratioDesign,
  ratioLegend, spaceDesign,
} from './charts.js'
import { sampleGainCsv, sampleGainSvg, tableRows } from './figure.js'
import {
  countSentence, coverSentence, lazySentence, measuredSentence, placeSentence, risk, times,
} from './words.js'

const PARTS = [
  'space', 'where', 'lattice',
  'ratio', 'ratio-keys', 'level', 'counted', 'curves', 'curve-keys', 'factor', 'slid',
  'cover', 'measured', 'reveal', 'size', 'size-text', 'lazy', 'lazy-sentence', 'learned', 'numbers',
  'pending', 'own',
]
const STEPS = 500
const LAZY = 2
const DEGREES = 360
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }

const factorOf = (step) => MOST_FACTOR ** (step / STEPS)
const stepOf = (factor) => Math.round(STEPS * Math.log(factor) / Math.log(MOST_FACTOR))
const turned = (degrees) => degrees * TURN / DEGREES

class SampleGain extends View {
  constructor(root) {
    super(root, { level: 100, step: 0, at: 4, x: 40, y: 70, shown: 'no' })
    this.parts = partsOf(root, PARTS)
    const { parts } = this
    const options = { speak: (text) => this.speak(text), signal: this.ending.signal }
    this.space = new Chart(parts.space, spaceDesign, { readable: false })
    this.lattice = new Chart(parts.lattice, latticeDesign, { readable: false })
    this.ratio = new Chart(parts.ratio, ratioDesign, options)
    this.curves = new Chart(parts.curves, curvesDesign, options)
    this.lazy = new Chart(parts.lazy, lazyDesign, options)
    parts.level.max = String(MOST_LEVEL)
    parts.factor.max = String(STEPS)
    this.listen()
    this.follow(parts.space, parts.lattice, parts.ratio, parts.curves, parts.lazy)
  }

  receive(data) {
    const { group, curves, sizes, taus } = data
    write(this.parts.where, placeSentence(SYMMETRIES[group].mirrors.length > 0))
    if (group !== this.group) this.found = counts(group, LAST_LEVEL)
    this.group = group
    this.key = JSON.stringify([group, data.assumed, curves?.mean[0], data.own])
    const { parts } = this
    parts.size.max = String(sizes.length - 1)
    parts['ratio-keys'].replaceChildren(...legendNodes(ratioLegend(), this.palette))
    parts['curve-keys'].replaceChildren(...legendNodes(curvesLegend(taus, LAZY), this.palette))
    parts.learned.hidden = !curves
    parts.pending.hidden = Boolean(curves)
    const { n, risks } = data.own
    parts.own.textContent = `One draw of ${n} points, computed at once: risk ${risk(risks.at(-1))} without ` +
      `the symmetry, ${risk(risks[0])} with it (circles in the chart).`
    if (curves) this.fillTable()
  }

  fillTable() {
    const [heads, ...rows] = tableRows(this.data)
    const head = (textContent, scope) => made('th', { textContent, scope })
    const row = ([name, ...texts]) => made(
      'tr', {}, head(name, 'row'), ...texts.map((textContent) => made('td', { textContent })),
    )
    this.parts.numbers.querySelector('table').replaceChildren(
      made('tr', {}, ...heads.map((text) => head(text, 'col'))), ...rows.map(row),
    )
  }

  address() {
    const { sizes } = this.data
    return {
      level: { type: whole(0, MOST_LEVEL), otherwise: 100 },
      step: { type: whole(0, STEPS), otherwise: 0, parameter: 'slide' },
      at: { type: whole(0, sizes.length - 1), otherwise: 4, parameter: 'size' },
      x: { type: whole(0, DEGREES), otherwise: 40, parameter: 'x1' },
      y: { type: whole(0, DEGREES), otherwise: 70, parameter: 'x2' },
      shown: { type: oneOf(['no', 'yes']), otherwise: 'no' },
    }
  }

  fixed() {
    return this.data.address
  }

  keys() {
    const to = (change) => () => this.choose(change())
    const { level, step } = this.state
    return {
      '[': to(() => ({ step: Math.max(0, step - 10) })),
      ']': to(() => ({ step: Math.min(STEPS, step + 10) })),
      '-': to(() => ({ level: Math.max(0, level - 10) })),
      '+': to(() => ({ level: Math.min(MOST_LEVEL, level + 10) })),
    }
  }

  get factor() {
    return factorOf(this.state.step)
  }

  get same() {
    return this.data.group === this.data.assumed
  }

  get order() {
    return SYMMETRIES[this.group].order
  }

  covered() {
    const { curves, sizes, taus } = this.data
    return apart(sizes, curves.mean[taus.length - 1], curves.mean[0], this.factor)
  }

  sentences() {
    const { level, at } = this.state
    const { curves, sizes, taus, outside } = this.data
    const { all, kept } = this.found
    const counted = countSentence({ level, all: all[level], kept: kept[level], order: this.order })
    if (!curves) return [counted]
    const means = curves.mean.map((row) => row[at])
    const cover = coverSentence(this.factor, this.covered())
    return [counted, cover, lazySentence(taus, means, sizes[at], outside)]
  }

  words() {
    return this.sentences().join(' ')
  }

  drawn() {
    const { level, x, y, at } = this.state
    const { curves, sizes, taus, own } = this.data
    return {
      group: this.group, point: [turned(x), turned(y)], level, found: this.found, curves, sizes, taus, own,
      at, factor: this.factor, lazy: LAZY, key: this.key,
    }
  }

  draw() {
    const { parts, palette, state } = this
    const drawn = this.drawn()
    const [counted, cover, lazily] = this.sentences()
    this.space.paint(drawn, palette)
    this.lattice.paint(drawn, palette)
    this.ratio.paint(drawn, palette)
    parts.level.value = String(state.level)
    parts.level.setAttribute('aria-valuetext', counted)
    write(parts.counted, counted)
    if (!this.data.curves) return
    this.curves.paint(drawn, palette)
    this.lazy.paint(drawn, palette)
    parts.factor.value = String(state.step)
    parts.factor.setAttribute('aria-valuetext', cover)
    write(parts.slid, times(this.factor))
    write(parts.cover, cover)
    const shown = state.shown === 'yes'
    parts.reveal.hidden = shown
    write(parts.measured, shown ? measuredSentence(this.data.curves, this.order, this.same) : '')
    parts.size.value = String(state.at)
    parts.size.setAttribute('aria-valuetext', lazily)
    write(parts['size-text'], `n = ${this.data.sizes[state.at]}`)
    write(parts['lazy-sentence'], lazily)
  }

  listen() {
    const { parts } = this
    const settle = () => this.settle()
    const degrees = (angle) => Math.round(Math.max(0, Math.min(1, angle / TURN)) * DEGREES)
    drag(parts.space, (x, y) => {
      const { frame } = this.space
      this.set({ x: degrees(frame.xValue(x)), y: degrees(frame.yValue(y)) })
    }, settle)
    drag(parts.lattice, (x, y) => {
      const { frame } = this.lattice
      const [k, l] = [frame.xValue(x), frame.yValue(y)]
      this.set({ level: Math.min(MOST_LEVEL, Math.round(k * k + l * l)) })
    }, settle)
    let from = null
    parts.curves.addEventListener('pointerdown', (event) => {
      from = { x: event.clientX, step: this.state.step }
    }, { signal: this.ending.signal })
    // The curve is taken where it is pressed, and follows as far as the pointer goes.
    drag(parts.curves, (x) => {
      const { frame } = this.curves
      const left = parts.curves.getBoundingClientRect().left
      const factor = frame.xValue(x) / frame.xValue(from.x - left) * factorOf(from.step)
      this.set({ step: Math.max(0, Math.min(STEPS, stepOf(factor))) })
    }, settle)
    for (const [node, name] of [[parts.level, 'level'], [parts.factor, 'step'], [parts.size, 'at']]) {
      node.oninput = () => this.set({ [name]: Number(node.value) })
      node.onchange = settle
    }
    parts.space.onkeydown = (event) => this.nudge(event)
    parts.reveal.onclick = () => {
      this.choose({ shown: 'yes' })
      this.speak(measuredSentence(this.data.curves, this.order, this.same))
    }
  }

  nudge(event) {
    if (!ARROWS[event.key]) return
    const [right, up] = ARROWS[event.key]
    event.preventDefault()
    const kept = (value) => (value + DEGREES) % DEGREES
    this.choose({ x: kept(this.state.x + 5 * right), y: kept(this.state.y + 5 * up) })
  }

  offer() {
    return {
      file: () => `sample_gain_${this.group}`,
      svg: (palette) => sampleGainSvg({ ...this.drawn(), sentences: this.sentences() }, palette),
      csv: () => sampleGainCsv(this.data),
      python: () => this.data.python,
      asked: ['npz', 'html'],
      ask: (what) => this.ask({ what }),
      title: 'lazyq Sample gain',
      height: 1000,
    }
  }
}

export default mounted(SampleGain, '.sample-gain')
