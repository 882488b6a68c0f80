import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownTerms } from '../shared/page/formula.js'

// Numbers in [0, 1) from a seed.
function randomFrom(seed) {
  let state = seed
  return () => {
    state = (1664525 * state + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}

for (const [name, factor, effortOf] of [
  ['row shifts', 1, (next, lam) => Math.sqrt(Math.floor(next() * Math.min(5000, 60 / (lam ** 2 + 1e-8))))],
  ['turns', Math.SQRT2, (random, lam) => Math.min(Math.PI, 3 * random() / (lam + 0.1))],
]) {
  test(`a pocket calculator finds the shown distance from the shown terms: ${name}`, () => {
    const random = randomFrom(7)
    for (let i = 0; i < 20000; i++) {
      const lam = random() < 0.05 ? 0 : 2 * random() ** 2 * (factor > 1 ? 6 : 1)
      const [residual, effort] = [12 * random(), effortOf(random, lam)]
      const distance = Math.hypot(residual, factor * lam * effort)
      const shown = shownTerms({ residual, effort, distance }, lam, factor)
      const again = Math.hypot(Number(shown.residual), factor * Number(shown.lam) * Number(shown.effort))
      assert.equal(shown.distance, distance.toFixed(3))
      assert.ok(Math.abs(again - Number(shown.distance)) <= 0.001 + 1e-12, JSON.stringify(shown))
      assert.match(shown.residual, /^\d+\.\d{3,}$/)
      assert.match(shown.effort, /^\d+\.\d{3,}$/)
    }
  })
}

test('as few digits as will do, and none for λ = ∞', () => {
  const at = { residual: 8.47, effort: Math.sqrt(60), distance: Math.hypot(8.47, 0.5 * Math.sqrt(60)) }
  assert.deepEqual(shownTerms(at, 0.5), { residual: '8.470', lam: '0.5', effort: '7.746', distance: '9.313' })
  assert.equal(shownTerms({ residual: 9, effort: 0, distance: 9 }, Infinity).lam, '∞')
})
