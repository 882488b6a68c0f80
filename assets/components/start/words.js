// What the moving picture of Start says.

import { number, pixels } from '../../shared/page/words.js'

export function startSentence(at) {
  const moving = at.shifts.filter((shift) => shift !== 0)
  const distance = `Distance to the 9: ${number(at.distance)}.`
  if (moving.length === 0) return `Its rows are too lazy to move: every 6 stays exactly the 6 it was. ${distance}`
  const furthest = Math.max(...moving.map(Math.abs))
  if (at.squaredPenalty === 0) return `Moving is free: ${moving.length} rows slide, by up to ${pixels(furthest)}, and little of the 6 is left. ${distance}`
  return `${moving.length} of ${at.shifts.length} rows find it worth their while to slide, by up to ${pixels(furthest)}. ${distance}`
}
