import assert from 'node:assert/strict'
import { test } from 'node:test'

import { histogramDesign, histogramTable } from '../components/room/histogram.js'

const TURN = { key: 'flip', text: 'From which turn on?', axis: 'turned by', options: 0, low: 0, high: 180 }
const numbers = {
  asked: TURN, counts: [0, 3, 1, 0], truth: undefined, own: null, options: null, text: (angle) => `${angle}°`, key: 'a',
}
const choice = {
  ...numbers, asked: { ...TURN, options: 3 }, counts: [1, 8, 0], options: ['only one', 'about ten', 'half'],
}

const shapes = (state) => histogramDesign(state, 600, 200).layers.flatMap((layer) => layer.shapes(true))
const named = (state, name) => shapes(state).filter((shape) => shape.name === name)

test('a bar for every part of the range, as high as its count', () => {
  const bars = named(numbers, 'guesses').map(({ box }) => box[3])
  assert.equal(bars.length, 4)
  assert.equal(bars[0], 0)
  assert.ok(Math.abs(bars[1] - 3 * bars[2]) < 1e-9)
  const texts = histogramDesign(numbers, 600, 200).marks().map(({ text }) => text)
  assert.deepEqual(texts, [
    '0° to 45°: 0 guesses', '45° to 90°: 3 guesses', '90° to 135°: 1 guess', '135° to 180°: 0 guesses',
  ])
})

test('the truth and the guess of one’s own are marked where they are, and only when it is out', () => {
  assert.equal(named(numbers, 'truth').length, 0)
  const out = { ...numbers, truth: 90, own: 45 }
  const [truth] = named(out, 'truth')
  const [own] = named(out, 'own')
  const { frame } = histogramDesign(out, 600, 200)
  assert.equal(truth.runs[0][0][0], frame.x(90))
  assert.equal(own.runs[0][0][0], frame.x(45))
  assert.equal(named({ ...numbers, truth: null }, 'truth').length, 0)
  assert.equal(named({ ...numbers, truth: 500 }, 'truth').length, 0)
})

test('the right option is told by a sign and a hatch', () => {
  assert.equal(named(choice, 'right').length, 0)
  const [right] = named({ ...choice, truth: 1 }, 'right')
  assert.equal(right.data.count, 8)
  assert.ok(right.hatch)
  assert.ok(shapes({ ...choice, truth: 1 }).some(({ text }) => text === '✓'))
})

test('the table says the same', () => {
  const { caption, columns, rows } = histogramTable(choice)
  assert.match(caption, /From which turn on/)
  assert.deepEqual(columns, ['turned by', 'guesses'])
  assert.deepEqual(rows(), [['only one', '1'], ['about ten', '8'], ['half', '0']])
})
