// One chart on the page: layers of shapes on a canvas or an SVG, readable marks, and a name.

import { Reading } from './hover.js'
import { pictureOn } from './layers.js'
import { typeScale } from '../page/place.js'

const NONE = { width: 0, height: 0 }
const SIDES = ['width', 'height', 'left', 'right', 'top', 'bottom']

// A frame in the pixels of a page that shows it so many times as large.
function enlarged(frame, scale) {
  if (scale === 1) return frame
  const larger = (pixel) => pixel * scale
  const { x, y, xValue, yValue, to, from } = frame
  return {
    ...frame,
    ...Object.fromEntries(SIDES.map((side) => [side, larger(frame[side])])),
    ...(x && { x: (value) => x(value) * scale, xValue: (pixel) => xValue(pixel / scale) }),
    ...(y && { y: (value) => y(value) * scale, yValue: (pixel) => yValue(pixel / scale) }),
    ...(to && { to: (point) => to(point).map(larger), from: (pixels) => from(pixels.map((p) => p / scale)) }),
  }
}

function roomOf(node) {
  const { width, height } = node.getBoundingClientRect()
  return { width, height }
}

/* On a projector a chart is designed for less room than it has, and shown larger, with all that is written.
   design(state, width, height, palette) gives { frame, layers, marks, name }: marks() the readable values (or
   none), name what a screen reader is told of the whole. Options are those of Reading. */
export class Chart {
  constructor(node, design, options = {}) {
    this.node = node
    this.design = design
    this.picture = pictureOn(node)
    this.drawn = null
    this.measured = NONE
    new ResizeObserver(() => this.resize()).observe(node)
    if (options.readable === false) return
    const xOf = (value) => this.frame?.x(value)
    this.reading = new Reading(node, () => this.marks(), { xOf, ...options })
  }

  // What was measured once there was room holds until the node has another size: asked after something was
  // written, the page is laid out for the answer.
  get room() {
    if (this.measured.width === 0) this.measured = roomOf(this.node)
    return this.measured
  }

  // Called when all is laid out and nothing painted yet.
  resize() {
    const { width, height } = this.measured
    if (width === 0) return
    this.measured = roomOf(this.node)
    if (this.measured.width !== width || this.measured.height !== height) this.paint(...this.painted)
  }

  // Draw the state; nothing while there is no room, as in a folded part of the page.
  paint(state, palette) {
    const { width, height } = this.room
    this.painted = [state, palette]
    if (width === 0 || height === 0) return
    this.scale = typeScale()
    const [wide, high] = [width / this.scale, height / this.scale]
    this.drawn = this.design(state, wide, high, palette)
    this.picture.paint(this.drawn.layers, palette, wide, high, this.scale)
    this.reading?.refresh()
    if (this.drawn.name && this.drawn.name !== this.name) {
      this.name = this.drawn.name
      this.node.setAttribute('aria-label', this.name)
    }
  }

  // Marks and frame in pixels of the page.
  marks() {
    const { drawn, scale } = this
    const marks = drawn?.marks?.() ?? []
    if (scale === 1) return marks
    const larger = (place) => place?.map((pixel) => pixel * scale)
    return marks.map((mark) => ({ ...mark, at: larger(mark.at), over: larger(mark.over) }))
  }

  get frame() {
    return this.drawn ? enlarged(this.drawn.frame, this.scale) : null
  }
}
