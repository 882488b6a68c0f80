// The prediction: how many dots land near when the globe is turned instead of the images.

import { partsOf, write } from '../../shared/page/dom.js'
import { guessSentence } from './words.js'

const PARTS = ['guess-ask', 'guess-field', 'guess-number', 'guess-shown', 'guess-done', 'guess-text']

export class Guess {
  constructor(root, { begin, done }) {
    this.parts = partsOf(root, PARTS)
    this.open = false
    const { parts } = this
    parts['guess-ask'].onclick = () => {
      this.show(true)
      write(parts['guess-text'], '')
      begin()
      parts['guess-number'].focus()
    }
    parts['guess-number'].oninput = () => this.write()
    parts['guess-done'].onclick = () => {
      this.show(false)
      done(Number(parts['guess-number'].value))
      parts['guess-ask'].focus()
    }
  }

  begin(n) {
    const { parts } = this
    this.show(false)
    write(parts['guess-text'], '')
    Object.assign(parts['guess-number'], { max: String(n), value: String(Math.round(n / 2)) })
    this.write()
  }

  write() {
    write(this.parts['guess-shown'], this.parts['guess-number'].value)
  }

  show(open) {
    const { parts } = this
    this.open = open
    parts['guess-ask'].hidden = open
    parts['guess-field'].hidden = parts['guess-done'].hidden = !open
  }

  told(...numbers) {
    const words = guessSentence(...numbers)
    write(this.parts['guess-text'], words)
    return words
  }
}
