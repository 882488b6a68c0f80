// The squared distance in its two parts, on a scale and as a table: without the charts of the other pages,
// for a first visit brings no byte that it doesn't need.

import { made } from '../../shared/page/dom.js'
import { localised, tr } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'

const HEAD = ['λ', tr('rows that move'), tr('residual²'), tr('penalty²'), tr('squared distance')]

// Round numbers below a bar that is so long.
export function ticksOf(whole) {
  const power = 10 ** Math.floor(Math.log10(whole / 4))
  const step = power * [1, 2, 5, 10].find((factor) => factor * power * 7 > whole)
  return Array.from({ length: Math.floor(whole / step) + 1 }, (_, i) => {
    const tick = made('span', {}, localised(String(Number((i * step).toPrecision(3)))))
    tick.style.left = `${100 * i * step / whole}%`
    return tick
  })
}

// points: [λ, the path there]; the first one is that of the moment.
export const rowsOf = (points) => [
  made('tr', {}, ...HEAD.map((text) => made('th', {}, text))),
  ...points.map(([lam, { shifts, squaredResidual, squaredPenalty }], i) => {
    const values = [squaredResidual, squaredPenalty, squaredResidual + squaredPenalty]
    const texts = [shifts.filter(Boolean).length, ...values.map((value) => number(value))]
    const cells = texts.map((text) => made('td', {}, String(text)))
    const name = i ? lamText(lam) : tr('{lam}, now', { lam: lamText(lam) })
    return made('tr', {}, made('th', {}, name), ...cells)
  }),
]
