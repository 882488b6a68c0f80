// A path of λ as sound, on wish: the pitch says the distance, and a click that an event was passed. Nothing
// sounds until its button is pressed, as browsers want it too.

const LOWEST = 220
const OCTAVES = 2
const LOUD = 0.12
// Seconds in which a tone comes, in which it goes once nothing moves, and after which it does.
const COMING = 0.015
const GOING = 0.08
const HELD = 0.25
const CLICK = { frequency: 1600, seconds: 0.03, loud: 0.2 }

// How far a value is on its way from the least, 0, to the most, 1.
export const shareOf = (value, least, most) => (value - least) / (most - least || 1)

export const pitchOf = (share) => LOWEST * 2 ** (OCTAVES * Math.max(0, Math.min(1, share)))

// heard() is what there is to hear, or null: { key, share, passed }. share: how far d is on its way from its
// least value to its greatest; passed: how many events are behind; key: which path it is, since the change
// to another is no move.
export class Sound {
  constructor(button, heard, signal) {
    Object.assign(this, { button, heard, told: null })
    button.onclick = () => this.toggle()
    signal.addEventListener('abort', () => this.end())
    this.show()
  }

  get on() {
    return this.button.getAttribute('aria-pressed') === 'true'
  }

  toggle() {
    const on = !this.on
    if (on) this.begin()
    else this.hush()
    this.show(on)
  }

  show(on = false) {
    this.button.setAttribute('aria-pressed', String(on))
  }

  begin() {
    this.told = this.heard()
    this.context ??= new AudioContext()
    this.context.resume()
    if (this.tone) return
    this.tone = this.context.createOscillator()
    this.volume = this.context.createGain()
    this.tone.type = 'triangle'
    this.volume.gain.value = 0
    this.tone.connect(this.volume).connect(this.context.destination)
    this.tone.start()
  }

  hush() {
    clearTimeout(this.resting)
    this.volume.gain.setTargetAtTime(0, this.context.currentTime, GOING)
  }

  // What is heard may have moved.
  follow() {
    if (!this.on) return
    const [before, now] = [this.told, this.heard()]
    this.told = now
    if (now && before?.key === now.key) this.tell(before, now)
  }

  tell(before, { share, passed }) {
    if (before.share === share && before.passed === passed) return
    const now = this.context.currentTime
    this.tone.frequency.setTargetAtTime(pitchOf(share), now, COMING)
    this.volume.gain.setTargetAtTime(LOUD, now, COMING)
    clearTimeout(this.resting)
    this.resting = setTimeout(() => this.hush(), 1000 * HELD)
    if (before.passed !== passed) this.click(now)
  }

  click(now) {
    const [tick, volume] = [this.context.createOscillator(), this.context.createGain()]
    tick.type = 'square'
    tick.frequency.value = CLICK.frequency
    volume.gain.setValueAtTime(CLICK.loud, now)
    volume.gain.exponentialRampToValueAtTime(0.001, now + CLICK.seconds)
    tick.connect(volume).connect(this.context.destination)
    tick.start(now)
    tick.stop(now + CLICK.seconds)
  }

  end() {
    clearTimeout(this.resting)
    this.context?.close()
  }
}
