// Colours, and whether a component stands on a dark page: Streamlit's own switch decides, not the system's.

const NAMES = ['ink', 'paper', 'muted', 'left', 'price', 'result', 'other']
const CLASSES = Array.from({ length: 10 }, (_, digit) => `class-${digit}`)

// Light, where there is no page; its font is on every machine.
export const PRINT = {
  dark: false,
  font: 'system-ui, sans-serif',
  ink: '#1c1c1a', paper: '#ffffff', muted: '#555555', left: '#0072b2', price: '#c85200', result: '#00795a',
  other: '#b0568a',
  'class-0': '#0072b2', 'class-1': '#d55e00', 'class-2': '#009e73', 'class-3': '#e69f00',
  'class-4': '#56b4e9', 'class-5': '#4b004b', 'class-6': '#96e1c3', 'class-7': '#a52d0f',
  'class-8': '#0f3c96', 'class-9': '#690000',
}

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

// The colours of shared/page/base.css as they stand now, by name, for charts.
export function paletteOf(root, dark) {
  const style = getComputedStyle(root)
  const colours = [...NAMES, ...CLASSES].map((name) => [name, style.getPropertyValue(`--${name}`).trim()])
  return { ...Object.fromEntries(colours), dark, font: style.fontFamily, muted: dark ? '#aab2bb' : '#59616b' }
}

const hex = (colour) => `#${colourParts(colour).map((part) => part.toString(16).padStart(2, '0')).join('')}`

// What a file to take away is drawn in: the colours of the page, in a font that every machine has.
export function filePalette(palette) {
  return { ...palette, font: PRINT.font, ink: hex(palette.ink), paper: hex(palette.paper) }
}

export function prefersStillness() {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches
}
