// The charts of a turned digit as tables, for who does not see them.

import { lamText } from '../../shared/page/lam.js'
import { tr } from '../../shared/page/language.js'
import { number } from '../../shared/page/words.js'
import { TABLE_LAMS } from './many.js'
import { degrees, ofLam, runsSentence } from './words.js'
import { runsOfVerdicts } from '../../shared/math/turns.js'

const APART = 15

// What { data, distances, found, lam, given, … } shows; nothing while the visitor guesses.
export function turnedTables(view) {
  const { data: { classes }, distances, found, step, count, given, guessing, state: { lam } } = view
  if (guessing) return {}
  const spots = Array.from({ length: Math.floor(360 / APART) }, (_, i) => i * APART / step)
  return {
    curves: {
      key: `${given} ${lam}`,
      caption: tr('Distances at {lam}', { lam: ofLam(lam) }),
      columns: [
        tr('turned by'), ...classes.map((digit) => tr('to the nearest {digit}', { digit })), tr('read as'),
      ],
      rows: () => spots.map((k) => [
        degrees(k * step), ...distances.map((list) => number(list[k], 3)), String(classes[found[k]]),
      ]),
    },
    map: {
      key: given,
      caption: tr('What it is read as, by angle and λ'),
      columns: [tr('λ a degree'), tr('read as')],
      rows: () => TABLE_LAMS.map((at) => (
        [lamText(at), runsSentence(runsOfVerdicts(view.verdictsAt(at).found), classes, count)]
      )),
    },
  }
}
