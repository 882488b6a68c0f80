// Colours, and whether a component stands on a dark page: Streamlit's own switch decides, not the system's.

// Red, green and blue, 0 to 255, of a CSS colour.
export function colourParts(colour) {
  const probe = document.createElement('canvas').getContext('2d')
  probe.fillStyle = colour
  probe.fillRect(0, 0, 1, 1)
  return [...probe.getImageData(0, 0, 1, 1).data.subarray(0, 3)]
}

export function isDark(node) {
  const paper = getComputedStyle(node).getPropertyValue('--paper').trim() || '#fff'
  const [red, green, blue] = colourParts(paper)
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}

export function prefersStillness() {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches
}
