// The words of all pages: what each of them means, in one line.

export const WORDS = {
  laziness: { sign: 'λ', means: 'what moving by one unit costs: 0 is free, ∞ forbids it.' },
  minimiser: { sign: 'gλ', means: 'the cheapest transformation of x towards y at λ.' },
  residual: { sign: '‖gλ x − y‖', means: 'what is left: the distance that remains after moving.' },
  effort: {
    sign: 'ν(g)',
    means: 'how much g moves; for shifted rows the root of the summed squares of the shifts.',
  },
  price: {
    sign: 'λ ν(g)', also: 'penalty',
    means: 'what the moving costs, λ times the effort. d² = residual² + penalty².',
  },
  event: { means: 'a λ at which the cheapest transformation changes. Between two events nothing moves.' },
  'cut locus': {
    means: 'the points that two shortest ways from x reach: beyond it each of the two is a detour.',
  },
  gap: { means: 'no π whatsoever has a loss that is lower by more than this (the Frank–Wolfe gap).' },
  em: {
    name: 'EM',
    means: 'expectation maximisation: a step shares each digit among its copies and never raises the loss.',
  },
  newton: {
    name: 'Newton',
    means: 'steps that follow the curvature of the loss: some twenty of them end at the best π.',
  },
  ece: {
    name: 'ECE',
    means: 'expected calibration error: how far sureness is from how often it is right; 0 is best.',
  },
  wahba: {
    name: 'Wahba error',
    means: 'what the best rotation R leaves: the mean of ‖f(ax) − R f(x)‖²; 0 is rigid, 2 unrelated.',
  },
  composition: {
    name: 'composition error',
    means: 'how far two rotations are from that of both turns: ‖R(a) R(b) − R(a + b)‖ / √(2d).',
  },
  gamma: {
    name: 'γ',
    means: 'how much a turn changes distances between digits, against how much it moves these.',
  },
  phase: {
    means: 'the angle by which a rotation turns one of its planes: one for every two dimensions.',
  },
  brier: {
    name: 'Brier',
    means: 'Brier score: the mean squared distance of the predicted shares from what it is; 0 is best.',
  },
  plan: { sign: 'P', means: 'how much of each point’s mass goes to each point of the other cloud.' },
  kernel: { means: 'how near two points of a cloud are: 1 for the same place, 0 for far away.' },
  'mutual information': {
    sign: 'MI',
    means: 'how much the place of a point says about where its mass goes, in nats; 0 if all is sent alike.',
  },
  barycentric: { means: 'a point goes to the mean of where its own mass goes; a new point has no mass.' },
  conditional: { means: 'a point goes where the plan sends what is near it; that works for new points too.' },
}

export const nameOf = (key) => WORDS[key].name ?? key

// A word or its other name, as a page has it, singular or plural.
export function keyOf(text) {
  const word = text.trim().toLowerCase()
  return Object.keys(WORDS).find((key) => [key, `${key}s`, WORDS[key].also].includes(word))
}
