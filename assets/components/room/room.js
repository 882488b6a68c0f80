// A room: a class commits guesses, sees how they fall, then the answer. Who opened it leads; all others are
// members. The page hides what gives the answer away as long as it is not out.

import { Chart } from '../../shared/chart/chart.js'
import { Tables } from '../../shared/chart/table.js'
import { shownLike } from '../../shared/page/carried.js'
import { made, partsOf, write } from '../../shared/page/dom.js'
import { localised, tr } from '../../shared/page/language.js'
import { Lifecycle, mount } from '../../shared/page/lifecycle.js'
import { ROOM, SHOWN } from '../../shared/page/place.js'
import { questionOf, riddleOnScreen } from '../../shared/page/riddle.js'
import { storageOfTab } from '../../shared/page/storage.js'
import { histogramDesign, histogramTable } from './histogram.js'
import { Kept, Line } from './line.js'
import {
  GONE, LOST, countSentence, goText, memberSentence, spelled, truthSentence, verdictSentence,
} from './words.js'

const NAMES = [
  'code', 'link', 'question', 'status', 'options', 'number', 'dial', 'shown', 'commit', 'go', 'picture',
  'figure', 'histogram', 'show', 'reveal', 'ask', 'end', 'leave',
]
const HEIGHT = '--room-height'
const SPOKEN = 5000

// As long as the page with the question isn’t on screen, which has its own way.
const plainly = (value) => localised(String(Number(value.toPrecision(4))))

class Room extends Lifecycle {
  constructor(root) {
    super(root, { told: null, mine: null, problem: '', ended: false })
    const parts = partsOf(root, [...NAMES.map((name) => `room-${name}`), 'problem'])
    this.parts = Object.fromEntries(NAMES.map((name) => [name, parts[`room-${name}`]]))
    this.problem = parts.problem
    const { signal } = this.ending
    const options = { speak: (text) => this.speak(text), signal }
    this.chart = new Chart(this.parts.histogram, histogramDesign, options)
    this.tables = new Tables({ histogram: this.parts.histogram }, signal)
    this.kept = new Kept(storageOfTab())
    this.line = null
    this.asked = null
    this.saidAt = -SPOKEN
    this.listen()
    this.follow(this.parts.figure, root)
    window.addEventListener(SHOWN, () => this.look(), { signal })
  }

  receive({ code, ticket, teacher, link }) {
    this.kept.enter({ code, ticket, teacher })
    const { token, teacher: leading } = this.kept.value
    this.leads = Boolean(leading)
    this.root.toggleAttribute('data-member', !this.leads)
    if (this.code !== code) {
      this.code = code
      this.root.hidden = false
      this.line?.end()
      Object.assign(this.state, { told: null, mine: null, ended: false })
      const url = new URL(`rooms/${code}`, new URL(new URL(link).pathname, window.location.origin))
      this.line = new Line(url, leading || token, this.leads, (answer) => this.hear(answer))
      this.line.send({})
    }
    this.say(code)
  }

  // The address says which room, so that a reload and the links of the frame lead to it.
  say(code) {
    const url = new URL(window.location.href)
    if (url.searchParams.get(ROOM) === code || this.state.ended) return
    url.searchParams.set(ROOM, code)
    window.history.replaceState(window.history.state, '', url.href)
    window.dispatchEvent(new Event(SHOWN))
  }

  // The page shows something else, or is new.
  look() {
    if (!this.state.told) return
    if (!this.state.ended && this.state.told.phase !== 'revealed') this.cover()
    this.set({})
  }

  hear({ status, ended, problem, asked, mine, ...told }) {
    if (ended) {
      this.set({ ended: true, problem: '' })
      this.letGo(null)
      this.speak(GONE)
      return
    }
    if (status !== 200) {
      this.set({ problem: this.data.problems[problem] ?? problem ?? LOST })
      return
    }
    const before = this.state.told
    if (asked) {
      if (asked.key !== this.asked?.key) this.letGo(null)
      this.asked = { ...asked, ...this.data.questions[asked.key] }
    }
    const own = asked ? mine : this.state.mine
    this.set({ told, problem: '', mine: own ?? null })
    this.lead()
    if (before?.phase !== told.phase || before?.step !== told.step) this.settle()
    else if (this.leads) this.count()
    if (told.phase === 'revealed') this.letGo(this.state.mine)
    else this.cover()
  }

  // How many, not at every guess.
  count() {
    if (this.state.told.phase === 'revealed' || performance.now() - this.saidAt < SPOKEN) return
    this.saidAt = performance.now()
    this.speak(countSentence(this.state.told))
  }

  // A member is led to the page as it was when the question was asked, once.
  lead() {
    const { round } = this.asked
    if (this.leads || this.kept.value.gone === round) return
    this.kept.keep({ gone: round })
    this.drawGo()
    this.parts.go.click()
  }

  // The riddle of the page, if it is the one that is asked.
  get riddle() {
    return this.asked && this.asked.page === this.data.page ? riddleOnScreen(this.asked.key) : null
  }

  cover() {
    const { riddle } = this
    if (!riddle) return
    riddle.root.toggleAttribute('data-asked', true)
    if (!riddle.hidden) riddle.hide()
  }

  letGo(own) {
    const { riddle } = this
    if (!riddle?.root.hasAttribute('data-asked')) return
    riddle.root.toggleAttribute('data-asked', false)
    if (riddle.hidden) riddle.show(own)
  }

  words() {
    const { told, ended } = this.state
    if (ended || !told) return ended ? GONE : ''
    return [this.asked.text, this.parts.status.textContent].join(' ')
  }

  textOf(riddle, value) {
    if (value === null) return ''
    if (!riddle) return this.asked.options ? tr('option {number}', { number: value + 1 }) : plainly(value)
    return riddle.options ? riddle.options[value] ?? String(value + 1) : riddle.text(value)
  }

  draw() {
    const { parts, state: { told, ended, problem, mine } } = this
    write(parts.code, spelled(this.code))
    write(parts.link, this.leads ? this.data.link.replace(/^https?:\/\//, '') : '')
    write(this.problem, problem)
    this.problem.hidden = !problem
    const isOpen = Boolean(told) && !ended
    for (const name of ['show', 'reveal', 'ask', 'end']) parts[name].hidden = !isOpen || !this.leads
    parts.leave.hidden = this.leads && !ended
    write(parts.leave, ended ? tr('Close') : tr('Leave'))
    parts.picture.hidden = !isOpen || !this.leads || told.phase !== 'open'
    const { picture, link } = this.data
    if (!parts.picture.hidden && parts.picture.src !== picture) parts.picture.src = picture
    parts.picture.alt = tr('QR code of {link}', { link })
    parts.figure.hidden = !isOpen || !told.counts
    if (isOpen) this.drawQuestion(told, mine)
    else {
      write(parts.question, ended ? GONE : '')
      write(parts.status, '')
      parts.options.hidden = parts.number.hidden = parts.go.hidden = true
    }
    document.documentElement.style.setProperty(HEIGHT, `${this.root.offsetHeight}px`)
  }

  drawQuestion(told, mine) {
    const { parts, asked, leads, riddle } = this
    const isOut = told.phase === 'revealed'
    write(parts.question, asked.text)
    const outside = !asked.options && (told.truth < asked.low || told.truth > asked.high)
    const truth = truthSentence(told.truth, (value) => this.textOf(riddle, value), outside)
    const verdict = isOut ? verdictSentence({ ...told, options: asked.options }) : ''
    const answer = this.textOf(riddle, mine)
    const said = leads ? countSentence(told) : memberSentence({ ...told, mine, answer })
    write(parts.status, [said, truth, verdict].filter(Boolean).join(' '))
    this.drawAnswer(riddle, mine, isOut)
    this.drawGo()
    parts.show.hidden = !leads || told.phase !== 'open'
    parts.reveal.hidden = !leads || isOut
    parts.reveal.disabled = !riddle
    const other = riddleOnScreen()
    parts.ask.hidden = !leads || !other || !isOut && other.key === asked.key
    write(parts.ask, riddle ? tr('Ask again') : tr('Ask this page’s question'))
    if (told.counts) this.drawHistogram(told, riddle, mine)
  }

  drawHistogram({ counts, truth }, riddle, own) {
    const { asked } = this
    const options = asked.options ? riddle?.options ?? counts.map((_, i) => String(i + 1)) : null
    const text = riddle?.text ?? plainly
    const key = JSON.stringify([asked.key, counts, truth, options])
    const state = { asked, counts, truth, own, options, text, key }
    this.chart.paint(state, this.palette)
    this.tables.show(() => ({ histogram: histogramTable(state) }))
  }

  drawAnswer(riddle, mine, isOut) {
    const { parts, asked, leads } = this
    const mayAnswer = !leads && !isOut && Boolean(riddle)
    parts.options.hidden = !mayAnswer || !riddle.options
    parts.number.hidden = !mayAnswer || Boolean(riddle.options)
    if (!mayAnswer) return
    const key = JSON.stringify([this.line.step, asked, riddle.options])
    if (key !== this.answerKey) {
      this.answerKey = key
      this.offerAnswers(riddle, mine)
    }
    const buttons = [...parts.options.children]
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(i === mine)))
    if (!riddle.options) {
      const value = Number(parts.dial.value)
      write(parts.shown, riddle.text(value))
      parts.dial.setAttribute('aria-valuetext', riddle.text(value))
      write(parts.commit, mine === null ? tr('Commit') : tr('Change'))
      parts.commit.disabled = mine === value
    }
  }

  offerAnswers({ options, low, high, step }, mine) {
    const { parts, asked } = this
    parts.options.setAttribute('aria-label', asked.text)
    parts.dial.setAttribute('aria-label', asked.text)
    parts.options.replaceChildren(...(options ?? []).map((text, i) => made('button', {
      type: 'button', onclick: () => this.commit(i),
    }, text)))
    if (!options) {
      const middle = low + Math.round((high - low) / step / 2) * step
      Object.assign(parts.dial, { min: low, max: high, step, value: mine ?? middle })
    }
  }

  drawGo() {
    const { parts, asked } = this
    const base = new URL(new URL(this.data.link).pathname, window.location.origin)
    const url = new URL(asked.page, base)
    url.search = shownLike(window.location.search, asked.search)
    parts.go.href = url.href
    parts.go.hidden = asked.page === this.data.page
    write(parts.go, goText(this.data.titles[asked.page]))
  }

  commit(answer) {
    this.set({ mine: answer })
    this.line.send({ do: 'commit', answer })
  }

  listen() {
    const { parts } = this
    parts.dial.oninput = () => {
      this.riddle?.follow?.(Number(parts.dial.value))
      this.set({})
    }
    parts.commit.onclick = () => this.commit(Number(parts.dial.value))
    parts.show.onclick = () => this.line.send({ do: 'show' })
    parts.reveal.onclick = () => {
      if (this.riddle) this.line.send({ do: 'reveal', truth: this.riddle.truth() })
    }
    parts.ask.onclick = () => {
      const riddle = riddleOnScreen()
      if (riddle) this.line.send({ do: 'ask', question: questionOf(riddle) })
    }
    parts.end.onclick = () => this.line.send({ do: 'end' })
    parts.leave.onclick = () => this.leave()
  }

  leave() {
    this.line.end()
    this.letGo(null)
    this.kept.forget()
    this.root.hidden = true
    document.documentElement.style.removeProperty(HEIGHT)
    const url = new URL(window.location.href)
    url.searchParams.delete(ROOM)
    window.history.replaceState(window.history.state, '', url.href)
    window.dispatchEvent(new Event(SHOWN))
    document.querySelector("[data-testid='stMain']").focus({ preventScroll: true })
  }

  destroy() {
    this.line?.end()
    document.documentElement.style.removeProperty(HEIGHT)
    super.destroy()
  }
}

export default mount(Room, '.room')
