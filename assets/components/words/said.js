// What the words say of themselves, in numbers that are exact: residuals and efforts are whole.

import { pieceOf, squaredAt } from '../../shared/math/letters.js'
import { localised, tr, trn, whole } from '../../shared/page/language.js'
import { number } from '../../shared/page/words.js'

const LARGEST = 60
export const BLANK = tr('blank')
export const MARKS = {
  itself: tr('nearest to itself'),
  another: tr('nearer to another word'),
  unknown: tr('not in the dictionary'),
}

const plain = (value) => localised(String(Number(value.toPrecision(6))))

// A number as a decimal where that ends soon, else as a fraction of small numbers, else rounded.
export function exact(value) {
  if (!Number.isFinite(value)) return '∞'
  if (Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-7) return plain(value)
  for (let under = 3; under <= LARGEST; under++) {
    const over = Math.round(value * under)
    if (Math.abs(value * under - over) < 1e-8) return `${over}/${under}`
  }
  return plain(value)
}

export const squareText = (square) => `λ² = ${exact(square)}`

// As 6 + 0.3·12 = 9.6.
export function sum(piece, square) {
  const { residual, effort } = piece
  if (effort === 0) return String(residual)
  return `${residual} + ${exact(square)}·${effort} = ${exact(squaredAt(piece, square))}`
}

const quoted = (word) => tr('“{word}”', { word })

export function kindOf({ x, y }, target, i) {
  const right = x[i] === y[target]
  if (target === i) return right ? 'still' : 'wrong'
  return right ? 'moved' : 'astray'
}

export function pathSentence({ path, square, from, to }) {
  const piece = path.pieces[pieceOf(path, square)]
  const kinds = piece.places.map((target, i) => kindOf(path, target, i))
  const moved = kinds.filter((kind) => kind === 'moved' || kind === 'astray').length
  const wrong = kinds.filter((kind) => kind === 'wrong' || kind === 'astray').length
  const moves = moved === 0
    ? tr('no letter moves')
    : trn('{count} letter moves', '{count} letters move', moved)
  const left = wrong === 0
    ? tr('none is wrong')
    : trn('{count} letter is left wrong', '{count} letters are left wrong', wrong)
  return tr('{from} to {to}, {square}: {moves}, {left}. d² = {sum}, d = {distance}.', {
    from: quoted(from),
    to: quoted(to),
    square: squareText(square),
    moves,
    left,
    sum: sum(piece, square),
    distance: number(Math.sqrt(squaredAt(piece, square)), 3),
  })
}

export function threadText(path, target, i) {
  const [letter, there] = [path.x[i], path.y[target]].map((one) => one || BLANK)
  const far = Math.abs(target - i)
  const values = { letter, there, from: i + 1, to: target + 1, far, square: far * far }
  if (far === 0) {
    return letter === there
      ? tr('{letter} stays at {from}; right', values)
      : tr('{letter} stays at {from}; {there} is wanted', values)
  }
  return letter === there
    ? tr('{letter} goes from {from} to {to}, {far}² = {square}; right', values)
    : tr('{letter} goes from {from} to {to}, {far}² = {square}; {there} is wanted', values)
}

export function handSentence(hand, best, square) {
  const [own, least] = [squaredAt(hand, square), squaredAt(best, square)]
  const values = { sum: sum(hand, square), least: exact(least) }
  return own <= least + 1e-9
    ? tr('By hand d² = {sum}; as good as the best.', values)
    : tr('By hand d² = {sum}; the best has {least}.', values)
}

export const ASKED = tr('Turn λ to where you think that no letter moves any more.')

export function guessSentence(path, square) {
  const last = path.events.at(-1).value
  const off = Math.abs(square - last)
  const values = { guess: squareText(square), last: squareText(last) }
  if (off < 1e-9) return tr('You said {guess}; nothing moves from {last} on, exactly!', values)
  return off <= 0.1
    ? tr('You said {guess}; nothing moves from {last} on, close!', values)
    : tr('You said {guess}; nothing moves from {last} on.', values)
}

export function countSentence(verdicts, square) {
  const count = (name) => verdicts.filter((verdict) => verdict === name).length
  const [itself, another, unknown] = ['itself', 'another', 'unknown'].map(count)
  const others = [
    ...(another ? [tr('{count} to another word', { count: another })] : []),
    ...(unknown ? [tr('{count} not to be found in the dictionary', { count: unknown })] : []),
  ]
  const values = { square: squareText(square), itself, others: others.join(', ') }
  return others.length === 0
    ? trn(
      'At {square}, {itself} of {count} word is nearest to itself.',
      'At {square}, {itself} of {count} words are nearest to themselves.', verdicts.length, values,
    )
    : trn(
      'At {square}, {itself} of {count} word is nearest to itself; {others}.',
      'At {square}, {itself} of {count} words are nearest to themselves; {others}.', verdicts.length, values,
    )
}

export function nearTitle({ spoilt, right, verdict, winner, language, size, square }) {
  const values = {
    spoilt: quoted(spoilt), right: quoted(right), size: whole(size), language, square: squareText(square),
  }
  if (winner === null) return tr('{spoilt} has too many letters to be looked up.', values)
  if (verdict === 'unknown') {
    return tr(
      'Nearest to {spoilt} of the {size} most common words, {language}, {square}. The dictionary doesn’t ' +
      'have {right}.', values,
    )
  }
  return verdict === 'itself'
    ? tr('Nearest to {spoilt} of the {size} most common words, {language}, {square}: the right word.', values)
    : tr('Nearest to {spoilt} of the {size} most common words, {language}, {square}: not {right}.', values)
}

export const exactWords = (size) => tr(
  'Threads and distances are exact: first and last letters stay, a letter that moves by k places costs ' +
  'λ²·k², one left wrong costs 2, and a blank against a letter 1. The dictionary has up to {size} common ' +
  'words of its language and is searched exactly at λ² = 0, 0.1, …, 2; between these the nearest is that ' +
  'of all words found there. Equal distances count for the more common word. Capitals don’t count there.',
  { size: whole(size) },
)
