// Accuracy against λ: predict, then the curve; one dial for the chart and all that is below it.

import { chartMarkup, nearestStop } from './charts.js'
import { accuracyCsv, accuracySvg } from './files.js'
import { changingCard, confusionCells, made, markStop, numberRows } from './tables.js'
import {
  FILTERS, changingSentence, chartSentence, confusionSentence, passes, verdictSentence,
} from './words.js'
import { linkWith, readLam, writeLam } from '../../shared/page/link.js'
import { fromBase64 } from '../../shared/page/pixels.js'
import { hearLam, tellLam } from '../../shared/page/lam.js'
import { fillSvg } from '../../shared/chart/svg.js'
import { TakeAway } from '../../shared/page/take.js'
import { isDark } from '../../shared/page/theme.js'
import { lamText } from '../../shared/page/lam.js'

const VIEWS = ['all', 'classes', 'gain']
const SEEN = 'seen'
const AT_ONCE = 8
const START = 0.5
const PARTS = [
  'problem', 'quiz', 'answers', 'reveal', 'board', 'chart', 'legend', 'dial', 'lam', 'sentence', 'spoken',
  'found', 'verdict', 'claims', 'comparison', 'confusion', 'confusion-title', 'confusion-sentence',
  'changing', 'changing-sentence', 'filters', 'more',
]

class Accuracy {
  constructor(root) {
    this.root = root
    this.place = window.location.pathname
    this.parts = Object.fromEntries(PARTS.map((name) => [name, root.querySelector(`.${name}`)]))
    this.state = { lam: null, view: 'all', guess: null, revealed: false, filter: 'mended', shown: AT_ONCE }
    this.frame = 0
    this.takeAway = new TakeAway(root, this.offer())
    this.listen()
  }

  update(component) {
    const { data } = component
    this.component = component
    this.root.toggleAttribute('data-dark', isDark(this.root))
    if (data.experiment !== this.experiment) this.begin(data)
    this.takeAway.update(data)
    this.render()
    this.settle()
  }

  // Another experiment: λ, view and what was predicted stay.
  begin(data) {
    this.experiment = data.experiment
    this.data = data
    this.lams = data.lams.map((lam) => (lam === 'inf' ? Infinity : lam))
    this.pixels = fromBase64(data.changing.pixels)
    this.parts.dial.max = String(this.lams.length - 1)
    if (this.state.lam === null) this.readAddress()
    this.parts.answers.replaceChildren(...this.lams.map((lam) => {
      const button = made('button', { type: 'button', textContent: lamText(lam), ariaLabel: `λ = ${lamText(lam)}` })
      button.onclick = () => this.reveal(lam)
      return button
    }))
    const told = data.claims.map(({ holds, text }) => made(
      'li', { className: holds ? 'holds' : 'fails' }, made('b', { textContent: holds ? '✓ ' : '✗ ' }), text,
    ))
    this.parts.claims.replaceChildren(...told)
    this.parts.comparison.textContent = data.comparison
    this.root.querySelector('.numbers table').replaceChildren(...numberRows(data, this.lams))
    this.state.shown = AT_ONCE
    this.drawnStop = null
  }

  readAddress() {
    const query = new URLSearchParams(this.data.standalone ? '' : window.location.search)
    const problems = []
    const { lam } = readLam(query.get('lam'))
    const [view, guess] = [query.get('view'), query.get('guess')]
    const asked = guess === SEEN ? { lam: null, problem: null } : readLam(guess)
    if (asked.problem) problems.push(asked.problem.replace('lam=', 'guess=').replace('inf.', `inf, or ${SEEN}.`))
    if (view !== null && !VIEWS.includes(view)) problems.push(`The link says view=${view.slice(0, 20)}; it must be one of ${VIEWS.join(', ')}.`)
    const { data } = this
    this.state.lam = lam ?? (data.lam === 'inf' ? Infinity : data.lam ?? START)
    this.state.view = VIEWS.includes(view) ? view : data.view ?? 'all'
    this.state.guess = asked.lam
    const answered = guess !== null && !asked.problem
    this.state.revealed ||= Boolean(this.data.standalone) || answered || this.state.view !== 'all'
    this.parts.problem.hidden = problems.length === 0
    this.parts.problem.textContent = problems.join(' ')
  }

  set(change) {
    Object.assign(this.state, change)
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0
      this.render()
    })
  }

  reveal(guess) {
    Object.assign(this.state, { guess, revealed: true })
    this.render()
    this.settle()
    this.root.querySelector('[data-view="all"]').focus({ preventScroll: true })
  }

  look(view) {
    Object.assign(this.state, { view, revealed: true })
    this.render()
    this.settle()
  }

  stop() {
    return nearestStop(this.lams, this.state.lam)
  }

  told() {
    const stop = this.stop()
    return `At λ = ${lamText(this.lams[stop])}, ${chartSentence(this.state.view, this.data, this.lams, stop)}`
  }

  sentence() {
    if (this.state.revealed) return this.told()
    return `At λ = ${lamText(this.lams[this.stop()])}: what is taken for what, below.`
  }

  // The hand has let go: tell it to screen readers and to the address.
  settle() {
    const { spoken } = this.parts
    if (spoken.textContent !== this.sentence()) spoken.textContent = this.sentence()
    if (this.data.standalone || window.location.pathname !== this.place) return
    const { lam, view, guess, revealed } = this.state
    const href = linkWith(window.location.href, {
      ...this.data.address,
      lam: writeLam(lam),
      view: view === 'all' ? null : view,
      guess: !revealed ? null : guess === null ? SEEN : writeLam(guess),
    })
    if (href !== window.location.href) window.history.replaceState(window.history.state, '', href)
  }

  render() {
    const { parts, lams, data } = this
    const { view, revealed, lam } = this.state
    const stop = this.stop()
    parts.quiz.hidden = revealed
    parts.board.hidden = !revealed
    parts.found.hidden = !revealed
    for (const button of this.root.querySelectorAll('[data-view]')) {
      button.setAttribute('aria-pressed', String(revealed && button.dataset.view === view))
    }
    parts.dial.value = String(stop)
    parts.dial.setAttribute('aria-valuetext', this.sentence())
    parts.lam.textContent = `λ = ${lamText(lams[stop])}`
    parts.sentence.textContent = this.sentence().replace(/^At λ = \S+ /, '')
    if (revealed) this.drawChart()
    parts.verdict.textContent = revealed ? verdictSentence(data, lams, this.state.guess) : ''
    if (stop !== this.drawnStop) {
      parts['confusion-title'].textContent = `What is taken for what at λ = ${lamText(lams[stop])}`
      parts.confusion.replaceChildren(...confusionCells(data, stop))
      const draws = data.draws.length > 1 ? `, ${data.draws.length} draws together` : ''
      parts['confusion-sentence'].textContent = `${confusionSentence(data, lams, stop)} Rows: what it is; ` +
        `columns: what it is read as${draws}; small: the change from λ = ∞.`
      parts['changing-sentence'].textContent = changingSentence(data, lams, stop)
    }
    this.drawChanging(stop)
    markStop(parts.changing, lams, lam)
    this.drawnStop = stop
  }

  drawChart() {
    const { chart, legend } = this.parts
    const { width, height } = chart.getBoundingClientRect()
    if (width === 0) return
    const { view, lam, guess } = this.state
    const { markup, board } = chartMarkup(view, this.data, this.lams, lam, width, height, guess)
    const x = board?.x(this.stop())
    const cursor = board ? `<path class="cursor" d="M${x} ${board.top - 8}V${board.bottom}"/>` : ''
    fillSvg(chart, `${cursor}${markup}`, width, height)
    this.board = board
    chart.setAttribute('aria-label', this.sentence())
    legend.textContent = this.legend()
  }

  legend() {
    const { view } = this.state
    const many = this.data.draws.length
    if (view === 'gain') {
      return 'Points of accuracy that λ gains (blue) or loses (orange) over λ = ∞ for each digit, ' +
        'on the same test digits; bars: 95 %.'
    }
    if (view === 'classes') return 'The share of each digit that is read right, named at its end.'
    const draws = many > 1 ? `● mean of ${many} draws, small dots: each draw` : '● ours'
    const talk = this.data.mnist ? '; ◆ the talk’s seven' : ''
    return `${draws}; bars: 95 % for ${this.data.tested.toLocaleString('en')} test digits (Wilson)${talk}.`
  }

  drawChanging(stop) {
    const { changing, more, filters } = this.parts
    const { filter, shown } = this.state
    const { answers, labels } = this.data.changing
    const kept = answers.flatMap((said, at) => (passes(filter, said, labels[at], stop) ? [at] : []))
    for (const button of filters.children) {
      button.setAttribute('aria-pressed', String(button.dataset.filter === filter))
    }
    const wanted = [this.experiment, ...kept.slice(0, shown)].join()
    more.hidden = kept.length <= shown
    more.textContent = `Show ${Math.min(AT_ONCE, kept.length - shown)} more of ${kept.length}`
    if (wanted === this.listed) return
    this.listed = wanted
    const look = (reference) => this.ask({ x: reference })
    const cards = kept.slice(0, shown).map((at) => (
      changingCard(this.data, this.lams, this.pixels, at, this.data.address, look)
    ))
    const none = made('li', { className: 'none', textContent: 'None.' })
    changing.replaceChildren(...(cards.length ? cards : [none]))
    for (const link of changing.querySelectorAll('a')) link.hidden = Boolean(this.data.standalone)
  }

  ask(request) {
    this.component.setTriggerValue('ask', request)
  }

  listen() {
    const { dial, chart, filters, more, reveal } = this.parts
    const turn = (stop) => {
      this.set({ lam: this.lams[stop] })
      tellLam(this, this.lams[stop])
    }
    dial.oninput = () => turn(Number(dial.value))
    dial.onchange = () => this.settle()
    const scrub = (event) => {
      if (!this.board) return
      const at = event.clientX - chart.getBoundingClientRect().left
      const gaps = this.lams.map((_, stop) => Math.abs(this.board.x(stop) - at))
      turn(gaps.indexOf(Math.min(...gaps)))
    }
    chart.onpointerdown = (event) => {
      chart.setPointerCapture(event.pointerId)
      this.dragging = true
      scrub(event)
    }
    chart.onpointermove = (event) => {
      if (this.dragging) scrub(event)
    }
    chart.onpointerup = chart.onpointercancel = () => {
      this.dragging = false
      this.settle()
    }
    reveal.onclick = () => this.reveal(null)
    for (const button of this.root.querySelectorAll('[data-view]')) {
      button.onclick = () => this.look(button.dataset.view)
    }
    filters.replaceChildren(...Object.entries(FILTERS).map(([name, text]) => {
      const button = made('button', { type: 'button', textContent: text })
      button.dataset.filter = name
      button.onclick = () => this.set({ filter: name, shown: AT_ONCE })
      return button
    }))
    more.onclick = () => this.set({ shown: this.state.shown + AT_ONCE })
    this.back = () => {
      if (window.location.pathname !== this.place) return
      this.readAddress()
      this.render()
    }
    window.addEventListener('popstate', this.back)
    this.deaf = hearLam(this, (lam) => this.set({ lam }))
    this.resize = new ResizeObserver(() => {
      if (this.data && this.state.revealed) this.drawChart()
    })
    this.resize.observe(chart)
  }

  offer() {
    return {
      file: () => `accuracy_${this.data.train}_${this.data.tested}_seed${this.data.address.seed}`,
      svg: () => accuracySvg({
        ...this.state,
        data: this.data,
        lams: this.lams,
        legend: this.legend(),
        sentence: this.told(),
        comparison: this.data.comparison,
      }),
      csv: () => accuracyCsv(this.data, this.lams),
      python: () => this.data.python,
      asked: ['npz', 'html'],
      ask: (what) => this.ask({ what, lam: writeLam(this.state.lam), view: this.state.view }),
      title: 'lazyq Neighbours',
      height: 2200,
    }
  }

  destroy() {
    cancelAnimationFrame(this.frame)
    this.deaf()
    this.resize.disconnect()
    window.removeEventListener('popstate', this.back)
  }
}

export default function (component) {
  const root = component.parentElement.querySelector('.accuracy')
  root.accuracy ??= new Accuracy(root)
  root.accuracy.update(component)
  return () => root.accuracy.destroy()
}
