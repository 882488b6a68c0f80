// Scales and frames: there and back, round ticks, texts that leave room for one another.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  apart, axesShapes, categorical, closeUp, frameOf, lamLogScale, lamScale, legendShapes, linear, logarithmic,
  roundValues, sparse,
} from '../shared/chart/axes.js'
import { textWidth } from '../shared/chart/shapes.js'

const SHARES = [0, 0.013, 0.25, 0.5, 0.77, 1]
const near = (a, b, bound = 1e-9) => Math.abs(a - b) <= bound * (1 + Math.abs(b))

test('round values are whole multiples and lie inside', () => {
  assert.deepEqual(roundValues(0, 0.3, 3), [0, 0.1, 0.2, 0.3])
  assert.deepEqual(roundValues(-1, 1, 4), [-1, -0.5, 0, 0.5, 1])
  assert.deepEqual(roundValues(0, 2400, 3), [0, 1000, 2000])
  for (let i = 0; i < 2000; i++) {
    const from = Math.sin(i) * 10 ** (i % 7 - 3)
    const to = from + (1 + Math.cos(i * i)) * 10 ** (i % 5 - 2) + 1e-6
    const values = roundValues(from, to, 1 + i % 9)
    assert.ok(values.length <= 2 * (1 + i % 9) + 2)
    assert.ok(values.every((value) => value >= from - 1e-6 * (to - from) && value <= to + 1e-6 * (to - from)))
  }
})

test('scales lead there and back', () => {
  for (const scale of [linear(-3, 8), logarithmic(0.001, 50), closeUp(linear(0, 10), [0.2, 0.7])]) {
    for (const share of SHARES) assert.ok(near(scale.share(scale.value(share)), share))
    const shares = scale.ticks(5).map(({ value }) => scale.share(value))
    assert.ok(shares.length >= 2)
    assert.ok(shares.every((share) => share >= -1e-9 && share <= 1 + 1e-9))
  }
  const names = categorical(['a', 'b', 'c', 'd'])
  for (const name of names.values) assert.equal(names.value(names.share(name)), name)
  assert.deepEqual(names.ticks(2).map(({ text }) => text), ['a', 'c'])
})

test('λ scales have stops for their ends', () => {
  const plain = lamScale(1.4)
  for (const lam of [0, 0.35, 1.4, Infinity]) assert.equal(plain.value(plain.share(lam)), lam)
  assert.equal(plain.share(7), 1)
  assert.equal(plain.value(0.96), 1.4)
  assert.equal(plain.ticks(4).at(-1).text, '∞')
  const log = lamLogScale(0.02, 20)
  for (const lam of [0, 0.02, 0.5, 20]) assert.ok(near(log.value(log.share(lam)), lam, 1e-3))
  assert.equal(log.value(log.share(Infinity)), Infinity)
  assert.deepEqual(log.ticks().map(({ text }) => text), ['0', '0.1', '1', '10', '∞'])
  assert.deepEqual([log.share(0), log.share(0.001), log.share(Infinity), log.share(99)], [0, 0, 1, 1])
})

test('ticks keep their distance and ∞ stays', () => {
  for (const width of [200, 320, 500, 900, 1900]) {
    const frame = frameOf(width, 200, { x: lamScale(1.3), y: linear(0, 105), titles: { x: 'λ', y: 'd²' } })
    const kept = sparse(frame.scales.x.ticks(20), frame.x)
    assert.equal(kept.at(-1).value, Infinity)
    kept.slice(1).forEach((tick, i) => {
      const before = kept[i]
      const room = (textWidth(tick.text, 12) + textWidth(before.text, 12)) / 2
      assert.ok(frame.x(tick.value) - frame.x(before.value) >= room)
    })
    const texts = axesShapes(frame).filter(({ text }) => text !== undefined).map(({ text }) => text)
    assert.ok(texts.includes('λ') && texts.includes('d²') && texts.includes('∞'))
    assert.ok(near(frame.xValue(frame.x(0.65)), 0.65, 1e-5))
    assert.ok(near(frame.yValue(frame.y(42)), 42))
  }
})

test('labels are pushed apart in their order, and not beyond the end', () => {
  const placed = apart([100, 101, 40, 99], 14, 110)
  const order = [2, 3, 0, 1].map((i) => placed[i])
  order.slice(1).forEach((value, i) => assert.ok(value - order[i] >= 14 - 1e-9))
  assert.ok(Math.max(...placed) <= 110)
  assert.deepEqual(apart([10, 50], 14), [10, 50])
})

test('keys of a legend are drawn as their marks are', () => {
  const dashed = { stroke: 'result', dash: [5, 4] }
  const entries = [{ text: 'left', style: { fill: 'left' } }, { text: 'd', style: dashed }]
  const { shapes, width } = legendShapes(entries, [0, 20])
  assert.equal(shapes.find(({ box }) => box).fill, 'left')
  assert.deepEqual(shapes.find(({ runs }) => runs).dash, [5, 4])
  assert.ok(width > 60)
})
