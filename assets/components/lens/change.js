// What a hand has changed on the Lens since it was last told.

import { alignmentAt } from '../../shared/math/path.js'
import { tr, trn } from '../../shared/page/language.js'
import { fromTo, series } from '../../shared/page/words.js'

function facts({ guess, pair, path, third, state: { lam, z } }) {
  if (guess.asked) return null
  const other = z ? alignmentAt(third, lam) : null
  return { key: `${pair} ${Boolean(z)}`, at: alignmentAt(path, lam), other }
}

// How many rows stop, move less, begin, and move further.
function moves(before, now) {
  const [was, is] = [before, now].map(({ shifts }) => Array.from(shifts, Math.abs))
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

// Is x nearer to y or to z, as it is said by bothSentence (words.js).
const nearer = ({ at, other }) => (at.distance <= other.distance ? 'y' : 'z')

function bothChanged(before, now) {
  const [toY, toZ] = [
    fromTo(before.at.distance, now.at.distance), fromTo(before.other.distance, now.other.distance),
  ]
  const terms = series([
    ...(toY ? [tr('d to y {change}', { change: toY })] : []),
    ...(toZ ? [tr('d to z {change}', { change: toZ })] : []),
  ])
  if (!terms) return ''
  const values = { terms, was: nearer(before), is: nearer(now) }
  return values.was === values.is
    ? tr('Still nearer to {is}; {terms}.', values)
    : tr('Now nearer to {is}, before to {was}; {terms}.', values)
}

function words(before, now) {
  if (now.other) return bothChanged(before, now)
  const change = (name) => fromTo(before.at[name], now.at[name])
  const moved = moves(before.at, now.at)
  if (moved.length === 0) {
    const distance = change('distance')
    return distance && tr('The same rows move; d {change}.', { change: distance })
  }
  const [effort, residual] = [change('effort'), change('residual')]
  const terms = [
    ...(effort ? [tr('effort {change}', { change: effort })] : []),
    ...(residual ? [tr('residual {change}', { change: residual })] : []),
  ]
  return tr('{moves}; {terms}.', { moves: series(moved), terms: series(terms) })
}

export const account = { facts, words }
