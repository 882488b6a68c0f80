// What the charts of accuracy say in words; every sentence follows from the state.

import { lamFromJson, lamIs, lamText } from '../../shared/page/lam.js'
import { decimal, localised, tr, whole as count } from '../../shared/page/language.js'
import { an, percent } from '../../shared/page/words.js'

const share = (value) => percent(value, 1)
// A difference of two shares in percentage points, with its sign.
export function signedPoints(value, digits = 2) {
  const sign = value > 0 ? '+' : value < 0 ? '−' : ''
  return `${sign}${localised(String(Number((100 * Math.abs(value)).toFixed(digits))))}`
}

const points = (value) => (
  tr('{number} points', { number: `${value < 0 ? '−' : '+'}${decimal(Math.abs(100 * value), 1)}` })
)

export function allSentence(data, lams, stop) {
  const { value, low, high } = data.mean
  const [last, draws] = [lams.length - 1, data.draws.length]
  const values = {
    share: share(value[stop]), tested: count(data.tested), train: count(data.train), draws,
    low: share(low[stop]), high: share(high[stop]),
  }
  const here = draws > 1
    ? tr('{share} of {tested} test digits are read right, in the mean of {draws} draws of {train} training ' +
      'digits (95 %: {low} to {high}).', values)
    : tr('{share} of {tested} test digits are read right, with {train} training digits (95 %: {low} to ' +
      '{high}).', values)
  return stop === last ? here : `${here} ${lamIs(Infinity)}: ${share(value[last])}.`
}

function classesSentence(data, stop) {
  const row = data.classes[stop]
  const asked = row.flatMap((value, digit) => (value === null ? [] : [{ value, digit }]))
  const best = asked.reduce((a, b) => (b.value > a.value ? b : a))
  const worst = asked.reduce((a, b) => (b.value < a.value ? b : a))
  return tr('best read is the {best} ({most}), worst the {worst} ({least}).', {
    best: best.digit, most: share(best.value), worst: worst.digit, least: share(worst.value),
  })
}

function gainSentence(data, lams, stop) {
  if (stop === lams.length - 1) return tr('this is what the others are compared with.')
  const asked = data.gain.value[stop].flatMap((value, digit) => (value === null ? [] : [{ value, digit }]))
  const most = asked.reduce((a, b) => (b.value > a.value ? b : a))
  const least = asked.reduce((a, b) => (b.value < a.value ? b : a))
  if (most.value === 0 && least.value === 0) return tr('no digit gains or loses anything over λ = ∞.')
  const told = ({ value, digit }) => tr('{points}; 95 %: {low} to {high}', {
    points: points(value), low: points(data.gain.low[stop][digit]), high: points(data.gain.high[stop][digit]),
  })
  const values = { most: most.digit, gain: told(most), least: least.digit, loss: told(least) }
  if (most.value <= 0) {
    return tr('no digit gains over λ = ∞, the {least} loses most ({loss}).', values)
  }
  return least.value < 0
    ? tr('the {most} gains most over λ = ∞ ({gain}), the {least} loses most ({loss}).', values)
    : tr('the {most} gains most over λ = ∞ ({gain}), none loses.', values)
}

// Numbers may have a comma of their own.
export const BETWEEN = tr(', ')

const listed = (texts) => (texts.length > 1
  ? tr('{some} and {last}', { some: texts.slice(0, -1).join(BETWEEN), last: texts.at(-1) })
  : texts[0])

// Which other λ the test digits tell apart from this one.
export function pairsSentence(data, lams, stop) {
  const { low, high } = data.pairs
  const which = (kept) => lams.flatMap((lam, other) => (
    other !== stop && kept(low[other][stop], high[other][stop]) ? [lamText(lam)] : []
  ))
  const [more, less, open] = [
    which((from) => from > 0), which((_, to) => to < 0), which((from, to) => from <= 0 && to >= 0),
  ]
  const parts = [
    ...(more.length ? [tr('more is read right at λ = {lams}', { lams: listed(more) })] : []),
    ...(less.length ? [tr('less at λ = {lams}', { lams: listed(less) })] : []),
    ...(open.length ? [tr('not told apart from it: λ = {lams}', { lams: listed(open) })] : []),
  ]
  const how = tr('Each pair is looked at alone, on the same {tested} test digits.', {
    tested: count(data.tested),
  })
  return `${parts.join('; ')}. ${how}`
}

// What the two curves of every λ are at one of theirs.
function everySentence({ every }, lam) {
  if (!every) return tr('every vote is being followed from λ = 0 to λ = ∞.')
  if (!every.tests) return every.words
  const i = every.lams.map(lamFromJson).indexOf(lam)
  return tr('{tests} of the test digits are read right, and {left} of the training digits, each by the ' +
    'others.', { tests: share(every.tests[i]), left: share(every.left[i]) })
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
  const values = { best: lamText(lams[best]), most: share(value[best]) }
  if (typeof guess !== 'number') return tr('λ = {best} reads most, {most}.', values)
  const stop = lams.indexOf(guess)
  const said = { ...values, guess: lamText(guess) }
  if (stop < 0) {
    return tr('You said λ = {guess}, which is not among these; λ = {best} reads most, {most}.', said)
  }
  if (value[stop] === value[best]) return tr('You said λ = {guess}, and that is it: {most}.', said)
  const range = [pairs.value, pairs.low, pairs.high]
  const [by, low, high] = range.map((table) => signedPoints(table[best][stop]))
  const compared = { ...said, share: share(value[stop]), by, low, high }
  return pairs.low[best][stop] <= 0
    ? tr('You said λ = {guess}: {share}. λ = {best} reads most, {most}, but these digits do not tell the ' +
      'two apart: {by} points on the same digits (95 %: {low} to {high}).', compared)
    : tr('You said λ = {guess}: {share}. λ = {best} reads most, {most}, and these digits tell the two ' +
      'apart: {by} points on the same digits (95 %: {low} to {high}).', compared)
}

export function confusionSentence(data, lams, stop) {
  const table = data.confusion[stop]
  let worst = [0, 1]
  table.forEach((row, label) => row.forEach((times, read) => {
    if (label !== read && times > table[worst[0]][worst[1]]) worst = [label, read]
  }))
  const [label, read] = worst
  const [times, last] = [table, data.confusion.at(-1)].map((counts) => count(counts[label][read]))
  const asked = count(table[label].reduce((sum, many) => sum + many, 0))
  if (table[label][read] === 0) return tr('No digit is taken for another.')
  const values = { label: an(label), read: an(read), times, asked, last }
  return stop === lams.length - 1
    ? tr('Most often {label} is read as {read}: {times} of {asked} times.', values)
    : tr('Most often {label} is read as {read}: {times} of {asked} times; at λ = ∞ it is {last}.', values)
}

export function changingSentence(data, lams, stop) {
  const { total, right, labels } = data.changing
  if (total === 0) return tr('Every test digit is read the same at every λ.')
  const last = right.length - 1
  const values = {
    total: count(total), tested: count(data.tested), lam: lamText(lams[stop]),
    right: count(right[stop]), last: count(right[last]), shown: labels.length,
  }
  return [
    data.draws.length > 1
      ? tr('In the first draw {total} of {tested} test digits are not read the same at every λ.', values)
      : tr('{total} of {tested} test digits are not read the same at every λ.', values),
    stop === last
      ? tr('At λ = {lam}, {right} of them are read right.', values)
      : tr('At λ = {lam}, {right} of them are read right ({last} at λ = ∞).', values),
    ...(labels.length < total ? [tr('Here are the first {shown}.', values)] : []),
  ].join(' ')
}

// What is said of one mark of a chart, as finely as in the table of numbers.
const exact = (value) => percent(value, 2)

export function meanReading({ mean, draws }, lams, stop, best) {
  const values = {
    at: lamIs(lams[stop]), draws: draws.length,
    value: exact(mean.value[stop]), low: exact(mean.low[stop]), high: exact(mean.high[stop]),
  }
  const reading = draws.length > 1
    ? tr('{at}, mean of {draws} draws: {value} (95 %: {low} to {high})', values)
    : tr('{at}: {value} (95 %: {low} to {high})', values)
  return stop === best ? tr('{reading}, the most', { reading }) : reading
}

export const drawReading = (lam, draw, value) => (
  tr('{at}, draw {draw}: {value}', { at: lamIs(lam), draw: draw + 1, value: exact(value) })
)

export const talkReading = (lam, value) => (
  tr('{at}, the talk: {value}', { at: lamIs(lam), value: exact(value) })
)

export const everyReading = (lam, test, left) => (
  tr('{at}: {test} of the test digits, {left} of the training digits', {
    at: lamIs(lam), test: exact(test), left: exact(left),
  })
)

export const guessReading = (lam) => tr('You said {at}', { at: lamIs(lam) })

export const classReading = (lam, digit, value) => (
  tr('the {digit} at {at}: {value} read right', { digit, at: lamIs(lam), value: exact(value) })
)

export function pairReading({ pairs }, lams, stop, other) {
  const three = [pairs.value, pairs.low, pairs.high]
  const [value, low, high] = three.map((table) => signedPoints(table[other][stop]))
  const { only, p } = pairs
  return tr('{there} beside {here}: {value} points (95 %: {low} to {high}); right only there {more}, only ' +
    'here {less}, p = {p}', {
    there: lamIs(lams[other]), here: lamIs(lams[stop]), value, low, high,
    more: count(only[other][stop]), less: count(only[stop][other]), p: localised(String(p[other][stop])),
  })
}

export function gainReading({ gain }, lams, stop, digit) {
  const [value, low, high] = [gain.value, gain.low, gain.high].map((table) => points(table[stop][digit]))
  return tr('the {digit} at {at}: {value} over λ = ∞ (95 %: {low} to {high})', {
    digit, at: lamIs(lams[stop]), value, low, high,
  })
}

export const FILTERS = {
  every: tr('All of them'),
  mended: tr('Right here, wrong at λ = ∞'),
  broken: tr('Wrong here, right at λ = ∞'),
}

export function passes(filter, answers, label, stop) {
  if (filter === 'every') return true
  const here = Number(answers[stop]) === label
  const there = Number(answers[answers.length - 1]) === label
  return filter === 'mended' ? here && !there : !here && there
}
