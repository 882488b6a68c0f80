// What a class is asked: how many times the samples the symmetry is worth.

import { STEPS, UNMADE, factorOf, stepOf } from './charts.js'
import { times } from './words.js'

export function riddle(view) {
  const { curves } = view.data
  if (!curves || curves.old) return null
  return {
    key: 'worth',
    low: 0,
    high: STEPS,
    step: 1,
    text: (step) => times(factorOf(step)),
    truth: () => stepOf(curves.overall[0]),
    hidden: view.state.shown === 'no',
    hide: () => view.choose({ shown: 'no', guess: UNMADE }),
    show: (own) => view.choose({ shown: 'yes', guess: own ?? UNMADE }),
    follow: (step) => view.set({ step }),
  }
}
