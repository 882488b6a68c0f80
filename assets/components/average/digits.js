// What each of some digits does to come near to the average: its rows moved, arrows, and how far it then is.

import { svgElement } from '../../shared/chart/svg.js'
import { towards } from '../../shared/math/means.js'
import { UNIT, moveRows } from '../../shared/math/path.js'
import { made, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { LAM } from '../../shared/page/lam.js'
import { PIXELS, SIDE, arrowPath, paintLevels, toBase64 } from '../../shared/page/pixels.js'
import { number } from '../../shared/page/words.js'
import { moveSentence } from './words.js'

// A drawing as links have it: its levels deflated, in base64url.
async function drawn(levels) {
  const packed = new Blob([levels]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  const text = toBase64(new Uint8Array(await new Response(packed).arrayBuffer()))
  return `px-${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}

export class DigitRow {
  constructor(list, told) {
    Object.assign(this, { list, told, cards: [], looked: -1 })
  }

  begin(pixels, references) {
    this.cards = references.map((reference, i) => {
      const levels = pixels.subarray(i * PIXELS, (i + 1) * PIXELS)
      const canvas = made('canvas', { width: SIDE, height: SIDE })
      const arrows = svgElement('svg', { viewBox: `0 0 ${SIDE} ${SIDE}`, 'aria-hidden': 'true', class: 'arrows' })
      const arrow = svgElement('path', {}, arrows)
      const distance = made('span', {})
      const link = made('a', { className: 'digit', tabIndex: 0 }, canvas, arrows, distance)
      link.onpointerenter = link.onfocus = () => this.look(i)
      const exact = Float64Array.from(levels, (level) => level * UNIT)
      return { reference, levels, exact, canvas, arrow, distance, link }
    })
    this.list.replaceChildren(...this.cards.map(({ link }) => made('li', {}, link)))
    this.looked = -1
  }

  look(index) {
    this.looked = index
    write(this.told, index < 0 ? tr('Point at a digit to read what it does.') : this.cards[index].words)
  }

  // mean: from 0 to 1.
  draw(mean, lam) {
    for (const card of this.cards) {
      const found = towards(card.exact, mean, lam, SIDE, SIDE)
      paintLevels(card.canvas, moveRows(card.levels, [...found.shifts], SIDE))
      card.arrow.setAttribute('d', Array.from(found.shifts, arrowPath).join(''))
      card.words = moveSentence(card.reference, found)
      card.link.setAttribute('aria-label', card.words)
      write(card.distance, number(found.distance))
    }
    this.look(this.looked)
  }

  // Lead to the Lens, where the digit is x and the average y.
  async lead(levels, lam) {
    this.led = levels
    const y = await drawn(levels)
    if (this.led !== levels) return
    for (const { link, reference } of this.cards) {
      link.href = `lens?v=1&x=${reference}&y=${y}&lam=${LAM.write(lam)}`
    }
  }
}
