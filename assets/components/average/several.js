// Several averages of the class that is shown, and how many digits each of them serves.

import { meanAt, placeIn, valueAt } from '../../shared/math/means.js'
import { made, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { lamFromJson, lamText } from '../../shared/page/lam.js'
import { PIXELS, SIDE, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { about, severalSentence } from './words.js'

// Of means in 16 bits.
const WHITE = 65535

export class Several {
  constructor({ part, title, list, told }) {
    Object.assign(this, { part, title, list, told, classes: new Map() })
  }

  begin(given) {
    this.part.hidden = !given
    this.given = given
    if (!given) return
    this.lams = given.lams.map(lamFromJson)
    this.classes = new Map(Object.entries(given.classes).map(([digit, { means, ...known }]) => {
      const all = Float64Array.from(new Uint16Array(fromBase64(means).buffer), (value) => value / WHITE)
      const stacks = Array.from({ length: given.count }, (_, j) => (
        all.subarray(j * this.lams.length * PIXELS, (j + 1) * this.lams.length * PIXELS)
      ))
      return [Number(digit), { stacks, ...known }]
    }))
    this.cards = Array.from({ length: given.count }, () => {
      const canvas = made('canvas', { width: SIDE, height: SIDE })
      canvas.setAttribute('role', 'img')
      return { canvas, caption: made('figcaption', {}) }
    })
    this.list.replaceChildren(...this.cards.map(({ canvas, caption }) => made('figure', {}, canvas, caption)))
  }

  // How digits are read by several averages of each class; null while not known.
  get read() {
    const { given, lams } = this
    if (!given?.reading) return null
    const { count, reading, gains } = given
    return { count, lams, reading, gains }
  }

  // What is known of a class at a λ at which it was computed: { served, objective, level }; null elsewhere.
  known(digit, lam) {
    const found = this.given && this.classes.get(digit)
    const level = found ? this.lams.indexOf(lam) : -1
    return level < 0 ? null : { served: found.served[level], objective: found.objectives[level], level }
  }

  // The pictures of a class at λ, from 0 to 1, each with how many digits it serves; none while not known.
  at(digit, lam) {
    const known = this.given && this.classes.get(digit)
    if (!known) return []
    const place = placeIn(this.lams, lam)
    return known.stacks.map((stack, j) => ({
      mean: meanAt(stack, PIXELS, place),
      served: Math.round(valueAt(known.served.map((counts) => counts[j]), place)),
    }))
  }

  sentence({ digit, lam, total, hidden = false }) {
    const known = this.classes.get(digit)
    if (!known) return tr('The averages of the {digit}s are being computed.', { digit })
    const place = placeIn(this.lams, lam)
    const { count } = this.given
    const { lams } = this
    const { reading, gains } = hidden ? {} : this.given
    const least = valueAt(known.objectives, place)
    return severalSentence({ lam, count, least, total, between: place.share > 0, reading, gains, lams })
  }

  draw({ digit, lam, total, hidden }) {
    if (!this.given) return
    const { count } = this.given
    write(this.title, tr('{count} averages of the {digit}s', { count, digit }))
    const between = placeIn(this.lams, lam).share > 0
    const found = this.at(digit, lam)
    this.list.hidden = found.length === 0
    found.forEach(({ mean, served }, j) => {
      const { canvas, caption } = this.cards[j]
      paintLevels(canvas, Uint8Array.from(mean, (value) => Math.round(value * 255)))
      write(caption, tr('serves {count}', { count: about(served, between) }))
      const values = { place: j + 1, count, digit, lam: lamText(lam) }
      canvas.setAttribute('aria-label', tr('Average {place} of {count} of the {digit}s at λ = {lam}', values))
    })
    write(this.told, this.sentence({ digit, lam, total, hidden }))
  }
}
