// What a hand has changed of the rows since it was last told.

import { alignmentAt } from '../../shared/math/path.js'
import { tr } from '../../shared/page/language.js'
import { rowMoves } from '../../shared/page/rows.js'
import { changedSentence, fromTo } from '../../shared/page/words.js'

const facts = ({ pair, path, state: { lam } }) => ({ key: pair, ...alignmentAt(path, lam) })

function words(before, now) {
  const distance = fromTo(before.distance, now.distance)
  const moves = rowMoves(before.shifts, now.shifts)
  return changedSentence([...moves, distance && tr('distance {change}', { change: distance })])
}

export const account = { facts, words }
