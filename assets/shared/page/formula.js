// The numbers of d = √(residual² + (factor·λ·effort)²) as they are shown: whoever works it out from the shown
// digits gets the shown result, or its neighbour in the last digit.

import { lamText } from './lam.js'
import { number } from './words.js'

const DIGITS = 3
const FIGURES = 4
const UNIT = 10 ** -DIGITS
const MORE = 9

// Decimals of residual and effort, and figures of λ.
const widths = (more) => [DIGITS + Math.max(0, more - 2), FIGURES + more]

function textsOf({ residual, effort, distance }, lam, more) {
  const [digits, figures] = widths(more)
  return {
    residual: number(residual, digits),
    lam: lamText(lam, figures),
    effort: number(effort, digits),
    distance: number(distance, DIGITS),
  }
}

function addUp({ residual, effort, distance }, lam, factor, more) {
  const [digits, figures] = widths(more)
  const rounded = (value) => Number(value.toFixed(digits))
  const price = factor * Number(lam.toPrecision(figures)) * rounded(effort)
  return Math.abs(Math.hypot(rounded(residual), price) - Number(distance.toFixed(DIGITS))) <= UNIT
}

// Three decimals, and four figures of λ, are nearly always enough; else first λ gets more of them.
export function shownTerms(at, lam, factor = 1) {
  for (let more = 0; more < MORE; more++) {
    if (lam === Infinity || addUp(at, lam, factor, more)) return textsOf(at, lam, more)
  }
  return textsOf(at, lam, MORE)
}
