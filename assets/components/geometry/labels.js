// What the Geometry page says and how its controls stand, written into the page: at every frame what moves,
// once the hand is still what lies below or names a picture. Only what has changed touches the page.

import { fieldBall } from './balls.js'
import { spaceBall } from './ellipsoid.js'
import { DIMENSION } from './link.js'
import { RIDDLE, anyDimensionText, geometrySentence, scaleText, solidText, termText } from './words.js'
import { made, partsOf, write } from '../../shared/page/dom.js'
import { matrixOf } from '../../shared/math/space.js'
import { shownTerms } from '../../shared/page/formula.js'
import { lamIs, lamText } from '../../shared/page/lam.js'
import { tr } from '../../shared/page/language.js'
import { number } from '../../shared/page/words.js'

const OUTPUTS = ['lam', 'balls-scale', 'sentence', 'solid-text', 'term-text', 'any-text', 'any-n']
const NUMBERS = ['n-residual', 'n-lam', 'n-theta', 'n-distance', 'n-index', 'formula']

function put(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value)
}

export class Labels {
  constructor(root) {
    this.root = root
    this.parts = partsOf(root, [...OUTPUTS, ...NUMBERS])
    this.handles = [...root.querySelectorAll('.handle')]
    this.plane = root.querySelector('.plane canvas')
    this.solid = root.querySelector('.solid canvas')
    this.charts = [...root.querySelectorAll('[data-chart]')].map((figure) => ({
      canvas: figure.querySelector('canvas'),
      words: figure.textContent.trim(),
    }))
    this.rows = [...root.querySelectorAll('.matrices tbody')]
    this.boxes = [...root.querySelectorAll('[data-layer]')]
    this.choices = [...root.querySelectorAll('[data-dimension]')]
  }

  now(state, at, frame) {
    const { parts } = this
    for (const handle of this.handles) {
      const point = state[handle.dataset.point]
      const [left, top] = frame.to(point)
      handle.style.transform = `translate(${left}px, ${top}px) translate(-50%, -50%)`
      put(handle, 'aria-valuenow', point[0].toFixed(2))
      put(handle, 'aria-valuetext', tr('{across} across, {up} up', {
        across: number(point[0]), up: number(point[1]),
      }))
    }
    this.formula(state, at)
    write(parts.sentence, state.hidden ? RIDDLE : geometrySentence(state, at))
    write(parts.lam, lamIs(state.lam))
    const [flat, space] = [fieldBall, spaceBall].map((ball) => scaleText(ball(0, state.lam)))
    const scales = state.dimension === 3 ? tr('{flat}, in space {space}', { flat, space }) : flat
    write(parts['balls-scale'], scales)
    this.matrix(state)
    write(parts['solid-text'], solidText(state))
    write(parts['term-text'], termText(state.term, state))
    for (const box of this.boxes) box.checked = state.layers[box.dataset.layer]
    for (const choice of this.choices) {
      put(choice, 'aria-pressed', String(Number(choice.dataset.dimension) === state.dimension))
    }
    this.root.toggleAttribute('data-space', state.dimension === 3)
  }

  // The matrix of g_x between those of λ = 0 and of λ = ∞.
  matrix({ x, lam, dimension }) {
    for (const [node, value] of [[this.rows[0], 0], [this.rows[1], lam], [this.rows[2], Infinity]]) {
      const text = matrixOf([...x, 0].slice(0, dimension), value)
        .map((row) => row.map((entry) => number(entry)).join('\t')).join('\n')
      if (node.dataset.shown === text) continue
      node.dataset.shown = text
      node.replaceChildren(...text.split('\n').map((row) => (
        made('tr', {}, ...row.split('\t').map((entry) => made('td', { textContent: entry })))
      )))
    }
  }

  // The penalty is √2·λ·θ.
  formula({ lam, hidden }, { residual, theta, distance }) {
    const { parts } = this
    const terms = shownTerms({ residual, effort: theta, distance }, lam, Math.SQRT2)
    const shown = (text) => (hidden ? '?' : text)
    write(parts['n-residual'], shown(terms.residual))
    write(parts['n-lam'], hidden ? lamText(lam) : terms.lam)
    write(parts['n-theta'], shown(terms.effort))
    write(parts['n-distance'], shown(terms.distance))
    write(parts['n-index'], lam === Infinity ? '∞' : 'λ')
    parts.formula.toggleAttribute('data-plain', lam === Infinity)
  }

  later(state, at) {
    const { parts } = this
    const plane = tr('The plane with its lazy metric.')
    put(this.plane, 'aria-label', `${plane} ${parts.sentence.textContent}`)
    put(this.solid, 'aria-label', solidText(state))
    const lam = lamText(state.lam)
    for (const { canvas, words } of this.charts) {
      put(canvas, 'aria-label', tr('{words}, at λ = {lam}', { words, lam }))
    }
    const field = parts['any-n']
    if (field !== this.root.getRootNode().activeElement) field.value = String(state.many)
    this.dimension(state, at)
  }

  // A number that is not accepted is said where its numbers would stand.
  dimension(state, at) {
    const field = this.parts['any-n']
    const wrong = DIMENSION.read(field.value) === undefined
    put(field, 'aria-invalid', String(wrong))
    const text = state.hidden ? RIDDLE : anyDimensionText(state, at, state.many)
    const values = { value: field.value, accepted: DIMENSION.accepted }
    const refused = field.value
      ? tr('{value} is not taken: {accepted}.', values)
      : tr('This is not taken: {accepted}.', values)
    write(this.parts['any-text'], wrong ? refused : text)
  }
}
