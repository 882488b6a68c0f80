// What was predicted: the angles that π will keep, or that the visitor only wanted to see.

import { tr } from '../../shared/page/language.js'
import { COUNTS, degrees, share } from './words.js'

export const SEEN = 'seen'
const MOST = 180
const MANY = 40

const isAngle = (value) => Number.isInteger(value) && Math.abs(value) <= MOST

export const GUESS = {
  accepted: tr('it must be whole angles from −{most} to {most} with _ between them, or {seen}', {
    most: MOST, seen: SEEN,
  }),
  read: (text) => {
    if (text === SEEN) return SEEN
    if (!/^-?\d+(_-?\d+)*$/.test(text)) return undefined
    const angles = text.split('_').map(Number)
    return angles.length <= MANY && angles.every(isAngle) ? angles : undefined
  },
  write: (guess) => (guess === SEEN ? SEEN : guess.join('_')),
}

// π alike at the chosen places of so many.
export const evenly = (size, chosen) => (
  Array.from({ length: size }, (_, k) => (chosen.includes(k) ? 1 / chosen.length : 0))
)

export const placesOf = (guess, angles) => (
  Array.isArray(guess) ? guess.map((angle) => angles.indexOf(angle)).filter((k) => k >= 0) : []
)

const few = (places, angles) => {
  const names = places.slice(0, 5).map((k) => degrees(angles[k]))
  const list = names.join(', ')
  return places.length > 5 ? tr('{list} and more', { list }) : list
}

// What came of the prediction; nothing where there was none.
export function verdictSentence(guess, angles, best) {
  const chosen = placesOf(guess, angles)
  if (chosen.length === 0) return ''
  const kept = [...angles.keys()].filter((k) => best[k] >= COUNTS)
  const found = chosen.filter((k) => kept.includes(k))
  const wrong = chosen.filter((k) => !kept.includes(k))
  const missed = kept.filter((k) => !chosen.includes(k))
  const weight = share(missed.reduce((sum, k) => sum + best[k], 0))
  const parts = [
    tr('You chose {chosen}; π keeps {kept} angles, {found} of yours among them', {
      chosen: chosen.length, kept: kept.length, found: found.length,
    }),
  ]
  if (wrong.length) parts.push(tr('it has no use for {angles}', { angles: few(wrong, angles) }))
  if (missed.length) {
    parts.push(tr('what you left out, {angles}, has {weight} of it', { angles: few(missed, angles), weight }))
  }
  return `${parts.join('; ')}.`
}
