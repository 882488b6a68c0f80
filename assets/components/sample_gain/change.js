// What a hand has changed of counts and risks since they were last told.

import { tr, whole } from '../../shared/page/language.js'
import { arrow, changedSentence } from '../../shared/page/words.js'
import { risk } from './words.js'

function facts({ key, found, data: { curves }, state: { level, at } }) {
  const least = curves && risk(Math.min(...curves.mean.map((row) => row[at])))
  return { key, kept: whole(found.kept[level]), least }
}

function words(before, now) {
  const [kept, least] = ['kept', 'least'].map((name) => arrow(before[name], now[name]))
  return changedSentence([
    kept && tr('left by the symmetry {change}', { change: kept }),
    least && tr('least risk {change}', { change: least }),
  ])
}

export const account = { facts, words }
