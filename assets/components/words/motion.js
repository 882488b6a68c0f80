// λ² from where it is to the end of the dial, as it plays; by strides it goes from change to change.

import { END } from './charts.js'

const SPEED = 0.25

export function motionOf(view) {
  const go = (seconds) => {
    view.phase = Math.min(END, view.phase + SPEED * seconds)
    view.set({ lam: Math.sqrt(Math.round(view.phase * 1000) / 1000) })
    return view.phase < END
  }
  return {
    begin: () => {
      view.phase = view.square >= END ? 0 : view.square
    },
    advance: go,
    stride: () => {
      const { path } = view.shown()
      const next = [...path?.events ?? [], { value: END }].find(({ value }) => value > view.phase + 1e-9)
      return go((next.value - view.phase) / SPEED)
    },
    end: () => view.settle(),
  }
}
