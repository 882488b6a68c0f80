// Motions in whole steps, so many a second, for a Player.

export const TURN = 5
const ROWS_A_SECOND = 14
const STRIDES = 24
const TURNS_A_SECOND = 9

// on(steps) goes on by some and says whether there is more to come; stride(): steps between two rests.
function paced(aSecond, stride, { begin, on, end }) {
  let due = 0
  return {
    begin: () => {
      due = 0
      begin()
    },
    advance: (seconds) => {
      due += seconds * aSecond
      const steps = Math.floor(due)
      due -= steps
      return steps === 0 || on(steps)
    },
    stride: () => on(stride()),
    end,
  }
}

// The learning from its begin, or from the row at which it was stopped.
export const watching = (view) => paced(ROWS_A_SECOND, () => Math.ceil(view.experiment.last / STRIDES), {
  begin: () => {
    if (view.row === null || view.row === view.experiment.last) view.showRow(0)
  },
  on: (rows) => {
    view.showRow(view.state.row + rows)
    return view.state.row < view.experiment.last
  },
  end: () => view.settle(),
})

// The digit around, without an end.
export const spinning = (view) => paced(TURNS_A_SECOND, () => 1, {
  begin: () => {},
  on: (steps) => {
    view.set({ turn: (view.state.turn + steps * TURN) % 360 })
    return true
  },
  end: () => view.settle(),
})
