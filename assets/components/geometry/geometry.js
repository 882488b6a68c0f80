// The Geometry page: one λ and two points, everything that they decide, drawn within one frame.

import { account } from './change.js'
import { CHARTS, LAM_SCALE, LEAST, MOST } from './charts.js'
import { RAMPS, geometryCsv, geometrySvg } from './figure.js'
import { Labels } from './labels.js'
import { DIMENSION, LAYERS_AT_FIRST, addressOf } from './link.js'
import { FIRST_VIEW, lookAround } from '../../shared/chart/look.js'
import { closeUpDesign, planeDesign, solidDesign, waysDesign } from './pictures.js'
import { holdPoints, opposite, placed } from './points.js'
import { Quiz } from './quiz.js'
import { riddle } from './riddle.js'
import { Tables } from './tables.js'
import { RIDDLE, geometrySentence, verdict } from './words.js'
import { Chart } from '../../shared/chart/chart.js'
import { Group } from '../../shared/chart/hover.js'
import { alignPoints, orbitLength, straightLength } from '../../shared/math/space.js'
import { Dial } from '../../shared/page/dial.js'
import { drag, partsOf } from '../../shared/page/dom.js'
import { LAM, lamFromJson, lamText, lamToPython, roundLam } from '../../shared/page/lam.js'
import { tr } from '../../shared/page/language.js'
import { Player } from '../../shared/page/play.js'
import { Sight } from '../../shared/page/sight.js'
import { Sound, shareOf } from '../../shared/page/sound.js'
import { colourParts } from '../../shared/page/theme.js'
import { View, mounted } from '../../shared/page/view.js'
import { number } from '../../shared/page/words.js'

const SWEEP_SECONDS = 10
const STILL = 150
const STEADY = [5, 2, 1, 0.5, 0.2, 0.1, 0]
const PARTS = ['dial', 'play', 'sound', 'opposite', 'reset', 'unfold', 'any-n']

class Geometry extends View {
  constructor(root) {
    super(root, { view: { ...FIRST_VIEW }, term: null, hidden: false })
    this.account = account
    this.parts = partsOf(root, PARTS)
    this.labels = new Labels(root)
    this.tables = new Tables(root)
    this.handles = [...root.querySelectorAll('.handle')]
    this.terms = [...root.querySelectorAll('[data-term]')]
    this.steps = [...root.querySelectorAll('.derivation li')]
    this.unfold(1)
    this.dial = new Dial(this.parts.dial, { turn: (lam) => this.turn(lam), settle: () => this.settle() })
    this.dial.use(LAM_SCALE)
    this.players.push(new Player(this.parts.play, this.sweep()))
    this.sound = new Sound(this.parts.sound, () => this.audible(), this.ending.signal)
    this.quiz = new Quiz(root, {
      ask: (question) => this.pose(question),
      told: (answer) => this.reveal(answer),
    })
    this.charts = this.madeCharts()
    this.plane = this.charts[0]
    this.listen()
    this.follow(this.plane.node, this.charts.at(-1).node)
    const nodes = this.charts.map(({ node }) => node)
    this.sight = new Sight(nodes, () => this.addressed && this.set({}))
  }

  madeCharts() {
    const { root } = this
    const shared = { speak: (text) => this.speak(text), signal: this.ending.signal }
    const pictures = [
      ['plane', planeDesign, { pointed: root.querySelector('.plane .frame') }],
      ['solid', solidDesign, { keyboard: false }],
      ['close-up', closeUpDesign, {}],
      ['ways', waysDesign, {}],
    ]
    const groups = { lam: new Group(), radius: new Group() }
    return [
      ...pictures.map(([part, design, options]) => (
        new Chart(root.querySelector(`.${part} canvas`), design, { ...shared, ...options })
      )),
      ...[...root.querySelectorAll('[data-chart]')].map((figure) => {
        const group = figure.matches('.along') ? groups.lam : groups.radius
        return new Chart(figure.querySelector('canvas'), CHARTS[figure.dataset.chart], { ...shared, group })
      }),
    ]
  }

  receive() {
    const header = document.querySelector('header')
    this.root.style.setProperty('--header', `${header ? header.getBoundingClientRect().height : 0}px`)
    if (this.palette.low) return
    const ramp = this.palette.dark ? RAMPS.dark : RAMPS.light
    Object.assign(this.palette, ramp, { rgb: { left: colourParts(this.palette.left) } })
    this.root.style.setProperty('--curve-low', `rgb(${ramp.low.join(',')})`)
    this.root.style.setProperty('--curve-high', `rgb(${ramp.high.join(',')})`)
  }

  address() {
    return addressOf(this.data)
  }

  adopt(values) {
    Object.assign(this.state, values, { term: null, hidden: false })
    this.quiz.open(false)
  }

  words() {
    const { state } = this
    return state.hidden ? RIDDLE : geometrySentence(state, alignPoints(state.x, state.y, state.lam))
  }

  keys() {
    return { p: () => this.players[0].toggle(), o: () => this.oppose(), s: () => this.sound.toggle() }
  }

  // The distance on its way from that at λ = 0 to that at ∞; it goes there smoothly, without an event.
  audible() {
    const { x, y, lam, hidden } = this.state
    if (hidden) return null
    const [now, least, most] = [lam, 0, Infinity].map((at) => alignPoints(x, y, at).distance)
    return { key: JSON.stringify([x, y]), share: shareOf(now, least, most), passed: 0 }
  }

  draw() {
    const { state } = this
    this.paint()
    this.sound.follow()
    if (this.plane.frame === null) return
    const at = alignPoints(state.x, state.y, state.lam)
    const lam = lamText(state.lam)
    this.dial.show(state.lam, state.hidden ? lam : tr('{lam}, distance {distance}', {
      lam, distance: number(at.distance, 3),
    }))
    this.labels.now(state, at, this.plane.frame)
    // Once the hand is still: finer pictures, and what lies below.
    clearTimeout(this.waiting)
    this.root.removeAttribute('data-still')
    this.waiting = setTimeout(() => {
      this.paint()
      this.labels.later(state, at)
      this.tables.show(state)
      this.root.setAttribute('data-still', '')
    }, STILL)
  }

  paint() {
    for (const chart of this.charts) {
      if (this.sight.sees(chart.node)) chart.paint(this.state, this.palette)
    }
  }

  turn(lam) {
    this.pause()
    this.set({ lam })
  }

  // What a control decides while λ may go on playing.
  decide(change) {
    this.set(change)
    this.settle()
  }

  // From the plane to the ray; on from where it was paused, if λ still stands there.
  sweep() {
    const [from, to] = [LAM_SCALE.share(LEAST), LAM_SCALE.share(MOST)]
    let share = to
    const on = (lam) => {
      this.set({ lam })
      return lam > 0
    }
    return {
      begin: () => {
        if (this.state.lam !== this.stopped) this.set({ lam: Infinity })
        share = Math.min(LAM_SCALE.share(this.state.lam), to)
      },
      advance: (seconds) => {
        share -= (to - from) * seconds / SWEEP_SECONDS
        return on(share > from ? roundLam(LAM_SCALE.value(share)) : 0)
      },
      stride: () => {
        const more = on(STEADY.find((lam) => lam < this.state.lam) ?? 0)
        this.speak(this.words())
        return more
      },
      end: () => {
        this.stopped = this.state.lam > 0 ? this.state.lam : null
        this.settle()
      },
    }
  }

  oppose() {
    const { x, y } = this.state
    if (Math.hypot(...x) > 0) this.decide({ y: opposite(x, y) })
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
    const all = count === this.steps.length
    this.parts.unfold.textContent = all
      ? tr('Begin again')
      : tr('Next step ({count} of {all})', { count, all: this.steps.length })
  }

  // The address keeps the pair from before until the visitor has answered.
  pose(question) {
    this.pause()
    this.set({ ...question, hidden: true })
    this.speak(this.words())
  }

  reveal(answer) {
    const { x, y, lam } = this.state
    this.choose({ hidden: false })
    return verdict(answer, straightLength(x, y, lam), orbitLength(x, y, lam), alignPoints(x, y, lam).distance)
  }

  reset() {
    const { x, y, lam } = this.data
    this.quiz.open(false)
    const first = { layers: { ...LAYERS_AT_FIRST }, view: { ...FIRST_VIEW } }
    this.choose({ lam: lamFromJson(lam), x, y, hidden: false, ...first })
  }

  listen() {
    const { root, state, plane } = this
    const { unfold, reset } = this.parts
    this.parts.opposite.onclick = () => this.oppose()
    reset.onclick = () => this.reset()
    this.tables.details.ontoggle = () => this.tables.show(state)
    unfold.onclick = () => this.unfold(this.shown === this.steps.length ? 1 : this.shown + 1)
    holdPoints(this.handles, plane.node, {
      frame: () => plane.frame,
      pointOf: (name) => state[name],
      move: (name, wanted, snaps) => {
        this.set({ [name]: placed(wanted, state[name === 'x' ? 'y' : 'x'], snaps) })
      },
      settle: () => this.settle(),
    })
    const solid = root.querySelector('.solid canvas')
    lookAround(solid, () => state.view, (view) => this.set({ view }), () => this.settle())
    for (const chart of this.charts.filter(({ node }) => node.closest('.along'))) {
      drag(chart.node, (x) => this.turn(chart.frame.xValue(x)), () => this.settle())
    }
    for (const button of root.querySelectorAll('[data-dimension]')) {
      button.onclick = () => this.decide({ dimension: Number(button.dataset.dimension) })
    }
    for (const box of root.querySelectorAll('[data-layer]')) {
      box.onchange = () => this.decide({ layers: { ...state.layers, [box.dataset.layer]: box.checked } })
    }
    for (const term of this.terms) {
      term.onpointerenter = term.onfocus = () => this.light(term.dataset.term)
      term.onpointerleave = term.onblur = () => this.light(null)
    }
    this.listenToDimension(this.parts['any-n'])
  }

  listenToDimension(field) {
    field.oninput = () => this.set({ many: DIMENSION.read(field.value) ?? this.state.many })
    field.onchange = field.onblur = () => {
      field.value = String(this.state.many)
      this.decide({})
    }
  }

  offer() {
    return {
      file: () => `geometry_lam_${LAM.write(this.state.lam)}`,
      svg: (palette) => geometrySvg(this.state, this.state.view, palette),
      csv: () => geometryCsv(this.state),
      python: () => {
        const { x, y, lam, dimension } = this.state
        const inside = (point) => `[${[...point, ...(dimension === 3 ? [0] : [])].join(', ')}]`
        return this.data.python
          .replaceAll('{n}', String(dimension))
          .replaceAll('{x}', inside(x))
          .replaceAll('{y}', inside(y))
          .replaceAll('{lam}', lamToPython(lam))
          .replaceAll('{distance}', alignPoints(x, y, lam).distance.toFixed(6))
      },
      hidden: () => this.state.hidden,
      asked: ['bigger', 'npz', 'html'],
      ask: (what) => {
        const { x, y, lam, dimension } = this.state
        this.ask({ what, x, y, lam: LAM.write(lam), dimension })
      },
      title: tr('lazyq Geometry'),
      height: 1100,
    }
  }

  destroy() {
    super.destroy()
    this.sight.end()
    clearTimeout(this.waiting)
  }
}

export default mounted(Geometry, '.geometry', riddle)
