// Numbers and counts as all pages write them.

import { code, decimal, localised, tr, trn } from './language.js'

export function number(value, digits = 2) {
  return decimal(value, digits)
}

// A share in percent, with so many decimals.
export const percent = (share, digits = 0) => `${number(100 * share, digits)}\u00a0%`

// The same with one decimal where it is not 0.
export const briefPercent = (share) => `${localised(String(Number((100 * share).toFixed(1))))}\u00a0%`

export const pixels = (count) => trn('{count} pixel', '{count} pixels', count)

export const an = (digit) => (digit === 8 ? tr('an 8') : tr('a {digit}', { digit }))

// Things one after the other, as people say them: a, b and c.
export const listed = (texts) => new Intl.ListFormat(code === 'en' ? 'en-GB' : code).format(texts)

// The same without an and; a comma that begins decimals parts nothing else.
export const series = (texts) => texts.join(localised('.') === ',' ? '; ' : ', ')

// What was before and what is now; '' if that is the same.
export const arrow = (was, is) => (was === is ? '' : `${was} → ${is}`)

// The same of values, with as many decimals as tell them apart; '' if four do not.
export function fromTo(before, now, digits = 1) {
  if (digits > 4) return ''
  return arrow(number(before, digits), number(now, digits)) || fromTo(before, now, digits + 1)
}

// What a hand has changed: texts of which some may be empty.
export function changedSentence(texts) {
  const terms = texts.filter(Boolean)
  return terms.length ? tr('Changed: {terms}.', { terms: series(terms) }) : ''
}

// What a digit is called in the name of a file: a picture of the visitor's own has no short name.
const OWN = { 'px-': 'drawn', 'up-': 'picture' }
export const fileWord = (reference) => OWN[reference.slice(0, 3)] ?? reference

// A text in lines of at most 120 letters.
export const wrapped = (text) => (text.match(/.{1,120}(?: |$)/g) ?? []).map((line) => line.trim())

const RAISED = Object.fromEntries([...'-0123456789'].map((sign, i) => [sign, [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'][i]]))

export const powerOfTen = (exponent) => `10${[...String(exponent)].map((sign) => RAISED[sign]).join('')}`

// A value to so many digits, as 7.6·10⁶.
export function scientific(value, digits = 2) {
  if (value === 0) return '0'
  const [factor, exponent] = value.toExponential(digits - 1).split('e')
  return `${localised(factor)}·${powerOfTen(Number(exponent))}`
}
