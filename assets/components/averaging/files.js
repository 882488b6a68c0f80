// The Averaging page to take away: π with its optimum and its learning, as one picture and as one table.

import { boardMarkup, boardOf, learningMarkup } from './charts.js'

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character])

export function takeSvg(view) {
  const { angles, weights, optimum, path, sentence } = view
  const [width, height] = [620, 300]
  const board = boardOf(angles, Math.max(...optimum, ...weights), width, height)
  const thick = Math.max(2, 0.74 * board.slot)
  const bars = weights.map((weight, k) => `<rect class="now" x="${board.centre(k) - thick / 2}" y="${board.y(weight)}" width="${thick}" height="${board.bottom - board.y(weight)}"/>`)
  const best = optimum.map((weight, k) => `<path class="best" d="M${board.centre(k) - thick / 2 - 1.5} ${board.bottom}V${board.y(weight)}h${thick + 3}V${board.bottom}"/>`)
  const course = learningMarkup(path, 400, height)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1060 370" width="1060" height="370" font-family="system-ui, sans-serif" font-size="13">
<title>${escape(sentence)}</title>
<style>text{fill:#555}.now{fill:#0072b2}.best{fill:none;stroke:#1c1c1a;stroke-width:1.6}.grid{stroke:#ddd;fill:none}
.loss{fill:none;stroke:#0072b2;stroke-width:2.5}.gap{fill:none;stroke:#c85200;stroke-width:2.5;stroke-dasharray:7 4}
text.t-loss{fill:#0072b2}text.t-gap{fill:#c85200}</style>
<rect width="1060" height="370" fill="#fff"/>
<g transform="translate(10 10)">${boardMarkup(board, angles)}${bars.join('')}${best.join('')}</g>
<g transform="translate(650 10)">${course.markup}</g>
<text x="20" y="345">■ π   ▯ the best π</text><text x="1040" y="345" text-anchor="end">${escape(sentence)}</text>
</svg>`
}

// π as it is now, the best π, and every step kept of the learning: one line an angle.
export function takeCsv(view) {
  const { angles, weights, optimum, path, size } = view
  const head = ['angle', 'weight', 'best_weight', ...path.steps.map((step) => `step_${step}`)]
  const lines = angles.map((angle, k) => {
    return [angle, weights[k], optimum[k], ...path.steps.map((_, t) => path.weights[t * size + k])]
  })
  const losses = ['log_loss', '', '', ...path.losses]
  const gaps = ['gap', '', '', ...path.gaps]
  return `${[head, ...lines, losses, gaps].map((row) => row.join(',')).join('\n')}\n`
}
