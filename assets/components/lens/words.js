// The sentences of the Lens: all that it says is written here.

import { alignmentAt } from '../../shared/math/path.js'
import { tr, trn } from '../../shared/page/language.js'
import { lamIs, lamText } from '../../shared/page/lam.js'
import { number, pixels, series } from '../../shared/page/words.js'

export function sentence(lam, at) {
  const count = at.shifts.filter((shift) => shift !== 0).length
  const values = { lam: lamText(lam), all: at.shifts.length, distance: number(at.distance, 3) }
  if (lam === Infinity) {
    return tr('At λ = ∞ nothing may move: the lazy distance is the plain distance, {distance}.', values)
  }
  if (count === 0) {
    return tr('At λ = {lam} no move is worth its penalty: the lazy distance is the plain distance, ' +
      '{distance}.', values)
  }
  const furthest = pixels(Math.max(...at.shifts.map(Math.abs)))
  const rows = trn(
    '{count} of {all} rows move, the furthest by {furthest}',
    '{count} of {all} rows move, the furthest by {furthest}', count, { ...values, furthest },
  )
  if (lam === 0) {
    return tr('At λ = 0 moving is free: {rows}. The distance {distance} is the residual that no shift can ' +
      'mend.', { ...values, rows })
  }
  const share = at.distance > 0 ? Math.round(100 * at.squaredPenalty / at.distance ** 2) : 0
  return tr('At λ = {lam}, {rows}. The penalty makes {share} % of d².', { ...values, rows, share })
}

export const HIDDEN = tr('Hidden until you have guessed.')
export const ASKED = tr('Turn λ to where you think that no row moves any more.')
const CLOSE = 0.1

export function guessSentence(guess, last) {
  const values = { guess: lamText(guess), last: number(last, 3) }
  return Math.abs(guess - last) <= CLOSE
    ? tr('You said λ = {guess}; no row moves from λ = {last} on, close!', values)
    : tr('You said λ = {guess}; no row moves from λ = {last} on.', values)
}

// One of three texts: of a row that stays, that moves to the left, and that moves to the right.
const byWay = (shift, [still, left, right]) => (shift === 0 ? still : shift > 0 ? left : right)

export function rowSentence(row, at) {
  const shift = at.shifts[row]
  const [left, penalty] = [at.rowResiduals[row], at.rowPenalties[row]]
  const values = {
    row: row + 1, pixels: pixels(Math.abs(shift)), residual: number(left, 3), penalty: number(penalty, 3),
    sum: number(left + penalty, 3), all: number(at.distance ** 2, 3),
  }
  return byWay(shift, [
    tr('Row {row} stays: residual² {residual} + penalty² {penalty} = {sum} of d² = {all}.', values),
    tr('Row {row} moves {pixels} to the left: residual² {residual} + penalty² {penalty} = {sum} of ' +
      'd² = {all}.', values),
    tr('Row {row} moves {pixels} to the right: residual² {residual} + penalty² {penalty} = {sum} of ' +
      'd² = {all}.', values),
  ])
}

const NONE = 1e-9

// A row that the hand has moved: what that costs against the best g.
export function handSentence(row, hand, at) {
  const shift = hand.shifts[row]
  const place = { row: row + 1, pixels: pixels(Math.abs(shift)) }
  const moved = byWay(shift, [
    tr('By hand, row {row} held still', place),
    tr('By hand, row {row} moved {pixels} to the left', place),
    tr('By hand, row {row} moved {pixels} to the right', place),
  ])
  if (hand.squaredPenalty === Infinity) return tr('{moved}: at λ = ∞ no move can be paid.', { moved })
  const [own, best] = [hand.distance ** 2, at.distance ** 2]
  if (own - best <= NONE) return tr('{moved}: no g does better.', { moved })
  return tr('{moved}: {own} in place of d² = {best}, {more} more than the best g.', {
    moved, own: number(own, 3), best: number(best, 3), more: number(own - best, 3),
  })
}

export function whySentence(row, at) {
  return tr(
    'Row {row} may move by 0 to {most} pixels. Each number has its line: residual², plus λ² times its ' +
    'square. The lowest line wins, and now that is {pixels}; where two lines cross, the row changes its ' +
    'mind. Rows do not disturb each other, so their crossings are all the events there are.',
    { row: row + 1, most: Math.floor(at.shifts.length / 2), pixels: pixels(Math.abs(at.shifts[row])) },
  )
}

// The rows, from 0, that give up a shift for a smaller one at the i-th of λ = 0, the breakpoints, and ∞.
export function giving(path, i) {
  const [before, after] = [path.shifts[i - 1], path.shifts[i]]
  return before && after ? after.flatMap((shift, row) => (shift === before[row] ? [] : [row])) : []
}

// What an event is: the i-th of λ = 0, the breakpoints, and ∞.
export function eventSentence(path, i, lam) {
  const at = alignmentAt(path, lam)
  const terms = tr('d² = {all} = residual² {residual} + penalty² {penalty}', {
    all: number(at.distance ** 2, 3), residual: number(at.squaredResidual, 3),
    penalty: number(at.squaredPenalty, 3),
  })
  if (i === 0) return `${lamIs(0)}: ${terms}`
  if (lam === Infinity) return tr('λ = ∞: {terms}; nothing moves', { terms })
  const [before, after] = [path.shifts[i - 1], path.shifts[i]]
  const told = giving(path, i).map((row) => tr('row {row} goes from {before} to {after}', {
    row: row + 1, before: Math.abs(before[row]), after: pixels(Math.abs(after[row])),
  }))
  return `${lamIs(lam)}: ${terms}; ${told.join(', ')}`
}

// From which λ on a shift of a row is the cheapest, and what it costs there.
export function shiftSentence(size, from, price) {
  return tr('From λ = {lam} on a shift by {pixels} is cheapest; it costs {price} there', {
    lam: lamText(from), pixels: pixels(size), price: number(price, 3),
  })
}

const short = (name) => name.split(',')[0]

const lamsText = (lams) => {
  const texts = lams.map((lam) => lamText(lam, 3))
  return texts.length === 1
    ? texts[0]
    : tr('{first} and {last}', { first: series(texts.slice(0, -1)), last: texts.at(-1) })
}

// Is x nearer to y or to z? at, other: how far both are; changes: the λ at which the answer changes.
export function bothSentence({ lam, at, other, changes, names }) {
  const told = (letter, { distance }) => `${letter}, ${short(names[letter])} (d = ${number(distance, 3)})`
  const [y, z] = [told('y', at), told('z', other)]
  const [near, far] = at.distance <= other.distance ? [y, z] : [z, y]
  const values = { lam: lamText(lam), name: short(names.x), near, far }
  const order = at.distance === other.distance
    ? tr('At λ = {lam} x, {name}, is as near to {near} as to {far}.', values)
    : tr('At λ = {lam} x, {name}, is nearer to {near} than to {far}.', values)
  const when = changes.length
    ? tr('It changes sides at λ = {lams}.', { lams: lamsText(changes) })
    : tr('So it is at every λ.')
  return `${order} ${when}`
}

export const crossingSentence = (lam, { distance }) => (
  tr('λ = {lam}: x is as near to y as to z, d = {distance}', {
    lam: lamText(lam), distance: number(distance, 3),
  })
)
