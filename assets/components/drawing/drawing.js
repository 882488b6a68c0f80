// The drawing area. Python sends a preset (with a version, so that it is taken once) and the drawing as
// prepared; the drawing goes to Python as the state `drawn` at the end of each stroke, and with the time in
// `use` when the visitor wants to use it. Where it is live each stroke is used, and the area is narrow.

import { tr } from '../../shared/page/language.js'
import { SIDE, PIXELS, fromBase64, toBase64, paintLevels } from '../../shared/page/pixels.js'
import { dab, stroke } from './brush.js'

const UNDO_DEPTH = 60
const KEYBOARD_PAUSE = 400
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

function newDrawing() {
  return {
    levels: new Uint8Array(PIXELS), past: [], version: null, erasing: false,
    pointer: null, rubbing: false, last: null, penDown: false, cursor: [14, 14], pause: null, sent: null,
  }
}

export default function (component) {
  const { data, parentElement, setStateValue } = component
  const part = (name) => parentElement.querySelector(`.${name}`)
  const root = part('drawing')
  const area = part('area')
  root.drawing ??= newDrawing()
  const drawing = root.drawing

  const width = () => Number(part('width').value)
  const inked = () => drawing.levels.some((level) => level > 0)

  const show = () => {
    paintLevels(area, drawing.levels)
    const [column, row] = drawing.cursor
    const cursor = part('cursor')
    cursor.style.left = `${100 * column / SIDE}%`
    cursor.style.top = `${100 * row / SIDE}%`
    cursor.classList.toggle('down', drawing.penDown)
    part('pen').setAttribute('aria-pressed', String(!drawing.erasing))
    part('eraser').setAttribute('aria-pressed', String(drawing.erasing))
    part('undo').disabled = drawing.past.length === 0
    part('clear').disabled = !inked()
    part('use').disabled = !inked()
    part('hint').hidden = inked()
  }

  const say = (text) => {
    part('status').textContent = text
  }

  const sayCursor = () => {
    const [column, row] = drawing.cursor
    const ink = Math.round(drawing.levels[row * SIDE + column] / 2.55)
    const values = { column: column + 1, row: row + 1, ink }
    if (!drawing.penDown) say(tr('column {column}, row {row}, ink {ink} %', values))
    else if (drawing.erasing) say(tr('column {column}, row {row}, ink {ink} %, eraser down', values))
    else say(tr('column {column}, row {row}, ink {ink} %, pen down', values))
  }

  const send = (use = 0) => {
    clearTimeout(drawing.pause)
    drawing.pause = null
    const levels = toBase64(drawing.levels)
    if (levels === drawing.sent && !use) return
    drawing.sent = levels
    setStateValue('drawn', { version: drawing.version, levels, use })
  }

  const remember = () => {
    drawing.past.push(drawing.levels.slice())
    if (drawing.past.length > UNDO_DEPTH) drawing.past.shift()
  }

  const undo = () => {
    if (drawing.past.length === 0) return
    drawing.levels = drawing.past.pop()
    show()
    say(tr('last stroke undone'))
    send()
  }

  const clear = () => {
    if (!inked()) return
    remember()
    drawing.levels.fill(0)
    show()
    say(tr('drawing area is empty'))
    send()
  }

  const use = () => {
    if (!inked()) {
      say(tr('draw something first'))
      return
    }
    send(Date.now())
  }

  const choose = (erasing) => {
    drawing.erasing = erasing
    show()
    say(erasing ? tr('eraser') : tr('pen'))
  }

  const position = (event) => {
    const box = area.getBoundingClientRect()
    return [(event.clientX - box.left) * SIDE / box.width, (event.clientY - box.top) * SIDE / box.height]
  }

  // One finger, pen or mouse draws at a time; the eraser end of a pen erases.
  area.onpointerdown = (event) => {
    if (drawing.pointer !== null || event.button > 0 && event.button !== 5) return
    event.preventDefault()
    area.focus({ preventScroll: true })
    root.classList.remove('keyboard')
    area.setPointerCapture(event.pointerId)
    remember()
    drawing.pointer = event.pointerId
    drawing.rubbing = drawing.erasing || (event.buttons & 32) !== 0
    drawing.last = position(event)
    dab(drawing.levels, ...drawing.last, width(), drawing.rubbing)
    show()
  }
  area.onpointermove = (event) => {
    if (event.pointerId !== drawing.pointer) return
    const passed = event.getCoalescedEvents?.() ?? []
    for (const moment of passed.length ? passed : [event]) {
      const next = position(moment)
      stroke(drawing.levels, drawing.last, next, width(), drawing.rubbing)
      drawing.last = next
    }
    show()
  }
  area.onpointerup = area.onpointercancel = area.onlostpointercapture = (event) => {
    if (event.pointerId !== drawing.pointer) return
    const [column, row] = drawing.last.map((value) => Math.max(0, Math.min(SIDE - 1, Math.floor(value))))
    drawing.cursor = [column, row]
    drawing.pointer = null
    show()
    send()
  }

  // A keyboard stroke ends with the pen lifted, or when the keys rest for a moment.
  const mark = (from, erase) => {
    if (drawing.pause === null) remember()
    clearTimeout(drawing.pause)
    const middle = ([column, row]) => [column + 0.5, row + 0.5]
    dab(drawing.levels, ...middle(from), width(), erase)
    stroke(drawing.levels, middle(from), middle(drawing.cursor), width(), erase)
    drawing.pause = setTimeout(() => send(), KEYBOARD_PAUSE)
  }

  area.onkeydown = (event) => {
    const command = event.ctrlKey || event.metaKey
    const from = drawing.cursor
    if (command && event.key.toLowerCase() === 'z') undo()
    else if (command || event.altKey) return
    else if (event.key in ARROWS) {
      const [right, down] = ARROWS[event.key]
      const inside = (value) => Math.max(0, Math.min(SIDE - 1, value))
      drawing.cursor = [inside(from[0] + right), inside(from[1] + down)]
      if (drawing.penDown || event.shiftKey) mark(from, drawing.erasing)
      sayCursor()
    } else if (event.key === ' ') {
      drawing.penDown = !drawing.penDown
      if (drawing.penDown) mark(from, drawing.erasing)
      else if (drawing.pause !== null) send()
      sayCursor()
    } else if (event.key === 'Backspace' || event.key === 'Delete') {
      mark(from, true)
      sayCursor()
    } else if (event.key.toLowerCase() === 'e') choose(!drawing.erasing)
    else if (event.key === 'Enter') use()
    else return
    event.preventDefault()
    event.stopPropagation()
    root.classList.add('keyboard')
    show()
  }
  area.onkeyup = (event) => {
    if (event.key === 'Shift' && !drawing.penDown && drawing.pause !== null) send()
  }
  area.onfocus = () => {
    root.classList.toggle('keyboard', area.matches(':focus-visible') && drawing.pointer === null)
  }
  area.onblur = () => {
    drawing.penDown = false
    root.classList.remove('keyboard')
    if (drawing.pause !== null) send()
    show()
  }

  part('pen').onclick = () => choose(false)
  part('eraser').onclick = () => choose(true)
  part('undo').onclick = undo
  part('clear').onclick = clear
  part('use').onclick = use

  if (data.version !== drawing.version) {
    drawing.version = data.version
    drawing.levels = data.preset ? fromBase64(data.preset) : new Uint8Array(PIXELS)
    drawing.past = []
    drawing.sent = data.preset ?? toBase64(drawing.levels)
  }
  area.setAttribute('aria-roledescription', tr('drawing area'))
  root.toggleAttribute('data-live', Boolean(data.live))
  const prepared = part('prepared')
  paintLevels(prepared, data.prepared ? fromBase64(data.prepared) : new Uint8Array(PIXELS))
  const name = data.prepared ? tr('your drawing, centred and scaled') : tr('nothing drawn yet')
  prepared.setAttribute('aria-label', name)
  show()

  return () => clearTimeout(drawing.pause)
}
