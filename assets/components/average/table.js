// The numbers of a class at every λ, as a table.

import { made } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'
import { percent } from './words.js'

const head = (text, scope) => made('th', { scope, textContent: text })
const right = ({ accuracies, errors }, level) => `${percent(accuracies[level])} ± ${number(100 * errors[level], 1)}`

// reading: of one average a class, null while it is not to be seen; so is that of several.
export function numberRows({ lams, known, reading, several, digit }) {
  const count = several.given?.count ?? 0
  const read = reading ? several.read : null
  const titles = [
    'λ', tr('mean d²'), tr('residual²'), tr('penalty²'), tr('quick method’s d²'),
    ...(reading ? [tr('read right')] : []),
    ...(count ? [tr('d² to {count}', { count }), tr('they serve')] : []),
    ...(read ? [tr('read right by {count} a class', { count })] : []),
  ]
  const rows = lams.map((lam, level) => {
    const [total, left] = [known.objectives[level], known.residuals[level]]
    const own = several.known(digit, lam)
    const cells = [
      ...[total, left, total - left, known.plain[level]].map((value) => number(value)),
      ...(reading ? [right(reading, level)] : []),
      ...(count ? [own ? number(own.objective) : '', own ? own.served.join(', ') : ''] : []),
      ...(read ? [own ? right(read.reading, own.level) : ''] : []),
    ]
    const texts = cells.map((text) => made('td', { textContent: text }))
    return made('tr', {}, head(lamText(lam), 'row'), ...texts)
  })
  return [made('tr', {}, ...titles.map((text) => head(text, 'col'))), ...rows]
}
