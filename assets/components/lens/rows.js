// Rows under the hand: pointing looks at one, a click keeps it or frees it, and in g·x a drag moves it.

import { SIDE } from '../../shared/page/pixels.js'

const MOVES = { ArrowDown: 1, ArrowUp: -1, PageDown: 7, PageUp: -7, Home: -SIDE, End: SIDE }
const SHIFTS = { ArrowLeft: 1, ArrowRight: -1 }
// A hand that goes no further than this many pixels of the screen clicks.
const STILL = 4

export function listenToRows(view) {
  const { reader } = view.parts
  let held = null
  let dragged = false

  const rowAt = (event, frame) => {
    const box = frame.getBoundingClientRect()
    return Math.max(0, Math.min(SIDE - 1, Math.floor((event.clientY - box.top) / box.height * SIDE)))
  }

  const move = (event) => {
    const across = event.clientX - held.from
    if (!held.moving && Math.abs(across) <= STILL) return
    held.moving = true
    const pixel = reader.getBoundingClientRect().width / SIDE
    view.shift(held.row, held.shift - Math.round(across / pixel))
  }

  reader.onpointerdown = (event) => {
    const row = rowAt(event, reader) + 1
    held = { row, from: event.clientX, shift: view.shiftOf(row), moving: false }
    reader.setPointerCapture(event.pointerId)
  }
  reader.onpointermove = (event) => {
    if (held) move(event)
  }
  reader.onpointerup = reader.onpointercancel = () => {
    dragged = Boolean(held?.moving)
    if (dragged) view.settle()
    held = null
  }

  for (const frame of view.root.querySelectorAll('.stage figure:not(.of-z) .frame')) {
    frame.onpointermove = (event) => {
      if (event.pointerType !== 'mouse') return
      view.set({ pointed: held?.moving ? held.row - 1 : rowAt(event, frame) })
    }
    frame.onpointerleave = () => view.set({ pointed: null })
    frame.onclick = (event) => {
      const row = rowAt(event, frame) + 1
      if (!dragged) view.keep(row === view.state.row ? null : row)
      dragged = false
      view.settle()
    }
  }

  reader.onkeydown = (event) => {
    const { row } = view.state
    const step = MOVES[event.key]
    const across = SHIFTS[event.key]
    if (step) view.keep((row ?? (step > 0 ? 0 : SIDE + 1)) + step)
    else if (across && row !== null) view.shift(row, view.shiftOf(row) + across)
    else if (event.key === 'Escape' && row !== null) view.letGo()
    else return
    event.preventDefault()
    view.settle()
  }
}
