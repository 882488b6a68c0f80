// What the words say of themselves, in numbers that are exact: residuals and efforts are whole.

import { pieceOf, squaredAt } from '../../shared/math/letters.js'
import { number } from '../../shared/page/words.js'

const LARGEST = 60

const plain = (value) => String(Number(value.toPrecision(6)))

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

const quoted = (word) => `“${word}”`
const places = (count) => `${count} ${count === 1 ? 'letter' : 'letters'}`

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
  const still = moved === 0 ? 'no letter moves' : `${places(moved)} ${moved === 1 ? 'moves' : 'move'}`
  const left = wrong === 0 ? 'none is wrong' : `${places(wrong)} ${wrong === 1 ? 'is' : 'are'} left wrong`
  const distance = number(Math.sqrt(squaredAt(piece, square)), 3)
  return `${quoted(from)} to ${quoted(to)}, ${squareText(square)}: ${still}, ${left}. ` +
    `d² = ${sum(piece, square)}, d = ${distance}.`
}

export function threadText(path, target, i) {
  const [letter, there] = [path.x[i] || 'blank', path.y[target] || 'blank']
  const far = Math.abs(target - i)
  const way = far === 0 ? `stays at ${i + 1}` : `goes from ${i + 1} to ${target + 1}, ${far}² = ${far * far}`
  return `${letter} ${way}; ${letter === there ? 'right' : `${there} is wanted`}`
}

export function handSentence(hand, best, square) {
  const [own, least] = [squaredAt(hand, square), squaredAt(best, square)]
  const end = own <= least + 1e-9 ? 'as good as the best.' : `the best has ${exact(least)}.`
  return `By hand d² = ${sum(hand, square)}; ${end}`
}

export const ASKED = 'Turn λ to where you think that no letter moves any more.'

export function guessSentence(path, square) {
  const last = path.events.at(-1).value
  const off = Math.abs(square - last)
  const close = off < 1e-9 ? ', exactly!' : off <= 0.1 ? ', close!' : '.'
  return `You said ${squareText(square)}; nothing moves from ${squareText(last)} on${close}`
}

export function countSentence(verdicts, square) {
  const count = (name) => verdicts.filter((verdict) => verdict === name).length
  const [itself, another, unknown] = ['itself', 'another', 'unknown'].map(count)
  const others = [
    ...(another ? [`${another} to another word`] : []),
    ...(unknown ? [`${unknown} not to be found in the dictionary`] : []),
  ]
  const end = others.length ? `; ${others.join(', ')}` : ''
  const { length } = verdicts
  const all = length === 1 ? '1 word is nearest to itself' : `${length} words are nearest to themselves`
  return `At ${squareText(square)}, ${itself} of ${all}${end}.`
}

export function nearTitle({ spoilt, right, verdict, winner, language, size, square }) {
  const which = `Nearest to ${quoted(spoilt)} of the ${size} most common words, ${language}, ${squareText(square)}`
  if (winner === null) return `${quoted(spoilt)} has too many letters to be looked up.`
  if (verdict === 'unknown') return `${which}. The dictionary doesn’t have ${quoted(right)}.`
  if (verdict === 'itself') return `${which}: the right word.`
  return `${which}: not ${quoted(right)}.`
}
