// What a hand has changed of the turned digit since it was last told.

import { tr } from '../../shared/page/language.js'
import { an, fromTo, series } from '../../shared/page/words.js'

function facts(view) {
  if (view.guessing) return null
  view.look()
  const { given, found, spot, distances, data: { classes } } = view
  return { key: given, classes, verdict: found[spot], distances: distances.map((list) => list[spot]) }
}

function words(before, now) {
  const { classes } = now
  const terms = series(classes.flatMap((digit, c) => {
    const change = fromTo(before.distances[c], now.distances[c])
    return change ? [tr('to the nearest {digit} {change}', { digit, change })] : []
  }))
  if (!terms) return ''
  const values = { terms, is: an(classes[now.verdict]), was: an(classes[before.verdict]) }
  return before.verdict === now.verdict
    ? tr('Still read as {is}; {terms}.', values)
    : tr('Now read as {is}, before as {was}; {terms}.', values)
}

export const account = { facts, words }
