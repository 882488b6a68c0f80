// What the server sends, in the words of this page: an experiment, and one digit of it.

import { assess, floatsOf, mirrorOf, sharesOf } from '../../shared/math/mixture.js'
import { SIDE, fromBase64 } from '../../shared/page/pixels.js'
import { TransportCurve } from './transport-curve.js'

export const CLASSES = 10

export const likeliest = (values) => values.indexOf(Math.max(...values))

/* table: probabilities of the true class, digit by digit, angle by angle; path.weights[row]: π at a row of
   the learning, which is step path.steps[row]; best, only: the learned π, and the π of f itself. */
export function readExperiment(shared) {
  const { experiment, whole, angles, moves, turns, path, best, slopes } = shared
  const size = angles.length
  const table = floatsOf(shared.learning)
  const course = floatsOf(path.weights)
  const still = angles.indexOf(0)
  const judged = (weights) => ({ weights, loss: assess(table, size, weights).loss })
  return {
    id: experiment, whole, sketch: whole !== experiment, angles, moves, turns, size, still, table, slopes,
    count: table.length / size,
    mirror: mirrorOf(angles),
    path: {
      ...path,
      weights: path.steps.map((_, row) => Array.from(course.subarray(row * size, (row + 1) * size))),
    },
    last: path.steps.length - 1,
    best: judged(best),
    only: judged(angles.map((_, k) => (k === still ? 1 : 0))),
  }
}

/* table: f of every copy of every turn; answers(i, k): f of copy k of turn i; plain[i]: f of turn i; said[k]:
   what f calls copy k; curve: null while f has not been asked about the turns of the digit. */
export function readDigit(digit, { angles, moves, turns, size, still }) {
  const stride = size * CLASSES
  const levels = fromBase64(digit.pixels)
  const table = sharesOf(digit.table)
  const answers = (turn, k) => {
    const start = turn * stride + k * CLASSES
    return Array.from(table.subarray(start, start + CLASSES))
  }
  const asked = table.length / stride
  const curve = asked < turns.length ? null : new TransportCurve({
    picture: Float64Array.from(levels, (level) => level / 255),
    side: SIDE,
    angles,
    moves,
    turned: moves.map((move) => turns.indexOf((move + 360) % 360)),
    table,
    classes: CLASSES,
  })
  return {
    ...digit, levels, table, sent: digit.table, curve, answers,
    plain: Array.from({ length: asked }, (_, i) => answers(i, still)),
    said: angles.map((_, k) => likeliest(answers(0, k))),
  }
}
