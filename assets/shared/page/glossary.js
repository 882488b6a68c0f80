// The words of all pages: what each of them means, in one line.

import { tr } from './language.js'

export const WORDS = {
  laziness: {
    name: tr('laziness'), sign: 'λ', means: tr('what moving by one unit costs: 0 is free, ∞ forbids it.'),
  },
  minimiser: {
    name: tr('minimiser'), sign: 'gλ', means: tr('the cheapest transformation of x towards y at λ.'),
  },
  residual: {
    name: tr('residual'), sign: '‖gλ x − y‖',
    means: tr('what is left: the distance that remains after moving.'),
  },
  effort: {
    name: tr('effort'), sign: 'ν(g)',
    means: tr('how much g moves; for shifted rows the root of the summed squares of the shifts.'),
  },
  price: {
    name: tr('price'), sign: 'λ ν(g)', also: tr('penalty'),
    means: tr('what the moving costs, λ times the effort. d² = residual² + penalty².'),
  },
  event: {
    name: tr('event'), plural: tr('events'),
    means: tr('a λ at which the cheapest transformation changes. Between two events nothing moves.'),
  },
  'cut locus': {
    name: tr('cut locus'),
    means: tr('the points that two shortest ways from x reach: beyond it each of the two is a detour.'),
  },
  gap: {
    name: tr('gap'),
    means: tr('no π whatsoever has a loss that is lower by more than this (the Frank–Wolfe gap).'),
  },
  em: {
    name: tr('EM'),
    means: tr('expectation maximisation: a step shares each digit among its copies and never raises ' +
      'the loss.'),
  },
  newton: {
    name: tr('Newton'),
    means: tr('steps that follow the curvature of the loss: some twenty of them end at the best π.'),
  },
  ece: {
    name: tr('ECE'),
    means: tr('expected calibration error: how far sureness is from how often it is right; 0 is best.'),
  },
  wahba: {
    name: tr('Wahba error'),
    means: tr('what the best rotation R leaves: the mean of ‖f(ax) − R f(x)‖²; 0 is rigid, 2 unrelated.'),
  },
  composition: {
    name: tr('composition error'),
    means: tr('how far two rotations are from that of both turns: ‖R(a) R(b) − R(a + b)‖ / √(2d).'),
  },
  gamma: {
    name: 'γ',
    means: tr('how much a turn changes distances between digits, against how much it moves these.'),
  },
  phase: {
    name: tr('phase'), plural: tr('phases'),
    means: tr('the angle by which a rotation turns one of its planes: one for every two dimensions.'),
  },
  brier: {
    name: tr('Brier'),
    means: tr('Brier score: the mean squared distance of the predicted shares from what it is; 0 is best.'),
  },
  plan: {
    name: tr('plan'), sign: 'P',
    means: tr('how much of each point’s mass goes to each point of the other cloud.'),
  },
  kernel: {
    name: tr('kernel'),
    means: tr('how near two points of a cloud are: 1 for the same place, 0 for far away.'),
  },
  'mutual information': {
    name: tr('mutual information'), sign: 'MI',
    means: tr('how much the place of a point says about where its mass goes, in nats; 0 if all is ' +
      'sent alike.'),
  },
  barycentric: {
    name: tr('barycentric'),
    means: tr('a point goes to the mean of where its own mass goes; a new point has no mass.'),
  },
  conditional: {
    name: tr('conditional'),
    means: tr('a point goes where the plan sends what is near it; that works for new points too.'),
  },
}

export const nameOf = (key) => WORDS[key].name

// A word or its other name, as a page has it, singular or plural.
export function keyOf(text) {
  const word = text.trim().toLowerCase()
  const isIt = (key) => {
    const { name, plural, also } = WORDS[key]
    return [key, name, plural, also].some((other) => other?.toLowerCase() === word)
  }
  return Object.keys(WORDS).find(isIt)
}
