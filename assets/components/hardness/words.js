// What race, game and daisy say.

import { number, scientific } from '../../shared/page/words.js'

export const count = (value) => value.toLocaleString('en')
export const percent = (share) => `${Math.round(100 * share)} %`

const shortly = (names, values) => values
  .map(([name, value]) => `${names[name]} ${value === null ? 'not yet' : percent(value)}`)
  .join(', ')

// parity, easy: [[learner, accuracy or null], …] at what the dial has come to.
export function raceSentence(seen, names, parity, easy) {
  return `After ${count(seen)} ${seen === 1 ? 'sample' : 'samples'} the parity: ${shortly(names, parity)}. ` +
    `Easy control: ${shortly(names, easy)}.`
}

export function verdictSentence(guess, names, ends) {
  const best = ends.reduce((a, b) => (b[1] > a[1] ? b : a))
  const told = ends.map(([name, value]) => `${names[name]} ${percent(value)}`).join(', ')
  const said = guess === 'seen' ? '' : `You said ${names[guess]}. `
  return `${said}At the end: ${told}; best is ${names[best[0]]}. A coin has 50 %.`
}

// good: of 20 draws by the number of samples, how many have at least 95 % of the test graphs right.
export function spoiltSentence(noise, nodes, good, most) {
  const [at, of] = [Math.min(most, nodes + 5), 20]
  const flips = noise ? `With ${noise} % of the labels flipped` : 'Without wrong labels'
  const why = noise ? ' It believes every label that it can, and more samples do not help.' : ''
  return `${flips}, elimination from ${at} samples is right on 95 % of the test graphs or more in ` +
    `${good[at - 1]} of ${of} draws, from ${most} samples in ${good[most - 1]}.${why}`
}

export function leftSentence({ counts, hypotheses, over }, queries, tau) {
  const [before, left] = [counts.at(-2), counts.at(-1)]
  const all = hypotheses.length
  if (!queries.length) return `${all} hypotheses. Choose a query.`
  const times = `${queries.length} ${queries.length === 1 ? 'query' : 'queries'}`
  if (over && left > 1) {
    return `Query ${queries.length} agrees with all ${left} that are left: the adversary can’t say 0 any more. ` +
      `It gives in after ${times}, at τ = ${number(tau)}.`
  }
  if (over) return `After ${times} one hypothesis is left: found, at τ = ${number(tau)}.`
  const struck = before - left
  return `Query ${queries.length} ruled out ${struck} of ${before}: ${left} of ${all} are left after ${times}.`
}

export function boundSentence(all, tau, most, symmetric) {
  const least = Math.ceil((all - 1) / most)
  const start = `At τ = ${number(tau)} any query rules out fewer than 1 / τ² = ${number(1 / tau ** 2, 1)}, so it takes ` +
    `at least ${least} to leave one of ${all}.`
  const long = scientific(2 ** 40 / (symmetric ? 40 : 1) / most, 1)
  return `${start} Of 40 bits it takes some ${long}.`
}

// said: what was foretold, in words, or undefined.
export function rulingSentence(said, { counts, hypotheses }, tau, most) {
  if (!said) return ''
  const all = hypotheses.length
  const best = Math.max(0, ...counts.slice(1).map((left, i) => counts[i] - left))
  const so = counts.length > 1 ? ` The best of yours so far: ${best}.` : ' Now try.'
  return `You said ${said} of ${all}. At τ = ${number(tau)} no query rules out more than ${Math.min(all, most)}.${so}`
}

export function countedSentence({ degrees, filled, before, touched, added, turns, pairs }) {
  const parity = filled % 2 ? 'odd' : 'even'
  const now = touched
    ? `One edge ${added ? 'more' : 'less'}, and ${before} filled nodes became ${filled}: ${parity}. `
    : `A graph with the degree of every node; ${filled} of ${degrees.length} are filled: ${parity}. `
  return `${now}Of the ${pairs} ways to change one edge, ${turns} turn the answer.`
}

export function heardSentence(k, share, said) {
  const told = said ? `You said ${said}. ` : ''
  return `${told}Below degree ${k} this function has no energy at all; ` +
    `degree ${k} has ${number(100 * share, 1)} %. In n dimensions with a hidden plane, the signal at a random ` +
    `neuron shrinks like n⁻${'¹²³'[k / 2 - 1]}.`
}

export function taskSentence({ nodes, degrees, trained }) {
  return `Graphs of ${nodes} nodes, each edge by a coin. Hidden: is the number of filled nodes odd, those of degree ` +
    `${degrees.join(', ')}? The plain network sees how many nodes have which degree, of ` +
    `${count(trained.plain)} graphs, and so does elimination, of at most 60. The graph network sees ` +
    `${count(trained.graph)} graphs and is the same for every order of their nodes.`
}

export function exactSentence({ trained, epochs, tested, runs }) {
  return `Computed here: each network ${runs} times (2 learning rates × 3 seeds), Adam, ${epochs.plain} rounds ` +
    `through ${count(trained.plain)} graphs (plain, two layers of 64) and ${epochs.graph} through ` +
    `${count(trained.graph)} (graph isomorphism network, 2 layers of 32); lines are medians, bands least to ` +
    `most. Elimination: means of 20 draws, least to most. All on the same ${tested} test graphs. That learners ` +
    'by noisy queries need exponentially many for such symmetric functions is a theorem, as reviewed ' +
    '(Kiani, Le, Lawrence, Jegelka and Weber, ICLR 2024). Derived: the bound of the game (if a query rules ' +
    'out A functions of norm 1 that are orthogonal, A τ < √A), and n^(−k/2). The daisy is that of ' +
    'Diakonikolas, Kane, Kontonis and Zarifis (COLT 2020).'
}
