// What of space a view shows, and how large.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { camera } from '../shared/chart/camera.js'

test('a ball fills the lesser of the height and a share of the width', () => {
  const view = { yaw: 0, pitch: 0, zoom: 1 }
  const edge = (width, height, ...share) => camera(view, width, height, 2.5, ...share)([1, 0, 0])
  assert.deepEqual(edge(1000, 500), [700, 250, 0])
  assert.deepEqual(edge(500, 500), [410, 250, 0])
  assert.deepEqual(edge(500, 500, 1), [450, 250, 0])
})
