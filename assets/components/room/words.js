// What a room says.

export const GONE = 'This room has ended.'
export const LOST = 'The server does not answer; this tab asks again by itself.'
const PLACE = 'The question is on another page:'

export const spelled = (code) => `${code.slice(0, 3)} ${code.slice(3)}`

export function countSentence({ committed, present }) {
  const there = present === undefined ? '' : ` of ${Math.max(present, committed)}`
  return `${committed}${there} ${committed === 1 && !there ? 'has' : 'have'} committed a guess.`
}

export function memberSentence({ phase, mine, answer }) {
  if (phase === 'revealed') return mine === null ? 'The answer is out.' : `You said ${answer}. The answer is out.`
  if (mine === null) return 'Commit your guess; nobody sees whose it is.'
  return `You said ${answer}. You may change it until the answer is out.`
}

export function truthSentence(truth, text, outside) {
  if (truth === undefined) return ''
  if (truth === null) return 'The answer: never, in this case.'
  return `The answer: ${text(truth)}${outside ? ', which was not among the guesses to choose from' : ''}.`
}

// How many were right, or how far off the middle one was.
export function verdictSentence({ counts, truth, options }) {
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (!options || truth === null || !all) return ''
  return `${counts[truth]} of ${all} said so.`
}

export const goText = (title) => `${PLACE} ${title}`
