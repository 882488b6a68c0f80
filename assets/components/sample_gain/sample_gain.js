// What a symmetry is worth: a point of a torus or a sphere and its images, the waves that are left, and two
// learning curves of which a hand slides one over the other.

import { Chart } from '../../shared/chart/chart.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { Tables } from '../../shared/chart/table.js'
import { degreeOf, sphereAngles, outlook, spherePoint } from '../../shared/math/harmonics.js'
import { TURN } from '../../shared/math/orbits.js'
import { apart } from '../../shared/math/sideways.js'
import { drag, made, partsOf, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { oneOf, whole } from '../../shared/page/link.js'
import { View, mounted } from '../../shared/page/view.js'
import { account } from './change.js'
import {
  STEPS, UNMADE, curvesDesign, curvesLegend, factorOf, lazyDesign, stepOf,
} from './charts.js'
import {
  MOST_LEVEL, countsOf, hasMirrors, isOnSphere, kindOf, orderOf, ratioDesign, ratioLegend, ratioTable,
} from './counting.js'
import { frequencyDesign, sampleGainCsv, sampleGainSvg, spaceDesign, tableRows } from './figure.js'
import { riddle } from './riddle.js'
import {
  countSentence, coverSentence, kindSentence, lazySentence, measuredSentence, ownSentence, placeSentence,
  times,
} from './words.js'

const PARTS = [
  'space', 'where', 'kinds', 'level-text', 'lattice',
  'ratio', 'ratio-keys', 'level', 'counted', 'curves', 'curve-keys', 'factor', 'slid',
  'cover', 'answer', 'measured', 'guess', 'reveal', 'size', 'size-text', 'lazy', 'lazy-sentence',
  'learned', 'numbers', 'pending', 'own',
]
const LAZY = 2
const DEGREES = 360
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }

const turned = (degrees) => degrees * TURN / DEGREES
const RIGHT_ANGLE = 90
const TOUCH = 30
const ROLE = tr('point, moved by the arrow keys; with Shift a sphere turns')
const PENDING = tr('The learning curves are being computed.')

class SampleGain extends View {
  constructor(root) {
    super(root, { level: 100, step: 0, at: 4, x: 40, y: 70, turn: 60, tilt: 25, shown: 'no', guess: UNMADE })
    this.account = account
    this.parts = partsOf(root, PARTS)
    const { parts } = this
    const options = { speak: (text) => this.speak(text), signal: this.ending.signal }
    this.space = new Chart(parts.space, spaceDesign, { readable: false })
    this.lattice = new Chart(parts.lattice, frequencyDesign, { readable: false })
    this.ratio = new Chart(parts.ratio, ratioDesign, options)
    this.curves = new Chart(parts.curves, curvesDesign, options)
    this.lazy = new Chart(parts.lazy, lazyDesign, options)
    this.tables = new Tables({ ratio: parts.ratio }, this.ending.signal)
    parts.space.ariaRoleDescription = ROLE
    parts.level.max = String(MOST_LEVEL)
    parts.factor.max = String(STEPS)
    this.listen()
    this.follow(parts.space, parts.lattice, parts.ratio, parts.curves, parts.lazy)
  }

  receive(data) {
    const { group, curves, sizes, taus, python } = data
    const { parts } = this
    const sphere = isOnSphere(group)
    write(parts.where, placeSentence(sphere, hasMirrors(group)))
    write(parts.kinds, kindSentence(sphere, group === 'icosahedron'))
    write(parts['level-text'], tr('Level {symbol}', { symbol: kindOf(group).symbol }))
    if (group !== this.group) this.found = countsOf(group)
    // What was measured of one task is no answer to the next.
    if (this.task && python !== this.task) Object.assign(this.state, { shown: 'no', guess: UNMADE })
    this.group = group
    this.task = python
    this.key = JSON.stringify([group, data.assumed, curves?.mean[0], curves?.old, data.own])
    parts.size.max = String(sizes.length - 1)
    parts['ratio-keys'].replaceChildren(...legendNodes(ratioLegend(), this.palette))
    parts['curve-keys'].replaceChildren(...legendNodes(curvesLegend(taus, LAZY), this.palette))
    parts.learned.hidden = !curves
    parts.learned.toggleAttribute('data-old', Boolean(curves?.old))
    parts.pending.hidden = Boolean(curves) && !curves.old
    const pale = curves?.old && tr('Until then, pale: those of {task}.', { task: curves.old })
    write(parts.pending, pale ? `${PENDING} ${pale}` : PENDING)
    parts.answer.hidden = Boolean(curves?.old)
    this.root.setAttribute('aria-busy', String(!curves || Boolean(curves.old)))
    write(parts.own, ownSentence(data.own, curves?.old))
    this.tables.show(() => ({ ratio: ratioTable(group, this.found) }))
  }

  // Only who has guessed, or asked, is told what it is worth.
  fillTable(shown) {
    const key = `${this.key} ${shown}`
    if (this.filled === key) return
    this.filled = key
    const [heads, ...rows] = tableRows(this.data, shown)
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
      turn: { type: whole(0, DEGREES), otherwise: 60 },
      tilt: { type: whole(-RIGHT_ANGLE, RIGHT_ANGLE), otherwise: 25 },
      shown: { type: oneOf(['no', 'yes']), otherwise: 'no' },
      guess: { type: whole(UNMADE, STEPS), otherwise: UNMADE },
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

  get point() {
    const { x, y } = this.state
    return [turned(x), turned(y) / (isOnSphere(this.group) ? 2 : 1)]
  }

  get measured() {
    const { guess } = this.state
    const guessed = guess === UNMADE ? null : factorOf(guess)
    return measuredSentence(this.data.curves, orderOf(this.group), this.same, guessed)
  }

  covered() {
    const { curves, sizes, taus } = this.data
    return apart(sizes, curves.mean[taus.length - 1], curves.mean[0], this.factor)
  }

  sentences() {
    const { level, at } = this.state
    const { curves, sizes, taus } = this.data
    const { all, kept } = this.found
    const counted = countSentence({
      level, all: all[level], kept: kept[level], order: orderOf(this.group), kind: kindOf(this.group),
    })
    if (!curves) return [counted]
    const means = curves.mean.map((row) => row[at])
    const cover = coverSentence(this.factor, this.covered())
    return [counted, cover, lazySentence(taus, means, sizes[at], curves.outside)]
  }

  words() {
    return this.sentences().join(' ')
  }

  drawn() {
    const { level, turn, tilt, at } = this.state
    const { curves, sizes, taus, own } = this.data
    return {
      group: this.group, point: this.point, outlookAt: [turned(turn), turned(tilt)], level, found: this.found,
      curves, sizes, taus, own: curves?.old ? null : own,
      at, factor: this.factor, lazy: LAZY, key: this.key,
    }
  }

  // To take away: without curves of something else.
  figure() {
    const old = this.data.curves?.old
    const [counted, ...others] = this.sentences()
    const sentences = [counted, ...(old ? [] : others)]
    return { ...this.drawn(), ...(old && { curves: null }), sentences }
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
    const shown = state.shown === 'yes' && !this.data.curves.old
    parts.reveal.hidden = parts.guess.hidden = shown
    write(parts.measured, shown ? this.measured : '')
    this.fillTable(shown)
    parts.size.value = String(state.at)
    parts.size.setAttribute('aria-valuetext', lazily)
    write(parts['size-text'], `n = ${this.data.sizes[state.at]}`)
    write(parts['lazy-sentence'], lazily)
  }

  listen() {
    const { parts } = this
    const settle = () => this.settle()
    this.listenToSpace(settle)
    drag(parts.lattice, (x, y) => {
      const { frame } = this.lattice
      const [k, l] = [frame.xValue(x), Math.max(0, frame.yValue(y))]
      const degree = Math.round(l)
      const level = isOnSphere(this.group)
        ? Math.min(degreeOf(MOST_LEVEL), degree) * (Math.min(degreeOf(MOST_LEVEL), degree) + 1)
        : Math.round(k * k + frame.yValue(y) ** 2)
      this.set({ level: Math.min(MOST_LEVEL, level) })
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
    const tell = (guess) => this.choose({ shown: 'yes', guess })
    parts.guess.onclick = () => tell(this.state.step)
    parts.reveal.onclick = () => tell(UNMADE)
  }

  // On the torus the point goes where the hand is; a sphere turns under it, unless it holds the point.
  listenToSpace(settle) {
    const { space } = this.parts
    let held = null
    space.addEventListener('pointerdown', () => {
      held = null
    }, { signal: this.ending.signal })
    drag(space, (x, y) => {
      const { frame } = this.space
      const degrees = (angle) => Math.round(Math.max(0, Math.min(1, angle / TURN)) * DEGREES)
      const at = [frame.xValue(x), frame.yValue(y)]
      if (!isOnSphere(this.group)) {
        this.set({ x: degrees(at[0]), y: degrees(at[1]) })
        return
      }
      const { turn, tilt } = this.state
      const { seen, at: pointAt } = outlook(turned(turn), turned(tilt))
      const [a, b, depth] = seen(spherePoint(...this.point))
      held ??= { at, turn, tilt, point: depth >= 0 && Math.hypot(frame.x(a) - x, frame.y(b) - y) < TOUCH }
      if (held.point) {
        const [longitude, polar] = sphereAngles(pointAt(...at))
        this.set({ x: degrees(longitude), y: degrees(2 * polar) })
        return
      }
      const [right, up] = at.map((value, i) => (value - held.at[i]) * DEGREES / TURN)
      const level = Math.max(-RIGHT_ANGLE, Math.min(RIGHT_ANGLE, Math.round(held.tilt - up)))
      this.set({ turn: (Math.round(held.turn - right) + 2 * DEGREES) % DEGREES, tilt: level })
    }, settle)
  }

  nudge(event) {
    if (!ARROWS[event.key]) return
    const [right, up] = ARROWS[event.key]
    event.preventDefault()
    const kept = (value) => (value + DEGREES) % DEGREES
    const { x, y, turn, tilt } = this.state
    if (!isOnSphere(this.group)) this.choose({ x: kept(x + 5 * right), y: kept(y + 5 * up) })
    else if (event.shiftKey) {
      const level = Math.max(-RIGHT_ANGLE, Math.min(RIGHT_ANGLE, tilt - 5 * up))
      this.choose({ turn: kept(turn - 5 * right), tilt: level })
    } else this.choose({ x: kept(x + 5 * right), y: Math.max(0, Math.min(DEGREES, y - 10 * up)) })
  }

  offer() {
    return {
      file: () => `sample_gain_${this.group}`,
      svg: (palette) => sampleGainSvg(this.figure(), palette),
      csv: () => sampleGainCsv(this.data),
      python: () => this.data.python,
      // The curves are there to be slid; what they are worth is in arrays, and a program prints it.
      hidden: (kind) => this.state.shown === 'no' && ['csv', 'npz', 'python'].includes(kind),
      skip: () => (this.parts.answer.checkVisibility() ? this.parts.reveal : null),
      asked: ['bigger', 'npz', 'html'],
      ask: (what) => this.ask({ what, search: window.location.search, seen: this.state.shown === 'yes' }),
      title: 'lazyq Sample gain',
      height: 1000,
    }
  }
}

export default mounted(SampleGain, '.sample-gain', riddle)
