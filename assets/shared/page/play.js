// Play and pause: a smooth motion, or steps with rests between them where motion is not wanted.

import { tr } from './language.js'
import { prefersStillness } from './theme.js'

const REST = 1200

// A motion says what it does, and whether there is more to come:
//   advance(seconds)  goes on by so much time
//   stride()          goes on by one step that is worth looking at
//   begin()           may go back to the start; optional
//   end()             when it has come to its end, or was paused; optional
export class Player {
  constructor(button, motion, word = tr('Play')) {
    this.button = button
    this.motion = motion
    this.word = word
    this.running = false
    button.onclick = () => this.toggle()
    this.show()
  }

  toggle() {
    if (this.running) {
      this.pause()
      this.motion.end?.()
    } else {
      this.play()
    }
  }

  play() {
    this.running = true
    this.show()
    this.motion.begin?.()
    if (prefersStillness()) this.resting = setInterval(() => this.go(() => this.motion.stride()), REST)
    else this.follow(performance.now())
  }

  follow(before) {
    this.frame = requestAnimationFrame((now) => {
      if (this.go(() => this.motion.advance((now - before) / 1000))) this.follow(now)
    })
  }

  go(on) {
    if (!this.running) return false
    if (on() && this.running) return true
    if (this.running) this.toggle()
    return false
  }

  // What turns a dial asks for this at every move: a text that is written again has the page laid out again.
  pause() {
    if (!this.running) return
    cancelAnimationFrame(this.frame)
    clearInterval(this.resting)
    this.running = false
    this.show()
  }

  show() {
    this.button.setAttribute('aria-pressed', String(this.running))
    this.button.textContent = this.running ? tr('❚❚ Pause') : `▶ ${this.word}`
  }
}
