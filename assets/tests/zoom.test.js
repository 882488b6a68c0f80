// A closer look at a part of a scale: what is seen, what keeps its place, and the dial on it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lamScale } from '../shared/chart/axes.js'
import { Zoom } from '../shared/chart/zoom.js'
import { Dial } from '../shared/page/dial.js'

const near = (value, expected) => assert.ok(Math.abs(value - expected) < 1e-9, `${value} is not ${expected}`)

test('what is looked at keeps its place, and nothing beyond the whole is seen', () => {
  const zoom = new Zoom()
  const whole = lamScale(2)
  assert.equal(zoom.scale(whole), whole)
  const share = whole.share(0.6)
  for (let i = 0; i < 3; i++) {
    zoom.by(0.5, share)
    near(zoom.scale(whole).share(0.6), share)
  }
  near(zoom.width, 1 / 8)
  for (let i = 0; i < 9; i++) zoom.by(0.5, share)
  assert.ok(zoom.isClosest)
  zoom.by(2, 1)
  assert.ok(zoom.from >= 0 && zoom.to <= 1)
  for (let i = 0; i < 12; i++) zoom.by(2, 0)
  assert.ok(zoom.isAll)
})

test('the look follows a value that has left it, and stays where it is seen', () => {
  const zoom = new Zoom()
  zoom.by(1 / 8, 0.5)
  const { from, to } = zoom
  zoom.follow((from + to) / 2)
  zoom.follow(to + zoom.width / 5000)
  assert.deepEqual([zoom.from, zoom.to], [from, to])
  zoom.follow(0.2)
  near((zoom.from + zoom.to) / 2, 0.2)
  zoom.follow(1)
  near(zoom.to, 1)
  near(zoom.width, 1 / 8)
})

test('a part has round ticks inside it alone', () => {
  const zoom = new Zoom()
  zoom.by(1 / 16, lamScale(2).share(0.6))
  const part = zoom.scale(lamScale(2))
  const ticks = part.ticks(6)
  assert.ok(ticks.length >= 2 && ticks.length <= 8, ticks.length)
  for (const { value, text } of ticks) {
    assert.ok(part.share(value) > -1e-9 && part.share(value) < 1 + 1e-9)
    assert.ok(text.length <= 5, text)
  }
})

test('the keys of a dial on a part walk through it and stay in it', () => {
  const input = { setAttribute: () => {} }
  const turned = []
  const dial = new Dial(input, { turn: (lam) => turned.push(lam), settle: () => {} })
  const zoom = new Zoom()
  const whole = lamScale(2)
  zoom.by(1 / 8, whole.share(0.6))
  const part = zoom.scale(whole)
  dial.use(part)
  for (const [from, way] of [[part.value(0.998), 1], [part.value(0.002), -1]]) {
    dial.show(from, '')
    for (let i = 0; i < 4; i++) {
      input.value = String(Math.min(1060, Math.max(0, Number(input.value) + way)))
      input.oninput()
      dial.show(turned.at(-1), '')
    }
    assert.equal(input.value, way > 0 ? '1060' : '0')
    assert.equal(turned.at(-1), part.value(way > 0 ? 1 : 0))
  }
})
