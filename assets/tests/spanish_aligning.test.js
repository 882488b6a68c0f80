// Aligning and Steering in Spanish: what is read has a comma, pairs and rows of numbers are parted by another
// sign, and what is taken away has a point.

import assert from 'node:assert/strict'
import { test } from 'node:test'

const PLACE = 'The new point ({x}, {y}) has no row in the plan, so the barycentric map has no answer for ' +
  'it. By what is near it, it goes to ({toX}, {toY}): {list}.'

// As Python begins a script in another language; modules look for it once, when they are loaded.
globalThis.$language = {
  code: 'es',
  forms: ['one', 'other'],
  texts: {
    [PLACE]: '({x}; {y}) → ({toX}; {toY}): {list}',
    '{share} to {cluster}': '{share} a {cluster}',
    'no cluster': 'ningún grupo',
    'below 0.001': 'menos de 0,001',
  },
}
const { alignedPython } = await import('../components/aligning/figure.js')
const { degrees, infoText, numbersSentence, pointSentence } = await import('../components/aligning/words.js')
const { steeringCsv } = await import('../components/steering/tables.js')
const { degrees: turned, errorText, series } = await import('../components/steering/words.js')

test('numbers of an alignment are read with a comma', () => {
  assert.deepEqual([degrees(-12.5), infoText(0.8)], ['−12,5°', 's = 0,80'])
  const sentence = numbersSentence({ objective: -0.25, information: 1.5, cost: 2, error: 3e-11 }, 'there')
  assert.match(sentence, /−0,2500.* 1,5000 .* 2,0000, .*3·10⁻¹¹; there\.$/)
})

test('a place has no comma but those of its numbers', () => {
  const shares = [{ cluster: 0, share: 0.98 }, { cluster: -1, share: 0.02 }]
  assert.equal(
    pointSentence({ at: [-2.9, -0.4], image: [1.25, 0], shares, far: false }),
    '(−2,9; −0,4) → (1,25; 0,00): 98,0\u00a0% a ●, 2,0\u00a0% a ningún grupo',
  )
  assert.deepEqual([turned(7.5), series(['0,99', '2,01'])], ['7,5°', '0,99; 2,01'])
  assert.deepEqual([0, 0.0004, 0.25].map(errorText), ['0', 'menos de 0,001', '0,250'])
})

test('programs and tables of numbers have a point', () => {
  const state = {
    info: 0.8, reg: 0.05, bandwidth: 0.5, lam: Infinity, angle: 45, dx: 1, dy: 0.5, point: [-2.9, -0.4],
  }
  const given = { points: 60, seed: 2, steps: 100, masses: [1, 2, 3], spread: 0.5, outliers: 0.1 }
  const program = alignedPython(state, given)
  assert.match(program, /reg=0\.25, bandwidth=0\.5/)
  assert.match(program, /\[\[-2\.9, -0\.4\]\]/)
  const of = (values) => [values]
  const data = {
    methods: ['care'], phases: of([[90.5]]), wahba: of([0.25]), composition: of([0.1]), gamma: of([null]),
    retrieval: of([0.98]), distances: of([1.5]),
  }
  const space = { fitted: [{ error: 0.25, least: 0.125 }], step: 7.5, landed: () => 12 }
  const [, line] = steeringCsv({ data, spaces: [space] }).split('\n')
  assert.equal(line, 'care,0,0.25,0.1,,0.98,1.5,0.25,0.125,12,90.5')
})
