// Pictures in layers: what is kept must be what would be painted, and must not outlive its reasons.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Picture, shapesOf } from '../shared/chart/layers.js'

// A canvas that only knows what was painted on it, as a list of words.
function fakeCanvas() {
  let words = []
  const context = new Proxy({}, {
    get: (_, name) => {
      if (name === 'clearRect') return () => (words = [])
      if (name === 'drawImage') return (canvas) => words.push(...canvas.words())
      if (name === 'fillText') return (text) => words.push(text)
      return () => {}
    },
    set: () => true,
  })
  return { width: 0, height: 0, getContext: () => context, words: () => [...words], context }
}

globalThis.window = { devicePixelRatio: 1 }
globalThis.document = { createElement: fakeCanvas }

// A layer that says its text, and how fine it was asked for, and counts how often it was.
function layer(text, key) {
  const made = {
    key,
    asked: 0,
    shapes: (fine) => {
      made.asked += 1
      return [{ text: fine ? text.toUpperCase() : text, at: [0, 0], alpha: 1, halo: false }]
    },
  }
  return made
}

test('what has a key is painted twice, the second time finely to be kept, and then no more', () => {
  const picture = new Picture(fakeCanvas())
  const palette = {}
  const [still, moving] = [layer('still', 'a'), layer('moving')]
  const seen = [1, 2, 3, 4].map(() => {
    picture.paint([still, moving], palette, 100, 80)
    return picture.canvas.words().join(' ')
  })
  assert.deepEqual(seen, ['still moving', 'STILL moving', 'STILL moving', 'STILL moving'])
  assert.equal(still.asked, 2)
  assert.equal(moving.asked, 4)
})

test('a canvas on which all is kept and shown is not painted again', () => {
  const canvas = fakeCanvas()
  const picture = new Picture(canvas)
  const [palette, painted] = [{}, []]
  const shows = (layers) => {
    canvas.getContext('2d').clearRect()
    picture.paint(layers, palette, 100, 80)
    painted.push(canvas.words().join(' '))
  }
  const [a, b] = [layer('a', 'a'), layer('b', 'b')]
  for (let i = 0; i < 4; i++) shows([a, b])
  for (const layers of [[a], [a], [], [a], [a, layer('moving')], [a, b]]) shows(layers)
  assert.deepEqual(painted, ['a b', 'A B', '', '', 'A', '', '', 'A', 'A moving', 'A B'])
})

test('another key, another palette, another size or another order is painted anew', () => {
  const picture = new Picture(fakeCanvas())
  const palettes = [{}, {}]
  const show = (layers, palette = palettes[0], width = 100) => {
    picture.paint(layers, palette, width, 80)
    return picture.canvas.words().join(' ')
  }
  const [a, b] = [layer('a', 'a'), layer('b', 'b')]
  for (let i = 0; i < 3; i++) show([a, b])
  assert.equal(show([a, layer('c', 'c')]), 'A c')
  assert.equal(show([b, a]), 'b a')
  assert.equal(show([b, a]), 'B A')
  assert.equal(show([b, a], palettes[1]), 'b a')
  assert.equal(show([b, a], palettes[1]), 'B A')
  assert.equal(show([b, a], palettes[1], 120), 'b a')
  assert.deepEqual([picture.canvas.width, picture.canvas.height], [120, 80])
  assert.equal(show([a], palettes[1], 120), 'a')
})

test('a layer that paints pixels is kept at once; a file has the fine shapes of all', () => {
  const picture = new Picture(fakeCanvas())
  const palette = {}
  let painted = 0
  const pixels = { ...layer('pixels', 'p'), paint: (context, given) => {
    assert.equal(given, palette)
    painted += 1
    context.clearRect()
    context.fillText('dots')
  } }
  for (let i = 0; i < 3; i++) picture.paint([pixels], palette, 50, 50)
  assert.deepEqual(picture.canvas.words(), ['dots'])
  assert.equal(painted, 1)
  assert.deepEqual(shapesOf([layer('x', 'k'), layer('y')]).map(({ text }) => text), ['X', 'Y'])
})
