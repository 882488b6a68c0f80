// What the moving picture of Start says.

import { tr } from '../../shared/page/language.js'
import { an, number, pixels } from '../../shared/page/words.js'

// x and y: numerals, or the word "digit" for one that no one has read.
export function startSentence(at, x, y) {
  const moving = at.shifts.filter((shift) => shift !== 0)
  const [rows, all, distance] = [moving.length, at.shifts.length, number(at.distance)]
  if (rows === 0) {
    return tr('Its rows are too lazy to move: every {x} stays exactly the {x} it was. ' +
      'Distance to the {y}: {distance}.', { x, y, distance })
  }
  const furthest = pixels(Math.max(...moving.map(Math.abs)))
  if (at.squaredPenalty === 0) {
    return tr('Moving is free: {rows} rows slide, by up to {furthest}, and little of the {x} is left. ' +
      'Distance to the {y}: {distance}.', { rows, furthest, x, y, distance })
  }
  return tr('{rows} of {all} rows find it worth their while to slide, by up to {furthest}. ' +
    'Distance to the {y}: {distance}.', { rows, all, furthest, y, distance })
}

// The same, shorter, for who hears it at every step of the dial.
export function dialText({ shifts, distance }) {
  const rows = shifts.filter((shift) => shift !== 0).length
  return tr('{rows} of {all} rows slide, distance {distance}', {
    rows, all: shifts.length, distance: number(distance),
  })
}

const one = (numeral) => an(numeral === '8' ? 8 : numeral)

// What the pictures are called: for those who don't see them, and below them.
export const namesOf = (x, y) => ({
  title: tr('{x} on its way to {y}', { x: one(x), y: one(y) }),
  x: [tr('a handwritten {digit}', { digit: x }), one(x)],
  moved: [
    tr('the {x} with its rows shifted towards the {y}', { x, y }), tr('still {digit}?', { digit: one(x) }),
  ],
  y: [tr('a handwritten {digit}', { digit: y }), one(y)],
})
