// Questions about two ways from x to y: the same sequence for everyone.

import { LEAST, MOST } from './charts.js'
import { keptInside } from './link.js'
import { orbitLength, straightLength } from '../../shared/math/space.js'
import { lamText } from '../../shared/page/lam.js'
import { tr } from '../../shared/page/language.js'

// The k-th question: points and a λ for which the two ways differ clearly, every third for the straight line.
export function question(k) {
  let seed = 7919 * k
  const draw = () => {
    seed = (16807 * seed) % 2147483647
    return seed / 2147483647
  }
  const point = (size, angle) => [keptInside(size * Math.cos(angle)), keptInside(size * Math.sin(angle))]
  for (;;) {
    const from = 2 * Math.PI * draw()
    const turn = 0.7 + 2 * draw()
    const [x, y] = [point(0.9 + 1.3 * draw(), from), point(0.9 + 1.3 * draw(), from + turn)]
    const lam = Number((LEAST * (MOST / LEAST) ** (0.25 + 0.5 * draw())).toPrecision(2))
    const ratio = straightLength(x, y, lam) / orbitLength(x, y, lam)
    if (k % 3 === 2 ? ratio < 0.93 : ratio > 1.07) return { x, y, lam }
  }
}

// The buttons and the text of the question: ask(question) puts it before the visitor, told(answer) gives the
// verdict on an answer.
export class Quiz {
  constructor(root, { ask, told }) {
    this.text = root.querySelector('.quiz-text')
    this.buttons = [...root.querySelectorAll('[data-answer]')]
    this.count = 0
    for (const button of this.buttons) {
      button.onclick = () => {
        if (button.dataset.answer === 'ask') {
          this.count += 1
          const next = question(this.count)
          ask(next)
          this.text.textContent = tr(
            'λ = {lam}, and here are x and y. Which is shorter in the lazy metric: the straight line ' +
            '(dashed), or along the ray and round the smaller orbit (dotted)?', { lam: lamText(next.lam) },
          )
        } else {
          this.text.textContent = told(button.dataset.answer)
        }
        this.open(button.dataset.answer === 'ask')
        this.buttons[0].textContent = tr('Another one')
        this.buttons.find(({ hidden }) => !hidden).focus()
      }
    }
  }

  // While a question is open, its two answers stand in place of the button that asks.
  open(asked) {
    for (const button of this.buttons) button.hidden = (button.dataset.answer === 'ask') === asked
  }
}
