// What the turned digit says of itself.

import { lamIs, lamText } from '../../shared/page/lam.js'
import { tr } from '../../shared/page/language.js'
import { an, listed, number } from '../../shared/page/words.js'

export const degrees = (angle) => `${angle}°`
export const ofLam = (lam) => (
  lam > 0 && lam < Infinity ? tr('λ = {lam} a degree', { lam: lamText(lam) }) : lamIs(lam)
)

export function verdictSentence({ lam, angle, classes, distances, verdict }) {
  const [digit, other] = [classes[verdict], classes[1 - verdict]]
  const [near, far] = [distances[verdict], distances[1 - verdict]].map((distance) => number(distance, 3))
  const verdictWords = an(digit)
  const values = { lam: ofLam(lam), angle: degrees(angle), digit, other, near, far, verdict: verdictWords }
  return near === far
    ? tr('{lam}, turned by {angle}: the nearest {digit} is at {near}, and the nearest {other} as far, ' +
      'or nearly. Read as {verdict}.', values)
    : tr('{lam}, turned by {angle}: the nearest {digit} is at {near}, the nearest {other} at {far}. ' +
      'Read as {verdict}.', values)
}

// Angles from … to …, as people say them.
const span = ({ from, to }) => (to - from === 1
  ? tr('at {from}', { from: degrees(from) })
  : tr('from {from} to {to}', { from: degrees(from), to: degrees(to - 1) }))

export function runsSentence(runs, classes, count) {
  const rest = an(classes[runs[0].verdict])
  if (runs.length === 1) return tr('At every angle it is read as {verdict}.', { verdict: rest })
  const away = runs.filter(({ verdict }) => verdict !== runs[0].verdict)
  // The first and the last run are one around 0° if they agree.
  const digit = classes[1 - runs[0].verdict]
  const last = (run) => tr('from {from} on', { from: degrees(run.from) })
  const spans = away.map((run) => (run.to === count ? last(run) : span(run)))
  return tr('Read as {verdict} {spans}; else as {rest}.', { verdict: an(digit), spans: listed(spans), rest })
}

export function cardWords({ digit, distance, squaredResidual, price, turn }) {
  const angle = `${turn > 0 ? '+' : '−'}${degrees(Math.abs(turn))}`
  const [residual, penalty] = [Math.sqrt(squaredResidual), price].map((value) => number(value, 3))
  return {
    title: tr('nearest {digit}: d = {distance}', { digit, distance: number(distance, 3) }),
    turned: turn === 0 ? tr('not turned') : tr('turned by {angle}', { angle }),
    sum: tr('residual {residual}, penalty {penalty}', { residual, penalty }),
  }
}

export function guessSentence(guess, flip, other, lam) {
  const values = { guess: degrees(guess), lam: ofLam(lam), other: an(other) }
  if (flip === null) {
    return tr('You said {guess}. At {lam} it never becomes {other} within half a turn.', values)
  }
  const found = { ...values, flip: degrees(flip) }
  return Math.abs(guess - flip) <= 10
    ? tr('You said {guess}; it becomes {other} at {flip}, close!', found)
    : tr('You said {guess}; it becomes {other} at {flip}.', found)
}
