// What the curves and counts of a symmetry say.

import { number } from '../../shared/page/words.js'

export const times = (factor) => `×${number(factor, factor < 10 ? 2 : 1)}`
export const risk = (value) => (value < 0.001 ? value.toExponential(1) : number(value, value < 0.01 ? 4 : 3))
export const share = (part) => `${Math.round(100 * part)} %`
const size = (order) => (order === Infinity ? 'infinitely many elements' : `${order} elements`)

export const placeSentence = (sphere, mirrors) => (
  `Drag the point${sphere ? ', or turn the sphere' : ''}. Shaded: where one image of each lies.` +
  `${mirrors ? ' Dashed: mirrors.' : ''}`
)

export function kindSentence(sphere, mixed) {
  if (mixed) return 'Harmonics of degree ℓ; beside each row: how many mixtures of them are left.'
  const which = sphere ? 'Harmonics of degree ℓ and order q' : 'Waves of frequency (k₁, k₂)'
  return `${which}; large and green: those that are left.`
}

export function countSentence({ level, all, kept, order, kind: { many, symbol } }) {
  return `Up to ${symbol} = ${level} there are ${all.toLocaleString('en')} ${many}, and the symmetry leaves ` +
    `${kept.toLocaleString('en')}: ${number(all / kept, all / kept < 10 ? 2 : 1)} times fewer, for ${size(order)}.`
}

export function coverSentence(factor, { far, over }) {
  if (far === null) return `At ${times(factor)} the slid curve lies beside the other one.`
  const off = far > 1 ? `a factor of ${number(far + 1, 1)}` : share(far)
  return `Slid by ${times(factor)}, it is ${off} from the other curve, over ${over} of its points.`
}

function guessSentence(guess, [value, low, high]) {
  if (guess === null) return ''
  const off = guess / value - 1
  const near = guess >= low && guess <= high ? 'within the interval' : `${share(Math.abs(off))} too ${off < 0 ? 'low' : 'high'}`
  return ` Your guess, ${times(guess)}, is ${near}.`
}

// guess: a factor, or null of who made none.
export function measuredSentence({ overall }, order, same, guess) {
  const [value, low, high] = overall
  if (value === null) return 'No shift lays one curve on the other: they have no risk in common.'
  const interval = `95 % interval ${number(low)} to ${number(high)}`
  const worth = `Measured: ${times(value)}, ${interval}.${guessSentence(guess, overall)}`
  if (!same) return `${worth} The learner trusts a symmetry that is not there.`
  return `${worth} ${order === Infinity ? 'A circle is worth more, the more samples there are.' : `The group has ${order} elements.`}`
}

// means of the risks at the n that is looked at, by τ.
export function lazySentence(taus, means, n, outside) {
  const best = means.indexOf(Math.min(...means))
  const tail = outside > 0 ? `${share(outside)} of the energy is outside the symmetry` : 'the symmetry is exact'
  const which = taus[best] === 0 ? 'full trust, τ = 0,' : taus[best] === 1 ? 'no trust, τ = 1,' : `τ = ${taus[best]}`
  return `With n = ${n}, ${which} has the least risk, ${risk(means[best])}; ${tail}.`
}
