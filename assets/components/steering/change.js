// What another turn has changed of both globes since it was last told.

import { LABELS } from '../../shared/chart/training.js'
import { tr } from '../../shared/page/language.js'
import { arrow, changedSentence } from '../../shared/page/words.js'
import { errorText } from './words.js'

// Hidden until the visitor has guessed. It is the same whether the images turn or the globes.
function facts({ hidden, given, k, shown, spaces, state: { beside } }) {
  if (hidden) return null
  const sides = shown.map((m) => ({
    label: LABELS[m], landed: spaces[m].landed(k), error: errorText(spaces[m].fitted[k].error),
  }))
  return { key: `${given} ${beside}`, sides }
}

// The error where as many are near as before.
function words(before, now) {
  return changedSentence(now.sides.map(({ label, landed, error }, side) => {
    const was = before.sides[side]
    const near = arrow(was.landed, landed)
    if (near) return tr('near {label} {change}', { label, change: near })
    const off = arrow(was.error, error)
    return off && tr('error {label} {change}', { label, change: off })
  }))
}

export const account = { facts, words }
