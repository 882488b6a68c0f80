// What is moved on the plane: the knob that turns the target, its middle, and the new point. Each is a button
// over its drawing, held by a pointer or moved by the arrow keys.

import { tr } from '../../shared/page/language.js'
import { knobOf } from './plane.js'

const REACH = 8
const FIELD = 12
const STEP = 0.1
const QUICK = 10
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }

const within = (value, most) => Math.max(-most, Math.min(most, Math.round(10 * value) / 10))
const turnOf = (degrees) => ((Math.round(degrees) + 540) % 360) - 180

export class Hands {
  // state() gives the state, frame() the plane's; move(change) and let() tell what a hand does.
  constructor(parts, { state, frame, move, let: let_ }) {
    Object.assign(this, { parts, state, frame, move })
    this.hold(parts.knob, (point) => this.turnTo(point), let_, ([right, up]) => {
      this.move({ angle: turnOf(this.state().angle - right + up) })
    })
    this.hold(parts.middle, (at) => this.moveTo(at), let_, (by) => {
      const { dx, dy } = this.state()
      this.moveTo([dx + STEP * by[0], dy + STEP * by[1]])
    })
    this.hold(parts.fresh, (point) => this.put(point), let_, (by) => {
      const { point } = this.state()
      this.put([point[0] + STEP * by[0], point[1] + STEP * by[1]])
    })
    parts.plane.addEventListener('click', (event) => {
      this.put(this.pointOf(event))
      let_()
    })
  }

  hold(button, go, let_, press) {
    let held = false
    button.onpointerdown = (event) => {
      button.setPointerCapture(event.pointerId)
      held = true
    }
    button.onpointermove = (event) => {
      if (held) go(this.pointOf(event))
    }
    button.onpointerup = button.onpointercancel = () => {
      if (held) let_()
      held = false
    }
    button.onkeydown = (event) => {
      const by = KEYS[event.key]
      if (!by || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      press(by.map((value) => value * (event.shiftKey ? QUICK : 1)))
      let_()
    }
  }

  pointOf(event) {
    const box = this.parts.plane.getBoundingClientRect()
    return this.frame().from([event.clientX - box.left, event.clientY - box.top])
  }

  turnTo([x, y]) {
    const { dx, dy } = this.state()
    this.move({ angle: turnOf(Math.atan2(y - dy, x - dx) * 180 / Math.PI) })
  }

  moveTo([x, y]) {
    this.move({ dx: within(x, REACH), dy: within(y, REACH) })
  }

  put(point) {
    this.move({ point: point.map((value) => within(value, FIELD)) })
  }

  // Put the buttons over their drawings.
  show(frame, { angle, dx, dy, point }, { degrees, decimal }) {
    const { knob, middle, fresh } = this.parts
    const place = (button, at) => {
      const [x, y] = frame.to(at)
      Object.assign(button.style, { left: `${x}px`, top: `${y}px` })
    }
    place(knob, knobOf({ angle, dx, dy }))
    place(middle, [dx, dy])
    place(fresh, point)
    const texts = [[dx, dy], point].map((pair) => pair.map((value) => decimal(value)))
    const told = ([x, y]) => ({ x, y })
    const labels = [
      [knob, tr('Turn the target, now by {angle}; arrow keys turn it', { angle: degrees(angle) })],
      [middle, tr('Move the target, now by {x} and {y}; arrow keys move it', told(texts[0]))],
      [fresh, tr('New point, now at {x} and {y}; arrow keys move it', told(texts[1]))],
    ]
    for (const [button, text] of labels) button.setAttribute('aria-label', text)
  }
}
