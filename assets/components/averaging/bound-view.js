// The picture of the transport bound on the Averaging page.

import { boundMarkup, planMarkup } from './charts.js'
import { boundSentence, degrees } from './words.js'
import { fillSvg } from '../../shared/chart/svg.js'

const PAUSE = 120
const FRAME = 8

// Draw the bound of the π of the moment, as far as so many milliseconds go; the rest follows later. Out of
// sight (0 milliseconds) all of it waits until the hand rests. What isn't known yet is not drawn.
export function drawBound(lab, milliseconds) {
  clearTimeout(lab.later)
  const { curve, parts } = lab
  if (milliseconds > 0) {
    drawNow(lab, milliseconds)
    parts.bounds.setAttribute('aria-busy', String(!curve.complete))
    if (!curve.complete) lab.later = setTimeout(() => drawBound(lab, FRAME), 0)
  } else {
    parts.bounds.setAttribute('aria-busy', 'true')
    lab.later = setTimeout(() => drawBound(lab, FRAME), PAUSE)
  }
}

function drawNow(lab, milliseconds) {
  const { curve, parts } = lab
  const { upper, lower } = lab.digit
  const { bound, plan, move } = parts
  const row = lab.state.move
  const g = curve.moves[row]
  const { distance, plan: carried } = curve.at(row)
  curve.advance(milliseconds)
  const changes = curve.changes()
  const wide = bound.getBoundingClientRect()
  if (wide.width > 0) {
    const { frame, markup } = boundMarkup({ curve, changes, upper }, wide.width, wide.height)
    const x = frame.x(g)
    const cursor = `<path class="cursor" d="M${x} ${frame.top}V${frame.bottom}"/>`
    fillSvg(bound, `${markup}${cursor}`, wide.width, wide.height)
    lab.limits = frame
  }
  const { width, height } = plan.getBoundingClientRect()
  if (width > 0) {
    fillSvg(plan, planMarkup(carried, lab.angles, lab.state.weights, g, width, height), width, height)
  }
  const text = boundSentence({ move: g, change: changes[row], distance, upper, lower })
  lab.write('bound-sentence', text)
  plan.setAttribute('aria-label', `Optimal plan from π to gπ at g = ${degrees(g)}`)
  bound.setAttribute('aria-label', 'Change of S f and the bound on it, against g, logarithmic')
  move.value = String(row)
  move.setAttribute('aria-valuetext', `${degrees(g)}. ${text}`)
}
