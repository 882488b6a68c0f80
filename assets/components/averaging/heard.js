// π as sound: the pitch says the log-loss, and a click that π keeps a copy more or less.

import { shareOf } from '../../shared/page/sound.js'
import { COUNTS } from './words.js'

// From the least loss to that of f itself, or to that at which the learning begins, if it is more.
export function audible({ revealed, judged, weights, experiment }) {
  if (!revealed) return null
  const { id, best, only, path } = experiment
  const share = shareOf(judged.loss, best.loss, Math.max(only.loss, path.losses[0]))
  return { key: id, share, passed: weights.filter((weight) => weight >= COUNTS).length }
}
