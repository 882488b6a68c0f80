// What lazyq is about: the idea in five pictures of two digits, the words, and how to cite it.

import { betweenDesign, nearestDesign, pricedDesign } from './charts.js'
import { writeTables } from './tables.js'
import { nearestRuns } from './nearest.js'
import { Chart } from '../../shared/chart/chart.js'
import { alignmentAt, dialEnd, lazyPath, moveRows } from '../../shared/math/path.js'
import { made, partsOf, write } from '../../shared/page/dom.js'
import { WORDS, nameOf } from '../../shared/page/glossary.js'
import { tr } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { SIDE, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { View, mounted } from '../../shared/page/view.js'
import { an, number } from '../../shared/page/words.js'

const STOPS = [0, 0.3, 0.5, 0.7, 1, Infinity]
const LAM = 0.5
const PARTS = [
  'plain', 'free', 'priced', 'between', 'film', 'nearest', 'trio', 'says-plain', 'says-free', 'says-priced',
  'says-between', 'says-nearest', 'words', 'citation', 'copy', 'done',
]

function digit(levels, name, ...caption) {
  const canvas = made('canvas', { width: SIDE, height: SIDE, ariaLabel: name })
  canvas.setAttribute('role', 'img')
  paintLevels(canvas, levels)
  return made('figure', {}, canvas, made('figcaption', {}, ...caption))
}

const nameOfDigit = ({ label, reference }) => `${an(label)}, ${reference}`

const definition = ([key, { sign, also, means }]) => {
  const names = [nameOf(key), also].filter(Boolean).join(', ')
  return [made('dt', {}, names, ...(sign ? [made('small', {}, sign)] : [])), made('dd', {}, means)]
}

// The row in which moving gains most at λ.
function rowOf(path, { rowResiduals, rowPenalties }) {
  const still = alignmentAt(path, Infinity).rowResiduals
  const gains = still.map((alone, i) => alone - rowResiduals[i] - rowPenalties[i])
  return gains.indexOf(Math.max(...gains))
}

class About extends View {
  constructor(root) {
    super(root, {})
    this.parts = partsOf(root, PARTS)
    const options = { speak: (text) => this.speak(text), signal: this.ending.signal }
    const chart = (name, design) => new Chart(this.parts[name], design, options)
    this.charts = {
      priced: chart('priced', pricedDesign),
      between: chart('between', betweenDesign),
      nearest: chart('nearest', nearestDesign),
    }
    this.parts.words.replaceChildren(...Object.entries(WORDS).flatMap(definition))
    this.parts.copy.onclick = () => this.copy()
    this.follow(this.parts.between)
  }

  receive(data) {
    write(this.parts.citation, data.citation)
    const given = data.x.reference + data.y.reference
    if (given === this.given) return
    this.given = given
    this.tellPair(data)
    this.tellNearest(data.nearest)
    writeTables(this.root.querySelectorAll('.numbers'), this.drawn)
  }

  // What each of the charts draws.
  get drawn() {
    const { path, row, best, paths, labels, runs } = this
    return {
      priced: { path, row, best, lam: LAM },
      between: { path, end: dialEnd(path), stops: STOPS },
      nearest: { paths, labels, runs, end: Math.max(...paths.map(dialEnd)) },
    }
  }

  tellPair({ x, y }) {
    const { parts } = this
    const [from, to] = [x, y].map(({ pixels }) => fromBase64(pixels))
    const path = this.path = lazyPath(from, to, SIDE, SIDE)
    const [free, at, far] = [0, LAM, Infinity].map((lam) => alignmentAt(path, lam))
    const moved = (lam) => moveRows(from, alignmentAt(path, lam).shifts, SIDE)
    const row = this.row = rowOf(path, at)
    const [least, alone] = [at.rowResiduals[row] + at.rowPenalties[row], far.rowResiduals[row]]
    const best = this.best = Math.abs(at.shifts[row])
    const last = path.breakpoints.at(-1)
    parts.plain.replaceChildren(digit(from, nameOfDigit(x), 'x'), digit(to, nameOfDigit(y), 'y'))
    parts.free.replaceChildren(
      digit(moved(0), tr('x with every row shifted freely'), tr('x, moved')), digit(to, nameOfDigit(y), 'y'),
    )
    parts.film.replaceChildren(...STOPS.map((lam) => (
      digit(moved(lam), tr('x moved at λ = {lam}', { lam: lamText(lam) }), lamText(lam))
    )))
    write(parts['says-plain'], tr(
      'Pixel by pixel {x} and {y} are d = {distance} apart. A slant or a shift counts as much as another ' +
      'digit would: what the eye forgives, the distance does not.',
      { x: an(x.label), y: an(y.label), distance: number(far.distance) },
    ))
    write(parts['says-free'], tr(
      'So let every row of x slide along as it likes, and take what fits best. Now {distance} is left, ' +
      '{share} % of it. But nothing holds the rows together, and what was a digit is torn towards another.',
      { distance: number(free.distance), share: Math.round(100 * free.distance / far.distance) },
    ))
    write(parts['says-priced'], tr(
      'Let moving cost something: λ² times the squared shift, in pixels. At λ = {lam} row {row} costs ' +
      '{alone} where it stands, and {least} shifted by {shift}: blue is the residual, orange the price. ' +
      'Every row looks for its own least, and so the best match is exact.',
      { lam: lamText(LAM), row: row + 1, alone: number(alone), least: number(least), shift: best },
    ))
    write(parts['says-between'], tr(
      'λ, the laziness, leads from the free distance to the plain one. For these two digits the match ' +
      'changes {count} times, and from λ = {last} on nothing moves any more. Below the curve: x as it is ' +
      'moved at some λ.',
      { count: path.breakpoints.length, last: lamText(last, 3) },
    ))
  }

  tellNearest({ x, others }) {
    const { parts } = this
    const from = fromBase64(x.pixels)
    const levels = others.map(({ pixels }) => fromBase64(pixels))
    this.paths = levels.map((to) => lazyPath(from, to, SIDE, SIDE))
    this.labels = others.map(({ label }) => label)
    this.runs = nearestRuns(this.paths)
    parts.trio.replaceChildren(
      digit(from, nameOfDigit(x), 'x'),
      ...others.map((other, i) => digit(levels[i], nameOfDigit(other), made('b', {}, String(other.label)))),
    )
    const told = this.runs.map(({ place, to }) => {
      const values = { digit: an(this.labels[place]), lam: lamText(to, 3) }
      return to < Infinity ? tr('{digit} up to λ = {lam}', values) : tr('{digit} from there on', values)
    })
    write(parts['says-nearest'], tr(
      'x is {digit}. Which of three digits is nearest to it? It is {runs}. Some laziness lets a digit be ' +
      'written in many ways and still be itself. Such distances read digits, average them and correct ' +
      'words on the other pages.', { digit: an(x.label), runs: told.join(', ') },
    ))
  }

  draw() {
    for (const [name, state] of Object.entries(this.drawn)) this.charts[name].paint(state, this.palette)
  }

  // Where the browser does not let a page copy, the text is selected for the hand to do it.
  async copy() {
    const { citation, done } = this.parts
    try {
      await navigator.clipboard.writeText(citation.textContent)
      write(done, tr('copied'))
    } catch {
      window.getSelection().selectAllChildren(citation)
      write(done, tr('selected: copy it with Ctrl C'))
    }
  }
}

export default mounted(About, '.about')
