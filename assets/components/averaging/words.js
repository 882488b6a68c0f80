// Numbers and sentences of the Averaging page.

import { scientific } from '../../shared/page/words.js'
import { likeliest } from './experiment.js'

export const degrees = (angle) => `${angle > 0 ? '+' : angle < 0 ? '−' : ''}${Math.abs(angle)}°`
export const share = (value) => `${(100 * value).toFixed(value > 0 && value < 0.0995 ? 1 : 0)} %`
export const percent = (value) => `${Math.round(100 * value)} %`
export const rounded = (value) => Number(value.toPrecision(3)).toLocaleString('en')

// The least weight that is drawn as a bar of its own and counted.
export const COUNTS = 1e-3

// A gap, of any size.
export function readable(value) {
  if (value === 0) return '0'
  if (value < 1e-3 || value >= 1e5) return scientific(value)
  return value < 1 ? value.toFixed(4) : rounded(value)
}

const list = (names) => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)

// loss and gap: of π now; best, only: the log-losses of the best π and of f alone; still: the place of 0°.
export function lossSentence({ loss, gap, best, only, weights, still }) {
  const excess = loss - best
  const count = weights.filter((weight) => weight >= COUNTS).length
  const stays = `${share(weights[still])} of π stays at 0°`
  const angles = `${count} ${count === 1 ? 'angle has' : 'angles have'} ${share(COUNTS)} of it or more`
  if (gap <= 2e-6) return `This is the best π: ${stays}, ${angles}. No other π has a log-loss lower by more than ${readable(gap)}.`
  if (weights[still] > 0.999) return `All of π is at 0°: S f is f itself, ${excess.toFixed(4)} above the best π. Let its neighbours speak.`
  const against = loss < only ? `${share(1 - loss / only)} below f alone` : `${share(loss / only - 1)} above f alone: worse than not averaging`
  return `Log-loss ${loss.toFixed(4)}: ${against}, ${excess < 5e-5 ? 'less than 0.0001' : excess.toFixed(4)} above the best π. ${stays}.`
}

// On which digits the numbers of the formula are, and on which those of the table.
export function populationSentence({ count, learnedOn, tested }) {
  return `Log-losses and gap here are over the ${count.toLocaleString('en')} digits that π is learned on (${learnedOn}); those of the table below are over ${tested}.`
}

// row: of the learning, or null; strength: of the transport penalty, or null.
export function stepWords(row, strength, { steps, finish }) {
  if (row === null) return strength === null ? 'your own π' : 'π with the transport penalty'
  return steps[row] >= finish ? `step ${steps[row]}, Newton` : `step ${steps[row]} of gradient descent`
}

// label: what the digit is, or null where no one has said.
export function digitSentence({ label, said, before, after, sure }) {
  if (label === null) {
    const alike = said.filter((one) => one === before).length
    const verdict = after === before ? 'and so does S f' : `and S f for a ${after}`
    return `f takes this for a ${before}, as ${alike} of its ${said.length} copies, ${verdict}, with ${share(sure)} of the average.`
  }
  const right = said.filter((one) => one === label).length
  const verdict = before === label
    ? after === label ? 'f and S f are both right' : `f is right, but S f says ${after}`
    : after === label ? `f says ${before}, S f is right` : `f says ${before}, S f says ${after}: both are wrong`
  return `This is a ${label}. f recognises ${right} of its ${said.length} copies; ${verdict}, with ${share(sure)} of the average.`
}

export function turnSentence(angle, plain, average) {
  const [first, second] = [likeliest(plain), likeliest(average)]
  const asked = `Turned by ${angle}°, f sees a ${first} (${share(plain[first])})`
  if (first === second) return `${asked}, and S f agrees (${share(average[second])}).`
  return `${asked}, S f a ${second} (${share(average[second])}).`
}

// Where the class that wins changes on the way round.
export function changesSentence(turns, winners) {
  const changes = []
  winners.forEach((winner, i) => {
    if (i > 0 && winner !== winners[i - 1]) changes.push(`a ${winner} from ${turns[i]}°`)
  })
  if (changes.length === 0) return `S f calls it a ${winners[0]} all the way round.`
  return `S f calls it a ${winners[0]} at first, ${list(changes.slice(0, 6))}${changes.length > 6 ? ', and so on' : ''}.`
}

export function boundSentence({ move, change, distance, proved, found }) {
  const bound = proved * distance
  if (distance < 1e-9) return `At g = ${degrees(move)} nothing moves: both sides are 0.`
  const least = found * distance
  const ratio = bound / Math.max(change, 1e-12)
  const how = ratio < 3 ? 'tight' : ratio < 30 ? 'within a small factor' : `loose, by a factor of ${Number(ratio.toPrecision(2)).toLocaleString('en')}`
  const silent = ' It is above √2, the most that two laws can differ by, so it says nothing here.'
  const limit = bound > Math.SQRT2 ? silent : ''
  return `At g = ${degrees(move)} S f changes by ${change.toFixed(3)} and may change by L·W = ${rounded(bound)}: ${how}.${limit} ` +
    `W(π, gπ) = ${distance.toFixed(2)}; the proved L = ${rounded(proved)} is a product over layers, ` +
    `the steepest slope found is ${found.toFixed(2)}, which would make ${least.toFixed(2)} of it.`
}

// What the transport penalty gains and loses.
export function pricedSentence(priced, strength) {
  const { strengths, losses, distances, gaps, tested } = priced
  if (strength === null || strength === 0) {
    return `Without the penalty π has log-loss ${losses[0].toFixed(4)} where it is learned, and moves by W = ${distances[0].toFixed(2)} under a turn, on average. Raise the strength to buy steadiness.`
  }
  const calmer = share(1 - distances[strength] / distances[0])
  const [before, after] = [tested[0], tested[strength]]
  return `Gained: at strength ${strengths[strength]} the mean W(π, gπ), and with it the bound, is ${calmer} smaller, ${distances[strength].toFixed(2)}. ` +
    `Lost: log-loss ${losses[strength].toFixed(4)} instead of ${losses[0].toFixed(4)} where π is learned; on the test digits ${after[0].toFixed(4)} instead of ${before[0].toFixed(4)}, ` +
    `accuracy ${after[1].toFixed(4)} instead of ${before[1].toFixed(4)}. No π trades better by more than ${readable(gaps[strength])}.`
}

// Is it only calibration? Said from the numbers in the table.
export function scoresSentence(scores) {
  const row = (start) => scores.values[scores.names.findIndex((name) => name.startsWith(start))]
  const [plain, averaged, cooled, cooledAverage, together] =
    ['f', 'S f, learned', 'f at temperature', 'S f at temperature', 'S of (f at'].map(row)
  if (!together) return ''
  const loss = (values) => values[0][0].toFixed(3)
  const accuracy = (values) => `${(100 * values[1][0]).toFixed(2)} %`
  const helps = averaged[0][0] < 0.995 * plain[0][0]
  const first = helps
    ? `On test digits S f brings the log-loss from ${loss(plain)} to ${loss(averaged)}`
    : `On test digits S f leaves the log-loss at ${loss(averaged)}, where f has ${loss(plain)}`
  const beaten = helps
    ? 'it beats S f, so much of what averaging gains in log-loss is calibration'
    : 'this f needs calibration, not averaging'
  const alone = cooled[0][0] < averaged[0][0]
    ? `Temperature scaling of f alone reaches ${loss(cooled)}: ${beaten}`
    : `Temperature scaling of f alone reaches ${loss(cooled)} only: averaging does more than calibrate`
  const gain = 1 - together[0][0] / cooled[0][0]
  const worth = gain > 0.01
    ? `Both together, f calibrated first and then averaged, reach ${loss(together)}, ${share(gain)} below calibration alone: averaging is still worth something`
    : `Both together, f calibrated first and then averaged, reach ${loss(together)}: after calibration averaging adds next to nothing here`
  return `Is it only calibration? ${first}. ${alone}; ` +
    `calibrating S f afterwards gives ${loss(cooledAverage)}. ${worth}. Accuracy: f ${accuracy(plain)}, which no temperature changes, S f ${accuracy(averaged)}, both together ${accuracy(together)}.`
}
