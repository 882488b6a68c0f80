// What race, game and daisy say.

import { localised, tr, trn, whole as count } from '../../shared/page/language.js'
import { number, percent, scientific } from '../../shared/page/words.js'

const scored = (names, values) => values.map(([name, value]) => (value === null
  ? tr('{learner} not yet', { learner: names[name] })
  : tr('{learner} {share}', { learner: names[name], share: percent(value) }))).join(', ')
const said = (guess) => (guess ? [tr('You said {guess}.', { guess })] : [])

// parity, easy: [[learner, accuracy or null], …] at what the dial has come to.
export function raceSentence(seen, names, parity, easy) {
  return trn(
    'After {count} sample the parity: {parity}. Easy control: {easy}.',
    'After {count} samples the parity: {parity}. Easy control: {easy}.',
    seen, { count: count(seen), parity: scored(names, parity), easy: scored(names, easy) },
  )
}

export function verdictSentence(guess, names, ends) {
  const best = ends.reduce((a, b) => (b[1] > a[1] ? b : a))
  const values = { scores: scored(names, ends), best: names[best[0]] }
  const told = tr('At the end: {scores}; best is {best}. A coin has 50 %.', values)
  return [...said(names[guess]), told].join(' ')
}

// good: of 20 draws by the number of samples, how many have at least 95 % of the test graphs right.
export function spoiltSentence(noise, nodes, good, most) {
  const [at, draws] = [Math.min(most, nodes + 5), 20]
  const values = { noise, at, draws, most, some: good[at - 1], late: good[most - 1] }
  return noise
    ? tr('With {noise} % of the labels flipped, elimination from {at} samples is right on 95 % of the test ' +
      'graphs or more in {some} of {draws} draws, from {most} samples in {late}. It believes every label ' +
      'that it can, and more samples do not help.', values)
    : tr('Without wrong labels, elimination from {at} samples is right on 95 % of the test graphs or more ' +
      'in {some} of {draws} draws, from {most} samples in {late}.', values)
}

export function leftSentence({ counts, hypotheses, over }, queries, tau) {
  const [before, left] = [counts.at(-2), counts.at(-1)]
  const [all, query] = [hypotheses.length, queries.length]
  if (!query) return tr('{all} hypotheses. Choose a query.', { all })
  const times = trn('{count} query', '{count} queries', query)
  const values = { query, times, all, left, before, ruled: before - left, tau: number(tau) }
  if (over && left > 1) {
    return tr(
      'Query {query} agrees with all {left} that are left: the adversary can’t say 0 any more. It gives in ' +
      'after {times}, at τ = {tau}.', values,
    )
  }
  return over
    ? tr('After {times} one hypothesis is left: found, at τ = {tau}.', values)
    : tr('Query {query} ruled out {ruled} of {before}: {left} of {all} are left after {times}.', values)
}

export function boundSentence(all, tau, most, symmetric) {
  return tr(
    'At τ = {tau} any query rules out fewer than 1 / τ² = {bound}, so it takes at least {least} to leave ' +
    'one of {all}. Of 40 bits it takes some {long}.', {
      tau: number(tau), bound: number(1 / tau ** 2, 1), least: Math.ceil((all - 1) / most), all,
      long: localised(scientific(2 ** 40 / (symmetric ? 40 : 1) / most, 1)),
    },
  )
}

// guess: what was foretold, in words, or undefined.
export function rulingSentence(guess, { counts, hypotheses }, tau, most) {
  if (!guess) return ''
  const all = hypotheses.length
  const best = Math.max(0, ...counts.slice(1).map((left, i) => counts[i] - left))
  const values = { guess, all, tau: number(tau), most: Math.min(all, most), best }
  return counts.length > 1
    ? tr('You said {guess} of {all}. At τ = {tau} no query rules out more than {most}. The best of yours ' +
      'so far: {best}.', values)
    : tr('You said {guess} of {all}. At τ = {tau} no query rules out more than {most}. Now try.', values)
}

export function countedSentence({ degrees, filled, before, touched, added, turns, pairs }) {
  const values = { filled, before, all: degrees.length, parity: filled % 2 ? tr('odd') : tr('even') }
  const ways = tr('Of the {pairs} ways to change one edge, {turns} turn the answer.', { pairs, turns })
  const now = !touched
    ? tr('A graph with the degree of every node; {filled} of {all} are filled: {parity}.', values)
    : added
      ? tr('One edge more, and {before} filled nodes became {filled}: {parity}.', values)
      : tr('One edge less, and {before} filled nodes became {filled}: {parity}.', values)
  return `${now} ${ways}`
}

export function heardSentence(k, share, guess) {
  const told = tr(
    'Below degree {k} this function has no energy at all; degree {k} has {share} %. In n dimensions with a ' +
    'hidden plane, the signal at a random neuron shrinks like n⁻{power}.',
    { k, share: number(100 * share, 1), power: '¹²³'[k / 2 - 1] },
  )
  return [...said(guess), told].join(' ')
}

export function taskSentence({ nodes, degrees, trained }) {
  return tr(
    'Graphs of {nodes} nodes, each edge by a coin. Hidden: is the number of filled nodes odd, those of ' +
    'degree {degrees}? The plain network sees how many nodes have which degree, of {plain} graphs, and so ' +
    'does elimination, of at most 60. The graph network sees {graph} graphs and is the same for every ' +
    'order of their nodes.',
    { nodes, degrees: degrees.join(', '), plain: count(trained.plain), graph: count(trained.graph) },
  )
}

export function exactSentence({ trained, epochs, tested, runs }) {
  return tr(
    'Computed here: each network {runs} times (2 learning rates × 3 seeds), Adam, {plainRounds} rounds ' +
    'through {plain} graphs (plain, two layers of 64) and {graphRounds} through {graph} (graph ' +
    'isomorphism network, 2 layers of 32); lines are medians, bands least to most. Elimination: means of ' +
    '20 draws, least to most. All on the same {tested} test graphs. That learners by noisy queries need ' +
    'exponentially many for such symmetric functions is a theorem, as reviewed (Kiani, Le, Lawrence, ' +
    'Jegelka and Weber, ICLR 2024). Derived: the bound of the game (if a query rules out A functions of ' +
    'norm 1 that are orthogonal, A τ < √A), and n^(−k/2). The daisy is that of Diakonikolas, Kane, ' +
    'Kontonis and Zarifis (COLT 2020).', {
      runs, tested, plainRounds: epochs.plain, graphRounds: epochs.graph,
      plain: count(trained.plain), graph: count(trained.graph),
    },
  )
}
