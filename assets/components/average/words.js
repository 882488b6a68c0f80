// What the average says of itself.

import { placeIn, valueAt } from '../../shared/math/means.js'
import { tr, trn, whole } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { number, percent as inPercent } from '../../shared/page/words.js'

// Less than so much of an objective is no miss.
const NOTICED = 1e-4

// A number between two that are known is interpolated.
export const about = (value, between) => (between ? tr('about {value}', { value }) : String(value))

export function averageSentence({ lam, digit, count, total, left, between }) {
  return tr(
    'λ = {lam}: the average {digit} is at a mean squared distance of {total} from its {count} digits: ' +
    'residual² {left} + penalty² {moved}.', {
      lam: lamText(lam),
      digit,
      total: about(number(total), between),
      count: whole(count),
      left: number(left),
      moved: number(total - left),
    },
  )
}

export const NO_MISS = tr('No better average was found than by the quick method, from the plain average.')

// Where the alternation from the plain mean has missed a better average, of those that were looked at.
export function missSentence({ lams, objectives, plain }) {
  const misses = objectives.map((least, level) => (plain[level] - least) / least)
  const missed = misses.filter((miss) => miss > NOTICED).length
  if (missed === 0) return NO_MISS
  const worst = misses.indexOf(Math.max(...misses))
  return tr(
    'The quick method, from the plain average, missed a better one at {missed} of {all} λ; most at λ = ' +
    '{lam}: {plain} instead of {least}, {share} % more.', {
      missed,
      all: lams.length,
      lam: lamText(lams[worst]),
      plain: number(plain[worst], 3),
      least: number(objectives[worst], 3),
      share: number(100 * misses[worst]),
    },
  )
}

export function moveSentence(name, { shifts, squaredResidual, squaredPenalty, distance }) {
  const sizes = Array.from(shifts, Math.abs)
  const moving = sizes.filter((size) => size > 0).length
  const far = trn('{count} column', '{count} columns', Math.max(...sizes))
  const moved = moving === 0 ? tr('no row moves') : trn(
    '{count} row moves, the farthest by {far}', '{count} rows move, the farthest by {far}', moving, { far },
  )
  return tr('{name}: {moved}; d = {distance}, d² = residual² {residual} + penalty² {penalty}.', {
    name,
    moved,
    distance: number(distance, 3),
    residual: number(squaredResidual),
    penalty: number(squaredPenalty),
  })
}

export const percent = (value) => inPercent(value, 1)

export function readingSentence(lams, { accuracies, errors }) {
  const best = accuracies.indexOf(Math.max(...accuracies))
  const plain = accuracies.length - 1
  const known = (level) => `${percent(accuracies[level])} (± ${number(100 * errors[level], 1)})`
  return tr(
    'Right most often at λ = {lam}: {best}; the plain averages (λ = ∞): {plain}. After ± one standard ' +
    'error; bars hold 95 %.', { lam: lamText(lams[best]), best: known(best), plain: known(plain) },
  )
}

// How many more digits are read right, at a level or between two.
export function gainText({ differences, errors }, level) {
  const points = 100 * differences[level]
  const values = { points: number(Math.abs(points), 1), error: number(100 * errors[level], 1) }
  return points < 0
    ? tr('{points} points fewer (± {error})', values)
    : tr('{points} points more (± {error})', values)
}

// What several averages of a class gain on one, and how well those of all classes read digits.
export function severalSentence({ lam, count, least, total, between, reading, gains, lams }) {
  const [nearest, one] = [least, total].map((value) => about(number(value), between))
  const gain = tr(
    'λ = {lam}: to the nearest of {count} averages the mean squared distance is {nearest}, to one {one}.',
    { lam: lamText(lam), count, nearest, one },
  )
  if (!reading) return gain
  const { accuracies, errors, tested } = reading
  const best = accuracies.indexOf(Math.max(...accuracies))
  const values = {
    tested: whole(tested),
    all: 10 * count,
    share: about(percent(valueAt(accuracies, placeIn(lams, lam))), between),
    best: lamText(lams[best]),
    most: percent(accuracies[best]),
    error: number(100 * errors[best], 1),
  }
  const read = gains
    ? tr(
      'Of {tested} digits the nearest of all {all} averages reads {share} right; most at λ = {best}: ' +
      '{most} (± {error}), {gain} than by one average a class, digit by digit.',
      { ...values, gain: gainText(gains, best) },
    )
    : tr(
      'Of {tested} digits the nearest of all {all} averages reads {share} right; most at λ = {best}: ' +
      '{most} (± {error}).', values,
    )
  return `${gain} ${read}`
}

export function guessSentence(guess, lams, { accuracies }) {
  const best = accuracies.indexOf(Math.max(...accuracies))
  return tr('You said λ = {guess}; the best of those tried is λ = {best}.', {
    guess: lamText(guess), best: lamText(lams[best]),
  })
}

export function mapSentence({ lam, agreement, stress, between }) {
  const [same, off] = [agreement, stress].map((share) => about(percent(share), between))
  return tr(
    'λ = {lam}: the nearest one on the map is of the same class for {same} of the digits. Distances on the ' +
    'map are off by {off} (stress).', { lam: lamText(lam), same, off },
  )
}

export const exactWords = (count, size) => tr(
  'Computed at {count} values of λ for the first {size} training digits of each class, or all where there ' +
  'are fewer; a row that moves by a column pays λ. Between two of these λ picture and curves are ' +
  'interpolated linearly. What the digits do is exact for the picture that is shown. The averages are the ' +
  'best that were found, from the plain average, from the averages at the neighbouring λ, and at λ = 0 ' +
  'from some of the digits; better ones may exist.', { count, size: whole(size) },
)
