// A motion in whole steps, so many a second, for a Player.

// on(steps) goes on by some and says whether there is more to come; stride(): steps between two rests.
export function paced(aSecond, stride, { begin, on, end }) {
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
