// A legend in HTML, which wraps as text does: keys drawn as their marks are, each with its words.

import { keyShapes } from './axes.js'
import { shapesNodes, svgElement } from './svg.js'
import { made } from '../page/dom.js'

const KEY = { viewBox: '0 0 20 16', width: 20, height: 16, 'aria-hidden': 'true' }

// Entries are those of legendShapes.
export function legendNodes(entries, palette) {
  return entries.map((entry) => {
    const key = svgElement('svg', KEY)
    key.append(...shapesNodes(keyShapes(entry, 1, 8), palette))
    const words = made('span', { textContent: entry.text })
    return made('span', { className: 'legend-entry' }, ...(key.firstChild ? [key, words] : [words]))
  })
}
