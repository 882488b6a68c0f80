// What can be foretold of each part, alone or by a class.

import { mostRuledOut } from '../../shared/math/adversary.js'
import { isInView } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { isPresenting } from '../../shared/page/place.js'
import { NAMES } from './race.js'

// The answers, by the name of their parameter.
export const GUESSES = {
  guess: NAMES,
  ruled: { one: tr('only one'), ten: tr('about ten'), half: tr('half'), most: tr('all but one') },
  below: { nothing: tr('nothing'), half: tr('half'), most: tr('nearly all') },
}
const PARTS = { race: ['guess', 'parity'], game: ['ruled', 'ruled'], daisy: ['below', 'below'] }
const SHARES = { nothing: 0, half: 0.5, most: 0.95 }

const nearest = (values, value) => {
  const [first, ...others] = Object.keys(values)
  const far = (name) => Math.abs(values[name] - value)
  return others.reduce((best, name) => (far(name) < far(best) ? name : best), first)
}

const TRUTHS = {
  guess: (view, drawn) => view.ends(drawn).reduce((a, b) => (b[1] > a[1] ? b : a))[0],
  // Between 1 and all but one, ten is as far from one as from a hundred.
  ruled: (view, { game, tau }) => {
    const all = game.hypotheses.length
    const counts = Object.entries({ one: 1, ten: 10, half: all / 2, most: all - 1 })
    const values = Object.fromEntries(counts.map(([name, count]) => [name, Math.log(count)]))
    return nearest(values, Math.log(Math.min(all - 1, mostRuledOut(tau))))
  },
  below: (view, { spectrum, k }) => nearest(SHARES, spectrum.slice(0, k).reduce((a, b) => a + b, 0)),
}

// Of the part that is in sight, unless one is asked for.
function partOf(view, asked) {
  const parts = Object.keys(PARTS)
  if (asked) return parts.find((part) => PARTS[part][1] === asked)
  const seen = parts.find((part) => isInView(view.root.querySelector(`[data-guess='${PARTS[part][0]}']`)))
  return isPresenting() || !seen ? view.state.part : seen
}

export function riddle(view, asked) {
  const part = partOf(view, asked)
  if (!part) return null
  const [name, key] = PARTS[part]
  if (name === 'guess' && !view.data.traces) return null
  const answers = Object.keys(GUESSES[name])
  return {
    key,
    options: Object.values(GUESSES[name]),
    truth: () => answers.indexOf(TRUTHS[name](view, view.drawn())),
    hidden: view.state[name] === 'none',
    // What was asked of the adversary would show on the cards what it gave away.
    hide: () => view.choose({ [name]: 'none', part, ...(name === 'ruled' && { asked: [] }) }),
    show: (own) => view.guess(name, answers[own] ?? 'seen'),
  }
}
