// The turned copies of a digit, each below its bar: in lanes where there is no room for all of them beside
// one another.

import { turned } from '../../shared/math/rotation.js'
import { made } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { SIDE, paintLevels } from '../../shared/page/pixels.js'
import { degrees } from './words.js'

const [LARGE, SMALL, TARGET] = [40, 28, 44]
const NARROW = 460
const GAP = 3
export const WORDS = 20

export const turnedLevels = (levels, angle) => turned(levels, SIDE, angle).map(Math.round)

// The lane of each copy, of a size and at ascending places: the first in which it touches no other.
export function lanesOf(places, size) {
  const ends = []
  return places.map((x) => {
    const free = ends.findIndex((end) => end + GAP <= x - size / 2)
    const lane = free < 0 ? ends.length : free
    ends[lane] = x + size / 2
    return lane
  })
}

const emptyCard = () => (
  made('button', { type: 'button' }, made('canvas', { width: SIDE, height: SIDE }), made('span', {}))
)

function fill(node, levels, said, label) {
  const [canvas, span] = node.children
  const verdict = label === null ? '' : said === label ? 'right' : 'wrong'
  paintLevels(canvas, levels)
  span.textContent = String(said)
  node.className = `copy ${verdict}`
  node.style.setProperty('--said', `var(--class-${said})`)
}

export class Copies {
  constructor(node, pick) {
    Object.assign(this, { node, pick, cards: [] })
  }

  // Without a label nothing is right or wrong.
  show({ levels, label, said }, angles) {
    if (`${angles}` !== `${this.angles}`) this.layOut(angles)
    Object.assign(this, { said, told: null })
    this.cards.forEach((node, k) => fill(node, turnedLevels(levels, angles[k]), said[k], label))
  }

  layOut(angles) {
    this.angles = angles
    this.cards = angles.map(emptyCard)
    this.node.replaceChildren(...this.cards)
    for (const [k, node] of this.cards.entries()) node.onclick = () => this.pick(k)
    this.placed = null
  }

  // Below the bars of a frame.
  place(frame) {
    const key = frame && `${frame.left} ${frame.right}`
    if (!frame || this.placed === key) return
    this.placed = key
    const size = frame.width < NARROW ? SMALL : LARGE
    const places = this.angles.map(frame.x)
    const lanes = lanesOf(places, TARGET - GAP)
    const step = size + WORDS
    this.node.style.setProperty('--aside', `${(TARGET - size) / 2}px`)
    this.cards.forEach((node, k) => {
      const at = { left: places[k] - TARGET / 2, top: lanes[k] * step, width: TARGET, height: step }
      for (const [name, value] of Object.entries(at)) node.style[name] = `${value}px`
      node.style.setProperty('--stem', `${lanes[k] * step}px`)
    })
    this.node.style.height = `${(Math.max(...lanes) + 1) * step}px`
  }

  // open: whether copies are being chosen; chosen: those that are, or were.
  tell(open, chosen) {
    const key = `${open} ${chosen}`
    if (key === this.told) return
    this.told = key
    this.cards.forEach((node, k) => {
      const isChosen = chosen.includes(k)
      node.classList.toggle('guessed', isChosen)
      node.disabled = !open
      if (open) node.setAttribute('aria-pressed', String(isChosen))
      else node.removeAttribute('aria-pressed')
      const values = { angle: degrees(this.angles[k]), digit: this.said[k] }
      node.setAttribute('aria-label', !open && isChosen
        ? tr('Turned by {angle}: f says {digit}, your guess', values)
        : tr('Turned by {angle}: f says {digit}', values))
    })
  }
}
