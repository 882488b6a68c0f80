// What a hand does on the Averaging page: bars, sliders, charts and buttons.

import { drag } from '../../shared/page/dom.js'
import { SEEN } from './guess.js'

const REACH = 30
const UP = { ArrowUp: 0.01, ArrowDown: -0.01, PageUp: 0.1, PageDown: -0.1 }

export function listen(view) {
  const { parts } = view
  const settle = () => view.settle()
  listenToBoard(view)
  const { signal } = view.ending
  window.addEventListener('pointerdown', () => clearTimeout(view.asking), { signal, capture: true })
  window.addEventListener('pointerup', () => view.askForTurns(), { signal, capture: true })
  drag(parts.bound, (x) => view.set({ move: view.bound.rowAt(x) }), settle)
  parts.commit.onclick = () => view.reveal(view.state.chosen.map((k) => view.experiment.angles[k]))
  parts.reveal.onclick = () => view.reveal(SEEN)
  for (const fold of view.folds) fold.ontoggle = () => view.drawTables()
  const inputs = {
    scrub: (row) => view.toRow(row),
    turn: (turn) => view.halt({ turn }),
    strength: (strength) => view.toStrength(strength),
    move: (move) => view.set({ move }),
  }
  for (const [name, act] of Object.entries(inputs)) {
    parts[name].oninput = () => act(Number(parts[name].value))
    parts[name].onchange = settle
  }
  const presses = {
    em: () => view.em(),
    uniform: () => view.propose(view.experiment.angles.map(() => 1 / view.experiment.size)),
    only: () => view.propose(view.experiment.only.weights),
    best: () => view.toRow(view.experiment.last),
  }
  for (const [name, act] of Object.entries(presses)) {
    parts[name].onclick = () => {
      act()
      settle()
    }
  }
  parts.symmetric.onchange = () => {
    view.set({ alike: parts.symmetric.checked ? 'yes' : 'no' })
    view.propose(view.weights)
    settle()
  }
}

// A bar is held from where it is pressed until it is let go; keys choose one and change it.
function listenToBoard(view) {
  const { bars } = view.parts
  let held = null
  const barAt = (x) => {
    const far = view.experiment.angles.map((angle) => Math.abs(view.board.frame.x(angle) - x))
    const nearest = far.indexOf(Math.min(...far))
    return far[nearest] <= REACH ? nearest : -1
  }
  drag(bars, (x, y) => {
    if (held === null) {
      held = barAt(x)
      if (view.revealed) view.set({ held })
      else if (held >= 0) view.pick(held)
    }
    if (!view.revealed) return
    const { scales, yValue } = view.board.frame
    if (held >= 0) view.give(held, Math.min(yValue(y), scales.y.to))
  }, () => {
    held = null
    view.set({ held: -1 })
    view.settle()
  })
  bars.addEventListener('keydown', (event) => {
    const { weights, state: { bar } } = view
    const along = { ArrowLeft: -1, ArrowRight: 1, Home: -weights.length, End: weights.length }[event.key]
    if (along) view.set({ bar: Math.max(0, Math.min(weights.length - 1, bar + along)) })
    else if (UP[event.key]) view.give(bar, weights[bar] + UP[event.key])
    else return
    event.preventDefault()
    view.settle()
  })
  bars.onfocus = bars.onblur = () => {
    if (view.addressed) view.set({})
  }
}
