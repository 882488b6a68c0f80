// The numbers of the six curves as two tables, against λ and against r, written while they are open.

import { READ_LAMS } from './charts.js'
import { rough } from './words.js'
import { ballArea, crossFactor, distanceBetween } from '../../shared/math/space.js'
import { gaussCurvature, orbitRadius } from '../../shared/math/space.js'
import { made } from '../../shared/page/dom.js'
import { lamText } from '../../shared/page/lam.js'
import { localised, tr } from '../../shared/page/language.js'
import { number } from '../../shared/page/words.js'

const RADII = Array.from({ length: 11 }, (_, i) => i / 4)

function lamRows({ x, y, hidden }) {
  const [r1, r2] = [Math.hypot(...x), Math.hypot(...y)]
  return READ_LAMS.map((lam) => [
    lamText(lam), hidden ? '?' : number(distanceBetween(x, y, lam), 3),
    rough(crossFactor(r1, lam)), rough(crossFactor(r2, lam)),
  ])
}

const radiusRows = ({ lam }) => RADII.map((r) => [
  localised(String(r)), rough(crossFactor(r, lam)), rough(gaussCurvature(r, lam)),
  rough(2 * Math.PI * orbitRadius(r, lam)), rough(ballArea(r, lam)),
])

const HEADS = {
  lam: ['λ', tr('distance d'), tr('factor across at x'), tr('factor across at y')],
  radius: [
    'r', tr('eigenvalue across'), tr('Gauss curvature'), tr('length of the orbit'),
    tr('area of the ball about 0'),
  ],
}

function rowOf([first, ...rest], scope, tag) {
  const cells = rest.map((textContent) => made(tag, tag === 'th' ? { textContent, scope } : { textContent }))
  return made('tr', {}, made('th', { textContent: first, scope }), ...cells)
}

export class Tables {
  constructor(root) {
    this.details = root.querySelector('.numbers')
    this.nodes = { lam: root.querySelector('.by-lam'), radius: root.querySelector('.by-radius') }
  }

  show(state) {
    if (!this.details.open) return
    this.write('lam', tr('Against λ, for x and y as they stand'), lamRows(state))
    const title = tr('Against the radius r, at λ = {lam}', { lam: lamText(state.lam) })
    this.write('radius', title, radiusRows(state))
  }

  write(name, title, rows) {
    const node = this.nodes[name]
    const text = JSON.stringify([title, rows])
    if (node.dataset.shown === text) return
    node.dataset.shown = text
    node.replaceChildren(
      made('caption', { textContent: title }),
      made('thead', {}, rowOf(HEADS[name], 'col', 'th')),
      made('tbody', {}, ...rows.map((row) => rowOf(row, 'row', 'td'))),
    )
  }
}
