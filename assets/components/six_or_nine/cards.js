// The nearest digit of a class beside x as it is turned for it, and what that costs.

import { made, write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { PIXELS, SIDE, paintLevels } from '../../shared/page/pixels.js'
import { cardWords } from './words.js'

export class Card {
  constructor(x) {
    const canvas = (ariaLabel) => made('canvas', { width: SIDE, height: SIDE, role: 'img', ariaLabel })
    this.moved = canvas(tr('x as it is turned for the comparison'))
    this.nearest = canvas(tr('the nearest digit'))
    Object.assign(this, { title: made('b', {}), turned: made('span', {}), shown: null })
    this.sum = made('span', { className: 'sum' })
    paintLevels(this.moved, x)
    const clip = made('div', { className: 'clip' }, this.moved)
    const figures = made('div', { className: 'pair' }, clip, this.nearest)
    this.node = made('li', {}, figures, this.title, this.turned, this.sum)
  }

  // Class c of the view at its angle and λ.
  draw(view, c) {
    const { spot, step, count, state: { angle, lam }, data: { classes, near } } = view
    const { squared, turns } = view.both[c]
    const turn = turns[spot]
    const price = turn === 0 ? 0 : lam * Math.abs(turn) * step
    const who = near[c][(spot + turn + count) % count]
    if (who !== this.shown) {
      this.shown = who
      paintLevels(this.nearest, view.pixels, who * PIXELS)
    }
    this.moved.style.transform = `rotate(${-(angle + turn * step)}deg)`
    const words = cardWords({
      digit: classes[c], distance: view.distances[c][spot], price, turn: turn * step,
      squaredResidual: Math.max(0, squared[spot] - price ** 2),
    })
    for (const name of ['title', 'turned', 'sum']) write(this[name], words[name])
    this.node.classList.toggle('wins', view.found[spot] === c)
  }
}
