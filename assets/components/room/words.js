// What a room says.

import { tr, trn } from '../../shared/page/language.js'

export const GONE = tr('This room has ended.')
export const LOST = tr('The server does not answer; this tab asks again by itself.')

export const spelled = (code) => `${code.slice(0, 3)} ${code.slice(3)}`

export function countSentence({ committed, present }) {
  if (present === undefined) {
    return trn('{count} has committed a guess.', '{count} have committed a guess.', committed)
  }
  const all = Math.max(present, committed)
  return tr('{count} of {all} have committed a guess.', { count: committed, all })
}

export function memberSentence({ phase, mine, answer }) {
  if (phase === 'revealed') {
    return mine === null ? tr('The answer is out.') : tr('You said {answer}. The answer is out.', { answer })
  }
  if (mine === null) return tr('Commit your guess; nobody sees whose it is.')
  return tr('You said {answer}. You may change it until the answer is out.', { answer })
}

export function truthSentence(truth, text, outside) {
  if (truth === undefined) return ''
  if (truth === null) return tr('The answer: never, in this case.')
  const answer = text(truth)
  return outside
    ? tr('The answer: {answer}, which was not among the guesses to choose from.', { answer })
    : tr('The answer: {answer}.', { answer })
}

// How many were right, or how far off the middle one was.
export function verdictSentence({ counts, truth, options }) {
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (!options || truth === null || !all) return ''
  return tr('{count} of {all} said so.', { count: counts[truth], all })
}

export const goText = (page) => tr('The question is on another page: {page}', { page })
