// What the neighbours and their votes say, in words.

import { foremost, winner } from '../../shared/math/votes.js'
import { tr, trn } from '../../shared/page/language.js'
import { lamText } from '../../shared/page/lam.js'
import { an, listed, series } from '../../shared/page/words.js'

const sum = (counts) => counts.reduce((total, count) => total + count, 0)

// The votes of every digit that has some.
export const votesList = (counts) => counts.flatMap((count, digit) => (
  count > 0 ? [tr('{count} for {digit}', { count, digit })] : []
))

export function voteSentence(lam, counts, truth) {
  const [first, all] = [foremost(counts), sum(counts)]
  const best = first[0]
  const others = votesList(counts.map((count, digit) => (digit === best ? 0 : count)))
  const votes = trn(
    'At λ = {lam}, {most} of {count} neighbour votes for {digits}',
    'At λ = {lam}, {most} of {count} neighbours vote for {digits}',
    all, { lam: lamText(lam), most: counts[best], digits: [best, ...others].join(', ') },
  )
  const tie = tr('{digits} tie, and the smaller counts', { digits: listed(first.map(String)) })
  return `${first.length > 1 ? `${votes}. ${tie}` : votes}: ${verdictText(best, truth)}`
}

function verdictText(best, truth) {
  const values = { verdict: an(best) }
  if (truth === null) return tr('x is read as {verdict}.', values)
  return truth === best
    ? tr('x is read as {verdict}, and that is right.', values)
    : tr('x is read as {verdict}, but it is {truth}.', { ...values, truth: an(truth) })
}

export const ASKED = tr('Turn λ, then say as which digit x is read there.')

export function guessSentence(guess, vote) {
  const values = { guess, verdict: an(vote) }
  return guess === vote
    ? tr('You said {guess}; yes, it is read as {verdict}.', values)
    : tr('You said {guess}; it is read as {verdict}.', values)
}

// Runs of λ with one winner, as runsOf gives them.
export function changeSentence(runs) {
  if (runs.length === 1) return tr('At every λ the vote says {vote}.', runs[0])
  const parts = runs.map(({ vote, from, to }) => {
    const values = { vote, from: lamText(from), to: lamText(to) }
    if (to === Infinity) return tr('{vote} from λ = {from} on', values)
    return from === 0 ? tr('{vote} up to λ = {to}', values) : tr('{vote} up to {to}', values)
  })
  return tr('The vote changes with λ: {parts}.', { parts: series(parts) })
}

// What a step of λ changed among the nearest: who came and who went, as digits.
export function swapSentence(come, gone) {
  if (come.length + gone.length === 0) return ''
  const [comers, leavers] = [come, gone].map((digits) => digits.map(an).join(', '))
  const came = come.length
    ? trn('{digits} came in', '{digits} came in', come.length, { digits: comers })
    : tr('nobody came in')
  const went = gone.length
    ? trn('{digits} went out', '{digits} went out', gone.length, { digits: leavers })
    : tr('nobody went out')
  return tr('{came}, {went}', { came, went })
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
  const values = { least, most, all: sum(stages[0].counts) }
  return [
    least === most ? tr('{most} of {all} votes', values) : tr('{least} to {most} of {all} votes', values),
    ...(ties === 0 ? [] : [ties < stages.length ? tr('in part tied') : tr('tied')]),
    ...(truth === null ? [] : [vote === truth ? tr('right') : tr('wrong')]),
  ].join(', ')
}

// One run of λ: who wins, from where to where, with how many votes.
export function runSentence({ vote, from, to }, stages, truth) {
  const own = stages.filter((stage) => stage.from >= from && stage.to <= to)
  const values = { vote, from: lamText(from), to: lamText(to), votes: votesOf(vote, own, truth) }
  if (to < Infinity) return tr('{vote} wins from λ = {from} to {to}: {votes}', values)
  return from === 0
    ? tr('{vote} wins at every λ: {votes}', values)
    : tr('{vote} wins from λ = {from} on: {votes}', values)
}

export function farSentence(stage, truth) {
  const { vote } = stage
  return tr('λ = ∞: {vote} wins with {votes}', { vote, votes: votesOf(vote, [stage], truth) })
}

// The change with which a stage begins.
export function eventSentence(before, after, labels) {
  const { come, gone } = swapOf(before, after, labels)
  const { vote, from } = after
  return tr('λ = {lam}: {swap}; {vote} has {votes}', {
    lam: lamText(from), swap: swapSentence(come, gone), vote, votes: votesOf(vote, [after], null),
  })
}

// Which digit wins and which ties, for the table of votes.
export function standing(digit, counts) {
  if (digit === winner(counts)) return tr('wins')
  return foremost(counts).includes(digit) ? tr('ties') : ''
}
