// The first thing a visitor sees: a 6 whose rows slide towards a 9 as they get less lazy. What moves by
// itself is no choice; the λ that a hand turned to, or paused at, stands in the address.

import { alignmentAt, dialEnd, lazyPath, moveRows } from '../../shared/math/path.js'
import { made, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { LAM, roundLam } from '../../shared/page/lam.js'
import { Lifecycle, mount } from '../../shared/page/lifecycle.js'
import { SIDE, arrowPath, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { REACHED } from '../../shared/page/place.js'
import { Player } from '../../shared/page/play.js'
import { storageOfTab } from '../../shared/page/storage.js'
import { prefersStillness } from '../../shared/page/theme.js'
import { number } from '../../shared/page/words.js'
import { rowsOf, ticksOf } from './bar.js'
import { account } from './change.js'
import { dialText, namesOf, startSentence } from './words.js'

const STEPS = 1000
const ROWS = 8
const SECONDS = 7
const STILL = 0.3

class Start extends Lifecycle {
  constructor(root) {
    super(root, { lam: Infinity, chosen: null })
    this.part = (selector) => root.querySelector(selector)
    this.dial = this.part('input')
    this.account = account
    this.dial.oninput = () => {
      const lam = this.lamAt(Number(this.dial.value) / STEPS)
      this.pause()
      this.set({ lam, chosen: lam })
    }
    this.dial.onchange = () => this.settle()
    this.part('.numbers').ontoggle = () => this.set({})
    this.players.push(new Player(this.part('.play'), this.swing()))
  }

  receive({ digits: [x, y], tour, lessons }) {
    this.offerTour(tour)
    this.offerLessons(lessons)
    const pair = x.pixels + y.pixels
    if (pair === this.pair) return
    this.pair = pair
    this.x = fromBase64(x.pixels)
    const levels = fromBase64(y.pixels)
    this.path = lazyPath(this.x, levels, SIDE, SIDE)
    this.end = dialEnd(this.path)
    this.whole = this.path.squaredResiduals.at(-1)
    this.part('.axis').replaceChildren(...ticksOf(this.whole))
    this.piece = null
    paintLevels(this.part('.source'), this.x)
    paintLevels(this.part('.target'), levels)
    const names = namesOf(x.numeral, y.numeral)
    this.root.setAttribute('aria-label', names.title)
    for (const figure of this.root.querySelectorAll('figure')) {
      const [label, caption] = names[figure.dataset.shows]
      figure.querySelector('canvas').setAttribute('aria-label', label)
      figure.querySelector('figcaption').textContent = caption
    }
  }

  // The frame follows these links; a tab that has been on the tour may go on where it was.
  offerTour(links) {
    const reached = Number(storageOfTab()?.getItem(REACHED))
    const [begin, on] = [this.part('.begin'), this.part('.go-on')]
    begin.href = links[0]
    begin.textContent = tr('Guided tour: {count} steps', { count: links.length })
    on.hidden = !(reached > 1 && reached <= links.length)
    if (on.hidden) return
    on.href = links[reached - 1]
    on.textContent = tr('Go on with the tour at step {step}', { step: reached })
  }

  offerLessons(lessons) {
    this.part('.lessons').replaceChildren(...lessons.map(({ title, about, minutes, link }) => {
      const text = minutes ? tr('{title}, {minutes} min', { title, minutes }) : title
      return made('li', {}, made('a', { className: 'tour-link', href: link, title: about }, text))
    }))
  }

  address() {
    return { chosen: { parameter: 'lam', type: LAM, otherwise: null } }
  }

  keys() {
    return { p: () => this.players[0].toggle() }
  }

  // The pair of a first visit is no choice either.
  fixed() {
    const { digits: [x, y], first } = this.data
    return first ? { x: null, y: null } : { x: x.reference, y: y.reference }
  }

  adopt({ chosen }) {
    this.pause()
    const still = prefersStillness()
    this.state.lam = chosen ?? this.lamAt(still ? STILL : 1)
    this.state.chosen = chosen
    if (chosen === null && !still) this.players[0].play()
  }

  // At the end of the dial nothing moves, however large λ is.
  lamAt(share) {
    return share < 1 ? roundLam(share * this.end) : Infinity
  }

  get share() {
    return Math.min(this.state.lam / this.end, 1)
  }

  words() {
    const at = alignmentAt(this.path, this.state.lam)
    return startSentence(at, ...this.data.digits.map(({ numeral }) => numeral))
  }

  // What moves by itself is not told.
  tell() {
    if (!this.players[0].running) super.tell()
  }

  draw() {
    const { share } = this
    const at = alignmentAt(this.path, this.state.lam)
    if (at.piece !== this.piece) {
      this.piece = at.piece
      paintLevels(this.part('.moved'), moveRows(this.x, at.shifts, SIDE))
      this.part('.arrows path').setAttribute('d', at.shifts.map(arrowPath).join(''))
    }
    write(this.part('.sentence'), this.words())
    const step = String(Math.round(share * STEPS))
    if (this.dial.value !== step) this.dial.value = step
    this.dial.setAttribute('aria-valuetext', dialText(at))
    for (const [part, value] of [['left', at.squaredResidual], ['price', at.squaredPenalty]]) {
      const piece = this.part(`.bar .${part}`)
      piece.style.width = `${100 * value / this.whole}%`
      write(this.part(`.key-${part} b`), number(value))
      piece.title = this.part(`.key-${part}`).textContent.slice(2)
    }
    if (this.part('.numbers').open) this.part('table').replaceChildren(...rowsOf(this.points(at)))
  }

  // The numbers of the moment, and those from one end of the dial to the other.
  points(at) {
    const lams = Array.from({ length: ROWS + 1 }, (_, i) => this.lamAt(i / ROWS))
    return [[this.state.lam, at], ...lams.map((lam) => [lam, alignmentAt(this.path, lam)])]
  }

  // From too lazy to free and back, resting at both ends.
  swing() {
    const go = (seconds) => {
      this.phase += seconds / SECONDS
      this.set({ lam: this.lamAt((1 + Math.cos(Math.PI * this.phase)) / 2) })
      return true
    }
    return {
      begin: () => {
        this.phase = Math.acos(2 * this.share - 1) / Math.PI
      },
      advance: go,
      stride: () => go(SECONDS / 8),
      end: () => this.choose({ chosen: this.state.lam }),
    }
  }
}

export default mount(Start, '.start')
