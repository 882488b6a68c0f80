// One chart on the page: layers of shapes on a canvas or an SVG, readable marks, and a name.

import { Reading } from './hover.js'
import { pictureOn } from './layers.js'

/* design(state, width, height, palette) gives { frame, layers, marks, name }: marks() the readable values (or
   none), name what a screen reader is told of the whole. Options are those of Reading. */
export class Chart {
  constructor(node, design, options = {}) {
    this.node = node
    this.design = design
    this.picture = pictureOn(node)
    this.drawn = null
    if (options.readable === false) return
    const xOf = (value) => this.drawn?.frame.x(value)
    this.reading = new Reading(node, () => this.drawn?.marks?.() ?? [], { xOf, ...options })
  }

  // Draw the state; nothing while there is no room, as in a folded part of the page.
  paint(state, palette) {
    const { width, height } = this.node.getBoundingClientRect()
    if (width === 0 || height === 0) return
    this.drawn = this.design(state, width, height, palette)
    this.picture.paint(this.drawn.layers, palette, width, height)
    this.reading?.refresh()
    if (this.drawn.name && this.drawn.name !== this.name) {
      this.name = this.drawn.name
      this.node.setAttribute('aria-label', this.name)
    }
  }

  get frame() {
    return this.drawn?.frame ?? null
  }
}
