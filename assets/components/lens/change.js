// What a hand has changed on the Lens since it was last told.

import { alignmentAt } from '../../shared/math/path.js'
import { tr } from '../../shared/page/language.js'
import { rowMoves } from '../../shared/page/rows.js'
import { fromTo, series } from '../../shared/page/words.js'

function facts({ guess, pair, path, third, state: { lam, z } }) {
  if (guess.asked) return null
  const other = z ? alignmentAt(third, lam) : null
  return { key: `${pair} ${Boolean(z)}`, at: alignmentAt(path, lam), other }
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
  const moved = rowMoves(before.at.shifts, now.at.shifts)
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
