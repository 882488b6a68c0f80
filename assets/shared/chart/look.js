// Looking around a solid: drag, and the wheel once it has the focus; arrow keys, + and −, and Home to begin
// anew, unless its keys mean something else.

import { tr } from '../page/language.js'

export const FIRST_VIEW = { yaw: -0.2, pitch: 0.4, zoom: 1 }
const PITCH = [-0.2, 1.55]
const ZOOM = [0.5, 3]

const KEYS = {
  ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.08], ArrowDown: [0, -0.08],
  '+': [0, 0, 1.1], '=': [0, 0, 1.1], '-': [0, 0, 1 / 1.1],
}

const within = (value, [least, most]) => Math.min(Math.max(value, least), most)

export function lookAround(canvas, get, set, settle, { keyboard = true } = {}) {
  let last = null
  const turn = (right, up, zoom = 1) => {
    const { yaw, pitch, zoom: before } = get()
    set({ yaw: yaw + right, pitch: within(pitch + up, PITCH), zoom: within(before * zoom, ZOOM) })
  }
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId)
    last = [event.clientX, event.clientY]
  }
  canvas.onpointermove = (event) => {
    if (!last) return
    turn((event.clientX - last[0]) / 150, (event.clientY - last[1]) / 200)
    last = [event.clientX, event.clientY]
  }
  canvas.onpointerup = canvas.onpointercancel = () => {
    if (last) settle()
    last = null
  }
  canvas.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && canvas.getRootNode().activeElement !== canvas) return
    event.preventDefault()
    turn(0, 0, Math.exp(-event.deltaY / 500))
  }, { passive: false })
  if (!keyboard) return
  canvas.onkeydown = (event) => {
    if (event.key === 'Home') set({ ...FIRST_VIEW })
    else if (KEYS[event.key]) turn(...KEYS[event.key])
    else return
    event.preventDefault()
    settle()
  }
}

// Whence a solid is seen, in an address.
const HALF_TURN = [-3.142, 3.142]
const between = (value, [least, most]) => value >= least && value <= most

export const VIEWED = {
  accepted: tr('it is the turn, the tilt and the size of the solid as it can be dragged, such as 1.2_0.4_1'),
  read: (text) => {
    const parts = text.split('_').map((part) => (part.trim() === '' ? NaN : Number(part)))
    const [yaw, pitch, zoom] = parts
    const isView = between(yaw, HALF_TURN) && between(pitch, PITCH) && between(zoom, ZOOM)
    return isView && parts.length === 3 ? { yaw, pitch, zoom } : undefined
  },
  write: ({ yaw, pitch, zoom }) => {
    const once = Math.atan2(Math.sin(yaw), Math.cos(yaw))
    return [once, pitch, zoom].map((value) => Number(value.toFixed(3)).toString()).join('_')
  },
}
