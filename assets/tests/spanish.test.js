// A view in Spanish: what is read has a comma, what is computed with or taken away has a point.

import assert from 'node:assert/strict'
import { test } from 'node:test'

// As Python begins a script in another language; modules look for it once, when they are loaded.
globalThis.$language = {
  code: 'es',
  forms: ['one', 'other'],
  texts: {
    'event': 'punto de cambio',
    'events': 'puntos de cambio',
    'it must be one of {values}': 'debe ser uno de estos valores: {values}',
    'penalty': 'penalización',
    'The link says {said}; {accepted}.': 'El enlace dice {said}; {accepted}.',
    '{count} pixel': ['{count} píxel', '{count} píxeles'],
  },
}
const { axesShapes, frameOf, lamLogScale, lamScale, linear } = await import('../shared/chart/axes.js')
const { shapesMarkup } = await import('../shared/chart/svg.js')
const { trainingDesign } = await import('../shared/chart/training.js')
const { shownTerms } = await import('../shared/page/formula.js')
const { keyOf, nameOf } = await import('../shared/page/glossary.js')
const { LAM, lamText, lamToPython } = await import('../shared/page/lam.js')
const { decimal, localised, tr, whole } = await import('../shared/page/language.js')
const { oneOf, readAddress, writtenAddress } = await import('../shared/page/link.js')
const { listed, number, pixels, scientific } = await import('../shared/page/words.js')

const texts = (ticks) => ticks.map(({ text }) => text)

test('numbers have a comma before their decimals, and thousands a point from ten of them on', () => {
  assert.deepEqual([number(-0.5), decimal(2, 3), localised('0.1')], ['-0,50', '2,000', '0,1'])
  assert.deepEqual([whole(1797), whole(60000)], ['1797', '60.000'])
  assert.deepEqual([lamText(0.05), lamText(2), lamText(Infinity)], ['0,05', '2', '∞'])
  assert.deepEqual([7.64e6, 0].map((value) => scientific(value)), ['7,6·10⁶', '0'])
})

test('texts are those of the language, and English ones where it has none', () => {
  assert.deepEqual([pixels(1), pixels(3)], ['1 píxel', '3 píxeles'])
  assert.equal(listed(['a', 'b', 'c']), 'a, b y c')
  assert.equal(tr('No one has translated {this}.', { this: 'it' }), 'No one has translated it.')
})

test('the ticks of a chart are read with a comma and stand where they stood', () => {
  const frame = frameOf(400, 200, { x: lamScale(1.4), y: linear(0, 0.3) })
  assert.deepEqual(texts(frame.scales.y.ticks(3)), ['0', '0,1', '0,2', '0,3'])
  assert.deepEqual(texts(frame.scales.x.ticks(3)), ['0', '0,5', '1', '∞'])
  assert.deepEqual(texts(lamLogScale(0.02, 20).ticks()), ['0', '0,1', '1', '10', '∞'])
  const markup = shapesMarkup(axesShapes(frame), { ink: '#000', muted: '#555', paper: '#fff' })
  assert.match(markup, />0,1<\/text>/)
  for (const [, value] of markup.matchAll(/ (?:x|y|d|opacity|stroke-opacity)="([^"]*)"/g)) {
    assert.ok(!value.includes(','), value)
  }
})

test('a chart of losses is read with a comma', () => {
  const state = { key: 'a', steps: [[0, 500]], values: [[0.52, 0.131]], title: 't' }
  const { frame, marks } = trainingDesign(state, 400, 200)
  assert.match(marks()[1].text, /0,1310$/)
  assert.ok(texts(frame.scales.y.ticks(4)).some((text) => text.includes(',')))
})

test('a formula is checked by its numbers, however they are written', () => {
  const at = { residual: 8.47, effort: Math.sqrt(60), distance: Math.hypot(8.47, 0.5 * Math.sqrt(60)) }
  assert.deepEqual(shownTerms(at, 0.5), { residual: '8,470', lam: '0,5', effort: '7,746', distance: '9,313' })
})

test('links and programs have a point', () => {
  const view = { type: oneOf(['all', 'gain']), otherwise: 'all' }
  const table = { lam: { type: LAM, otherwise: null }, view }
  assert.deepEqual(writtenAddress(table, { lam: 0.25, view: 'gain' }), { lam: '0.25', view: 'gain' })
  assert.equal(readAddress(table, '?lam=0.25').values.lam, 0.25)
  assert.equal(lamToPython(0.25), '0.25')
  assert.deepEqual(readAddress(table, '?view=most').problems, [
    'El enlace dice view=most; debe ser uno de estos valores: all, gain.',
  ])
})

test('words of the glossary are found as the page has them', () => {
  for (const [text, key] of [['Puntos de cambio', 'event'], ['penalización', 'price'], ['gap', 'gap']]) {
    assert.equal(keyOf(text), key)
  }
  assert.equal(nameOf('event'), 'punto de cambio')
})
