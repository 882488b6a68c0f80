// Numbers and sentences of the Averaging page.

import { code, localised, tr, trn, whole } from '../../shared/page/language.js'
import { an, listed, number, percent, scientific } from '../../shared/page/words.js'
import { likeliest } from './experiment.js'

const signed = (angle) => `${angle > 0 ? '+' : angle < 0 ? '−' : ''}${Math.abs(angle)}°`
export const degrees = (angle) => localised(signed(angle))
export const share = (value) => percent(value, value > 0 && value < 0.0995 ? 1 : 0)
export const rounded = (value) => Number(value.toPrecision(3)).toLocaleString(code)

// The least weight that is drawn as a bar of its own and counted.
export const COUNTS = 1e-3

// A gap, of any size.
export function readable(value) {
  if (value < 1e-3 || value >= 1e5) return scientific(value)
  return value < 1 ? number(value, 4) : rounded(value)
}

// loss and gap: of π now; best, only: the log-losses of the best π and of f alone; still: the place of 0°.
export function lossSentence({ loss, gap, best, only, weights, still }) {
  const excess = loss - best
  const values = {
    loss: number(loss, 4),
    excess: excess < 5e-5 ? tr('less than {value}', { value: localised('0.0001') }) : number(excess, 4),
    stays: share(weights[still]),
    least: share(COUNTS),
    gap: readable(gap),
  }
  if (gap <= 2e-6) {
    const count = weights.filter((weight) => weight >= COUNTS).length
    return trn(
      'This is the best π: {stays} of π stays at 0°, 1 angle has {least} of it or more. No other π has a ' +
        'log-loss lower by more than {gap}.',
      'This is the best π: {stays} of π stays at 0°, {count} angles have {least} of it or more. No other π ' +
        'has a log-loss lower by more than {gap}.', count, values,
    )
  }
  if (weights[still] > 0.999) {
    return tr('All of π is at 0°: S f is f itself, {excess} above the best π. Let its neighbours speak.', {
      excess: number(excess, 4),
    })
  }
  return loss < only
    ? tr('Log-loss {loss}: {share} below f alone, {excess} above the best π. {stays} of π stays at 0°.', {
      ...values, share: share(1 - loss / only),
    })
    : tr('Log-loss {loss}: {share} above f alone: worse than not averaging, {excess} above the best π. ' +
      '{stays} of π stays at 0°.', { ...values, share: share(loss / only - 1) })
}

export const chosenWords = (weight) => (weight ? tr('chosen') : tr('not chosen'))

// weight: of one bar, in per cent; loss: of π now, or null while π is to be predicted.
export const barWords = (angle, weight, loss) => (loss === null
  ? `${degrees(angle)}: ${chosenWords(weight)}`
  : tr('{angle}: {weight} %, log-loss {loss}', {
    angle: degrees(angle), weight: number(weight, 1), loss: number(loss, 4),
  }))

export const strengthWords = (strength, strengths) => (strength === null
  ? tr('not chosen')
  : tr('strength {strength}', { strength: localised(String(strengths[strength])) }))

// On which digits the numbers of the formula are, and on which those of the table.
export function populationSentence({ count, learnedOn, tested }) {
  return tr('Log-losses and gap here are over the {count} digits that π is learned on ({learnedOn}); those ' +
    'of the table below are over {tested}.', { count: whole(count), learnedOn, tested })
}

// row: of the learning, or null; strength: of the transport penalty, or null.
export function stepWords(row, strength, { steps, finish }) {
  if (row === null) return strength === null ? tr('your own π') : tr('π with the transport penalty')
  const step = steps[row]
  return step >= finish
    ? tr('step {step}, Newton', { step })
    : tr('step {step} of gradient descent', { step })
}

// label: what the digit is, or null where no one has said.
export function digitSentence({ label, said, before, after, sure }) {
  const values = { before, after, first: an(before), second: an(after), all: said.length, sure: share(sure) }
  if (label === null) {
    const alike = said.filter((one) => one === before).length
    return after === before
      ? tr('f takes this for {first}, as {alike} of its {all} copies, and so does S f, with {sure} of the ' +
        'average.', { ...values, alike })
      : tr('f takes this for {first}, as {alike} of its {all} copies, and S f for {second}, with {sure} of ' +
        'the average.', { ...values, alike })
  }
  const told = { ...values, label: an(label), right: said.filter((one) => one === label).length }
  if (before === label && after === label) {
    return tr('This is {label}. f recognises {right} of its {all} copies; f and S f are both right, with ' +
      '{sure} of the average.', told)
  }
  if (before === label) {
    return tr('This is {label}. f recognises {right} of its {all} copies; f is right, but S f says ' +
      '{after}, with {sure} of the average.', told)
  }
  return after === label
    ? tr('This is {label}. f recognises {right} of its {all} copies; f says {before}, S f is right, with ' +
      '{sure} of the average.', told)
    : tr('This is {label}. f recognises {right} of its {all} copies; f says {before}, S f says {after}: ' +
      'both are wrong, with {sure} of the average.', told)
}

export function turnSentence(angle, plain, average) {
  const [first, second] = [likeliest(plain), likeliest(average)]
  const values = {
    angle: `${angle}°`, first: an(first), sure: share(plain[first]),
    second: an(second), average: share(average[second]),
  }
  return first === second
    ? tr('Turned by {angle}, f sees {first} ({sure}), and S f agrees ({average}).', values)
    : tr('Turned by {angle}, f sees {first} ({sure}), S f {second} ({average}).', values)
}

// Where the class that wins changes on the way round.
export function changesSentence(turns, winners) {
  const changes = []
  winners.forEach((winner, i) => {
    if (i > 0 && winner !== winners[i - 1]) {
      changes.push(tr('{digit} from {angle}', { digit: an(winner), angle: `${turns[i]}°` }))
    }
  })
  const digit = an(winners[0])
  if (changes.length === 0) return tr('S f calls it {digit} all the way round.', { digit })
  return changes.length > 6
    ? tr('S f calls it {digit} at first, {changes}, and so on.', {
      digit, changes: listed(changes.slice(0, 6)),
    })
    : tr('S f calls it {digit} at first, {changes}.', { digit, changes: listed(changes) })
}

// The same, shorter, for who hears it at every move.
export function boundVerdict({ move, change, distance, proved }) {
  const bound = proved * distance
  const turn = degrees(move)
  if (distance < 1e-9) return tr('At g = {turn} nothing moves: both sides are 0.', { turn })
  const ratio = bound / Math.max(change, 1e-12)
  const values = { turn, change: number(change, 3), bound: rounded(bound) }
  const factor = { ...values, factor: Number(ratio.toPrecision(2)).toLocaleString(code) }
  if (ratio < 3) {
    return tr('At g = {turn} S f changes by {change} and may change by L·W = {bound}: tight.', values)
  }
  return ratio < 30
    ? tr('At g = {turn} S f changes by {change} and may change by L·W = {bound}: within a small ' +
      'factor.', values)
    : tr('At g = {turn} S f changes by {change} and may change by L·W = {bound}: loose, by a factor of ' +
      '{factor}.', factor)
}

export function boundSentence(given) {
  const { distance, proved, found } = given
  const verdict = boundVerdict(given)
  if (distance < 1e-9) return verdict
  const bound = proved * distance
  const silent = bound > Math.SQRT2
    ? tr('It is above √2, the most that two laws can differ by, so it says nothing here.')
    : ''
  const parts = tr('W(π, gπ) = {distance}; the proved L = {proved} is a product over layers, the steepest ' +
    'slope found is {found}, which would make {least} of it.', {
    distance: number(distance), proved: rounded(proved),
    found: number(found), least: number(found * distance),
  })
  return [verdict, silent, parts].filter(Boolean).join(' ')
}

// What the transport penalty gains and loses.
export function pricedSentence(priced, strength) {
  const { strengths, losses, distances, gaps, tested } = priced
  if (strength === null || strength === 0) {
    return tr('Without the penalty π has log-loss {loss} where it is learned, and moves by W = {distance} ' +
      'under a turn, on average. Raise the strength to buy steadiness.', {
      loss: number(losses[0], 4), distance: number(distances[0]),
    })
  }
  const [[before, accuracyBefore], [after, accuracyAfter]] = [tested[0], tested[strength]]
  return tr('Gained: at strength {strength} the mean W(π, gπ), and with it the bound, is {calmer} smaller, ' +
    '{distance}. Lost: log-loss {loss} instead of {lossBefore} where π is learned; on the test digits ' +
    '{after} instead of {before}, accuracy {accuracyAfter} instead of {accuracyBefore}. No π trades better ' +
    'by more than {gap}.', {
    strength: localised(String(strengths[strength])),
    calmer: share(1 - distances[strength] / distances[0]),
    distance: number(distances[strength]),
    loss: number(losses[strength], 4), lossBefore: number(losses[0], 4),
    after: number(after, 4), before: number(before, 4),
    accuracyAfter: number(accuracyAfter, 4), accuracyBefore: number(accuracyBefore, 4),
    gap: readable(gaps[strength]),
  })
}
