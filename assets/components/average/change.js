// What the dial has changed of an average since it was last told.

import { placeIn, valueAt } from '../../shared/math/means.js'
import { tr } from '../../shared/page/language.js'
import { changedSentence, fromTo } from '../../shared/page/words.js'

function facts({ given, digit, known, lams, state: { lam } }) {
  const place = placeIn(lams, lam)
  const [total, left] = [known.objectives, known.residuals].map((values) => valueAt(values, place))
  return { key: `${given} ${digit}`, total, left, moved: total - left }
}

function words(before, now) {
  const [total, left, moved] = ['total', 'left', 'moved'].map((name) => fromTo(before[name], now[name]))
  return changedSentence([
    total && tr('mean squared distance {change}', { change: total }),
    left && tr('residual² {change}', { change: left }),
    moved && tr('penalty² {change}', { change: moved }),
  ])
}

export const account = { facts, words }
