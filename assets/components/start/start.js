// The first thing a visitor sees: a 6 whose rows slide towards a 9 as they get less lazy.

import { alignmentAt, dialEnd, lazyPath, moveRows } from '../../shared/math/path.js'
import { write } from '../../shared/page/dom.js'
import { SIDE, arrowPath, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { Player } from '../../shared/page/play.js'
import { prefersStillness } from '../../shared/page/theme.js'
import { View, mounted } from '../../shared/page/view.js'
import { startSentence } from './words.js'

const STEPS = 1000
const SECONDS = 7
const STILL = 0.3

class Start extends View {
  constructor(root) {
    super(root, { share: 1 })
    this.part = (selector) => root.querySelector(selector)
    this.dial = this.part('input')
    this.dial.oninput = () => this.choose({ share: Number(this.dial.value) / STEPS })
    this.players.push(new Player(this.part('.play'), this.swing()))
  }

  receive(data) {
    const pair = data.x + data.y
    if (pair === this.pair) return
    this.pair = pair
    this.x = fromBase64(data.x)
    const y = fromBase64(data.y)
    this.path = lazyPath(this.x, y, SIDE, SIDE)
    this.end = dialEnd(this.path)
    this.piece = null
    paintLevels(this.part('.source'), this.x)
    paintLevels(this.part('.target'), y)
    this.state.share = prefersStillness() ? STILL : 1
    if (!prefersStillness()) this.players[0].play()
  }

  draw() {
    const { share } = this.state
    const at = alignmentAt(this.path, share * this.end)
    if (at.piece !== this.piece) {
      this.piece = at.piece
      paintLevels(this.part('.moved'), moveRows(this.x, at.shifts, SIDE))
      this.part('.arrows path').setAttribute('d', at.shifts.map(arrowPath).join(''))
    }
    const text = startSentence(at)
    const sentence = this.part('.sentence')
    sentence.setAttribute('aria-live', this.players[0].running ? 'off' : 'polite')
    write(sentence, text)
    const step = String(Math.round(share * STEPS))
    if (this.dial.value !== step) this.dial.value = step
    this.dial.setAttribute('aria-valuetext', text)
    const whole = this.path.squaredResiduals[this.path.squaredResiduals.length - 1]
    this.part('.bar .left').style.width = `${100 * at.squaredResidual / whole}%`
    this.part('.bar .price').style.width = `${100 * at.squaredPenalty / whole}%`
  }

  // From too lazy to free and back, resting at both ends.
  swing() {
    const go = (seconds) => {
      this.phase += seconds / SECONDS
      this.set({ share: (1 + Math.cos(Math.PI * this.phase)) / 2 })
      return true
    }
    return {
      begin: () => {
        this.phase = Math.acos(2 * this.state.share - 1) / Math.PI
      },
      advance: go,
      stride: () => go(SECONDS / 8),
      end: () => this.set({}),
    }
  }
}

export default mounted(Start, '.start')
