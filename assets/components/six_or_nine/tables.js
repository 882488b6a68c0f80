// The charts of a turned digit as tables, for who does not see them.

import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'
import { TABLE_LAMS } from './many.js'
import { degrees, runsSentence } from './words.js'
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
      caption: `Distances at λ = ${lamText(lam)} a degree`,
      columns: ['turned by', ...classes.map((digit) => `to the nearest ${digit}`), 'read as'],
      rows: () => spots.map((k) => [
        degrees(k * step), ...distances.map((list) => number(list[k], 3)), String(classes[found[k]]),
      ]),
    },
    map: {
      key: given,
      caption: 'What it is read as, by angle and λ',
      columns: ['λ a degree', 'read as'],
      rows: () => TABLE_LAMS.map((at) => (
        [lamText(at), runsSentence(runsOfVerdicts(view.verdictsAt(at).found), classes, count)]
      )),
    },
  }
}
