// What a hand does on the Averaging page: bars, sliders, charts, buttons and keys.

import { emStep, withWeight } from '../../shared/math/mixture.js'

export function listen(lab) {
  listenToBars(lab)
  const { scrub, learning, turn, move, bound, symmetric, strength } = lab.parts
  scrub.oninput = () => {
    lab.stop()
    lab.toStep(Number(scrub.value))
  }
  turn.oninput = () => {
    lab.stop()
    lab.set({ turn: Number(turn.value) })
  }
  move.oninput = () => lab.set({ move: Number(move.value) })
  strength.oninput = () => lab.toStrength(Number(strength.value))
  for (const input of [scrub, turn, move, strength]) input.onchange = () => lab.settle()
  follow(lab, learning, (x) => {
    lab.stop()
    const last = lab.path.losses.length - 1
    lab.toStep(Math.round((x - lab.course.x(0)) / (lab.course.x(last) - lab.course.x(0)) * last))
  })
  follow(lab, bound, (x) => {
    const frame = lab.limits
    const count = lab.shared.moves.length - 1
    const place = Math.round((x - frame.left) / (frame.right - frame.left) * count)
    lab.set({ move: Math.max(0, Math.min(count, place)) })
  })
  symmetric.onchange = () => lab.propose(lab.state.weights)
  const even = () => lab.angles.map(() => 1 / lab.size)
  const acts = {
    play: () => lab.play(),
    spin: () => lab.spin(),
    em: () => lab.propose(emStep(lab.state.weights, lab.judged.ratios)),
    uniform: () => lab.propose(even()),
    alone: () => lab.propose(lab.angles.map((_, k) => (k === lab.still ? 1 : 0))),
    optimum: () => {
      lab.stop()
      lab.toStep(lab.path.losses.length - 1)
      lab.settle()
    },
  }
  for (const [name, act] of Object.entries(acts)) lab.parts[name].onclick = act
  lab.root.onkeydown = (event) => {
    const other = event.target.tagName === 'TEXTAREA' || event.ctrlKey || event.metaKey || event.altKey
    const act = { p: acts.play, e: acts.em }[event.key]
    if (other || !act) return
    event.preventDefault()
    act()
  }
  lab.back = () => {
    lab.readAddress(window.location.search)
    lab.render()
  }
  window.addEventListener('popstate', lab.back)
  lab.resize = new ResizeObserver(() => {
    if (lab.digit) lab.drawAll()
  })
  lab.resize.observe(lab.parts.bars)
}

function listenToBars(lab) {
  const { bars } = lab.parts
  const weigh = (event) => {
    const box = bars.getBoundingClientRect()
    const { most, top, bottom } = lab.board
    const weight = most * (bottom - (event.clientY - box.top)) / (bottom - top)
    lab.propose(withWeight(lab.state.weights, lab.state.bar, Math.min(weight, most)))
  }
  bars.onpointerdown = (event) => {
    const x = event.clientX - bars.getBoundingClientRect().left
    const bar = Math.floor((x - lab.board.left) / lab.board.slot)
    if (bar < 0 || bar >= lab.size) return
    bars.setPointerCapture(event.pointerId)
    lab.dragging = true
    lab.state.bar = bar
    weigh(event)
  }
  bars.onpointermove = (event) => {
    if (lab.dragging) weigh(event)
  }
  bars.onpointerup = bars.onpointercancel = () => {
    lab.dragging = false
    lab.set({})
    lab.settle()
  }
  bars.onkeydown = (event) => {
    const { bar, weights } = lab.state
    const along = { ArrowLeft: -1, ArrowRight: 1, Home: -lab.size, End: lab.size }[event.key]
    const up = { ArrowUp: 0.01, ArrowDown: -0.01, PageUp: 0.1, PageDown: -0.1 }[event.key]
    if (along) lab.set({ bar: Math.max(0, Math.min(lab.size - 1, bar + along)) })
    else if (up) lab.propose(withWeight(weights, bar, weights[bar] + up))
    else return
    event.preventDefault()
  }
  bars.onfocus = bars.onblur = () => {
    if (lab.digit) lab.set({})
  }
}

// A chart that is pointed at: the place under the finger, while it is down.
function follow(lab, svg, go) {
  let down = false
  svg.onpointerdown = (event) => {
    svg.setPointerCapture(event.pointerId)
    down = true
    svg.onpointermove(event)
  }
  svg.onpointermove = (event) => {
    if (down) go(event.clientX - svg.getBoundingClientRect().left)
  }
  svg.onpointerup = svg.onpointercancel = () => {
    down = false
    lab.settle()
  }
}
