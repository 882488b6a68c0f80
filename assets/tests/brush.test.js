// The brush against its definition: ink is how much of a pixel the disc covers, to a soft edge of one pixel.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dab, stroke } from '../components/drawing/brush.js'
import { PIXELS, SIDE, fromBase64, toBase64 } from '../shared/page/pixels.js'

function* randomly(count, seed) {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  for (let i = 0; i < count; i++) yield next
}

test('a dab is the soft disc, pixel by pixel, also when it hangs over the edge', () => {
  for (const next of randomly(200, 1)) {
    const [x, y, width] = [34 * next() - 3, 34 * next() - 3, 1 + 3.5 * next()]
    const levels = new Uint8Array(PIXELS)
    dab(levels, x, y, width, false)
    for (let i = 0; i < PIXELS; i++) {
      const apart = Math.hypot(i % SIDE + 0.5 - x, Math.floor(i / SIDE) + 0.5 - y)
      const cover = Math.max(0, Math.min(1, width / 2 + 0.5 - apart))
      assert.equal(levels[i], Math.round(255 * cover), `pixel ${i} of a dab at ${x}, ${y}, ${width} wide`)
    }
  }
})

test('ink only grows under the pen and only shrinks under the eraser', () => {
  const levels = new Uint8Array(PIXELS)
  for (const next of randomly(200, 2)) {
    const before = levels.slice()
    const erase = next() < 0.4
    stroke(levels, [28 * next(), 28 * next()], [28 * next(), 28 * next()], 1 + 3 * next(), erase)
    assert.ok(levels.every((level, i) => erase ? level <= before[i] : level >= before[i]))
  }
})

test('erasing where one has drawn, with the same brush, leaves nothing but a soft rim', () => {
  const levels = new Uint8Array(PIXELS)
  stroke(levels, [6.2, 5.1], [20.7, 22.4], 3, false)
  assert.ok(levels.some((level) => level === 255))
  stroke(levels, [6.2, 5.1], [20.7, 22.4], 3, true)
  assert.ok(levels.every((level) => level <= 128))
})

test('a stroke has no gaps, however fast the pointer was', () => {
  const levels = new Uint8Array(PIXELS)
  stroke(levels, [1, 14.5], [27, 14.5], 2, false)
  for (let column = 1; column < 27; column++) assert.equal(levels[14 * SIDE + column], 255)
})

test('levels come back from base64 as they were', () => {
  for (const next of randomly(50, 3)) {
    const levels = Uint8Array.from({ length: PIXELS }, () => Math.floor(256 * next()))
    assert.deepEqual(fromBase64(toBase64(levels)), levels)
    assert.equal(toBase64(levels), Buffer.from(levels).toString('base64'))
  }
})
