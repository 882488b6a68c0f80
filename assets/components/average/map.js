// The map of digits: each stands as its numeral where its distances to the others are nearly d_λ.

import { Chart } from '../../shared/chart/chart.js'
import { disc, label } from '../../shared/chart/shapes.js'
import { placeIn, valueAt } from '../../shared/math/means.js'
import { Dial } from '../../shared/page/dial.js'
import { made, partsOf, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { LAM, lamFromJson, lamIs } from '../../shared/page/lam.js'
import { PIXELS, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { an } from '../../shared/page/words.js'
import { LAMS } from './charts.js'
import { mapSentence } from './words.js'

const PARTS = ['map-part', 'map', 'map-dial', 'map-digit', 'map-text', 'map-link', 'map-sentence']
const EDGE = 14
const NUMERAL = { bold: true, halo: false }
const RING = { stroke: 'ink', width: 2.5, name: 'picked' }

// Positions at a place of the grid, (n) of [x, y].
const positionsAt = (positions, place) => positions[0].map((_, i) => (
  [0, 1].map((axis) => valueAt(positions.map((each) => each[i][axis]), place))
))

function mapDesign({ positions, reach, labels, texts, picked }, width, height) {
  const scale = (Math.min(width, height) / 2 - EDGE) / reach
  const points = positions.map(([x, y]) => [width / 2 + x * scale, height / 2 - y * scale])
  const radius = width < 420 ? 6 : 9
  const numeral = { ...NUMERAL, size: 1.5 * radius }
  const shapes = () => [
    ...points.map((at, i) => disc(at, radius, { fill: `class-${labels[i]}`, alpha: 0.4 })),
    ...points.map(([x, y], i) => label(labels[i], [x, y + radius / 2], numeral)),
    ...picked.map((i) => disc(points[i], radius + 2, RING)),
  ]
  const marks = () => points.map((at, i) => ({ at, text: texts[i] }))
  return { frame: null, layers: [{ shapes }], marks }
}

export class DigitMap {
  constructor(root, { turn, settle, pick, ...options }) {
    this.parts = partsOf(root, PARTS)
    Object.assign(this, { picked: [], choose: pick })
    const { map } = this.parts
    this.dial = new Dial(this.parts['map-dial'], { turn, settle })
    this.dial.use(LAMS)
    this.chart = new Chart(map, mapDesign, options)
    this.watch(map, options.signal)
    const listen = (name, action) => map.addEventListener(name, action, { signal: options.signal })
    for (const name of ['pointermove', 'click', 'keydown']) listen(name, () => this.look())
    listen('click', () => this.pick())
    listen('keydown', (event) => {
      if (event.key === 'Enter') this.pick()
    })
  }

  // While it is out of sight it is not drawn: the dial of λ above has the frame for itself.
  watch(map, signal) {
    this.inSight = true
    const sight = new IntersectionObserver((entries) => {
      this.inSight = entries.at(-1).isIntersecting
      if (this.inSight && this.behind) this.draw(this.lam, this.palette, this.picks)
    }, { rootMargin: '100px' })
    sight.observe(map)
    signal.addEventListener('abort', () => sight.disconnect())
  }

  begin(given) {
    this.parts['map-part'].hidden = !given
    if (given === this.given) return
    this.given = given
    if (!given) return
    this.lams = given.lams.map(lamFromJson)
    this.pixels = fromBase64(given.pixels)
    this.reach = Math.max(...given.positions.flat(2).map(Math.abs))
    this.texts = given.references.map((reference, i) => `${reference}, ${an(given.labels[i])}`)
    this.parts.map.setAttribute('aria-label', tr('Map of {count} digits at the λ of the dial', {
      count: this.texts.length,
    }))
    this.look(0)
  }

  look(index = this.chart.reading.now) {
    if (index < 0) return
    paintLevels(this.parts['map-digit'], this.pixels, index * PIXELS)
    this.parts['map-digit'].setAttribute('aria-label', this.texts[index])
    write(this.parts['map-text'], this.texts[index])
  }

  // The last two that were picked; one that is picked again is let go.
  pick() {
    const { now } = this.chart.reading
    if (now < 0) return
    const others = this.picked.filter((i) => i !== now)
    const picked = others.length < this.picked.length ? others : [...others, now].slice(-2)
    this.choose(picked.map((i) => this.given.references[i]))
  }

  // picks: references, of which those on the map are shown.
  draw(lam, palette, picks) {
    Object.assign(this, { lam, palette, picks })
    if (!this.given) return
    this.picked = picks.map((pick) => this.given.references.indexOf(pick)).filter((i) => i >= 0)
    this.dial.show(lam, lamIs(lam))
    const { given, parts } = this
    const place = placeIn(this.lams, lam)
    this.behind = !this.inSight
    if (this.inSight) this.paint(place, palette)
    const [agreement, stress] = [given.agreements, given.stresses].map((values) => valueAt(values, place))
    write(parts['map-sentence'], mapSentence({ lam, agreement, stress, between: place.share > 0 }))
    this.drawLink()
  }

  paint(place, palette) {
    const { given: { labels, positions: all }, reach, texts, picked } = this
    this.chart.paint({ positions: positionsAt(all, place), reach, labels, texts, picked }, palette)
  }

  drawLink() {
    const { given, picked } = this
    const link = this.parts['map-link']
    const references = picked.map((i) => given.references[i])
    const [first, second] = references
    const asked = [
      tr('Click two digits to compare them in the Lens.'), tr('{first}, and one more …', { first }),
    ][picked.length]
    if (asked) link.replaceChildren(asked)
    else if (this.linked !== `${references} ${this.lam}`) {
      const href = `lens?v=1&x=${first}&y=${second}&lam=${LAM.write(this.lam)}`
      const compare = tr('Compare {first} and {second} in the Lens', { first, second })
      link.replaceChildren(made('a', { href }, compare))
    }
    this.linked = asked ? null : `${references} ${this.lam}`
  }
}
