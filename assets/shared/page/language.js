// Every text of a view in the visitor's language. A script for another language than English begins with
// $language: its code, the names of the forms of a text that goes with a number, the texts by their English.
/* global $language */

const ENGLISH = { code: 'en', forms: ['one', 'other'], texts: {} }
const given = typeof $language === 'undefined' ? ENGLISH : $language
const texts = new Map(Object.entries(given.texts))
const templates = new Map()
const rules = new Intl.PluralRules(given.code)

// No line parts a number from its % or λ from its value. Braces stand for a value; what is put in for them
// stays as it is.
function bound(text) {
  if (!templates.has(text)) {
    templates.set(text, text.replace(/([\d}]) %/g, '$1\u00a0%').replace(/λ = (?=[\d∞{])/g, 'λ\u00a0=\u00a0'))
  }
  return templates.get(text)
}

const filled = (text, values) => bound(text).replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all))

export const code = given.code

// A text, with { name: value } for each {name} in it.
export const tr = (text, values = {}) => filled(texts.get(text) ?? text, values)

// The form of a text that goes with a number, which it may name as {count}.
export function trn(one, many, count, values = {}) {
  const place = given.forms.indexOf(rules.select(count))
  const forms = texts.get(one) ?? [one, many]
  return filled(forms[place < 0 ? forms.length - 1 : place], { count, ...values })
}

// A number as JavaScript writes it, with the language's own mark before its decimals.
const mark = new Intl.NumberFormat(given.code).formatToParts(0.5).find(({ type }) => type === 'decimal').value
export const localised = (text) => text.replace('.', mark)

// A number with so many decimals.
export const decimal = (value, digits) => localised(value.toFixed(digits))

// A whole number, parted in thousands.
export const whole = (value) => value.toLocaleString(code)
