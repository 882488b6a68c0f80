// Shapes as SVG: nodes on the page, and the text of a file.

import { write } from '../page/dom.js'
import { colourOf } from './shapes.js'

const NAMESPACE = 'http://www.w3.org/2000/svg'
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
// Control characters and halves of pairs, with which a file would be no XML.
const UNFIT = /[\p{Cs}\p{Noncharacter_Code_Point}]|[^\P{Cc}\t\n\r]/gu
const short = (value) => String(Number(value.toFixed(2)))

export function svgElement(tag, attributes, parent) {
  const node = document.createElementNS(NAMESPACE, tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  parent?.append(node)
  return node
}

export const escaped = (text) => text.replace(UNFIT, '\ufffd').replace(/[&<>"]/g, (c) => ENTITIES[c])

// An SVG finds its patterns in the whole document, but none in another that is hidden, so that each drawing
// on a page has names of its own, one for each palette. A file has one drawing.
const hatchOf = (palette, drawing) => `hatch-${palette.dark ? 'dark' : 'light'}${drawing}`

let drawings = 0
const named = new WeakMap()

function drawingOf(key) {
  if (!named.has(key)) named.set(key, `-${drawings++}`)
  return named.get(key)
}

function runsOf({ runs, closed }) {
  const points = (run) => run.map(([x, y]) => `${short(x)} ${short(y)}`).join('L')
  return runs.map((run) => (run.length ? `M${points(run)}${closed ? 'Z' : ''}` : '')).join('')
}

function outline(shape) {
  if (shape.circle) {
    const [cx, cy, r] = shape.circle.map(short)
    return ['circle', { cx, cy, r }]
  }
  if (shape.box) {
    const [x, y, width, height] = shape.box.map(short)
    return ['rect', { x, y, width, height }]
  }
  return ['path', { d: shape.d ?? runsOf(shape) }]
}

// A node with an opacity is a group of its own for the browser, at a price in every frame: where there is
// only fill or only stroke, its opacity is the same.
function opacityOf({ alpha, fill, stroke, text, halo }) {
  if (!(alpha < 1)) return {}
  const [filled, stroked] = text === undefined ? [fill, stroke] : [true, halo]
  const name = filled && stroked ? 'opacity' : filled ? 'fill-opacity' : 'stroke-opacity'
  return { [name]: short(alpha) }
}

// A shape as [tag, attributes, text] of its node, twice for one that is hatched.
function described(shape, palette, drawing) {
  const common = {}
  if (shape.name) common.class = shape.name
  for (const [key, value] of Object.entries(shape.data ?? {})) common[`data-${key}`] = value
  Object.assign(common, opacityOf(shape))
  if (shape.text !== undefined) {
    const [x, y] = shape.at.map(short)
    const font = shape.italic ? { 'font-style': 'italic', 'font-family': 'Georgia, serif' } : {}
    if (shape.bold) font['font-weight'] = '600'
    if (shape.halo) Object.assign(font, { stroke: palette.paper, 'stroke-width': 4, 'paint-order': 'stroke' })
    const place = { x, y, 'font-size': shape.size, 'text-anchor': shape.anchor }
    return [['text', { ...common, ...place, fill: colourOf(shape.fill, palette), ...font }, shape.text]]
  }
  const [tag, place] = outline(shape)
  const drawn = { ...common, ...place, fill: shape.fill ? colourOf(shape.fill, palette) : 'none' }
  if (shape.stroke) {
    Object.assign(drawn, { stroke: colourOf(shape.stroke, palette), 'stroke-width': shape.width })
    Object.assign(drawn, { 'stroke-linejoin': 'round', 'stroke-linecap': shape.dash ? 'butt' : 'round' })
    if (shape.dash) drawn['stroke-dasharray'] = shape.dash.join(' ')
  }
  const hatched = shape.hatch ? [[tag, { ...common, ...place, class: 'hatch', fill: `url(#${hatchOf(palette, drawing)})` }, '']] : []
  return [[tag, drawn, ''], ...hatched]
}

function hatchDefinition(palette, drawing) {
  const size = { width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }
  const stroke = { width: 2, height: 6, fill: palette.paper, 'fill-opacity': 0.45 }
  return [['defs', {}, [['pattern', { id: hatchOf(palette, drawing), ...size }, [['rect', stroke, '']]]]]]
}

function nodesOf(shapes, palette, drawing = '') {
  const nodes = shapes.flatMap((shape) => described(shape, palette, drawing))
  return shapes.some(({ hatch }) => hatch) ? [...hatchDefinition(palette, drawing), ...nodes] : nodes
}

function nodeOf([tag, attributes, inside]) {
  const node = svgElement(tag, attributes)
  if (typeof inside === 'string') node.textContent = inside
  else node.append(...inside.map(nodeOf))
  return node
}

function textOf([tag, attributes, inside]) {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`).join('')
  const content = typeof inside === 'string' ? escaped(inside) : inside.map(textOf).join('')
  return `<${tag}${written}${content ? `>${content}</${tag}>` : '/>'}`
}

export const shapesNodes = (shapes, palette) => nodesOf(shapes, palette, drawingOf(shapes)).map(nodeOf)

// A text can be written anew; nodes that are inside of another stay with it.
const canChange = ([tag, , inside], [other, , before]) => tag === other && (
  typeof inside === 'string' ? typeof before === 'string' : JSON.stringify(inside) === JSON.stringify(before)
)

// A node that was described as before becomes as now.
function change(node, [, before, textBefore], [, now, text]) {
  for (const [name, value] of Object.entries(now)) {
    if (before[name] !== value) node.setAttribute(name, value)
  }
  for (const name of Object.keys(before)) {
    if (!(name in now)) node.removeAttribute(name)
  }
  if (typeof text === 'string' && text !== textBefore) write(node, text)
}

/* The children of a group become the nodes of shapes. Of what is as it was described before nothing is
   written, so that it's neither made, nor laid out, nor painted anew; returned is what is described now. */
export function redraw(group, shapes, palette, before) {
  const now = nodesOf(shapes, palette, drawingOf(group))
  let next = group.firstChild
  now.forEach((description, i) => {
    const node = next
    next = node?.nextSibling ?? null
    if (node && canChange(description, before[i])) change(node, before[i], description)
    else if (node) node.replaceWith(nodeOf(description))
    else group.append(nodeOf(description))
  })
  while (group.childNodes.length > now.length) group.lastChild.remove()
  return now
}

export const shapesMarkup = (shapes, palette) => nodesOf(shapes, palette).map(textOf).join('')

// A file of its own: a title for screen readers, white paper, and what is on it.
export function svgFile(width, height, title, content, palette) {
  const [wide, high] = [width + 32, height + 32].map(Math.round)
  return `<svg xmlns="${NAMESPACE}" viewBox="-16 -16 ${wide} ${high}" width="${wide}" height="${high}" ` +
    `font-family="${escaped(palette.font)}" fill="${palette.ink}">\n<title>${escaped(title)}</title>\n` +
    `<rect x="-16" y="-16" width="${wide}" height="${high}" fill="${palette.paper}"/>\n${content}\n</svg>`
}

// Content moved to a place.
export const placed = (x, y, content) => `<g transform="translate(${short(x)} ${short(y)})">${content}</g>`
