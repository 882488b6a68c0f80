// What a class is asked: which turned copy has the most weight in the best π.

import { SEEN } from './guess.js'
import { degrees } from './words.js'

export function riddle(view) {
  const { angles, best } = view.experiment
  return {
    key: 'copy',
    options: angles.map((angle) => degrees(angle)),
    truth: () => best.weights.indexOf(Math.max(...best.weights)),
    hidden: !view.revealed,
    hide: () => view.choose({ guess: null }),
    show: (own) => view.reveal(own === null ? SEEN : [angles[own]]),
  }
}
