// What shifts of rows have become, in words.

import { trn } from './language.js'

// How many rows stop, move less, begin, and move further, one text each; none if all stay as they are.
export function rowMoves(before, now) {
  const [was, is] = [before, now].map((shifts) => Array.from(shifts, Math.abs))
  const count = (holds) => was.filter((size, row) => holds(size, is[row])).length
  const [stop, less, begin, more] = [
    count((a, b) => a > b && b === 0), count((a, b) => a > b && b > 0),
    count((a, b) => a < b && a === 0), count((a, b) => a < b && a > 0),
  ]
  return [
    ...(stop ? [trn('{count} row lets go', '{count} rows let go', stop)] : []),
    ...(less ? [trn('{count} row moves less', '{count} rows move less', less)] : []),
    ...(begin ? [trn('{count} row begins to move', '{count} rows begin to move', begin)] : []),
    ...(more ? [trn('{count} row moves further', '{count} rows move further', more)] : []),
  ]
}
