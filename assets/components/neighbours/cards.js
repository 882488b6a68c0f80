// A card for every neighbour: it, x moved towards it, and what d² is made of.

import { made } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { LAM, lamText } from '../../shared/page/lam.js'
import { SIDE, paintLevels } from '../../shared/page/pixels.js'
import { number } from '../../shared/page/words.js'

// Pixels: the narrowest card, and the room between two.
const [LEAST, GAP] = [102, 8]
// What two pictures are worth, where one alone could be larger.
const PAIR = 1.5

function digit() {
  const canvas = made('canvas', { width: SIDE, height: SIDE })
  canvas.setAttribute('role', 'img')
  return canvas
}

// One row where all have room; else rows of one length, as long as there is one of at least half the room,
// or else all but the last.
function columnsOf(count, width) {
  const most = Math.max(Math.floor((width + GAP) / (LEAST + GAP)), 2)
  if (count <= most) return count
  for (let columns = most; columns >= most / 2; columns--) {
    if (count % columns === 0) return columns
  }
  return Math.ceil(count / Math.ceil(count / most))
}

// For a projector: the columns in which pictures are largest in a box, `both` of a card or the first, and how
// large. A card takes `across` and `down` besides its pictures, and has `gap` to the next.
function largest(count, { width, height, across, down, gap }) {
  let best = { columns: count, both: false, size: 0, worth: 0 }
  for (let columns = count; columns > 0; columns--) {
    const rows = Math.ceil(count / columns)
    const [wide, high] = [(width + gap) / columns - gap - across, (height + gap) / rows - gap - down]
    const one = Math.min(wide, high)
    const two = Math.max(Math.min((wide - gap) / 2, high), Math.min(wide, (high - gap) / 2))
    for (const [both, size, worth] of [[false, one, one], [true, two, PAIR * two]]) {
      if (worth > best.worth) best = { columns, both, size, worth }
    }
  }
  return best
}

function card() {
  const [theirs, moved] = [digit(), digit()]
  const [label, distance] = [made('b', {}), made('span', {})]
  const [left, price] = ['left', 'price'].map((className) => made('span', { className }))
  const split = made('div', { className: 'split', ariaHidden: 'true' }, left, price)
  const [terms, link] = [made('span', {}), made('a', { target: '_self' })]
  const sum = made('p', { className: 'sum' }, terms, made('span', { className: 'more' }, ' = d²'))
  link.append(tr('Why?'), made('span', { className: 'more' }, ' ', tr('See it in Lens')))
  const pair = made('div', { className: 'pair' }, theirs, moved)
  const node = made(
    'li',
    { className: 'card' },
    pair,
    made('div', { className: 'says' }, label, distance),
    split, sum, link,
  )
  return { node, pair, theirs, moved, label, distance, left, price, terms, link }
}

export class Cards {
  constructor(list) {
    this.list = list
    this.cards = []
  }

  // So many cards, for the neighbours of x.
  begin(count, x, linked) {
    Object.assign(this, { x, linked })
    this.cards = Array.from({ length: count }, card)
    this.list.replaceChildren(...this.cards.map(({ node }) => node))
  }

  // The neighbours from the nearest on: [{ digit, reference, levels, moved, at, isNew }, …].
  show(neighbours, lam) {
    const most = Math.max(...neighbours.map(({ at }) => at.distance ** 2), 1e-9)
    neighbours.forEach((neighbour, rank) => this.fill(this.cards[rank], neighbour, { rank, lam, most }))
  }

  arrange(presenting) {
    const { list, cards } = this
    const { clientWidth: width, clientHeight: height } = list
    list.style.removeProperty('--picture')
    list.toggleAttribute('data-both', false)
    if (!presenting) {
      list.style.setProperty('--columns', columnsOf(cards.length, width))
      return
    }
    const [{ node, pair }] = cards
    const [across, down] = [node.offsetWidth - pair.offsetWidth, node.offsetHeight - pair.offsetHeight]
    const gap = parseFloat(getComputedStyle(list).columnGap)
    const { columns, both, size } = largest(cards.length, { width, height, across, down, gap })
    list.style.setProperty('--columns', columns)
    list.style.setProperty('--picture', `${Math.floor(size)}px`)
    list.toggleAttribute('data-both', both)
  }

  fill(parts, { digit: read, reference, levels, moved, at, isNew }, { rank, lam, most }) {
    const values = { place: rank + 1, digit: read, reference, lam: lamText(lam) }
    parts.node.classList.toggle('new', isNew)
    parts.node.dataset.reference = reference
    paintLevels(parts.theirs, levels)
    paintLevels(parts.moved, moved)
    parts.theirs.setAttribute('aria-label', tr('Neighbour {place}: {digit}, {reference}', values))
    parts.moved.setAttribute('aria-label', tr('x moved towards it at λ = {lam}', values))
    parts.label.textContent = read
    parts.distance.textContent = `d = ${number(at.distance, 3)}`
    parts.left.style.width = `${100 * at.squaredResidual / most}%`
    parts.price.style.width = `${100 * at.squaredPenalty / most}%`
    parts.terms.textContent = `${number(at.squaredResidual, 3)} + ${number(at.squaredPenalty, 3)}`
    parts.link.hidden = !this.linked
    parts.link.setAttribute('aria-label', tr('Why? See it in Lens, {reference}', values))
    const x = encodeURIComponent(this.x.reference)
    parts.link.href = `lens?v=1&x=${x}&y=${reference}&lam=${LAM.write(lam)}`
  }
}
