// The charts of the Averaging page as tables.

import { made } from '../../shared/page/dom.js'
import { tr, whole } from '../../shared/page/language.js'
import { number } from '../../shared/page/words.js'
import { CLASSES, likeliest } from './experiment.js'
import { degrees, readable, rounded, share } from './words.js'

const DIGITS = Array.from({ length: CLASSES }, (_, c) => c)

function tableNodes(head, rows) {
  const line = (tag, cells) => {
    const [first, ...others] = cells.map(String)
    return made('tr', {}, made('th', {}, first), ...others.map((text) => made(tag, {}, text)))
  }
  return [line('th', head), ...rows.map((cells) => line('td', cells))]
}

// What each model says of every class, in per cent.
const saying = (values) => [likeliest(values), ...values.map(share)]

const TABLES = {
  law: ({ experiment: { angles, best }, weights, digit }) => tableNodes(
    [tr('angle θ'), tr('π now'), tr('best π'), tr('f says'), ...DIGITS.map((c) => `f: ${c}`)],
    [
      ...angles.map((angle, k) => [
        degrees(angle), share(weights[k]), share(best.weights[k]), ...saying(digit.digit.answers(0, k)),
      ]),
      [tr('S f(x), π now'), '', '', ...saying(digit.average[0])],
    ],
  ),
  learning: ({ experiment: { path } }) => tableNodes(
    [tr('step'), tr('log-loss'), tr('gap')],
    path.steps.map((step, row) => [step, number(path.losses[row], 6), readable(path.gaps[row])]),
  ),
  turning: ({ experiment: { turns }, digit }) => tableNodes(
    [
      tr('turn'), tr('f says'), tr('so sure'), tr('S f says'), tr('so sure'),
      ...DIGITS.map((c) => `S f: ${c}`),
    ],
    turns.map((turn, i) => {
      const [plain, average] = [digit.digit.plain[i], digit.average[i]]
      const told = [plain, average].flatMap((values) => [likeliest(values), share(Math.max(...values))])
      return [`${turn}°`, ...told, ...average.map(share)]
    }),
  ),
  reliability: ({ shared: { reliability: { size, confidence, accuracy } } }) => tableNodes(
    [tr('model'), tr('digits'), tr('how sure'), tr('how often right')],
    ['f', 'S f'].flatMap((who, row) => size[row].flatMap((count, i) => (
      count ? [[who, whole(count), share(confidence[row][i]), share(accuracy[row][i])]] : []
    ))),
  ),
  plan: ({ experiment: { angles }, bound }) => {
    const { g, plan } = bound.look()
    const moved = plan.map(([i, j, mass]) => [degrees(angles[i]), degrees(angles[j] + g), share(mass)])
    return tableNodes([
      tr('angle of π'), tr('angle of gπ, g = {turn}', { turn: degrees(g) }), tr('weight that goes there'),
    ], moved)
  },
  bound: ({ experiment: { slopes }, digit: { digit: { curve } } }) => {
    const changes = curve.changes()
    return tableNodes(
      [
        tr('turn g'), tr('S f changes by'), 'W(π, gπ)', tr('proved bound L·W'),
        tr('steepest slope found · W'),
      ],
      curve.moves.map((move, i) => {
        const { distance } = curve.at(i)
        const limits = [slopes.proved, slopes.found].map((slope) => rounded(slope * distance))
        return [degrees(move), number(changes[i], 4), rounded(distance), ...limits]
      }),
    )
  },
}

// Fill the tables that are unfolded.
export function writeTables(folds, view) {
  for (const fold of folds) {
    if (fold.open) fold.querySelector('table').replaceChildren(...TABLES[fold.dataset.table](view))
  }
}
