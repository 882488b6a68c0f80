// Numbers and sentences of the Averaging page.

export const degrees = (angle) => `${angle > 0 ? '+' : angle < 0 ? '−' : ''}${Math.abs(angle)}°`
export const share = (value) => `${(100 * value).toFixed(value > 0 && value < 0.0995 ? 1 : 0)} %`

export function small(value) {
  if (value === 0 || value >= 1e-3) return value === 0 ? '0' : value.toFixed(4)
  const [digits, power] = value.toExponential(1).split('e-')
  return `${digits}·10⁻${Array.from(power, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]).join('')}`
}

const list = (names) => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)

export function lossSentence(view) {
  const { loss, gap, best, alone, weights, angles, still } = view
  const excess = loss - best
  const spread = angles.map((angle, k) => [weights[k], angle]).filter(([weight]) => weight > 0.02).length
  const stays = `${share(weights[still])} of π stays at 0°`
  if (gap <= 2e-6) return `This is the best π: ${stays}, ${spread} ${spread === 1 ? 'angle counts' : 'angles count'}. No other π has a log-loss lower by more than ${small(gap)}.`
  if (weights[still] > 0.999) return `All of π is at 0°: S f is f itself, ${excess.toFixed(4)} above the best π. Let its neighbours speak.`
  const against = loss < alone ? `${share(1 - loss / alone)} below f alone` : `${share(loss / alone - 1)} above f alone: worse than not averaging`
  return `Log-loss ${loss.toFixed(4)}: ${against}, ${excess < 5e-5 ? 'less than 0.0001' : excess.toFixed(4)} above the best π. ${stays}.`
}

export function digitSentence(view) {
  const { label, said, before, after, sure } = view
  const right = said.filter((one) => one === label).length
  const verdict = before === label
    ? after === label ? 'f and S f are both right' : `f is right, but S f says ${after}`
    : after === label ? `f says ${before}, S f is right` : `f says ${before}, S f says ${after}: both are wrong`
  return `This is a ${label}. f recognises ${right} of its ${said.length} copies; ${verdict}, with ${share(sure)} of the average.`
}

export function turnSentence(angle, plain, average) {
  const top = (values) => values.indexOf(Math.max(...values))
  const [first, second] = [top(plain), top(average)]
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

export function boundSentence(view) {
  const { move, change, distance, upper, lower } = view
  const bound = upper * distance
  if (distance < 1e-9) return `At g = ${degrees(move)} nothing moves: both sides are 0.`
  const least = lower * distance
  const ratio = bound / Math.max(change, 1e-12)
  const how = ratio < 3 ? 'tight' : ratio < 30 ? 'within a small factor' : `loose, by a factor of ${Number(ratio.toPrecision(2)).toLocaleString('en')}`
  const silent = ' It is above √2, the most that two laws can differ by, so it says nothing here.'
  const limit = bound > Math.SQRT2 ? silent : ''
  return `At g = ${degrees(move)} S f changes by ${change.toFixed(3)} and may change by L·W = ${Number(bound.toPrecision(3)).toLocaleString('en')}: ${how}.${limit} ` +
    `W(π, gπ) = ${distance.toFixed(2)}; the proved L = ${Number(upper.toPrecision(3)).toLocaleString('en')} is a product over layers, ` +
    `the steepest slope found is ${lower.toFixed(2)}, which would make ${least.toFixed(2)} of it.`
}

// What the transport penalty gains and loses.
export function pricedSentence(priced, strength) {
  const { strengths, losses, distances, gaps, tested } = priced
  if (strength === null || strength === 0) {
    return `Without the penalty π has log-loss ${losses[0].toFixed(4)} and moves by W = ${distances[0].toFixed(2)} under a turn, on average. Raise the strength to buy steadiness.`
  }
  const calmer = share(1 - distances[strength] / distances[0])
  const [before, after] = [tested[0], tested[strength]]
  return `Gained: at strength ${strengths[strength]} the mean W(π, gπ), and with it the bound, is ${calmer} smaller, ${distances[strength].toFixed(2)}. ` +
    `Lost: log-loss ${losses[strength].toFixed(4)} instead of ${losses[0].toFixed(4)}; on the test digits ${after[0].toFixed(4)} instead of ${before[0].toFixed(4)}, ` +
    `accuracy ${after[1].toFixed(4)} instead of ${before[1].toFixed(4)}. No π trades better by more than ${small(gaps[strength])}.`
}

// Is it only calibration? Said from the numbers in the table.
export function scoresSentence(scores) {
  const row = (start) => scores.values[scores.names.findIndex((name) => name.startsWith(start))]
  const [plain, averaged, cooled, cooledAverage, together] =
    ['f', 'S f, learned', 'f at temperature', 'S f at temperature', 'S of (f at'].map(row)
  if (!together) return ''
  const loss = (values) => values[0][0].toFixed(3)
  const percent = (values) => `${(100 * values[1][0]).toFixed(2)} %`
  const helps = averaged[0][0] < 0.995 * plain[0][0]
  const first = helps
    ? `S f brings the log-loss from ${loss(plain)} to ${loss(averaged)}`
    : `S f leaves the log-loss at ${loss(averaged)}, where f has ${loss(plain)}`
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
    `calibrating S f afterwards gives ${loss(cooledAverage)}. ${worth}. Accuracy: f ${percent(plain)}, which no temperature changes, S f ${percent(averaged)}, both together ${percent(together)}.`
}
