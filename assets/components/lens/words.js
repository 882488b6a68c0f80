// The sentences of the Lens: all that it says is written here.

import { lamText } from '../../shared/page/lam.js'
import { number, pixels } from '../../shared/page/words.js'

export function sentence(lam, at) {
  const moving = at.shifts.filter((shift) => shift !== 0)
  const name = lam === Infinity ? 'λ = ∞' : `λ = ${lamText(lam)}`
  if (lam === Infinity) return `At ${name} nothing may move: the lazy distance is the plain distance, ${number(at.distance, 3)}.`
  if (moving.length === 0) return `At ${name} no move is worth its price: the lazy distance is the plain distance, ${number(at.distance, 3)}.`
  const furthest = Math.max(...moving.map(Math.abs))
  const rows = `${moving.length} of ${at.shifts.length} rows move, the furthest by ${pixels(furthest)}`
  if (lam === 0) return `At λ = 0 moving is free: ${rows}. The distance ${number(at.distance, 3)} is what no shift can mend.`
  const share = at.distance > 0 ? Math.round(100 * at.squaredPenalty / at.distance ** 2) : 0
  return `At ${name}, ${rows}. Moving costs ${share} % of d².`
}

export function rowSentence(row, at) {
  const shift = at.shifts[row]
  const move = shift === 0 ? 'stays' : `moves ${pixels(Math.abs(shift))} to the ${shift > 0 ? 'left' : 'right'}`
  const left = at.rowResiduals[row]
  const price = at.rowPenalties[row]
  return `Row ${row + 1} ${move}: ${number(left)} left + ${number(price)} price = ${number(left + price)} of d² = ${number(at.distance ** 2)}.`
}

export function whySentence(row, at) {
  const most = Math.floor(at.shifts.length / 2)
  return `Row ${row + 1} may move by 0 to ${most} pixels. Each number has its line: what is left, plus λ² times its square. ` +
    `The lowest line wins, and now that is ${pixels(Math.abs(at.shifts[row]))}; where two lines cross, the row changes its mind. ` +
    'Rows do not disturb each other, so their crossings are all the events there are.'
}
