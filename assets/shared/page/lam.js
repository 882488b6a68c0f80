// λ as it is written: in JSON, in an address, in a program, for eyes.

import { localised, tr } from './language.js'

const ACCEPTED = tr('λ must be a number of at least 0, or inf')

// JSON has no infinity: λ is a number or 'inf'.
export const lamFromJson = (given) => (given === 'inf' ? Infinity : given)
export const lamToJson = (lam) => (lam === Infinity ? 'inf' : lam)

// What a hand or an animation turns to: six digits are finer than any dial.
export const roundLam = (lam) => Number(lam.toPrecision(6))

export const lamToPython = (lam) => (lam === Infinity ? 'float("inf")' : String(lam))

export function lamText(lam, figures = 4) {
  return lam === Infinity ? '∞' : localised(String(Number(lam.toPrecision(figures))))
}

// λ and its value, which no line parts.
export const lamIs = (lam) => `λ\u00a0=\u00a0${lamText(lam)}`

// The type of λ in an address; thirteen digits tell apart what the six of a hand do not: events.
export const LAM = {
  accepted: ACCEPTED,
  read: (text) => {
    const lam = text === 'inf' ? Infinity : text.trim() === '' ? NaN : Number(text)
    return lam >= 0 && (lam < Infinity || text === 'inf') ? lam : undefined
  },
  write: (lam) => (lam === Infinity ? 'inf' : String(Number(lam.toPrecision(13)))),
}

// A λ that was predicted, or of who only wanted to see.
export const SEEN = 'seen'
export const GUESSED_LAM = {
  accepted: tr('{accepted}, or {seen}', { accepted: ACCEPTED, seen: SEEN }),
  read: (text) => (text === SEEN ? SEEN : LAM.read(text)),
  write: (guess) => (guess === SEEN ? SEEN : LAM.write(guess)),
}
