// A picture in layers, back to front, on a canvas or in an SVG: what has not changed since it was last
// drawn is kept.

import { paintShapes } from './shapes.js'
import { redraw, svgElement } from './svg.js'

// A layer is { key, shapes(fine) } and may have paint(context, palette), which paints the same faster, pixel
// by pixel. Two layers with one key look alike; one without a key is drawn at every frame. Shapes that are
// going to be kept, or are for a file, are asked for fine ones.
export const shapesOf = (layers) => layers.flatMap((layer) => layer.shapes(true))

export class Picture {
  constructor(canvas) {
    this.canvas = canvas
    this.kept = []
    this.shown = []
  }

  paint(layers, palette, width, height, scale = 1) {
    const ratio = Math.min(window.devicePixelRatio || 1, 2) * scale
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)]
    const { canvas } = this
    if (canvas.width !== wide || canvas.height !== high || this.palette !== palette) {
      [canvas.width, canvas.height] = [wide, high]
      this.palette = palette
      this.kept = []
      this.shown = []
    }
    // A canvas that is painted on, be it with the same, goes to the screen anew.
    const keys = layers.map(({ key }) => key)
    if (keys.length === this.shown.length && keys.every((key, i) => key && key === this.shown[i])) return
    const context = canvas.getContext('2d')
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, wide, high)
    this.shown = keys
    layers.forEach((layer, i) => {
      const kept = this.keep(layer, i, ratio)
      if (kept) {
        context.setTransform(1, 0, 0, 1, 0, 0)
        context.drawImage(kept, 0, 0)
      } else {
        this.shown = []
        context.setTransform(ratio, 0, 0, ratio, 0, 0)
        paintShapes(context, layer.shapes(false), palette)
      }
    })
  }

  // The layer on a canvas of its own. Shapes come there when they are asked for the second time: while they
  // change at every frame, that would be work for nothing.
  keep(layer, i, ratio) {
    if (!layer.key) return null
    const kept = this.kept[i] ??= { canvas: null, asked: null, key: null }
    const again = kept.asked === layer.key
    kept.asked = layer.key
    if (kept.key === layer.key) return kept.canvas
    if (!layer.paint && !again) return null
    const { width, height } = this.canvas
    kept.canvas ??= Object.assign(document.createElement('canvas'), { width, height })
    const context = kept.canvas.getContext('2d')
    if (layer.paint) {
      layer.paint(context, this.palette)
    } else {
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.clearRect(0, 0, width, height)
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      paintShapes(context, layer.shapes(true), this.palette)
    }
    kept.key = layer.key
    return kept.canvas
  }
}

class Drawing {
  constructor(svg) {
    this.svg = svg
    this.groups = []
  }

  paint(layers, palette, width, height) {
    const size = `0 0 ${width} ${height}`
    if (this.size !== size || this.palette !== palette) {
      this.svg.setAttribute('viewBox', size)
      Object.assign(this, { size, palette })
      for (const group of this.groups) group.key = null
    }
    while (this.groups.length < layers.length) {
      this.groups.push({ node: svgElement('g', {}, this.svg), key: null, described: [] })
    }
    while (this.groups.length > layers.length) this.groups.pop().node.remove()
    layers.forEach((layer, i) => {
      const group = this.groups[i]
      if (layer.key && group.key === layer.key) return
      group.described = redraw(group.node, layer.shapes(true), palette, group.described)
      group.key = layer.key ?? null
    })
  }
}

export const pictureOn = (node) => (node.tagName === 'CANVAS' ? new Picture(node) : new Drawing(node))
