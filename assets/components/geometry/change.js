// What a hand has changed of two points and their distance since it was last told.

import { alignPoints } from '../../shared/math/space.js'
import { tr } from '../../shared/page/language.js'
import { arrow, changedSentence, fromTo } from '../../shared/page/words.js'
import { degrees } from './words.js'

function facts({ state: { x, y, lam, hidden } }) {
  if (hidden) return null
  const { distance, theta } = alignPoints(x, y, lam)
  return { key: '', distance, theta }
}

function words(before, now) {
  const distance = fromTo(before.distance, now.distance)
  const turn = arrow(degrees(before.theta), degrees(now.theta))
  return changedSentence([
    distance && tr('distance {change}', { change: distance }),
    turn && tr('turn {change}', { change: turn }),
  ])
}

export const account = { facts, words }
