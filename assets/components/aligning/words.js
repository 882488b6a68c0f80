// What the alignment says of itself.

import { localised, tr } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { number, percent as inPercent, scientific } from '../../shared/page/words.js'
import { isRight } from './scene.js'
import { SIGNS, signOf } from './signs.js'

export const METHOD_WORDS = {
  nearest: tr('nearest digit'), ot: tr('transport'), infoot: tr('information'), fused: tr('both, fused'),
  lazy: tr('fused, lazy turn'),
}
export const HIDDEN = tr('Hidden until you have guessed.')

const signed = (text) => localised(text.replace('-', '−'))
export const degrees = (angle) => `${signed(String(Number(angle.toFixed(1))))}°`
// Never −0.
export const decimal = (value, digits = 1) => {
  const text = value.toFixed(digits)
  return signed(Number(text) === 0 ? text.replace('-', '') : text)
}
export const percent = (share) => inPercent(share, 1)

export const infoText = (info) => {
  if (info === 0) return tr('s = 0, geometry alone')
  return info === 1 ? tr('s = 1, information alone') : `s = ${number(info)}`
}

const places = (matching) => matching.map((b, a) => `${SIGNS[a]} → ${SIGNS[b]}`).join(', ')
export const matchingText = (matching) => (isRight(matching) ? tr('each to its own') : places(matching))

function verdictOf({ right, matching, blocks }) {
  if (isRight(matching)) {
    return right > 0.9
      ? tr('the blocks are locked, and rightly')
      : tr('smeared, but most of it rightly')
  }
  const share = (row) => Math.max(...row.slice(0, -1)) / row.reduce((sum, mass) => sum + mass, 0)
  const sure = Math.min(...blocks.slice(0, -1).map(share))
  const values = { places: places(matching) }
  return sure > 0.7
    ? tr('locked into a wrong matching, {places}', values)
    : tr('most of it goes {places}', values)
}

export function mainSentence({ info, angle, right, matching, blocks }) {
  return tr(
    '{info}, target turned by {angle}: {share} of the clusters’ mass goes to its own cluster; {verdict}.',
    {
      info: infoText(info), angle: degrees(angle), share: percent(right),
      verdict: verdictOf({ right, matching, blocks }),
    },
  )
}

export function numbersSentence({ objective, information, cost, error }, where) {
  return tr(
    'Objective {objective}, mutual information {information} nats, ⟨P, C⟩ {cost}, marginals off by ' +
    '{error}; {where}.',
    {
      objective: decimal(objective, 4), information: decimal(information, 4), cost: number(cost, 4),
      error: scientific(error, 1), where,
    },
  )
}

function pointValues({ at, image, shares }) {
  const [x, y] = at.map((value) => decimal(value))
  const [toX, toY] = image.map((value) => decimal(value, 2))
  const order = [...shares].sort((a, b) => b.share - a.share).filter(({ share }) => share >= 0.01)
  const list = order.map(({ cluster, share }) => (
    tr('{share} to {cluster}', { share: percent(share), cluster: signOf(cluster) })
  )).join(', ')
  return { x, y, toX, toY, list }
}

// The same for who hears it again at every change.
export const pointWords = (fresh) => (
  tr('The new point ({x}, {y}) goes to ({toX}, {toY}): {list}.', pointValues(fresh))
)

export function pointSentence(fresh) {
  const sent = tr(
    'The new point ({x}, {y}) has no row in the plan, so the barycentric map has no answer for it. By ' +
    'what is near it, it goes to ({toX}, {toY}): {list}.',
    pointValues(fresh),
  )
  const lonely = tr('It is far from all of the source: what is nearest decides alone.')
  return fresh.far ? `${sent} ${lonely}` : sent
}

export function lazySentence({ lam, angle, objective, price }) {
  const values = {
    lam: lamText(lam), angle: degrees(angle), objective: decimal(objective, 3), price: number(price, 3),
  }
  if (lam === Infinity) return tr('λ = ∞: the source may not turn; objective {objective}.', values)
  return Math.abs(angle) < 0.05
    ? tr('λ = {lam}: it stays as it is; objective {objective} and price {price}. The clouds above show it ' +
      'so.', values)
    : tr('λ = {lam}: it turns by {angle}; objective {objective} and price {price}. The clouds above show ' +
      'it so.', values)
}

export function guessSentence(guess, winner, share) {
  const values = { guess: SIGNS[guess], winner: SIGNS[winner], share: percent(share) }
  return guess === winner
    ? tr('You said {guess}; yes, it is sent to {winner}, with {share} of its weight.', values)
    : tr('You said {guess}; it is sent to {winner}, with {share} of its weight.', values)
}

export function startsSentence(rows) {
  const best = rows[0]
  const same = rows.filter(({ step }) => Math.abs(step.information - best.step.information) < 0.02)
  const wrong = same.filter(({ matching }) => !isRight(matching)).length
  const spread = number(rows.at(-1).step.objective - best.step.objective, 3)
  return tr(
    'From {starts} starts, one for each matching: objectives differ by {spread}; {same} of the ends have ' +
    'the best one’s mutual information to 0.02 nats, and {wrong} of these are wrong.',
    { starts: rows.length, spread, same: same.length, wrong },
  )
}

export function digitsSentence({ methods, accuracy, size, turn, angle }) {
  const shares = Object.fromEntries(methods.map((method, k) => [method, percent(accuracy[k])]))
  return tr(
    'Labels of {size} MNIST digits given to {size} of scikit-learn’s, which are turned by {turn}: {ot} ' +
    'right by transport, {infoot} by information alone, {fused} by both, {lazy} by both when they may be ' +
    'turned back at a price (they were, by {angle}); {nearest} by the nearest digit, without aligning.',
    { ...shares, size, turn: degrees(turn), angle: degrees(angle) },
  )
}
