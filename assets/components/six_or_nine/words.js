// What the turned digit says of itself.

import { lamText } from '../../shared/page/lam.js'
import { an, number } from '../../shared/page/words.js'

export const degrees = (angle) => `${angle}°`
export const ofLam = (lam) => `λ = ${lamText(lam)}${lam > 0 && lam < Infinity ? ' a degree' : ''}`

export function verdictSentence({ lam, angle, classes, distances, verdict }) {
  const [digit, other] = [classes[verdict], classes[1 - verdict]]
  const [near, far] = [distances[verdict], distances[1 - verdict]].map((distance) => number(distance, 3))
  const compared = near === far ? `and the nearest ${other} as far, or nearly` : `the nearest ${other} at ${far}`
  return `${ofLam(lam)}, turned by ${degrees(angle)}: the nearest ${digit} is at ${near}, ${compared}. Read as ${an(digit)}.`
}

// Angles from … to …, as people say them.
const span = ({ from, to }) => (to - from === 1 ? `at ${degrees(from)}` : `from ${degrees(from)} to ${degrees(to - 1)}`)

export function runsSentence(runs, classes, count) {
  if (runs.length === 1) return `At every angle it is read as ${an(classes[runs[0].verdict])}.`
  const away = runs.filter(({ verdict }) => verdict !== runs[0].verdict)
  // The first and the last run are one around 0° if they agree.
  const digit = classes[1 - runs[0].verdict]
  const spans = away.map((run) => (run.to === count ? `from ${degrees(run.from)} on` : span(run)))
  return `Read as ${an(digit)} ${spans.join(', ').replace(/, ([^,]*)$/, ' and $1')}; else as ${an(classes[runs[0].verdict])}.`
}

export function cardWords({ digit, distance, squaredResidual, price, turn }) {
  const turned = turn === 0 ? 'not turned' : `turned by ${turn > 0 ? '+' : '−'}${degrees(Math.abs(turn))}`
  return {
    title: `nearest ${digit}: d = ${number(distance, 3)}`,
    turned,
    sum: `residual ${number(Math.sqrt(squaredResidual), 3)}, penalty ${number(price, 3)}`,
  }
}

export function guessSentence(guess, flip, other, lam) {
  if (flip === null) return `You said ${degrees(guess)}. At ${ofLam(lam)} it never becomes ${an(other)} within half a turn.`
  const off = Math.abs(guess - flip)
  return `You said ${degrees(guess)}; it becomes ${an(other)} at ${degrees(flip)}${off <= 10 ? ', close!' : '.'}`
}
