// Whether a component stands on a dark page: Streamlit's own switch decides, not the operating system.

export function isDark(node) {
  const probe = document.createElement('canvas').getContext('2d')
  probe.fillStyle = getComputedStyle(node).getPropertyValue('--paper').trim() || '#fff'
  probe.fillRect(0, 0, 1, 1)
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}

export function prefersStillness() {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches
}
