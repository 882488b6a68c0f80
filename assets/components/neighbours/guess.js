// The prediction: as which digit x is read at the λ of the dial, before the votes are seen.

import { made, write } from '../../shared/page/dom.js'
import { ASKED, guessSentence } from './words.js'

const DIGITS = [...'0123456789']

export class Guess {
  constructor(root, view) {
    this.view = view
    this.asked = false
    const [ask, choices, text] = ['ask', 'choices', 'text'].map((name) => root.querySelector(`.guess-${name}`))
    Object.assign(this, { root, ask, choices, text })
    choices.append(...DIGITS.map((digit) => made('button', {
      type: 'button', onclick: () => this.answer(Number(digit)),
    }, digit)))
    ask.onclick = () => {
      this.show(true, ASKED)
      choices.firstElementChild.focus()
    }
  }

  // What gives the answer away is hidden while it is asked for.
  show(asked, words) {
    this.asked = asked
    this.root.toggleAttribute('data-guessing', asked)
    this.ask.hidden = asked
    this.choices.hidden = !asked
    write(this.text, words)
    this.view.choose({})
  }

  answer(guess) {
    this.show(false, guessSentence(guess, this.view.stage.vote))
    this.ask.focus()
  }
}

// The same, for a class.
export const riddle = ({ guess, stage }) => ({
  key: 'vote',
  options: DIGITS,
  truth: () => stage.vote,
  hidden: guess.asked,
  hide: () => guess.show(true, ASKED),
  show: (own) => guess.show(false, own === null ? '' : guessSentence(own, stage.vote)),
})
