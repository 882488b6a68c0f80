// The types of what the address says of the page.

import { tr } from '../../shared/page/language.js'

const SAID = new Map([['yes', true], ['no', false]])

export const yes = {
  accepted: tr('it must be yes or no'),
  read: (text) => SAID.get(text),
  write: (value) => (value ? 'yes' : 'no'),
}

const isPlain = (text) => /^-?\d{1,3}(\.\d{1,6})?$/.test(text)

export const decimalBetween = (least, most, digits) => ({
  accepted: tr('it must be a number from {least} to {most}', { least, most }),
  read: (text) => {
    const value = isPlain(text) ? Number(text) : NaN
    return value >= least && value <= most ? Number(value.toFixed(digits)) : undefined
  },
  write: (value) => String(Number(value.toFixed(digits))),
})

const PLACE = decimalBetween(-12, 12, 1)

export const place = {
  accepted: tr('it must be two numbers from -12 to 12 with _ between them'),
  read: (text) => {
    const parts = text.split('_').map(PLACE.read)
    return parts.length === 2 && parts.every((part) => part !== undefined) ? parts : undefined
  },
  write: (values) => values.map(PLACE.write).join('_'),
}
