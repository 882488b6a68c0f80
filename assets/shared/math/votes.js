// Votes of digits: who wins, and the stages of λ in which the same digits are near and vote.

export function countVotes(labels) {
  const counts = Array(10).fill(0)
  for (const label of labels) counts[label]++
  return counts
}

// The digits with the most votes; several of them tie.
export function foremost(counts) {
  const most = Math.max(...counts)
  return counts.flatMap((count, digit) => (count === most ? [digit] : []))
}

// Most votes; of several the smaller digit.
export const winner = (counts) => foremost(counts)[0]

/* Stages of λ in which the same digits are near: [{ from, to, row, vote, counts }, …]. starts[p] is the λ
   from which the list near[p] holds; lists of the same digits in another order are one stage. */
export function stagesOf(starts, near, labels) {
  const stages = []
  let before = ''
  starts.forEach((from, row) => {
    const members = [...near[row]].sort((a, b) => a - b).join()
    if (members === before) return
    before = members
    const counts = countVotes(near[row].map((place) => labels[place]))
    if (stages.length) stages[stages.length - 1].to = from
    stages.push({ from, to: Infinity, row, vote: winner(counts), counts, members: new Set(near[row]) })
  })
  return stages
}

// Of values that increase from 0 on, the position of the last that λ has reached.
export function reached(starts, lam) {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle] <= lam) low = middle
    else high = middle - 1
  }
  return low
}

// Neighbouring stages of one vote, joined: [{ from, to, vote }, …].
export function runsOf(stages) {
  const runs = []
  for (const { from, to, vote } of stages) {
    const run = runs[runs.length - 1]
    if (run && run.vote === vote) run.to = to
    else runs.push({ from, to, vote })
  }
  return runs
}
