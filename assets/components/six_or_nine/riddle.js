// What a class is asked: from which turn on x becomes the other digit.

import { degrees } from './words.js'

export const riddle = (view) => ({
  key: 'flip',
  low: 0,
  high: 180,
  step: 5,
  text: degrees,
  truth: () => view.flip(),
  hidden: view.guessing,
  hide: () => view.beginGuess(),
  show: (own) => {
    if (own !== null) view.set({ angle: own })
    view.endGuess(own === null ? '' : view.guessed())
  },
  follow: (angle) => view.turn({ angle }),
})
