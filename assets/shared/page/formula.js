// The numbers of d = √(residual² + (factor·λ·effort)²) as they are shown: whoever works it out from the shown
// digits gets the shown result, or its neighbour in the last digit.

import { lamText } from './lam.js'
import { number } from './words.js'

const DIGITS = 3
const FIGURES = 4
const UNIT = 10 ** -DIGITS
const MORE = 9

function textsOf({ residual, effort, distance }, lam, more) {
  const digits = DIGITS + Math.max(0, more - 2)
  return {
    residual: number(residual, digits),
    lam: lamText(lam, FIGURES + more),
    effort: number(effort, digits),
    distance: number(distance, DIGITS),
  }
}

function addUp(texts, factor) {
  const [residual, lam, effort, distance] = Object.values(texts).map(Number)
  return Math.abs(Math.hypot(residual, factor * lam * effort) - distance) <= UNIT
}

// Three decimals, and four figures of λ, are nearly always enough; else first λ gets more of them.
export function shownTerms(at, lam, factor = 1) {
  for (let more = 0; more < MORE; more++) {
    const texts = textsOf(at, lam, more)
    if (lam === Infinity || addUp(texts, factor)) return texts
  }
  return textsOf(at, lam, MORE)
}
