// The prediction: to which cluster the new point is sent, before the plan is seen.

import { made, write } from '../../shared/page/dom.js'
import { SIGNS } from './signs.js'
import { guessSentence } from './words.js'

export class Guess {
  constructor(root, view) {
    this.view = view
    this.asked = false
    const [ask, choices, text] = ['ask', 'choices', 'text'].map((name) => root.querySelector(`.guess-${name}`))
    Object.assign(this, { ask, choices, text })
    ask.onclick = () => this.begin()
  }

  begin() {
    this.asked = true
    write(this.text, '')
    this.view.choose({})
    this.choices.querySelector('button').focus()
  }

  end() {
    this.asked = false
    write(this.text, '')
  }

  answer(guess) {
    const { shares } = this.view.shown.fresh
    if (!shares) return
    this.asked = false
    const clusters = shares.filter(({ cluster }) => cluster >= 0)
    const best = clusters.reduce((found, share) => (share.share > found.share ? share : found))
    const words = guessSentence(guess, best.cluster, best.share)
    write(this.text, words)
    this.view.choose({})
    this.view.speak(words)
    this.ask.focus()
  }

  draw({ shares }) {
    const count = shares?.filter(({ cluster }) => cluster >= 0).length ?? 0
    if (this.count !== count && count > 0) {
      this.count = count
      this.choices.replaceChildren(...SIGNS.slice(0, count).map((sign, cluster) => made(
        'button', { type: 'button', onclick: () => this.answer(cluster) }, sign,
      )))
    }
    this.ask.hidden = this.asked
    this.choices.hidden = !this.asked
  }
}
