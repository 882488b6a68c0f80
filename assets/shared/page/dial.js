// The dial of λ: a range input whose places are those of a scale with stops (lamScale, lamLogScale).

export class Dial {
  constructor(input, { turn, settle }) {
    this.input = input
    this.lam = null
    this.scale = null
    input.oninput = () => turn(this.chosen())
    input.onchange = () => settle()
  }

  use(scale) {
    this.scale = scale
    const [least, most] = scale.steps
    Object.assign(this.input, { min: String(least), max: String(most), step: '1' })
  }

  show(lam, words) {
    this.lam = lam
    const step = this.stepOf(lam)
    if (Number(this.input.value) !== step) this.input.value = String(step)
    this.input.setAttribute('aria-valuetext', words)
  }

  stepOf(lam) {
    const [least, most] = this.scale.steps
    return Math.round(least + this.scale.share(lam) * (most - least))
  }

  // One step of the keyboard goes to the stop of an end, and leaves it; a part of a scale may have none.
  chosen() {
    const step = Number(this.input.value)
    const [least, most] = this.scale.steps
    const before = this.stepOf(this.lam)
    const { first, last } = this.scale
    if (this.scale.value(1) === Infinity) {
      if (before === most && step === most - 1) return last
      if (before === this.stepOf(last) && step === before + 1) return Infinity
    }
    if (this.scale.value(0) === 0 && first > 0) {
      if (before === least && step === least + 1) return first
      if (before === this.stepOf(first) && step === before - 1) return 0
    }
    return this.scale.value((step - least) / (most - least))
  }
}
