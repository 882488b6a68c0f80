// The Geometry page: one λ and two points, everything that they decide, drawn within one frame.

import { CHARTS, DIAL_STEPS, LEAST, MOST, dialOfLam, lamOfDial, lamUnder } from './charts.js'
import { geometryCsv, geometrySvg } from './figure.js'
import { MANY, MOST_DIMENSIONS, keptInside } from './link.js'
import { readGeometryLink, writeLayers, writePoint } from './link.js'
import { FIRST_VIEW, dragAlong, lookAround } from './look.js'
import { Labels } from './labels.js'
import { Picture } from '../../shared/chart/layers.js'
import { closeUpLayers, planeFrame, planeLayers, waysLayers } from './plane.js'
import { question } from './quiz.js'
import { alignPoints, orbitLength, straightLength } from '../../shared/math/space.js'
import { spaceLayers } from './sphere.js'
import { surfaceLayers } from './surface.js'
import { verdict } from './words.js'
import { linkWith, writeLam } from '../../shared/page/link.js'
import { TakeAway } from '../../shared/page/take.js'
import { colourParts, isDark, prefersStillness } from '../../shared/page/theme.js'
import { lamText } from '../../shared/page/lam.js'

const LAYERS_AT_FIRST = {
  balls: true, circles: false, geodesic: true, turn: true, straight: true, orbit: true, cut: true,
}
const SWEEP_SECONDS = 10
const STILL = 150
const STEADY = [0, 0.1, 0.2, 0.5, 1, 2, 5, Infinity]
const RAMPS = {
  light: { low: [226, 238, 248], high: [0, 87, 137] },
  dark: { low: [36, 52, 68], high: [140, 206, 245] },
}
const PART_NAMES = [
  'problem', 'dial', 'play', 'opposite', 'reset', 'quiz-text', 'unfold', 'any-n',
]

function solidLayers(state, width, height, palette) {
  const draw = state.dimension === 3 ? spaceLayers : surfaceLayers
  return draw(state, state.view, width, height, palette)
}

class Geometry {
  constructor(root) {
    this.root = root
    this.frame = 0
    this.unseen = new Set()
    this.place = window.location.pathname
    this.state = null
    this.quiz = 0
    this.parts = Object.fromEntries(PART_NAMES.map((part) => [part, root.querySelector(`.${part}`)]))
    this.plane = root.querySelector('.plane canvas')
    this.solid = root.querySelector('.solid canvas')
    this.handles = [...root.querySelectorAll('.handle')]
    const charts = [...root.querySelectorAll('[data-chart]')].map((figure) => ({
      canvas: figure.querySelector('canvas'), layersOf: CHARTS[figure.dataset.chart],
    }))
    this.pictures = [
      { canvas: this.plane, layersOf: (state) => planeLayers(state, this.frameOfPlane) },
      { canvas: this.solid, layersOf: solidLayers },
      { canvas: root.querySelector('.close-up canvas'), layersOf: closeUpLayers },
      { canvas: root.querySelector('.ways canvas'), layersOf: waysLayers },
      ...charts,
    ].map((picture) => ({ ...picture, picture: new Picture(picture.canvas), size: [0, 0] }))
    this.labels = new Labels(root)
    this.terms = [...root.querySelectorAll('[data-term]')]
    this.steps = [...root.querySelectorAll('.derivation li')]
    this.unfold(1)
    this.takeAway = new TakeAway(root, this.offer())
    this.listen()
  }

  update(component) {
    const { data } = component
    this.component = component
    if (this.state === null) this.readAddress()
    const dark = isDark(this.root)
    this.root.toggleAttribute('data-dark', dark)
    const style = getComputedStyle(this.root)
    const read = (part) => style.getPropertyValue(`--${part}`).trim()
    const ramp = dark ? RAMPS.dark : RAMPS.light
    this.palette = { ...ramp, font: style.fontFamily, muted: dark ? '#aab2bb' : '#59616b' }
    for (const part of ['ink', 'paper', 'left', 'price', 'result', 'other']) this.palette[part] = read(part)
    this.palette.rgb = { left: colourParts(this.palette.left) }
    const header = document.querySelector('header')
    this.root.style.setProperty('--header', `${header ? header.getBoundingClientRect().height : 0}px`)
    this.root.style.setProperty('--curve-low', `rgb(${ramp.low.join(',')})`)
    this.root.style.setProperty('--curve-high', `rgb(${ramp.high.join(',')})`)
    this.takeAway.update(data)
    this.measure()
    this.render()
    this.settle()
  }

  readAddress() {
    const { data } = this.component
    const link = readGeometryLink(data.standalone ? '' : window.location.search)
    const given = data.lam === 'inf' ? Infinity : data.lam
    this.state = {
      lam: link.lam ?? given,
      x: link.x ?? data.x,
      y: link.y ?? data.y,
      dimension: link.dimension ?? data.dimension,
      many: link.many ?? MANY,
      layers: link.layers ?? { ...LAYERS_AT_FIRST },
      view: this.state?.view ?? { ...FIRST_VIEW },
      term: null,
      hidden: false,
      playing: false,
    }
    this.parts.problem.hidden = link.problems.length === 0
    this.parts.problem.textContent = link.problems.join(' ')
  }

  measure() {
    for (const picture of this.pictures) {
      const box = picture.canvas.getBoundingClientRect()
      picture.size = [box.width, box.height]
    }
    this.frameOfPlane = planeFrame(...this.pictures[0].size)
  }

  // What a hand moves: change the state, draw at the next frame.
  set(change) {
    Object.assign(this.state, change)
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0
      this.render()
    })
  }

  // The hand has let go: tell it to the address.
  settle() {
    if (this.component.data.standalone || window.location.pathname !== this.place) return
    const { lam, x, y, dimension, many, layers } = this.state
    const href = linkWith(window.location.href, {
      x: writePoint(x),
      y: writePoint(y),
      lam: writeLam(lam),
      n: String(dimension),
      dim: many === MANY ? null : String(many),
      show: writeLayers(layers) === writeLayers(LAYERS_AT_FIRST) ? null : writeLayers(layers),
    })
    if (href !== window.location.href) window.history.replaceState(window.history.state, '', href)
  }

  render() {
    const { state } = this
    if (this.frameOfPlane.width === 0) return
    this.paint()
    const at = alignPoints(state.x, state.y, state.lam)
    this.labels.now(state, at, this.frameOfPlane)
    // Once the hand is still: finer pictures, and what is read by ear or lies below.
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => {
      this.paint()
      this.labels.later(state, at)
    }, STILL)
  }

  paint() {
    const { state, palette } = this
    for (const { canvas, layersOf, picture, size } of this.pictures) {
      if (!this.unseen.has(canvas)) picture.paint(layersOf(state, ...size, palette), palette, ...size)
    }
  }

  // Points close to being opposite are made so: the cut locus has no width.
  move(name, wanted) {
    const point = wanted.map(keptInside)
    const other = this.state[name === 'x' ? 'y' : 'x']
    const across = Math.abs(point[0] * other[1] - point[1] * other[0])
    const [r, s] = [Math.hypot(...point), Math.hypot(...other)]
    const near = point[0] * other[0] + point[1] * other[1] < 0 && across < 0.05 * s
    this.set({ [name]: near && r > 0.1 && this.snap ? other.map((value) => -value * r / s) : point })
  }

  listen() {
    this.listenToDial()
    this.listenToPoints()
    lookAround(this.solid, () => this.state.view, (view) => this.set({ view }))
    this.listenToRest()
    this.back = () => {
      this.readAddress()
      this.render()
    }
    window.addEventListener('popstate', this.back)
    this.resize = new ResizeObserver(() => {
      if (!this.state) return
      this.measure()
      this.render()
    })
    this.resize.observe(this.plane)
    // What is scrolled out of sight is drawn when it comes back.
    this.sight = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.unseen.delete(target)
        else this.unseen.add(target)
      }
      if (this.state) this.set({})
    }, { rootMargin: '100px' })
    for (const { canvas } of this.pictures) this.sight.observe(canvas)
    this.resize.observe(this.pictures.at(-1).canvas)
  }

  listenToDial() {
    const { dial, play } = this.parts
    dial.oninput = () => {
      if (this.state.playing) this.stop()
      const step = Number(dial.value)
      // One step of the keyboard leaves the stop of an end.
      const leaves = Math.abs(step - dialOfLam(this.state.lam)) === 1
      if (step > DIAL_STEPS) this.set({ lam: leaves && this.state.lam === Infinity ? MOST : Infinity })
      else if (step < 0) this.set({ lam: leaves && this.state.lam === 0 ? LEAST : 0 })
      else this.set({ lam: lamOfDial(step) })
    }
    dial.onchange = () => this.settle()
    play.onclick = () => this.play()
    const turn = (x, width) => {
      if (this.state.playing) this.stop()
      this.set({ lam: lamUnder(x, width) })
    }
    const along = this.root.querySelectorAll('.along canvas')
    for (const canvas of along) dragAlong(canvas, turn, () => this.settle())
  }

  listenToPoints() {
    for (const handle of this.handles) {
      const { point } = handle.dataset
      const follow = (event) => {
        const box = this.plane.getBoundingClientRect()
        this.snap = true
        this.move(point, this.frameOfPlane.from([event.clientX - box.left, event.clientY - box.top]))
      }
      handle.onpointerdown = (event) => {
        handle.setPointerCapture(event.pointerId)
        handle.held = true
      }
      handle.onpointermove = (event) => {
        if (handle.held) follow(event)
      }
      handle.onpointerup = handle.onpointercancel = () => {
        handle.held = false
        this.settle()
      }
      handle.onkeydown = (event) => {
        const size = event.shiftKey ? 0.01 : 0.1
        const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }
        const step = steps[event.key]
        if (!step) return
        event.preventDefault()
        this.snap = false
        this.move(point, this.state[point].map((value, i) => value + size * step[i]))
        this.settle()
      }
    }
  }

  listenToRest() {
    const { opposite, reset, unfold } = this.parts
    opposite.onclick = () => this.oppose()
    reset.onclick = () => {
      const { data } = this.component
      this.stop()
      this.endQuiz()
      const lam = data.lam === 'inf' ? Infinity : data.lam
      this.set({ lam, x: data.x, y: data.y, layers: { ...LAYERS_AT_FIRST }, view: { ...FIRST_VIEW } })
      this.settle()
    }
    for (const button of this.root.querySelectorAll('[data-dimension]')) {
      button.onclick = () => {
        this.set({ dimension: Number(button.dataset.dimension) })
        this.settle()
      }
    }
    for (const box of this.root.querySelectorAll('[data-layer]')) {
      box.onchange = () => {
        this.set({ layers: { ...this.state.layers, [box.dataset.layer]: box.checked } })
        this.settle()
      }
    }
    const many = this.parts['any-n']
    many.oninput = () => {
      const n = Number(many.value)
      if (Number.isInteger(n) && n >= 2 && n <= MOST_DIMENSIONS) this.set({ many: n })
    }
    many.onchange = () => {
      many.value = String(this.state.many)
      this.settle()
    }
    for (const term of this.terms) {
      term.onpointerenter = term.onfocus = () => this.light(term.dataset.term)
      term.onpointerleave = term.onblur = () => this.light(null)
    }
    unfold.onclick = () => this.unfold(this.shown === this.steps.length ? 1 : this.shown + 1)
    for (const button of this.root.querySelectorAll('[data-answer]')) {
      button.onclick = () => this.answer(button.dataset.answer)
    }
    this.root.onkeydown = (event) => {
      const writing = event.target.tagName === 'TEXTAREA' || event.target.type === 'number'
      const other = writing || event.ctrlKey || event.metaKey || event.altKey
      if (other || !['p', 'o'].includes(event.key)) return
      event.preventDefault()
      if (event.key === 'p') this.play()
      else this.oppose()
    }
  }

  oppose() {
    const { x, y } = this.state
    const [r, s] = [Math.hypot(...x), Math.hypot(...y)]
    if (r === 0) return
    this.set({ y: x.map((value) => -value * (s || 1) / r) })
    this.settle()
  }

  light(term) {
    for (const node of this.terms) node.classList.toggle('lit', node.dataset.term === term)
    this.set({ term })
  }

  unfold(count) {
    this.shown = count
    this.steps.forEach((step, i) => {
      step.hidden = i >= count
    })
    this.parts.unfold.textContent = count === this.steps.length ? 'Begin again' : `Next step (${count} of ${this.steps.length})`
  }

  answer(answer) {
    const [ask, straight, orbit] = this.root.querySelectorAll('[data-answer]')
    const { x, y, lam } = this.state
    this.stop()
    if (answer === 'ask') {
      this.quiz += 1
      this.set({ ...question(this.quiz), hidden: true })
      this.parts['quiz-text'].textContent = `λ = ${lamText(this.state.lam)}, and here are x and y. Which is shorter in the lazy metric: the straight line (dashed), or along the ray and round the smaller orbit (dotted)?`
    } else {
      const lengths = [straightLength(x, y, lam), orbitLength(x, y, lam), alignPoints(x, y, lam).distance]
      this.parts['quiz-text'].textContent = verdict(answer, ...lengths)
      this.set({ hidden: false })
      this.settle()
    }
    ask.hidden = answer === 'ask'
    straight.hidden = orbit.hidden = answer !== 'ask'
    ask.textContent = 'Another one'
    this.root.querySelector('[data-answer]:not([hidden])').focus()
  }

  endQuiz() {
    this.set({ hidden: false })
    const [ask, straight, orbit] = this.root.querySelectorAll('[data-answer]')
    ask.hidden = false
    straight.hidden = orbit.hidden = true
  }

  // From the plane to the ray; where motion is not wanted, in a few steps.
  play() {
    if (this.state.playing) {
      this.stop()
      this.settle()
      return
    }
    const again = this.state.lam < 0.03
    this.set({ playing: true, lam: again ? Infinity : this.state.lam })
    this.showPlaying()
    if (prefersStillness()) this.playInSteps()
    else this.playSmoothly(performance.now(), Math.min(dialOfLam(this.state.lam), DIAL_STEPS))
  }

  playSmoothly(before, step) {
    this.sweep = requestAnimationFrame((now) => {
      const next = step - DIAL_STEPS * (now - before) / (1000 * SWEEP_SECONDS)
      if (next <= 0) {
        this.stop()
        this.set({ lam: 0 })
        this.settle()
        return
      }
      this.set({ lam: lamOfDial(next) })
      this.playSmoothly(now, next)
    })
  }

  playInSteps() {
    this.stepping = setInterval(() => {
      const lam = [...STEADY].reverse().find((value) => value < this.state.lam)
      this.set({ lam })
      if (lam === 0) this.stop()
    }, 1200)
  }

  stop() {
    cancelAnimationFrame(this.sweep)
    clearInterval(this.stepping)
    this.set({ playing: false })
    this.showPlaying()
  }

  showPlaying() {
    this.parts.play.setAttribute('aria-pressed', String(this.state.playing))
    this.parts.play.textContent = this.state.playing ? '❚❚ Pause' : '▶ Play'
  }

  offer() {
    return {
      file: () => `geometry_lam_${writeLam(this.state.lam)}`,
      svg: () => geometrySvg(this.state, this.state.view),
      csv: () => geometryCsv(this.state),
      python: () => {
        const { x, y, lam, dimension } = this.state
        const inside = (point) => `[${[...point, ...(dimension === 3 ? [0] : [])].join(', ')}]`
        return this.component.data.python
          .replaceAll('{n}', String(dimension))
          .replaceAll('{x}', inside(x))
          .replaceAll('{y}', inside(y))
          .replaceAll('{lam}', lam === Infinity ? 'float("inf")' : String(lam))
          .replaceAll('{distance}', alignPoints(x, y, lam).distance.toFixed(6))
      },
      asked: ['npz', 'html'],
      ask: (what) => {
        const { x, y, lam, dimension } = this.state
        this.component.setTriggerValue('take', { what, x, y, lam: writeLam(lam), dimension })
      },
      title: 'lazyq Geometry',
      height: 1100,
    }
  }

  destroy() {
    this.stop()
    cancelAnimationFrame(this.frame)
    this.resize.disconnect()
    this.sight.disconnect()
    clearTimeout(this.waiting)
    window.removeEventListener('popstate', this.back)
  }
}

export default function (component) {
  const root = component.parentElement.querySelector('.geometry')
  root.geometry ??= new Geometry(root)
  root.geometry.update(component)
  return () => root.geometry.destroy()
}
