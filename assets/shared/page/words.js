// Numbers and counts as all pages write them.

export function number(value, digits = 2) {
  return value.toFixed(digits)
}

export const pixels = (count) => `${count} ${count === 1 ? 'pixel' : 'pixels'}`

export const an = (digit) => (digit === 8 ? 'an 8' : `a ${digit}`)
