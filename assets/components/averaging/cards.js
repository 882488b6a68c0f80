// The digits that averaging mends or breaks.

import { made } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { SIDE, fromBase64, paintLevels } from '../../shared/page/pixels.js'
import { an } from '../../shared/page/words.js'

function picture(levels) {
  const canvas = made('canvas', { width: SIDE, height: SIDE })
  paintLevels(canvas, levels)
  return canvas
}

// Test digits as buttons; take(index) asks for one. Without it they can only be looked at.
function galleryCards(digits, chosen, take) {
  if (digits.length === 0) return [made('p', {}, tr('None among the test digits.'))]
  return digits.map(({ index, label, before, after, pixels }) => {
    const values = { digit: an(label), before, after }
    const words = made('span', {}, tr('{digit}: {before} → {after}', values))
    const button = made('button', { type: 'button', disabled: !take }, picture(fromBase64(pixels)), words)
    const told = tr('Test digit {index}, {digit}: f says {before}, S f says {after}', { ...values, index })
    button.setAttribute('aria-label', told)
    button.setAttribute('aria-current', String(index === chosen))
    button.onclick = () => take(index)
    return button
  })
}

// Both galleries; changed: the digits that averaging mends, and those that it breaks.
export function fillGalleries(parts, changed, chosen, take) {
  for (const [i, name] of ['mended', 'broken'].entries()) {
    parts[name].replaceChildren(...galleryCards(changed[i], chosen, take))
  }
}
