// Where the pictures are on their way to the turn of the dial: they go smoothly between the turns that were
// computed, follow a hand as it goes, and are there at once where motion is not wanted.

import { prefersStillness } from '../../shared/page/theme.js'

const EASE = 0.5
const THERE = 0.5

export class Motion {
  constructor() {
    Object.assign(this, { at: null, held: null })
  }

  // The angle to draw at the next frame, on the way to another; phase is where what plays stands, or null.
  towards(angle, phase) {
    if (this.held !== null) this.at = this.held
    else if (prefersStillness() || this.at === null) this.at = angle
    else if (phase !== null) this.at = phase
    else {
      const gap = ((angle - this.at + 540) % 360) - 180
      this.at = Math.abs(gap) < THERE ? angle : (this.at + EASE * gap + 360) % 360
    }
    return this.at
  }
}
