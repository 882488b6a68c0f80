// A closer look at a part of a scale: the shares of it that are seen.

import { closeUp } from './axes.js'

const CLOSEST = 1 / 64
const clamped = (value, least, most) => Math.min(Math.max(value, least), most)

export class Zoom {
  constructor() {
    this.all()
  }

  all() {
    [this.from, this.to] = [0, 1]
  }

  get width() {
    return this.to - this.from
  }

  get isClosest() {
    return this.width <= CLOSEST
  }

  get isAll() {
    return this.width >= 1
  }

  // A factor below 1 looks closer, one above wider, about a share that keeps its place.
  by(factor, about) {
    const place = (about - this.from) / this.width
    this.show(clamped(this.width * factor, CLOSEST, 1), about, place)
  }

  // Move to where a share is seen, in the middle if it was not; one at the border is seen.
  follow(share) {
    const border = this.width / 1000
    if (share < this.from - border || share > this.to + border) this.show(this.width, share, 0.5)
  }

  // The share at a part of what is seen.
  shareAt(part) {
    return this.from + part * this.width
  }

  show(width, share, place) {
    this.from = clamped(share - place * width, 0, 1 - width)
    this.to = this.from + width
  }

  // The part of a scale that is seen.
  scale(whole) {
    return this.isAll ? whole : closeUp(whole, [this.from, this.to])
  }
}
