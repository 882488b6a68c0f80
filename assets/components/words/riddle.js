// What a class is asked: from which λ² on no letter of the chosen word moves.

import { END } from './charts.js'
import { guessSentence, squareText } from './said.js'

export function riddle(view) {
  const { path } = view.shown()
  if (!path?.events.length) return null
  return {
    key: 'still',
    low: 0,
    high: END,
    step: 0.05,
    text: squareText,
    truth: () => path.events.at(-1).value,
    hidden: view.guessing,
    hide: () => view.beginGuess(),
    show: (own) => {
      view.endGuess(own === null ? '' : guessSentence(path, own))
      view.choose({})
    },
    follow: (square) => view.turn({ lam: Math.sqrt(square) }),
  }
}
