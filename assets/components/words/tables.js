// The charts of a word as tables, for who does not see them.

import { END } from './charts.js'
import { measuredTable } from './measured.js'
import { exact, threadText } from './said.js'
import { Tables } from '../../shared/chart/table.js'
import { squaredAt } from '../../shared/math/letters.js'
import { tr } from '../../shared/page/language.js'
import { number } from '../../shared/page/words.js'

const EVERY = 5 // of the counted λ²

export const tablesOf = ({ threads, curve, share, measured }, signal) => (
  new Tables({ threads, curve, share, measured }, signal)
)

// drawn: the word as it is drawn, or null; all: how many words there are. Nothing while the visitor guesses.
export function wordTables(view, drawn, all) {
  if (view.guessing) return {}
  const { measured } = view.data
  const counts = view.counts()
  const share = {
    key: `${all} ${counts.join()}`,
    caption: tr('Words of the text that are nearest to themselves'),
    columns: ['λ²', tr('of {all} words', { all })],
    rows: () => counts.flatMap((count, k) => (
      k % EVERY ? [] : [[exact(k * END / (counts.length - 1)), String(count)]]
    )),
  }
  return { ...drawn && ofWord(drawn), share, measured: measured && measuredTable(measured) }
}

function ofWord({ path, from, target, places }) {
  const { pieces, events } = path
  const bounds = [0, ...events.map(({ value }) => value)]
  const numbers = (values) => values.map((value) => number(value, 3))
  return {
    threads: {
      key: `${from} ${target} ${places.join()}`,
      caption: tr('Where the letters of {from} go', { from }),
      columns: [tr('place'), tr('thread')],
      rows: () => places.map((place, i) => [String(i + 1), threadText(path, place, i)]),
    },
    curve: {
      key: `${from} ${target}`,
      caption: tr('Squared distance of {from} to {target}', { from, target }),
      columns: [tr('from λ² on'), tr('d² there'), tr('residual²'), tr('effort²')],
      rows: () => pieces.map((piece, p) => (
        [exact(bounds[p]), ...numbers([squaredAt(piece, bounds[p]), piece.residual, piece.effort])]
      )),
    },
  }
}
