// What waits while it is out of sight: the last of it is drawn when it's seen, or when the hand has let go.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Later } from '../shared/page/sight.js'

class FakeObserver {
  constructor(tell) {
    FakeObserver.tell = (target, isIntersecting) => tell([{ target, isIntersecting }])
  }

  observe() {}

  disconnect() {
    FakeObserver.ended = true
  }
}

globalThis.IntersectionObserver = FakeObserver

test('out of sight only the last action is done, and once', () => {
  const [near, far] = [{}, {}]
  const ending = new AbortController()
  const later = new Later([near, far], ending.signal)
  const done = []
  const draw = (name) => later.draw(() => done.push(name))
  draw('at once, until it is known')
  FakeObserver.tell(near, false)
  draw('one of them is seen')
  FakeObserver.tell(far, false)
  for (const name of ['never', 'once let go']) draw(name)
  assert.deepEqual(done, ['at once, until it is known', 'one of them is seen'])
  later.finish()
  later.finish()
  assert.deepEqual(done.slice(2), ['once let go'])
  draw('when it is seen')
  FakeObserver.tell(near, true)
  assert.deepEqual(done.slice(3), ['when it is seen'])
  ending.abort()
  assert.equal(FakeObserver.ended, true)
})
