// What the Geometry page says and how its controls stand, written into the page: at every frame what moves,
// once the hand is still what is read by ear or lies below. Only what has changed touches the page.

import { dialOfLam } from './charts.js'
import { anyDimensionText, geometrySentence, solidText, termText } from './words.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'

const RIDDLE = 'The shortest way is hidden until you have chosen.'
const OUTPUTS = ['lam', 'sentence', 'spoken', 'solid-text', 'term-text', 'any-text']

export class Labels {
  constructor(root) {
    const one = (selector) => root.querySelector(selector)
    this.root = root
    this.written = new Map()
    this.parts = Object.fromEntries([...OUTPUTS, 'dial', 'any-n'].map((part) => [part, one(`.${part}`)]))
    this.numbers = Object.fromEntries(
      ['residual', 'lam', 'theta', 'distance'].map((part) => [part, one(`.n-${part}`)]),
    )
    this.handles = [...root.querySelectorAll('.handle')]
    this.plane = one('.plane canvas')
    this.solid = one('.solid canvas')
    this.charts = [...root.querySelectorAll('[data-chart]')].map((figure) => ({
      canvas: figure.querySelector('canvas'),
      words: figure.textContent.trim(),
    }))
    this.boxes = [...root.querySelectorAll('[data-layer]')]
    this.choices = [...root.querySelectorAll('[data-dimension]')]
  }

  // write(node, 'text', …) sets its text, other names set an attribute.
  put(node, name, value) {
    let known = this.written.get(node)
    if (!known) this.written.set(node, known = {})
    if (known[name] === value) return
    known[name] = value
    if (name === 'text') node.textContent = value
    else node.setAttribute(name, value)
  }

  now(state, at, frame) {
    const { parts, numbers } = this
    const lam = lamText(state.lam)
    for (const handle of this.handles) {
      const point = state[handle.dataset.point]
      const [left, top] = frame.to(point)
      handle.style.transform = `translate(${left}px, ${top}px) translate(-50%, -50%)`
      this.put(handle, 'aria-valuenow', number(point[0]))
      this.put(handle, 'aria-valuetext', `${number(point[0])} across, ${number(point[1])} up`)
    }
    this.put(parts.sentence, 'text', state.hidden ? RIDDLE : geometrySentence(state, at))
    const shown = (value, digits) => (state.hidden ? '?' : number(value, digits))
    this.put(numbers.residual, 'text', shown(at.residual, 2))
    this.put(numbers.lam, 'text', lam)
    this.put(numbers.theta, 'text', shown(at.theta, 3))
    this.put(numbers.distance, 'text', shown(at.distance, 3))
    this.put(parts.lam, 'text', `λ = ${lam}`)
    this.put(parts['solid-text'], 'text', solidText(state))
    this.put(parts['term-text'], 'text', termText(state.term, state))
    const step = String(Math.round(dialOfLam(state.lam)))
    if (parts.dial.value !== step) parts.dial.value = step
    const said = state.hidden ? lam : `${lam}, distance ${number(at.distance, 3)}`
    this.put(parts.dial, 'aria-valuetext', said)
    for (const box of this.boxes) box.checked = state.layers[box.dataset.layer]
    for (const choice of this.choices) {
      this.put(choice, 'aria-pressed', String(Number(choice.dataset.dimension) === state.dimension))
    }
    this.root.toggleAttribute('data-space', state.dimension === 3)
  }

  later(state, at) {
    const { parts } = this
    const text = parts.sentence.textContent
    this.put(parts.spoken, 'text', text)
    this.put(this.plane, 'aria-label', `The plane with its lazy metric. ${text}`)
    this.put(this.solid, 'aria-label', solidText(state))
    const lam = lamText(state.lam)
    for (const { canvas, words } of this.charts) this.put(canvas, 'aria-label', `${words}, at λ = ${lam}`)
    this.put(parts['any-text'], 'text', state.hidden ? RIDDLE : anyDimensionText(state, at, state.many))
    if (parts['any-n'] !== this.root.getRootNode().activeElement) parts['any-n'].value = String(state.many)
  }
}
