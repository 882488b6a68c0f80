// SVG nodes: one by one, or from markup that our own modules wrote.

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
