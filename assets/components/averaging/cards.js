// Pictures of the Averaging page: turned copies of a digit, and the digits that averaging mends or breaks.

import { turned } from '../../shared/math/rotation.js'
import { made } from '../../shared/page/dom.js'
import { SIDE, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { degrees } from './words.js'

function picture(levels) {
  const canvas = made('canvas', { width: SIDE, height: SIDE })
  paintLevels(canvas, levels)
  return canvas
}

export const turnedLevels = (levels, angle) => turned(levels, SIDE, angle).map(Math.round)

// The copies of a digit, each with what f calls it. Without a label nothing is right or wrong.
export function copyCards({ levels, label, said }, angles) {
  return angles.map((angle, k) => {
    const verdict = label === null ? '' : said[k] === label ? 'right' : 'wrong'
    const canvas = picture(turnedLevels(levels, angle))
    canvas.setAttribute('role', 'img')
    canvas.setAttribute('aria-label', `Turned by ${angle} degrees: f says ${said[k]}`)
    const words = made('span', {}, `${degrees(angle)} → ${said[k]}${verdict === 'wrong' ? ' ✗' : ''}`)
    return made('div', { className: `copy ${verdict}` }, canvas, words)
  })
}

// Test digits as buttons; take(index) asks for one. Without it they can only be looked at.
export function galleryCards(digits, chosen, take) {
  if (digits.length === 0) return [made('p', {}, 'None among the test digits.')]
  return digits.map(({ index, label, before, after, pixels }) => {
    const words = made('span', {}, `a ${label}: ${before} → ${after}`)
    const button = made('button', { type: 'button', disabled: !take }, picture(fromBase64(pixels)), words)
    button.setAttribute('aria-label', `Test digit ${index}, a ${label}: f says ${before}, S f says ${after}`)
    button.setAttribute('aria-current', String(index === chosen))
    button.onclick = () => take(index)
    return button
  })
}
