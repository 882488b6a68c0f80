// g·x at a few values of λ side by side: the talk's seven, and those that the visitor has pinned.

import { alignmentAt, moveRows } from '../../shared/math/path.js'
import { made } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { LAM, lamIs, lamText } from '../../shared/page/lam.js'
import { SIDE, paintLevels } from '../../shared/page/pixels.js'
import { number } from '../../shared/page/words.js'

const TALK = [0, 0.3, 0.5, 0.7, 1, 10, Infinity]

export class Cards {
  constructor(parts, { jump, drop }) {
    Object.assign(this, { parts, jump, drop })
  }

  show(path, x, pins) {
    const { talk, pins: pinned, 'pins-title': title } = this.parts
    const card = (lam, ...more) => made('div', { className: 'card' }, this.button(path, x, lam), ...more)
    talk.replaceChildren(...TALK.map((lam) => card(lam)))
    pinned.replaceChildren(...pins.map((lam) => card(lam, made('button', {
      type: 'button',
      className: 'drop',
      textContent: '×',
      ariaLabel: tr('Remove the pin at λ = {lam}', { lam: lamText(lam) }),
      onclick: () => this.drop(lam),
    }))))
    title.hidden = pins.length === 0
    this.buttons = [...talk.querySelectorAll('[data-lam]'), ...pinned.querySelectorAll('[data-lam]')]
  }

  button(path, x, lam) {
    const at = alignmentAt(path, lam)
    const canvas = made('canvas', { width: SIDE, height: SIDE })
    paintLevels(canvas, moveRows(x, at.shifts, SIDE))
    const words = made('span', { textContent: lamIs(lam) })
    const small = made('small', { textContent: `d = ${number(at.distance, 3)}` })
    const button = made('button', { type: 'button', onclick: () => this.jump(lam) }, canvas, words, small)
    button.dataset.lam = LAM.write(lam)
    return button
  }

  mark(lam) {
    const written = LAM.write(lam)
    for (const button of this.buttons) {
      button.setAttribute('aria-current', String(button.dataset.lam === written))
    }
  }
}
