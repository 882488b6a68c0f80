// The sentences of the Lens: all that it says is written here.

import { alignmentAt } from '../../shared/math/path.js'
import { lamText } from '../../shared/page/lam.js'
import { number, pixels } from '../../shared/page/words.js'

export function sentence(lam, at) {
  const moving = at.shifts.filter((shift) => shift !== 0)
  const name = lam === Infinity ? 'λ = ∞' : `λ = ${lamText(lam)}`
  if (lam === Infinity) return `At ${name} nothing may move: the lazy distance is the plain distance, ${number(at.distance, 3)}.`
  if (moving.length === 0) return `At ${name} no move is worth its penalty: the lazy distance is the plain distance, ${number(at.distance, 3)}.`
  const furthest = Math.max(...moving.map(Math.abs))
  const rows = `${moving.length} of ${at.shifts.length} rows move, the furthest by ${pixels(furthest)}`
  if (lam === 0) return `At λ = 0 moving is free: ${rows}. The distance ${number(at.distance, 3)} is the residual that no shift can mend.`
  const share = at.distance > 0 ? Math.round(100 * at.squaredPenalty / at.distance ** 2) : 0
  return `At ${name}, ${rows}. The penalty makes ${share} % of d².`
}

export const HIDDEN = 'Hidden until you have guessed.'
export const ASKED = 'Turn λ to where you think that no row moves any more.'
const CLOSE = 0.1

export function guessSentence(guess, last) {
  const close = Math.abs(guess - last) <= CLOSE ? ', close!' : '.'
  return `You said λ = ${lamText(guess)}; no row moves from λ = ${number(last, 3)} on${close}`
}

export function rowSentence(row, at) {
  const shift = at.shifts[row]
  const move = shift === 0 ? 'stays' : `moves ${pixels(Math.abs(shift))} to the ${shift > 0 ? 'left' : 'right'}`
  const left = at.rowResiduals[row]
  const penalty = at.rowPenalties[row]
  return `Row ${row + 1} ${move}: residual² ${number(left, 3)} + penalty² ${number(penalty, 3)} = ${number(left + penalty, 3)} of d² = ${number(at.distance ** 2, 3)}.`
}

const NONE = 1e-9

// A row that the hand has moved: what that costs against the best g.
export function handSentence(row, hand, at) {
  const shift = hand.shifts[row]
  const way = shift === 0 ? 'held still' : `moved ${pixels(Math.abs(shift))} to the ${shift > 0 ? 'left' : 'right'}`
  const name = `By hand, row ${row + 1} ${way}`
  if (hand.squaredPenalty === Infinity) return `${name}: at λ = ∞ no move can be paid.`
  const more = hand.distance ** 2 - at.distance ** 2
  if (more <= NONE) return `${name}: no g does better.`
  return `${name}: ${number(hand.distance ** 2, 3)} in place of d² = ${number(at.distance ** 2, 3)}, ${number(more, 3)} more than the best g.`
}

export function whySentence(row, at) {
  const most = Math.floor(at.shifts.length / 2)
  return `Row ${row + 1} may move by 0 to ${most} pixels. Each number has its line: residual², plus λ² times its square. ` +
    `The lowest line wins, and now that is ${pixels(Math.abs(at.shifts[row]))}; where two lines cross, the row changes its mind. ` +
    'Rows do not disturb each other, so their crossings are all the events there are.'
}

// The rows, from 0, that give up a shift for a smaller one at the i-th of λ = 0, the breakpoints, and ∞.
export function giving(path, i) {
  const [before, after] = [path.shifts[i - 1], path.shifts[i]]
  return before && after ? after.flatMap((shift, row) => (shift === before[row] ? [] : [row])) : []
}

// What an event is: the i-th of λ = 0, the breakpoints, and ∞.
export function eventSentence(path, i, lam) {
  const at = alignmentAt(path, lam)
  const terms = `d² = ${number(at.distance ** 2, 3)} = residual² ${number(at.squaredResidual, 3)} + penalty² ${number(at.squaredPenalty, 3)}`
  if (i === 0) return `λ = 0: ${terms}`
  if (lam === Infinity) return `λ = ∞: ${terms}; nothing moves`
  const [before, after] = [path.shifts[i - 1], path.shifts[i]]
  const told = giving(path, i).map((row) => `row ${row + 1} goes from ${Math.abs(before[row])} to ${pixels(Math.abs(after[row]))}`)
  return `λ = ${lamText(lam)}: ${terms}; ${told.join(', ')}`
}

// From which λ on a shift of a row is the cheapest, and what it costs there.
export function shiftSentence(size, from, price) {
  return `From λ = ${lamText(from)} on a shift by ${pixels(size)} is cheapest; it costs ${number(price, 3)} there`
}

const short = (name) => name.split(',')[0]

const listed = (lams) => {
  const texts = lams.map((lam) => lamText(lam, 3))
  return texts.length < 3 ? texts.join(' and ') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`
}

// Is x nearer to y or to z? at, other: how far both are; changes: the λ at which the answer changes.
export function bothSentence({ lam, at, other, changes, names }) {
  const [y, z] = [['y', names.y, at], ['z', names.z, other]].map(([letter, name, { distance }]) => (
    { told: `${letter}, ${short(name)} (d = ${number(distance, 3)})`, distance }
  ))
  const [near, far] = y.distance <= z.distance ? [y, z] : [z, y]
  const order = y.distance === z.distance ? `as near to ${y.told} as to ${z.told}` : `nearer to ${near.told} than to ${far.told}`
  const when = changes.length ? `It changes sides at λ = ${listed(changes)}.` : 'So it is at every λ.'
  return `At λ = ${lamText(lam)} x, ${short(names.x)}, is ${order}. ${when}`
}

export const crossingSentence = (lam, { distance }) => (
  `λ = ${lamText(lam)}: x is as near to y as to z, d = ${number(distance, 3)}`
)
