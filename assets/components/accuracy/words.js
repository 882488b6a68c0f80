// What the charts of accuracy say in words; every sentence follows from the state.

import { lamFromJson, lamText } from '../../shared/page/lam.js'
import { an } from '../../shared/page/words.js'

const share = (value) => `${(100 * value).toFixed(1)} %`
// A difference of two shares in percentage points, with its sign.
export function signedPoints(value, digits = 2) {
  const sign = value > 0 ? '+' : value < 0 ? '−' : ''
  return `${sign}${Number((100 * Math.abs(value)).toFixed(digits))}`
}

const points = (value) => `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(1)} points`
const count = (value) => value.toLocaleString('en')

export function allSentence(data, lams, stop) {
  const { value, low, high } = data.mean
  const many = data.draws.length
  const digits = `${count(data.train)} training digits`
  const how = many > 1 ? `, in the mean of ${many} draws of ${digits}` : `, with ${digits}`
  const last = lams.length - 1
  const versus = stop === last ? '' : ` λ = ∞: ${share(value[last])}.`
  return `${share(value[stop])} of ${count(data.tested)} test digits are read right${how} (95 %: ${share(low[stop])} to ${share(high[stop])}).${versus}`
}

export function classesSentence(data, stop) {
  const row = data.classes[stop]
  const asked = row.flatMap((value, digit) => (value === null ? [] : [{ value, digit }]))
  const first = asked.reduce((a, b) => (b.value > a.value ? b : a))
  const last = asked.reduce((a, b) => (b.value < a.value ? b : a))
  return `best read is the ${first.digit} (${share(first.value)}), worst the ${last.digit} (${share(last.value)}).`
}

export function gainSentence(data, lams, stop) {
  if (stop === lams.length - 1) return 'this is what the others are compared with.'
  const asked = data.gain.value[stop].flatMap((value, digit) => (value === null ? [] : [{ value, digit }]))
  const most = asked.reduce((a, b) => (b.value > a.value ? b : a))
  const least = asked.reduce((a, b) => (b.value < a.value ? b : a))
  const range = ({ digit }) => `95 %: ${points(data.gain.low[stop][digit])} to ${points(data.gain.high[stop][digit])}`
  if (most.value === 0 && least.value === 0) return 'no digit gains or loses anything over λ = ∞.'
  const won = most.value > 0 ? `the ${most.digit} gains most over λ = ∞ (${points(most.value)}; ${range(most)})` : 'no digit gains over λ = ∞'
  const lost = least.value < 0 ? `the ${least.digit} loses most (${points(least.value)}; ${range(least)})` : 'none loses'
  return `${won}, ${lost}.`
}

const listed = (texts) => (
  texts.length > 1 ? `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}` : texts[0]
)

// Which other λ the test digits tell apart from this one.
export function pairsSentence(data, lams, stop) {
  const { low, high } = data.pairs
  const which = (kept) => lams.flatMap((lam, other) => (
    other !== stop && kept(low[other][stop], high[other][stop]) ? [lamText(lam)] : []
  ))
  const parts = [
    [which((from) => from > 0), 'more is read right at λ = '],
    [which((_, to) => to < 0), 'less at λ = '],
    [which((from, to) => from <= 0 && to >= 0), 'not told apart from it: λ = '],
  ].filter(([found]) => found.length).map(([found, words]) => words + listed(found))
  const text = parts.join('; ')
  return `${text}. Each pair is looked at alone, on the same ${count(data.tested)} test digits.`
}

// What the two curves of every λ are at one of theirs.
export function everySentence({ every }, lam) {
  if (!every) return 'every vote is being followed from λ = 0 to λ = ∞.'
  if (!every.tests) return every.words
  const i = every.lams.map(lamFromJson).indexOf(lam)
  return `${share(every.tests[i])} of the test digits are read right, and ${share(every.left[i])} of the training ` +
    'digits, each by the others.'
}

export function chartSentence(view, data, lams, stop, lam) {
  if (view === 'every') return everySentence(data, lam)
  if (view === 'pairs') return pairsSentence(data, lams, stop)
  if (view === 'gain') return gainSentence(data, lams, stop)
  return view === 'classes' ? classesSentence(data, stop) : allSentence(data, lams, stop)
}

// What came of the prediction, a λ or whatever stands for none.
export function verdictSentence(data, lams, guess) {
  const { mean: { value }, pairs } = data
  const best = value.indexOf(Math.max(...value))
  const seen = `λ = ${lamText(lams[best])} reads most, ${share(value[best])}`
  if (typeof guess !== 'number') return `${seen}.`
  const stop = lams.indexOf(guess)
  if (stop < 0) return `You said λ = ${lamText(guess)}, which is not among these; ${seen}.`
  if (value[stop] === value[best]) return `You said λ = ${lamText(guess)}, and that is it: ${share(value[best])}.`
  const close = pairs.low[best][stop] <= 0
  const how = close ? 'but these digits do not tell the two apart' : 'and these digits tell the two apart'
  const range = [pairs.value, pairs.low, pairs.high].map((table) => signedPoints(table[best][stop]))
  return `You said λ = ${lamText(guess)}: ${share(value[stop])}. ${seen}, ${how}: ` +
    `${range[0]} points on the same digits (95 %: ${range[1]} to ${range[2]}).`
}

export function confusionSentence(data, lams, stop) {
  const table = data.confusion[stop]
  let worst = [0, 1]
  table.forEach((row, label) => row.forEach((times, read) => {
    if (label !== read && times > table[worst[0]][worst[1]]) worst = [label, read]
  }))
  const [label, read] = worst
  const last = data.confusion.at(-1)[label][read]
  const asked = table[label].reduce((sum, times) => sum + times, 0)
  if (table[label][read] === 0) return 'No digit is taken for another.'
  const versus = stop === lams.length - 1 ? '' : `; at λ = ∞ it is ${count(last)}`
  return `Most often ${an(label)} is read as ${an(read)}: ${count(table[label][read])} of ${count(asked)} times${versus}.`
}

export function changingSentence(data, lams, stop) {
  const { total, right, labels } = data.changing
  if (total === 0) return 'Every test digit is read the same at every λ.'
  const shown = labels.length < total ? ` Here are the first ${labels.length}.` : ''
  const where = data.draws.length > 1 ? 'In the first draw ' : ''
  const last = right.length - 1
  const versus = stop === last ? '' : ` (${count(right[last])} at λ = ∞)`
  return `${where}${count(total)} of ${count(data.tested)} test digits are not read the same at every λ. ` +
    `At λ = ${lamText(lams[stop])}, ${count(right[stop])} of them are read right${versus}.${shown}`
}

const at = (lam) => `λ = ${lamText(lam)}`

// What is said of one mark of a chart, as finely as in the table of numbers.
const exact = (value) => `${(100 * value).toFixed(2)} %`

export function meanReading({ mean, draws }, lams, stop, best) {
  const { value, low, high } = mean
  const whose = draws.length > 1 ? `, mean of ${draws.length} draws` : ''
  const most = stop === best ? ', the most' : ''
  return `${at(lams[stop])}${whose}: ${exact(value[stop])} (95 %: ${exact(low[stop])} to ${exact(high[stop])})${most}`
}

export const drawReading = (lam, draw, value) => `${at(lam)}, draw ${draw + 1}: ${exact(value)}`

export const talkReading = (lam, value) => `${at(lam)}, the talk: ${exact(value)}`

export const everyReading = (lam, test, left) => (
  `${at(lam)}: ${exact(test)} of the test digits, ${exact(left)} of the training digits`
)

export const guessReading = (lam) => `You said ${at(lam)}`

export const classReading = (lam, digit, value) => `the ${digit} at ${at(lam)}: ${exact(value)} read right`

export function pairReading({ pairs }, lams, stop, other) {
  const three = [pairs.value, pairs.low, pairs.high]
  const [value, low, high] = three.map((table) => signedPoints(table[other][stop]))
  const { only, p } = pairs
  return `${at(lams[other])} beside ${at(lams[stop])}: ${value} points (95 %: ${low} to ${high}); ` +
    `right only there ${count(only[other][stop])}, only here ${count(only[stop][other])}, p = ${p[other][stop]}`
}

export function gainReading({ gain }, lams, stop, digit) {
  const [value, low, high] = [gain.value, gain.low, gain.high].map((table) => points(table[stop][digit]))
  return `the ${digit} at ${at(lams[stop])}: ${value} over λ = ∞ (95 %: ${low} to ${high})`
}

export const FILTERS = {
  every: 'All of them',
  mended: 'Right here, wrong at λ = ∞',
  broken: 'Wrong here, right at λ = ∞',
}

export function passes(filter, answers, label, stop) {
  if (filter === 'every') return true
  const here = Number(answers[stop]) === label
  const there = Number(answers[answers.length - 1]) === label
  return filter === 'mended' ? here && !there : !here && there
}
