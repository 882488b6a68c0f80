// What the average says of itself.

import { placeIn, valueAt } from '../../shared/math/means.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'

// Less than so much of an objective is no miss.
const NOTICED = 1e-4

export function averageSentence({ lam, digit, count, total, left, between }) {
  const about = between ? 'about ' : ''
  return `λ = ${lamText(lam)}: the average ${digit} is at a mean squared distance of ${about}${number(total)} ` +
    `from its ${count.toLocaleString('en')} digits: residual² ${number(left)} + penalty² ${number(total - left)}.`
}

// Where the alternation from the plain mean has missed a better average, of those that were looked at.
export function missSentence({ lams, objectives, plain }) {
  const misses = objectives.map((least, level) => (plain[level] - least) / least)
  const missed = misses.filter((miss) => miss > NOTICED).length
  if (missed === 0) return 'No better average was found than by the quick method, from the plain average.'
  const worst = misses.indexOf(Math.max(...misses))
  return `The quick method, from the plain average, missed a better one at ${missed} of ${lams.length} λ; most at ` +
    `λ = ${lamText(lams[worst])}: ${number(plain[worst], 3)} instead of ${number(objectives[worst], 3)}, ` +
    `${number(100 * misses[worst])} % more.`
}

export function moveSentence(name, { shifts, squaredResidual, squaredPenalty, distance }) {
  const sizes = Array.from(shifts, Math.abs)
  const moving = sizes.filter((size) => size > 0).length
  const far = Math.max(...sizes)
  const moved = moving === 0 ? 'no row moves' : `${moving} ${moving === 1 ? 'row moves' : 'rows move'}, ` +
    `the farthest by ${far} ${far === 1 ? 'column' : 'columns'}`
  return `${name}: ${moved}; d = ${number(distance, 3)}, ` +
    `d² = residual² ${number(squaredResidual)} + penalty² ${number(squaredPenalty)}.`
}

export const percent = (value) => `${number(100 * value, 1)} %`

export function readingSentence(lams, { accuracies, errors }) {
  const best = accuracies.indexOf(Math.max(...accuracies))
  const plain = accuracies.length - 1
  const known = (level) => `${percent(accuracies[level])} (± ${number(100 * errors[level], 1)})`
  return `Right most often at λ = ${lamText(lams[best])}: ${known(best)}; the plain averages (λ = ∞): ${known(plain)}. ` +
    'After ± one standard error; bars hold 95 %.'
}

// How many more digits are read right, at a level or between two.
export function gainText({ differences, errors }, level) {
  const points = 100 * differences[level]
  const more = points < 0 ? 'fewer' : 'more'
  return `${number(Math.abs(points), 1)} points ${more} (± ${number(100 * errors[level], 1)})`
}

// What several averages of a class gain on one, and how well those of all classes read digits.
export function severalSentence({ lam, count, least, total, between, reading, gains, lams }) {
  const about = between ? 'about ' : ''
  const gain = `λ = ${lamText(lam)}: to the nearest of ${count} averages the mean squared distance is ` +
    `${about}${number(least)}, to one ${about}${number(total)}.`
  if (!reading) return gain
  const { accuracies, errors, tested } = reading
  const best = accuracies.indexOf(Math.max(...accuracies))
  const more = gains ? `, ${gainText(gains, best)} than by one average a class, digit by digit` : ''
  return `${gain} Of ${tested.toLocaleString('en')} digits the nearest of all ${10 * count} averages reads ` +
    `${about}${percent(valueAt(accuracies, placeIn(lams, lam)))} right; most at λ = ${lamText(lams[best])}: ` +
    `${percent(accuracies[best])} (± ${number(100 * errors[best], 1)})${more}.`
}

export function guessSentence(guess, lams, { accuracies }) {
  const best = accuracies.indexOf(Math.max(...accuracies))
  return `You said λ = ${lamText(guess)}; the best of those tried is λ = ${lamText(lams[best])}.`
}

export function mapSentence({ lam, agreement, stress, between }) {
  const about = between ? 'about ' : ''
  return `λ = ${lamText(lam)}: the nearest one on the map is of the same class for ${about}${percent(agreement)} ` +
    `of the digits. Distances on the map are off by ${about}${percent(stress)} (stress).`
}

export const exactWords = (count, size) => (
  `Computed at ${count} values of λ for the first ${size.toLocaleString('en')} training digits of each class, ` +
  'or all where there are fewer; a row that moves by a column pays λ. Between two of these λ picture and ' +
  'curves are interpolated linearly. What the digits do is exact for the picture that is shown. The ' +
  'averages are the best that were found, from the plain average, from the averages at the neighbouring λ, ' +
  'and at λ = 0 from some of the digits; better ones may exist.'
)
