// What the neighbours and their votes say, in words.

import { winner } from '../../shared/math/votes.js'
import { lamText } from '../../shared/page/lam.js'
import { an } from '../../shared/page/words.js'

export function voteSentence(lam, counts, truth) {
  const best = winner(counts)
  const all = counts.reduce((sum, count) => sum + count, 0)
  const others = counts.flatMap((count, digit) => (count > 0 && digit !== best ? [`${count} for ${digit}`] : []))
  const rest = others.length ? `, ${others.join(', ')}` : ''
  const verdict = truth === null ? '' : truth === best ? ', and that is right' : `, but it is ${an(truth)}`
  const neighbours = all === 1 ? 'neighbour votes' : 'neighbours vote'
  return `At λ = ${lamText(lam)}, ${counts[best]} of ${all} ${neighbours} for ${best}${rest}: x is read as ${an(best)}${verdict}.`
}

// Runs of λ with one winner, as runsOf gives them.
export function changeSentence(runs) {
  if (runs.length === 1) return `At every λ the vote says ${runs[0].vote}.`
  const parts = runs.map(({ vote, from, to }) => {
    if (to === Infinity) return `${vote} from λ = ${lamText(from)} on`
    return from === 0 ? `${vote} up to λ = ${lamText(to)}` : `${vote} up to ${lamText(to)}`
  })
  return `The vote changes with λ: ${parts.join(', ')}.`
}

// What a step of λ changed among the nearest: who came and who went, as digits.
export function swapSentence(come, gone) {
  if (!come.length && !gone.length) return ''
  const list = (labels) => labels.map(an).join(', ')
  return `${list(come) || 'nobody'} came in, ${list(gone) || 'nobody'} went out`
}
