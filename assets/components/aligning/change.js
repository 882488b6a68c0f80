// What a hand has changed of the plan since it was last told.

import { tr } from '../../shared/page/language.js'
import { arrow, changedSentence, number } from '../../shared/page/words.js'
import { signOf } from './signs.js'
import { percent } from './words.js'

// Hidden while the visitor guesses.
function facts({ given, problem, guess: { asked }, shown: { shown, right, fresh } }) {
  if (asked || !shown) return null
  const { shares } = fresh
  const { cluster } = shares.reduce((most, one) => (one.share > most.share ? one : most))
  return {
    key: `${given} ${problem.name}`,
    share: percent(right),
    information: number(shown.information),
    cluster,
  }
}

function words(before, now) {
  const share = arrow(before.share, now.share)
  const information = arrow(before.information, now.information)
  return changedSentence([
    share && tr('mass to its own cluster {change}', { change: share }),
    information && tr('mutual information {change}', { change: information }),
    before.cluster !== now.cluster && tr('the new point goes to {is}, before to {was}', {
      is: signOf(now.cluster), was: signOf(before.cluster),
    }),
  ])
}

export const account = { facts, words }
