// What the dial of the race has changed since it was last told.

import { tr } from '../../shared/page/language.js'
import { arrow, changedSentence } from '../../shared/page/words.js'
import { NAMES } from './race.js'
import { percent } from '../../shared/page/words.js'

// Hidden until the visitor has guessed.
function facts(view) {
  if (!view.shown) return null
  const { values } = view.scores(view.drawn(), 'parity')
  const shares = values.map(([learner, value]) => [learner, value === null ? null : percent(value)])
  return { key: view.key, shares: new Map(shares) }
}

// Only of who has been seen before and now.
function words(before, now) {
  return changedSentence([...now.shares].map(([learner, is]) => {
    const was = before.shares.get(learner)
    const change = was && is && arrow(was, is)
    return change && tr('{learner} {change}', { learner: NAMES[learner], change })
  }))
}

export const account = { facts, words }
