// What a class is asked: at which λ the nearest average is right most often.

import { SEEN, lamText } from '../../shared/page/lam.js'

export function riddle(view) {
  const { lams, data: { reading } } = view
  if (!reading) return null
  return {
    key: 'average-lam',
    options: lams.map((lam) => lamText(lam)),
    truth: () => reading.accuracies.indexOf(Math.max(...reading.accuracies)),
    hidden: view.guessing,
    hide: () => view.guessAgain(),
    show: (own) => view.reveal(lams[own] ?? SEEN),
  }
}
