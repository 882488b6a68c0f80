// The lazy turn: the source may be turned and moved before it is aligned, and turning costs λ²ν². The server
// looks for the best motion at every λ of a list.

import { Chart } from '../../shared/chart/chart.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { Dial } from '../../shared/page/dial.js'
import { drag, partsOf, write } from '../../shared/page/dom.js'
import { lamFromJson, lamIs } from '../../shared/page/lam.js'
import { tr } from '../../shared/page/language.js'
import { pathDesign, profileDesign, profileKeys, steppedLams } from './charts.js'
import { lazySentence } from './words.js'

const PARTS = [
  'lazy', 'lazy-about', 'lazy-ask', 'lazy-found', 'lazy-sentence', 'profile-keys', 'profile', 'path', 'dial',
  'lam',
]
const ABOUT = tr(
  'The third cure: the source may be turned and moved before it is aligned. Moving is free; turning costs ' +
  'λ²ν², with ν = √2 · angle in radians. The best motions are looked for on the server, some seconds.',
)
// What the best motions depend on; where the target is moved to is not among it.
const GIVEN = ['angle', 'equal', 'unequal', 'outliers', 'info', 'reg', 'bandwidth']

export class Lazy {
  constructor(root, view, options) {
    this.view = view
    this.parts = partsOf(root, PARTS)
    const { parts } = this
    this.profile = new Chart(parts.profile, profileDesign, options)
    this.path = new Chart(parts.path, pathDesign, options)
    this.dial = new Dial(parts.dial, { turn: (lam) => view.turn({ lam }), settle: () => view.settle() })
    this.found = null
    this.asked = null
    parts['lazy-ask'].onclick = () => this.ask()
    drag(parts.path, (x) => view.turn({ lam: this.path.frame.xValue(x) }), () => view.settle())
    write(parts['lazy-about'], ABOUT)
  }

  get nodes() {
    return [this.parts.profile, this.parts.path]
  }

  receive({ lazy, laziness }, palette) {
    this.lams = laziness.map(lamFromJson)
    this.scale = steppedLams(this.lams)
    this.dial.use(this.scale)
    this.found = lazy
    this.parts['profile-keys'].replaceChildren(...legendNodes(profileKeys(), palette))
  }

  // Whether what was found is of this problem but for where the target is moved to.
  get fits() {
    const { found, view } = this
    return found !== null && GIVEN.every((name) => found.of[name] === view.state[name])
  }

  ask() {
    if (this.view.standalone) return
    const stated = this.view.stated()
    this.asked = JSON.stringify(GIVEN.map((name) => stated[name]))
    this.view.ask({ what: 'lazy', ...stated })
  }

  // Once the hand rests, the best motions are asked for anew if one is on screen.
  settle() {
    const { state, standalone } = this.view
    if (state.lam === Infinity || this.fits || standalone) return
    if (this.asked !== JSON.stringify(GIVEN.map((name) => state[name]))) this.ask()
  }

  // How the source is turned and moved; null where it is not.
  back() {
    const { lam, dx, dy } = this.view.state
    if (lam === Infinity || !this.fits) return null
    const { found } = this
    const k = this.lams.indexOf(lam)
    const [a, b] = found.translations[k]
    return { angle: found.angle[k], shift: [a + dx - found.of.dx, b + dy - found.of.dy] }
  }

  draw(palette, hidden) {
    const { parts, fits, found, lams, scale } = this
    parts.lazy.hidden = hidden
    parts['lazy-ask'].hidden = fits || this.view.standalone
    parts['lazy-found'].hidden = !fits
    if (!fits || hidden) return
    const { lam } = this.view.state
    const k = lams.indexOf(lam)
    const state = { ...found, lams, scale, lam, k }
    this.profile.paint(state, palette)
    this.path.paint(state, palette)
    const price = lam === Infinity ? 0 : found.value[k] - found.objective[k]
    const sentence = lazySentence({ lam, angle: found.angle[k], objective: found.objective[k], price })
    write(parts['lazy-sentence'], sentence)
    write(parts.lam, lamIs(lam))
    this.dial.show(lam, sentence)
  }
}
