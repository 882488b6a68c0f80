// SVG: nodes one by one, nodes from markup that our own modules wrote, and the markup of shapes.

import { colourOf } from './shapes.js'

const NAMESPACE = 'http://www.w3.org/2000/svg'

export function svgElement(tag, attributes, parent) {
  const node = document.createElementNS(NAMESPACE, tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  parent.append(node)
  return node
}

export function fillSvg(svg, markup, width, height) {
  const parsed = new DOMParser().parseFromString(`<svg xmlns="${NAMESPACE}">${markup}</svg>`, 'image/svg+xml')
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  svg.replaceChildren(...parsed.documentElement.childNodes)
}

export function escaped(text) {
  return text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c])
}

const short = (value) => String(Number(value.toFixed(2)))

export function shapesMarkup(shapes, palette) {
  return shapes.map((shape) => {
    const alpha = shape.alpha < 1 ? ` opacity="${short(shape.alpha)}"` : ''
    if (shape.text !== undefined) {
      const style = shape.italic ? ' font-style="italic" font-family="Georgia, serif"' : ''
      return `<text x="${short(shape.at[0])}" y="${short(shape.at[1])}" font-size="${shape.size}" text-anchor="${shape.anchor}"` +
        ` fill="${colourOf(shape.fill, palette)}"${style}${alpha}>${escaped(shape.text)}</text>`
    }
    const d = shape.runs.map((run) => {
      if (run.length === 0) return ''
      return `M${run.map((point) => `${short(point[0])} ${short(point[1])}`).join('L')}${shape.closed ? 'Z' : ''}`
    }).join('')
    const fill = shape.fill ? colourOf(shape.fill, palette) : 'none'
    const stroke = shape.stroke
      ? ` stroke="${colourOf(shape.stroke, palette)}" stroke-width="${shape.width}" stroke-linejoin="round"`
      : ''
    const dash = shape.dash ? ` stroke-dasharray="${shape.dash.join(' ')}"` : ''
    return `<path d="${d}" fill="${fill}"${stroke}${dash}${alpha}/>`
  }).join('')
}
