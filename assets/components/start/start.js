// The first thing a visitor sees: a 6 whose rows slide towards a 9 as they get less lazy.

import { SIDE, arrowPath, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { alignmentAt, dialEnd, lazyPath, moveRows } from '../../shared/math/path.js'
import { isDark, prefersStillness } from '../../shared/page/theme.js'
import { startSentence } from './words.js'

const STEPS = 1000
const SECONDS = 7

class Start {
  constructor(root) {
    this.root = root
    this.dial = root.querySelector('input')
    this.button = root.querySelector('.play')
    this.dial.oninput = () => {
      this.pause()
      this.show(Number(this.dial.value) / STEPS)
    }
    this.button.onclick = () => (this.running ? this.pause() : this.play())
  }

  update({ data }) {
    this.root.toggleAttribute('data-dark', isDark(this.root))
    if (data.x === this.source && data.y === this.target) return
    this.source = data.x
    this.target = data.y
    this.x = fromBase64(data.x)
    const y = fromBase64(data.y)
    this.path = lazyPath(this.x, y, SIDE, SIDE)
    this.end = dialEnd(this.path)
    paintLevels(this.root.querySelector('.source'), this.x)
    paintLevels(this.root.querySelector('.target'), y)
    this.drawn = null
    this.show(prefersStillness() ? 0.3 : 1)
    if (prefersStillness()) this.pause()
    else this.play()
  }

  show(share) {
    const at = alignmentAt(this.path, share * this.end)
    if (at.piece !== this.drawn) {
      this.drawn = at.piece
      paintLevels(this.root.querySelector('.moved'), moveRows(this.x, at.shifts, SIDE))
      this.root.querySelector('.arrows path').setAttribute('d', at.shifts.map(arrowPath).join(''))
    }
    const text = startSentence(at)
    const sentence = this.root.querySelector('.sentence')
    if (sentence.textContent !== text) sentence.textContent = text
    this.dial.setAttribute('aria-valuetext', text)
    const whole = this.path.squaredResiduals[this.path.squaredResiduals.length - 1]
    this.root.querySelector('.bar .left').style.width = `${100 * at.squaredResidual / whole}%`
    this.root.querySelector('.bar .price').style.width = `${100 * at.squaredPenalty / whole}%`
  }

  // From too lazy to free and back, resting at both ends.
  play() {
    this.state(true)
    const phase = Math.acos(2 * Number(this.dial.value) / STEPS - 1) / Math.PI
    const start = performance.now() - phase * SECONDS * 1000
    const step = (now) => {
      if (!this.running) return
      const share = (1 + Math.cos(Math.PI * (now - start) / (SECONDS * 1000))) / 2
      this.dial.value = String(Math.round(share * STEPS))
      this.show(share)
      this.frame = requestAnimationFrame(step)
    }
    this.frame = requestAnimationFrame(step)
  }

  pause() {
    cancelAnimationFrame(this.frame)
    this.state(false)
  }

  state(running) {
    this.running = running
    this.button.setAttribute('aria-pressed', String(running))
    this.button.textContent = running ? '❚❚ Pause' : '▶ Play'
    this.root.querySelector('.sentence').setAttribute('aria-live', running ? 'off' : 'polite')
  }
}

export default function (component) {
  const root = component.parentElement.querySelector('.start')
  root.start ??= new Start(root)
  root.start.update(component)
  return () => root.start.pause()
}
