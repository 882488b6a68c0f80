// What the moving picture of Start says.

import { number, pixels } from '../../shared/page/words.js'

// x and y: numerals, or the word "digit" for one that no one has read.
export function startSentence(at, x, y) {
  const moving = at.shifts.filter((shift) => shift !== 0)
  const distance = `Distance to the ${y}: ${number(at.distance)}.`
  if (moving.length === 0) return `Its rows are too lazy to move: every ${x} stays exactly the ${x} it was. ${distance}`
  const furthest = Math.max(...moving.map(Math.abs))
  if (at.squaredPenalty === 0) return `Moving is free: ${moving.length} rows slide, by up to ${pixels(furthest)}, and little of the ${x} is left. ${distance}`
  return `${moving.length} of ${at.shifts.length} rows find it worth their while to slide, by up to ${pixels(furthest)}. ${distance}`
}

const one = (numeral) => `${numeral === '8' ? 'an' : 'a'} ${numeral}`

// What the pictures are called: for those who don't see them, and below them.
export const namesOf = (x, y) => ({
  title: `${one(x)} on its way to ${one(y)}`,
  x: [`a handwritten ${x}`, one(x)],
  moved: [`the ${x} with its rows shifted towards the ${y}`, `still ${one(x)}?`],
  y: [`a handwritten ${y}`, one(y)],
})
