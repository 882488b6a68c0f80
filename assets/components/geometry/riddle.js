// What a class is asked: which of two ways between the two points is shorter, at the λ that is set.

import { orbitLength, straightLength } from '../../shared/math/space.js'
import { tr } from '../../shared/page/language.js'

const WAYS = { straight: tr('the straight line'), orbit: tr('round the orbit') }

export const riddle = (view) => ({
  key: 'shorter',
  options: Object.values(WAYS),
  truth: () => {
    const { x, y, lam } = view.state
    return straightLength(x, y, lam) <= orbitLength(x, y, lam) ? 0 : 1
  },
  hidden: view.state.hidden,
  hide: () => view.choose({ hidden: true }),
  show: (own) => {
    if (own === null) view.choose({ hidden: false })
    else view.quiz.text.textContent = view.reveal(Object.keys(WAYS)[own])
  },
})
