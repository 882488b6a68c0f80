// The numbers as tables, for eyes and for screen readers.

import { made } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { number, scientific } from '../../shared/page/words.js'
import { OUTLIER } from './scene.js'
import { SIGNS, signOf } from './signs.js'
import { METHOD_WORDS, decimal, matchingText, percent } from './words.js'

function fill(table, caption, heads, rows) {
  const head = made('tr', {}, ...heads.map((text) => made('th', { scope: 'col', textContent: text })))
  const cell = (textContent) => made('td', { textContent })
  const body = rows.map(([first, ...rest]) => (
    made('tr', {}, made('th', { scope: 'row', textContent: first }), ...rest.map(cell))
  ))
  table.replaceChildren(made('caption', { textContent: caption, className: 'caption' }), head, ...body)
}

// Mass from cluster to cluster, in percent of all.
export function fillBlocks(table, blocks) {
  const names = [...SIGNS.slice(0, blocks.length - 1), signOf(OUTLIER)]
  const isKept = (k) => blocks.some((row) => row[k] > 0)
  const columns = names.map((_, k) => k).filter(isKept)
  const rows = blocks.map((row, a) => [row, a]).filter(([row]) => row.some((mass) => mass > 0))
  fill(
    table, tr('Mass in percent of all'),
    [tr('from'), ...columns.map((k) => tr('to {cluster}', { cluster: names[k] }))],
    rows.map(([row, a]) => [names[a], ...columns.map((k) => number(100 * row[k], 2))]),
  )
}

const STEP_HEADS = [
  tr('step'), tr('objective'), tr('mutual information'), '⟨P, C⟩', tr('marginals off by'), tr('change'),
]

export function fillSteps(table, steps) {
  fill(
    table, tr('After every outer step'), STEP_HEADS,
    steps.map(({ objective, information, cost, error, change }, i) => [
      String(i), decimal(objective, 6), decimal(information, 6), number(cost, 6),
      ...[error, change].map((value) => scientific(value)),
    ]),
  )
}

export function fillStarts(table, rows) {
  const heads = [
    tr('started near'), tr('ended in'), tr('objective'), tr('mutual information'), tr('right'),
  ]
  const cells = rows.map(({ from, matching, step, right }) => {
    const figures = [decimal(step.objective, 4), number(step.information, 4), percent(right)]
    return [matchingText(from), matchingText(matching), ...figures]
  })
  fill(table, tr('The best objective first'), heads, cells)
}

export function fillDigits(table, { methods, accuracy, low, high }) {
  fill(
    table, tr('Target digits that get their own label'),
    [tr('method'), tr('right'), tr('95 % from'), tr('to')],
    methods.map((method, k) => (
      [METHOD_WORDS[method], ...[accuracy, low, high].map((list) => percent(list[k]))]
    )),
  )
}
