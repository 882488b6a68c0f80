// π in an address: three letters a weight, which together count to 64³ − 1; it is read back within 4·10⁻⁶.

import { tr } from '../../shared/page/language.js'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const BASE = LETTERS.length
const WHOLE = BASE ** 3 - 1

const PLACES = [BASE * BASE, BASE, 1]

const written = (count) => PLACES.map((unit) => LETTERS[Math.floor(count / unit) % BASE]).join('')
const counted = (letters) => [...letters].reduce((count, letter) => BASE * count + LETTERS.indexOf(letter), 0)

// The type of a π with so many weights.
export const law = (size) => ({
  accepted: tr('it must be {size} weights of sum 1, in letters as this page writes them', { size }),
  read: (text) => {
    if (text.length !== 3 * size || [...text].some((letter) => !LETTERS.includes(letter))) return undefined
    const counts = Array.from({ length: size }, (_, k) => counted(text.slice(3 * k, 3 * k + 3)))
    const total = counts.reduce((sum, count) => sum + count, 0)
    return total === WHOLE ? counts.map((count) => count / WHOLE) : undefined
  },
  // What is rounded off one weight goes to the next, so that the sum stays 1.
  write: (weights) => {
    let [sum, before] = [0, 0]
    return weights.map((weight) => {
      sum += weight
      const until = Math.min(WHOLE, Math.round(WHOLE * sum))
      const count = until - before
      before = until
      return written(count)
    }).join('')
  },
})
