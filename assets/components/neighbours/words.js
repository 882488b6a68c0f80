// What the neighbours and their votes say, in words.

import { foremost, winner } from '../../shared/math/votes.js'
import { lamText } from '../../shared/page/lam.js'
import { an } from '../../shared/page/words.js'

const sum = (counts) => counts.reduce((total, count) => total + count, 0)
const listed = (digits) => `${digits.slice(0, -1).join(', ')} and ${digits.at(-1)}`

export function voteSentence(lam, counts, truth) {
  const [first, all] = [foremost(counts), sum(counts)]
  const best = first[0]
  const others = counts.flatMap((count, digit) => (count > 0 && digit !== best ? [`${count} for ${digit}`] : []))
  const rest = others.length ? `, ${others.join(', ')}` : ''
  const verdict = truth === null ? '' : truth === best ? ', and that is right' : `, but it is ${an(truth)}`
  const neighbours = all === 1 ? 'neighbour votes' : 'neighbours vote'
  const tie = first.length > 1 ? `. ${listed(first)} tie, and the smaller counts` : ''
  return `At λ = ${lamText(lam)}, ${counts[best]} of ${all} ${neighbours} for ${best}${rest}${tie}: x is read as ${an(best)}${verdict}.`
}

export const ASKED = 'Turn λ, then say as which digit x is read there.'

export function guessSentence(guess, vote) {
  return guess === vote ? `You said ${guess}; yes, it is read as ${an(vote)}.` : `You said ${guess}; it is read as ${an(vote)}.`
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

const several = (digits) => digits.map(an).join(', ') || 'nobody'

// What a step of λ changed among the nearest: who came and who went, as digits.
export function swapSentence(come, gone) {
  return come.length || gone.length ? `${several(come)} came in, ${several(gone)} went out` : ''
}

// The digits that differ between two stages.
export function swapOf(before, after, labels) {
  const only = (one, other) => {
    return [...one.members].filter((place) => !other.members.has(place)).map((place) => labels[place]).sort()
  }
  return { come: only(after, before), gone: only(before, after) }
}

export const kindOf = (vote, truth) => (truth === null ? 'open' : vote === truth ? 'right' : 'wrong')

const isTied = ({ counts }) => foremost(counts).length > 1

// How many votes the winner of some stages has, whether others have as many, and whether it is right.
function votesOf(vote, stages, truth) {
  const votes = stages.map(({ counts }) => counts[vote])
  const [least, most] = [Math.min(...votes), Math.max(...votes)]
  const ties = stages.filter(isTied).length
  return [
    `${least === most ? most : `${least} to ${most}`} of ${sum(stages[0].counts)} votes`,
    ...(ties === 0 ? [] : ties < stages.length ? ['in part tied'] : ['tied']),
    ...(truth === null ? [] : [kindOf(vote, truth)]),
  ].join(', ')
}

// One run of λ: who wins, from where to where, with how many votes.
export function runSentence({ vote, from, to }, stages, truth) {
  const own = stages.filter((stage) => stage.from >= from && stage.to <= to)
  const end = to === Infinity ? 'on' : `to ${lamText(to)}`
  const where = from === 0 && to === Infinity ? 'at every λ' : `from λ = ${lamText(from)} ${end}`
  return `${vote} wins ${where}: ${votesOf(vote, own, truth)}`
}

export function farSentence(stage, truth) {
  return `λ = ∞: ${stage.vote} wins with ${votesOf(stage.vote, [stage], truth)}`
}

// The change with which a stage begins.
export function eventSentence(before, after, labels) {
  const { come, gone } = swapOf(before, after, labels)
  const { vote, from } = after
  return `λ = ${lamText(from)}: ${swapSentence(come, gone)}; ${vote} has ${votesOf(vote, [after], null)}`
}

// Which digit wins and which ties, for the table of votes.
export function standing(digit, counts) {
  if (digit === winner(counts)) return 'wins'
  return foremost(counts).includes(digit) ? 'ties' : ''
}
