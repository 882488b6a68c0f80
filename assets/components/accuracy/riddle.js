// What a class is asked: which λ reads most digits right.

import { SEEN, lamText } from '../../shared/page/lam.js'

export function riddle(view) {
  const { lams, data } = view
  return {
    key: 'best-lam',
    options: lams.map((lam) => lamText(lam)),
    truth: () => data.mean.value.indexOf(Math.max(...data.mean.value)),
    hidden: !view.revealed,
    hide: () => view.choose({ guess: null }),
    show: (own) => view.reveal(lams[own] ?? SEEN),
  }
}
