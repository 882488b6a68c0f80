// 28×28 grey images as 784 levels 0..255: to and from base64, onto a canvas, into an SVG.

export const SIDE = 28
export const PIXELS = SIDE * SIDE

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

export function toBase64(levels) {
  let text = ''
  for (const level of levels) text += String.fromCharCode(level)
  return btoa(text)
}

export function paintLevels(canvas, levels, start = 0) {
  const context = canvas.getContext('2d')
  const picture = context.createImageData(SIDE, SIDE)
  for (let i = 0; i < PIXELS; i++) {
    const level = levels[start + i]
    picture.data[4 * i] = level
    picture.data[4 * i + 1] = level
    picture.data[4 * i + 2] = level
    picture.data[4 * i + 3] = 255
  }
  context.putImageData(picture, 0, 0)
}

// One rectangle for every run of equal pixels of a row; colour(value) gives null for what is not drawn.
export function pixelRects(levels, width, colour) {
  const rects = []
  for (let start = 0; start < levels.length;) {
    let end = start + 1
    while (end % width !== 0 && levels[end] === levels[start]) end++
    const fill = colour(levels[start])
    if (fill) rects.push(`<rect x="${start % width}" y="${Math.floor(start / width)}" width="${end - start}" height="1" fill="${fill}"/>`)
    start = end
  }
  return `<g shape-rendering="crispEdges">${rects.join('')}</g>`
}

export const grey = (level) => (level === 0 ? null : `rgb(${level},${level},${level})`)

// The arrow of one row, in units of pixels: from the edge it leaves, as long as the row moves.

export function arrowPath(shift, row) {
  if (shift === 0) return ''
  const y = row + 0.5
  const direction = shift > 0 ? -1 : 1
  const start = shift > 0 ? 27.4 : 0.6
  const tip = start + direction * Math.abs(shift)
  return `M${start} ${y}H${tip}M${tip - direction * 0.55} ${y - 0.38}L${tip} ${y}L${tip - direction * 0.55} ${y + 0.38}`
}
