// What a class is asked: to which cluster the new point is sent.

import { SIGNS } from './signs.js'

export function riddle(view) {
  const { guess, problem } = view
  if (!problem) return null
  return {
    key: 'cluster',
    options: SIGNS.slice(0, Math.max(...problem.clustersX) + 1),
    truth: () => {
      const clusters = view.shown.fresh.shares?.filter(({ cluster }) => cluster >= 0)
      return clusters?.reduce((found, share) => (share.share > found.share ? share : found)).cluster ?? null
    },
    hidden: guess.asked,
    hide: () => {
      guess.asked = true
      view.choose({})
    },
    show: (own) => {
      guess.end()
      if (own === null) view.choose({})
      else guess.answer(own)
    },
  }
}
