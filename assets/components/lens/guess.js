// The prediction: from which λ on no row moves, before the curve and the picture say so.

import { partsOf, write } from '../../shared/page/dom.js'
import { lamIs } from '../../shared/page/lam.js'
import { ASKED, guessSentence } from './words.js'

const PARTS = ['guess-ask', 'guess-done', 'guess-text']
const MOST = 2
const STEP = 0.05

const lastOf = ({ breakpoints }) => breakpoints.at(-1)

export class Guess {
  constructor(root, view) {
    Object.assign(this, { root, view, asked: false, parts: partsOf(root, PARTS) })
    this.parts['guess-ask'].onclick = () => {
      this.begin()
      view.parts.dial.focus()
    }
    this.parts['guess-done'].onclick = () => {
      this.end(guessSentence(view.state.lam, lastOf(view.path)))
      this.parts['guess-ask'].focus()
    }
  }

  // The dial is free; all else stays as it is at λ = 0.
  begin() {
    this.show(true, ASKED)
    this.view.choose({ lam: 0, z: null })
  }

  end(words) {
    this.show(false, words)
    this.view.choose({})
  }

  show(asked, words) {
    const { parts } = this
    this.asked = asked
    this.root.toggleAttribute('data-guessing', asked)
    parts['guess-ask'].hidden = asked
    parts['guess-done'].hidden = !asked
    write(parts['guess-text'], words)
  }
}

// The same, for a class; equal digits ask nothing.
export const riddle = ({ guess, path }) => (path.breakpoints.length ? {
  key: 'moves',
  low: 0,
  high: MOST,
  step: STEP,
  text: lamIs,
  truth: () => lastOf(path),
  hidden: guess.asked,
  hide: () => guess.begin(),
  show: (own) => guess.end(own === null ? '' : guessSentence(own, lastOf(path))),
} : null)
