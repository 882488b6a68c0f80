// The charts of the Lens as tables, for who does not see them.

import { UNIT, alignmentAt } from '../../shared/math/path.js'
import { tr } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'
import { giving } from './words.js'

function pathRows(path) {
  return [0, ...path.breakpoints, Infinity].map((lam, i) => {
    const at = alignmentAt(path, lam)
    const values = [at.distance ** 2, at.squaredResidual, at.squaredPenalty].map((value) => number(value, 3))
    return [lamText(lam), ...values, giving(path, i).map((row) => row + 1).join(', ') || '–']
  })
}

function lineRows(row) {
  return row.sizes.map((size, piece) => (
    [String(size), lamText(Math.sqrt(row.starts[piece]) * UNIT), number(row.costs[size] * UNIT * UNIT, 3)]
  ))
}

function shareRows(at) {
  return at.shifts.map((shift, i) => (
    [String(i + 1), String(shift), number(at.rowResiduals[i], 3), number(at.rowPenalties[i], 3)]
  ))
}

// The tables of { path, at, pair, names, watched, lam }; watched is a row from 0, or null.
export function lensTables({ path, at, pair, names, watched, lam }) {
  return {
    curve: {
      key: pair,
      caption: tr('Events of λ for {x} towards {y}', names),
      columns: ['λ', 'd²', tr('residual²'), tr('penalty²'), tr('rows that give up')],
      rows: () => pathRows(path),
    },
    bars: {
      key: `${pair} ${lam}`,
      caption: tr('Each row’s share of d² at λ = {lam}', { lam: lamText(lam) }),
      columns: [tr('row'), tr('shift to the left'), tr('residual²'), tr('penalty²')],
      rows: () => shareRows(at),
    },
    lines: watched !== null && {
      key: `${pair} ${watched}`,
      caption: tr('Row {row}', { row: watched + 1 }),
      columns: [tr('shift'), tr('cheapest from λ on'), tr('residual²')],
      rows: () => lineRows(path.rows[watched]),
    },
  }
}
