// What a hand has changed of a word since it was last told.

import { pieceOf, squaredAt } from '../../shared/math/letters.js'
import { tr, trn } from '../../shared/page/language.js'
import { arrow, series } from '../../shared/page/words.js'
import { exact, kindOf } from './said.js'

// A hand that has moved a letter is told by a sentence of its own.
function facts(view) {
  const { path, from, target } = view.shown()
  if (view.guessing || view.state.hand || !path) return null
  const { square } = view
  return { key: JSON.stringify([from, target]), path, square, piece: path.pieces[pieceOf(path, square)] }
}

const wrongOf = ({ path, piece: { places } }) => (
  places.filter((target, i) => ['wrong', 'astray'].includes(kindOf(path, target, i))).length
)

// How many letters come back to where they stood, leave it, and go to another place.
function moves(was, is) {
  const changed = is.flatMap((target, i) => (target === was[i] ? [] : [{ target, i, before: was[i] }]))
  const count = (holds) => changed.filter(holds).length
  const [back, away] = [count(({ target, i }) => target === i), count(({ before, i }) => before === i)]
  const other = changed.length - back - away
  return [
    ...(back ? [trn('{count} letter moves back', '{count} letters move back', back)] : []),
    ...(away ? [trn('{count} letter moves away', '{count} letters move away', away)] : []),
    ...(other ? [trn('{count} letter goes elsewhere', '{count} letters go elsewhere', other)] : []),
  ]
}

function words(before, now) {
  const moved = moves(before.piece.places, now.piece.places)
  const effort = arrow(before.piece.effort, now.piece.effort)
  const wrong = arrow(wrongOf(before), wrongOf(now))
  if (moved.length === 0) {
    const distance = arrow(...[before, now].map(({ piece, square }) => exact(squaredAt(piece, square))))
    return distance && tr('The same letters move; d² {change}.', { change: distance })
  }
  const terms = [
    ...(effort ? [tr('effort² {change}', { change: effort })] : []),
    ...(wrong ? [tr('letters left wrong {change}', { change: wrong })] : []),
  ]
  return terms.length
    ? tr('{moves}; {terms}.', { moves: series(moved), terms: series(terms) })
    : tr('{moves}.', { moves: series(moved) })
}

export const account = { facts, words }
