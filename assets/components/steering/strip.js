// What the turned globe brings: x, x turned, and the image found nearest to R_a f(x) on either globe.

import { LABELS } from '../../shared/chart/training.js'
import { made, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { PIXELS, paintLevels } from '../../shared/page/pixels.js'
import { broughtText, degrees } from './words.js'

export class Strip {
  constructor(node) {
    this.cards = Array.from({ length: 4 }, () => {
      const canvas = made('canvas', { width: 28, height: 28, role: 'img' })
      const [title, text] = [made('b', {}), made('span', {})]
      const clip = made('div', { className: 'clip' }, canvas)
      return { node: made('li', {}, clip, title, text), canvas, clip, title, text, painted: null }
    })
    node.replaceChildren(...this.cards.map((card) => card.node))
    this.known = null
  }

  // [{ dot, turn, title, text }], looked up once for a digit and a turn.
  tiles({ spaces, shown, k, dot, angle, labels }) {
    const key = [k, dot, ...shown].join()
    if (this.known?.key === key && this.known.spaces === spaces) return this.known.tiles
    const { step } = spaces[0]
    const brought = shown.map((m) => {
      const found = spaces[m].brought(k, dot)
      return {
        dot: found.dot,
        turn: found.k * step,
        title: tr('brought {label}', { label: LABELS[m] }),
        text: broughtText(found, dot, step, labels),
      }
    })
    const tiles = [
      { dot, turn: 0, title: 'x', text: tr('as it is') },
      {
        dot, turn: angle, title: tr('x, really turned'),
        text: tr('by {angle}: this should come', { angle: degrees(angle) }),
      },
      ...brought,
    ]
    this.known = { key, spaces, tiles }
    return tiles
  }

  show(tiles, hidden, images, given) {
    this.cards.forEach((card, i) => {
      const { dot, turn, title, text } = tiles[i]
      const kept = hidden && i > 1
      card.canvas.hidden = kept
      write(card.title, title)
      write(card.text, kept ? tr('hidden while you guess') : text)
      if (kept) return
      if (card.painted !== dot || card.given !== given) {
        Object.assign(card, { painted: dot, given })
        paintLevels(card.canvas, images, dot * PIXELS)
      }
      card.canvas.style.transform = `rotate(${-turn}deg)`
      card.canvas.setAttribute('aria-label', `${title}: ${text}`)
    })
  }
}
