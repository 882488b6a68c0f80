// What the alignment says of itself.

import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'
import { isRight } from './scene.js'
import { SIGNS } from './signs.js'

export const METHOD_WORDS = {
  nearest: 'nearest digit', ot: 'transport', infoot: 'information', fused: 'both, fused',
  lazy: 'fused, lazy turn',
}
export const HIDDEN = 'Hidden until you have guessed.'

const signed = (text) => text.replace('-', '−')
export const degrees = (angle) => `${signed(String(Number(angle.toFixed(1))))}°`
// Never −0.
export const decimal = (value, digits = 1) => {
  const text = value.toFixed(digits)
  return signed(Number(text) === 0 ? text.replace('-', '') : text)
}
export const percent = (share) => `${(100 * share).toFixed(1)} %`

export const infoText = (info) => {
  if (info === 0) return 's = 0, geometry alone'
  return info === 1 ? 's = 1, information alone' : `s = ${number(info)}`
}

const places = (matching) => matching.map((b, a) => `${SIGNS[a]} → ${SIGNS[b]}`).join(', ')
export const matchingText = (matching) => (isRight(matching) ? 'each to its own' : places(matching))

export function mainSentence({ info, angle, right, matching, blocks }) {
  const parts = [
    `${infoText(info)}, target turned by ${degrees(angle)}: ${percent(right)} of the clusters’ mass goes to its ` +
      'own cluster',
  ]
  const share = (row) => Math.max(...row.slice(0, -1)) / row.reduce((sum, mass) => sum + mass, 0)
  const sure = Math.min(...blocks.slice(0, -1).map(share))
  const rightly = right > 0.9 ? 'the blocks are locked, and rightly' : 'smeared, but most of it rightly'
  if (isRight(matching)) parts.push(rightly)
  else if (sure > 0.7) parts.push(`locked into a wrong matching, ${places(matching)}`)
  else parts.push(`most of it goes ${places(matching)}`)
  return `${parts.join('; ')}.`
}

export function numbersSentence({ objective, information, cost, error }, where) {
  return `Objective ${decimal(objective, 4)}, mutual information ${decimal(information, 4)} nats, ⟨P, C⟩ ` +
    `${number(cost, 4)}, marginals off by ${error.toExponential(0)}; ${where}.`
}

export function pointSentence({ at, image, shares, far }) {
  const [x, y] = at.map((value) => decimal(value))
  const where = image.map((value) => decimal(value, 2)).join(', ')
  const order = [...shares].sort((a, b) => b.share - a.share).filter(({ share }) => share >= 0.01)
  const list = order.map(({ name, share }) => `${percent(share)} ${name}`).join(', ')
  const lonely = far ? ' It is far from all of the source: what is nearest decides alone.' : ''
  return `The new point (${x}, ${y}) has no row in the plan, so the barycentric map has no answer for it. By what ` +
    `is near it, it goes to (${where}): ${list}.${lonely}`
}

export function lazySentence({ lam, angle, objective, price }) {
  if (lam === Infinity) return `λ = ∞: the source may not turn; objective ${decimal(objective, 3)}.`
  const turned = Math.abs(angle) < 0.05 ? 'it stays as it is' : `it turns by ${degrees(angle)}`
  const parts = `objective ${decimal(objective, 3)} and price ${number(price, 3)}`
  return `λ = ${lamText(lam)}: ${turned}; ${parts}. The clouds above show it so.`
}

export function guessSentence(guess, winner, share) {
  const sent = `it is sent to ${SIGNS[winner]}, with ${percent(share)} of its weight`
  return guess === winner ? `You said ${SIGNS[guess]}; yes, ${sent}.` : `You said ${SIGNS[guess]}; ${sent}.`
}

export function startsSentence(rows) {
  const best = rows[0]
  const same = rows.filter(({ step }) => Math.abs(step.information - best.step.information) < 0.02)
  const wrong = same.filter(({ matching }) => !isRight(matching)).length
  const spread = number(rows.at(-1).step.objective - best.step.objective, 3)
  return `From ${rows.length} starts, one for each matching: objectives differ by ${spread}; ${same.length} of the ends ` +
    `have the best one’s mutual information to 0.02 nats, and ${wrong} of these are wrong.`
}

export function digitsSentence({ methods, accuracy, size, turn, angle }) {
  const share = (method) => percent(accuracy[methods.indexOf(method)])
  return `Labels of ${size} MNIST digits given to ${size} of scikit-learn’s, which are turned by ${degrees(turn)}: ` +
    `${share('ot')} right by transport, ${share('infoot')} by information alone, ${share('fused')} by both, ` +
    `${share('lazy')} by both when they may be turned back at a price (they were, by ${degrees(angle)}); ` +
    `${share('nearest')} by the nearest digit, without aligning.`
}
