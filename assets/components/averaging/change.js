// What another π has changed since it was last told.

import { tr } from '../../shared/page/language.js'
import { arrow, changedSentence, fromTo } from '../../shared/page/words.js'
import { likeliest } from './experiment.js'
import { share } from './words.js'

// Hidden until the visitor has predicted.
function facts({ revealed, experiment, judged, weights, digit: { digit, average } }) {
  if (!revealed) return null
  const [now] = average
  const said = likeliest(now)
  return {
    key: `${experiment.id} ${digit.reference}`,
    loss: judged.loss,
    stays: share(weights[experiment.still]),
    said,
    sure: share(now[said]),
  }
}

function words(before, now) {
  const loss = fromTo(before.loss, now.loss, 4)
  const stays = arrow(before.stays, now.stays)
  const said = arrow(before.said, now.said)
  const sure = !said && arrow(before.sure, now.sure)
  return changedSentence([
    loss && tr('log-loss {change}', { change: loss }),
    stays && tr('π at 0° {change}', { change: stays }),
    said && tr('S f reads the digit as {change}', { change: said }),
    sure && tr('sureness of S f {change}', { change: sure }),
  ])
}

export const account = { facts, words }
