// What a class is asked: to which cluster the new point is sent.

import { SIGNS } from './signs.js'

export function riddle(view) {
  const clusters = view.shown?.fresh.shares?.filter(({ cluster }) => cluster >= 0)
  if (!clusters?.length) return null
  const { guess } = view
  return {
    key: 'cluster',
    options: SIGNS.slice(0, clusters.length),
    truth: () => clusters.reduce((found, share) => (share.share > found.share ? share : found)).cluster,
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
