import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handSentence } from '../components/lens/words.js'
import { alignmentAt, alignmentByHand, lazyPath, rowToWatch } from '../shared/math/path.js'

const [HEIGHT, WIDTH] = [4, 6]
const pixels = (seed) => Uint8Array.from({ length: HEIGHT * WIDTH }, (_, i) => (seed * (i + 3) ** 2) % 251)
const [x, y] = [pixels(17), pixels(59)]
const path = lazyPath(x, y, HEIGHT, WIDTH)
const LAMS = [0, 0.05, 0.2, 0.6, 3]

test('no g of a hand is better than the best one, and the best one is as good', () => {
  for (const lam of LAMS) {
    const at = alignmentAt(path, lam)
    for (let row = 0; row < HEIGHT; row++) {
      for (let shift = -WIDTH / 2; shift <= WIDTH / 2; shift++) {
        const hand = alignmentByHand(path, { x, y, at, lam, row, shift })
        assert.ok(hand.distance >= at.distance - 1e-12)
        const own = hand.rowResiduals.reduce((sum, value, i) => sum + value + hand.rowPenalties[i], 0)
        assert.ok(Math.abs(own - hand.distance ** 2) < 1e-9)
        if (shift === at.shifts[row]) assert.match(handSentence(row, hand, at), /no g does better/)
      }
    }
  }
})

test('at λ = ∞ no move of a hand can be paid', () => {
  const at = alignmentAt(path, Infinity)
  const hand = alignmentByHand(path, { x, y, at, lam: Infinity, row: 1, shift: 2 })
  assert.equal(hand.squaredPenalty, Infinity)
  assert.match(handSentence(1, hand, at), /can be paid/)
  assert.doesNotMatch(handSentence(1, hand, at), /Infinity|NaN/)
})

test('the row to watch is the next to change, and behind the last event the one that costs most', () => {
  const [now, next] = path.shifts
  assert.notEqual(now[rowToWatch(path, 0)], next[rowToWatch(path, 0)])
  const row = rowToWatch(path, Infinity)
  const { rowResiduals } = alignmentAt(path, Infinity)
  assert.equal(rowResiduals[row], Math.max(...rowResiduals))
})
