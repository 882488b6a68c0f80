// Who wins a vote of digits, where the winner changes with λ, and how that is said.

import { lamText } from './words.js'

export function countVotes(labels) {
  const counts = Array(10).fill(0)
  for (const label of labels) counts[label]++
  return counts
}

// Most votes; of several the smaller digit.
export function winner(counts) {
  return counts.indexOf(Math.max(...counts))
}

// Runs of stops with one winner: [{ digit, first, last }, …].
export function runsOf(winners) {
  const runs = []
  winners.forEach((digit, stop) => {
    const run = runs[runs.length - 1]
    if (run && run.digit === digit) run.last = stop
    else runs.push({ digit, first: stop, last: stop })
  })
  return runs
}

const an = (digit) => (digit === 8 ? 'an 8' : `a ${digit}`)

export function voteSentence(lam, counts, truth) {
  const best = winner(counts)
  const all = counts.reduce((sum, count) => sum + count, 0)
  const others = counts.flatMap((count, digit) => (count > 0 && digit !== best ? [`${count} for ${digit}`] : []))
  const rest = others.length ? `, ${others.join(', ')}` : ''
  const verdict = truth === null ? '' : truth === best ? ', and that is right' : `, but it is ${an(truth)}`
  return `At λ = ${lamText(lam)}, ${counts[best]} of ${all} neighbours vote for ${best}${rest}: x is read as ${an(best)}${verdict}.`
}

export function changeSentence(winners, lams) {
  const runs = runsOf(winners)
  if (runs.length === 1) return `At every λ the vote says ${runs[0].digit}.`
  const parts = runs.map(({ digit, first, last }) => {
    const span = first === last ? lamText(lams[first]) : `${lamText(lams[first])} to ${lamText(lams[last])}`
    return `${digit} at λ = ${span}`
  })
  return `The vote changes with λ: ${parts.join('; ')}.`
}
