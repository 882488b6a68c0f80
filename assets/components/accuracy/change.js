// What another λ has changed of the accuracy since it was last told.

import { tr } from '../../shared/page/language.js'
import { changedSentence, fromTo } from '../../shared/page/words.js'

// Hidden until the visitor has predicted.
function facts({ revealed, followed, experiment, data, known, lam, stop }) {
  if (!revealed) return null
  const share = followed ? data.every.tests[known.indexOf(lam)] : data.mean.value[stop]
  return { key: `${experiment} ${followed}`, share }
}

function words(before, now) {
  const change = fromTo(100 * before.share, 100 * now.share)
  return changedSentence([change && tr('read right, in %: {change}', { change })])
}

export const account = { facts, words }
