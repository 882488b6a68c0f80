// The nearest digits of one digit: the server says who is near from which λ on, the browser shows one λ.

import { lamScale } from '../../shared/chart/axes.js'
import { Chart } from '../../shared/chart/chart.js'
import { legendNodes } from '../../shared/chart/legend.js'
import { Tables } from '../../shared/chart/table.js'
import { Zoom } from '../../shared/chart/zoom.js'
import { alignmentAt, dialEnd, lazyPath, moveRows, neighbouringEvent } from '../../shared/math/path.js'
import { reached, runsOf, stagesOf } from '../../shared/math/votes.js'
import { Dial } from '../../shared/page/dial.js'
import { drag, made, partsOf, write } from '../../shared/page/dom.js'
import { tr, trn, whole } from '../../shared/page/language.js'
import { LAM, lamFromJson, lamIs, lamText, lamToPython, roundLam } from '../../shared/page/lam.js'
import { PIXELS, SIDE, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { Sound, shareOf } from '../../shared/page/sound.js'
import { prefersStillness } from '../../shared/page/theme.js'
import { View, mounted } from '../../shared/page/view.js'
import { fileWord } from '../../shared/page/words.js'
import { Cards } from './cards.js'
import { neighboursCsv, neighboursSvg } from './figure.js'
import { Guess, riddle } from './guess.js'
import { stripDesign, stripLegend, stripTable } from './strip.js'
import { Votes } from './votes.js'
import { ASKED, changeSentence, swapOf, swapSentence, voteSentence } from './words.js'

const PRESETS = [0, 0.3, 0.5, 0.7, 1, 10, Infinity]
const LEAST_END = 1.1
const CLOSER = 0.5
const NOBODY = { come: [], gone: [] }
const PARTS = [
  'strip', 'keys', 'dial', 'vote-before', 'previous', 'next', 'vote-after',
  'lam', 'stops', 'closer', 'wider', 'sentence', 'swap', 'votes',
  'cards', 'changes', 'exact', 'sound',
]

class Neighbours extends View {
  constructor(root) {
    super(root, { lam: null })
    this.parts = partsOf(root, PARTS)
    this.zoom = new Zoom()
    this.votes = new Votes(this.parts.votes)
    this.cards = new Cards(this.parts.cards)
    const { signal } = this.ending
    this.strip = new Chart(this.parts.strip, stripDesign, { speak: (text) => this.speak(text), signal })
    this.tables = new Tables({ strip: this.parts.strip }, signal)
    this.dial = new Dial(this.parts.dial, { turn: (lam) => this.turn(lam), settle: () => this.settle() })
    this.buttons = PRESETS.map((lam) => {
      return made('button', { type: 'button', onclick: () => this.jump(lam) }, lamText(lam))
    })
    this.parts.stops.append(...this.buttons)
    this.guess = new Guess(root, this)
    this.sound = new Sound(this.parts.sound, () => this.audible(), signal)
    this.listen()
    this.follow(this.parts.strip)
  }

  receive(data) {
    const given = JSON.stringify([data.x.reference, data.references, data.starts, data.near[0].length])
    if (given !== this.given) this.begin(data, given)
    this.parts.keys.replaceChildren(...legendNodes(stripLegend(this.drawn()), this.palette))
  }

  // Another digit, other voters, or another k.
  begin(data, given) {
    const another = this.given && this.reference !== data.x.reference
    Object.assign(this, { given, reference: data.x.reference })
    this.x = fromBase64(data.x.pixels)
    this.pixels = fromBase64(data.pixels)
    this.paths = []
    this.stages = stagesOf(data.starts, data.near, data.labels)
    this.starts = this.stages.map(({ from }) => from)
    this.runs = runsOf(this.stages)
    this.steps = { breakpoints: this.starts.slice(1) }
    this.turns = { breakpoints: this.runs.slice(1).map(({ from }) => from) }
    this.end = Math.max(LEAST_END, dialEnd(this.steps))
    this.scale = lamScale(this.end)
    this.zoom.all()
    this.stage = null
    this.swapped = NOBODY
    this.cards.begin(data.near[0].length, data.x, !this.standalone)
    this.introduce(data)
    // Chosen further down the page: show where it has come to.
    if (another && this.root.getBoundingClientRect().top < 0) {
      this.root.scrollIntoView({ behavior: prefersStillness() ? 'auto' : 'smooth' })
    }
  }

  introduce({ x, searched, all }) {
    const canvas = this.root.querySelector('.query canvas')
    paintLevels(canvas, this.x)
    canvas.setAttribute('aria-label', `x, ${x.name}`)
    this.root.querySelector('.query figcaption').textContent = `x, ${x.name}`
    this.parts.changes.textContent = changeSentence(this.runs)
    const among = searched === null
      ? tr('all {count} training digits', { count: whole(all) })
      : tr('a random draw of {count} training digits', { count: whole(searched) })
    this.parts.exact.textContent = trn(
      'Exact among {among}, at every λ from 0 to ∞: who is near changes once. Equal distances count in ' +
        'training order, equal votes for the smaller digit.',
      'Exact among {among}, at every λ from 0 to ∞: who is near changes {count} times. Equal distances ' +
        'count in training order, equal votes for the smaller digit.',
      this.stages.length - 1, { among },
    )
  }

  address() {
    return { lam: { type: LAM, otherwise: lamFromJson(this.data.lam), always: true } }
  }

  fixed() {
    return { x: this.reference, ...this.data.address }
  }

  keys() {
    return {
      '[': () => this.step(-1),
      ']': () => this.step(1),
      '{': () => this.step(-1, this.turns),
      '}': () => this.step(1, this.turns),
      '+': () => this.look(CLOSER),
      '-': () => this.look(1 / CLOSER),
      's': () => this.sound.toggle(),
    }
  }

  words() {
    this.arrive()
    if (this.guess.asked) return ASKED
    return `${this.sentence()} ${this.swap()}`
  }

  sentence() {
    return voteSentence(this.state.lam, this.stage.counts, this.data.x.label)
  }

  // Who came and went with the latest change of λ, as digits.
  swap() {
    return swapSentence(this.swapped.come, this.swapped.gone)
  }

  // The stage of λ, and who is new in it.
  arrive() {
    const stage = this.stages[reached(this.starts, this.state.lam)]
    if (stage === this.stage) return
    this.before = this.stage
    this.swapped = this.stage ? swapOf(this.stage, stage, this.data.labels) : NOBODY
    this.stage = stage
  }

  turn(lam) {
    this.set({ lam })
  }

  jump(lam) {
    this.turn(lam)
    this.settle()
  }

  // To the next λ at which who is near changes, or at which the vote does.
  step(direction, events = this.steps) {
    const lam = neighbouringEvent(events, this.state.lam, direction)
    if (lam !== null && !this.guess.asked) this.jump(lam)
  }

  get jumps() {
    const { steps, turns } = this
    return [['vote-before', turns, -1], ['previous', steps, -1], ['next', steps, 1], ['vote-after', turns, 1]]
  }

  // Closer or wider about λ, or about another place of the strip.
  look(factor, share = this.scale.share(this.state.lam)) {
    this.zoom.by(factor, share)
    this.set({})
  }

  draw() {
    this.arrive()
    const { parts, stage } = this
    const { lam } = this.state
    this.drawStrip(lam)
    const values = { lam: lamText(lam), verdict: stage.vote }
    this.dial.show(lam, this.guess.asked ? lamIs(lam) : tr('λ = {lam}, read as {verdict}', values))
    write(parts.lam, lamIs(lam))
    write(parts.sentence, this.sentence())
    write(parts.swap, this.swap())
    this.buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(PRESETS[i] === lam)))
    for (const [name, events, direction] of this.jumps) {
      parts[name].disabled = this.guess.asked || neighbouringEvent(events, lam, direction) === null
    }
    this.votes.show(stage, this.data.x.label)
    this.cards.show(this.neighbours(), lam)
    this.cards.arrange('present' in this.root.dataset)
    this.sound.follow()
    this.root.dataset.shown = this.reference
  }

  // The vote along λ. A closer look goes where λ goes.
  drawStrip(lam) {
    const { closer, wider } = this.parts
    if (lam !== this.followed) this.zoom.follow(this.scale.share(lam))
    this.followed = lam
    const scale = this.zoom.scale(this.scale)
    this.dial.use(scale)
    closer.disabled = this.zoom.isClosest
    wider.disabled = this.zoom.isAll
    const key = `${this.zoom.from} ${this.zoom.to} ${this.given}`
    this.strip.paint({ ...this.drawn(), scale, lam, key }, this.palette)
    this.tables.show(() => (this.guess.asked ? {} : { strip: stripTable(this) }))
  }

  // The distance of whoever is nearest, between its least at λ = 0 and its greatest at ∞.
  audible() {
    const { given: key, state: { lam }, data: { near, starts } } = this
    if (this.guess.asked) return null
    const distance = (at) => alignmentAt(this.pathTo(near[reached(starts, at)][0]), at).distance
    const share = shareOf(distance(lam), distance(0), distance(Infinity))
    return { key, share, passed: reached(starts, lam) }
  }

  drawn() {
    const { runs, stages, end, data } = this
    return { runs, stages, end, truth: data.x.label, labels: data.labels }
  }

  // Who is near at this λ, from the nearest on.
  neighbours() {
    const { labels, references, near, starts } = this.data
    return near[reached(starts, this.state.lam)].map((place) => {
      const at = alignmentAt(this.pathTo(place), this.state.lam)
      const isNew = Boolean(this.before) && !this.before.members.has(place)
      return {
        at, isNew,
        digit: labels[place],
        reference: references[place],
        levels: this.levelsOf(place),
        moved: moveRows(this.x, at.shifts, SIDE),
      }
    })
  }

  levelsOf(place) {
    return this.pixels.subarray(place * PIXELS, (place + 1) * PIXELS)
  }

  pathTo(place) {
    this.paths[place] ??= lazyPath(this.x, this.levelsOf(place), SIDE, SIDE)
    return this.paths[place]
  }

  listen() {
    const { strip, closer, wider } = this.parts
    drag(strip, (x) => this.turn(roundLam(this.strip.frame.xValue(x))), () => this.settle())
    this.parts['vote-before'].onclick = () => this.step(-1, this.turns)
    this.parts.previous.onclick = () => this.step(-1)
    this.parts.next.onclick = () => this.step(1)
    this.parts['vote-after'].onclick = () => this.step(1, this.turns)
    closer.onclick = () => this.look(CLOSER)
    wider.onclick = () => this.look(1 / CLOSER)
    // Two fingers on a touch pad come as a wheel with the key Ctrl.
    strip.addEventListener('wheel', (event) => {
      if (!event.ctrlKey) return
      event.preventDefault()
      const { left, right } = this.strip.frame
      const at = event.clientX - strip.getBoundingClientRect().left
      this.look(2 ** (event.deltaY / 100), this.zoom.shareAt((at - left) / (right - left)))
    }, { passive: false })
  }

  offer() {
    return {
      file: () => `neighbours_${fileWord(this.reference)}`,
      svg: (palette) => neighboursSvg({
        ...this.drawn(),
        x: this.x,
        name: this.data.x.name,
        lam: this.state.lam,
        neighbours: this.neighbours(),
        sentence: this.sentence(),
      }, palette),
      csv: () => neighboursCsv(this.stages, this.data.near, this.data.references),
      python: () => this.data.python.replaceAll('{lam}', lamToPython(this.state.lam)),
      hidden: () => this.guess.asked,
      asked: ['bigger', 'npz', 'html'],
      ask: (what) => this.ask({ what, lam: LAM.write(this.state.lam) }),
      title: 'lazyq Neighbours',
      height: 1400,
    }
  }
}

export default mounted(Neighbours, '.neighbours', riddle)
