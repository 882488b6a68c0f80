// What the curves and counts of a symmetry say.

import { localised, tr, whole } from '../../shared/page/language.js'
import { number, percent, scientific } from '../../shared/page/words.js'

export const times = (factor) => `×${number(factor, factor < 10 ? 2 : 1)}`
export const risk = (value) => (value < 0.001 ? scientific(value) : number(value, value < 0.01 ? 4 : 3))
export const share = (part) => percent(part)
const size = (order) => (
  order === Infinity ? tr('infinitely many elements') : tr('{order} elements', { order })
)

export const placeSentence = (sphere, mirrors) => [
  sphere ? tr('Drag the point, or turn the sphere.') : tr('Drag the point.'),
  tr('Shaded: where one image of each lies.'),
  ...(mirrors ? [tr('Dashed: mirrors.')] : []),
].join(' ')

export function kindSentence(sphere, mixed) {
  if (mixed) return tr('Harmonics of degree ℓ; beside each row: how many mixtures of them are left.')
  return sphere
    ? tr('Harmonics of degree ℓ and order q; large and green: those that are left.')
    : tr('Waves of frequency (k₁, k₂); large and green: those that are left.')
}

export function countSentence({ level, all, kept, order, kind: { many, symbol } }) {
  return tr(
    'Up to {symbol} = {level} there are {all} {many}, and the symmetry leaves {kept}: {ratio} times fewer, ' +
    'for {elements}.', {
      symbol, level, many, all: whole(all), kept: whole(kept), elements: size(order),
      ratio: number(all / kept, all / kept < 10 ? 2 : 1),
    },
  )
}

export function coverSentence(factor, { far, over }) {
  const values = { times: times(factor), over }
  if (far === null) return tr('At {times} the slid curve lies beside the other one.', values)
  return far > 1
    ? tr('Slid by {times}, it is a factor of {factor} from the other curve, over {over} of its points.', {
      ...values, factor: number(far + 1, 1),
    })
    : tr('Slid by {times}, it is {share} from the other curve, over {over} of its points.', {
      ...values, share: share(far),
    })
}

function guessSentence(guess, [value, low, high]) {
  const off = guess / value - 1
  const values = { guess: times(guess), share: share(Math.abs(off)) }
  if (guess >= low && guess <= high) return tr('Your guess, {guess}, is within the interval.', values)
  return off < 0
    ? tr('Your guess, {guess}, is {share} too low.', values)
    : tr('Your guess, {guess}, is {share} too high.', values)
}

// guess: a factor, or null of who made none.
export function measuredSentence({ overall }, order, same, guess) {
  const [value, low, high] = overall
  if (value === null) return tr('No shift lays one curve on the other: they have no risk in common.')
  const known = order === Infinity
    ? tr('A circle is worth more, the more samples there are.')
    : tr('The group has {order} elements.', { order })
  return [
    tr('Measured: {times}, 95 % interval {low} to {high}.', {
      times: times(value), low: number(low), high: number(high),
    }),
    ...(guess === null ? [] : [guessSentence(guess, overall)]),
    same ? known : tr('The learner trusts a symmetry that is not there.'),
  ].join(' ')
}

// means of the risks at the n that is looked at, by τ.
export function lazySentence(taus, means, n, outside) {
  const best = means.indexOf(Math.min(...means))
  const tail = outside > 0
    ? tr('{share} of the energy is outside the symmetry', { share: share(outside) })
    : tr('the symmetry is exact')
  const values = { n, tau: localised(String(taus[best])), risk: risk(means[best]), tail }
  if (taus[best] === 0) {
    return tr('With n = {n}, full trust, τ = 0, has the least risk, {risk}; {tail}.', values)
  }
  return taus[best] === 1
    ? tr('With n = {n}, no trust, τ = 1, has the least risk, {risk}; {tail}.', values)
    : tr('With n = {n}, τ = {tau} has the least risk, {risk}; {tail}.', values)
}

// One draw of the visitor's own, in the chart as circles unless that shows another task.
export function ownSentence({ n, risks }, old) {
  const values = { n, plain: risk(risks.at(-1)), knowing: risk(risks[0]) }
  return old
    ? tr('One draw of {n} points, computed at once: risk {plain} without the symmetry, {knowing} with ' +
      'it.', values)
    : tr('One draw of {n} points, computed at once: risk {plain} without the symmetry, {knowing} with it ' +
      '(circles in the chart).', values)
}
