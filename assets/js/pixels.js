// 28×28 grey images as 784 levels 0..255: to and from base64, and onto a canvas.

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
