// Texts and numbers of a script that is given no other language: English, as they are written.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lamIs } from '../shared/page/lam.js'
import { code, decimal, localised, tr, trn, whole } from '../shared/page/language.js'
import { briefPercent, percent } from '../shared/page/words.js'

test('a text is itself, with its values', () => {
  assert.equal(code, 'en')
  assert.equal(tr('Play'), 'Play')
  assert.equal(tr('{some} of {all}, {some}', { some: 0, all: '{some}' }), '0 of {some}, 0')
  assert.equal(tr('a {digit} without a {value}', { digit: 6 }), 'a 6 without a {value}')
})

test('no line parts a number from its % or λ from its value, and what is put in stays as it is', () => {
  assert.equal(tr('At λ = {lam}: {share} %, 95 %, λ = ∞, {own}', { lam: 0.5, share: 7, own: 'λ = 1, 2 %' }),
    'At λ\u00a0=\u00a00.5: 7\u00a0%, 95\u00a0%, λ\u00a0=\u00a0∞, λ = 1, 2 %')
  assert.equal(trn('{count} %', '{count} % of all', 2), '2\u00a0% of all')
  assert.equal(lamIs(Infinity), 'λ\u00a0=\u00a0∞')
  assert.deepEqual([percent(0.125), percent(0.125, 2), briefPercent(0.5), briefPercent(0.125)],
    ['13\u00a0%', '12.50\u00a0%', '50\u00a0%', '12.5\u00a0%'])
})

test('a number has its form', () => {
  const told = (count) => trn('{count} row of {all}', '{count} rows of {all}', count, { all: 28 })
  assert.deepEqual([0, 1, 2].map(told), ['0 rows of 28', '1 row of 28', '2 rows of 28'])
})

test('numbers are as JavaScript writes them, and thousands are parted', () => {
  assert.deepEqual([decimal(-0.125, 2), decimal(3, 0), localised('1e-7')], ['-0.13', '3', '1e-7'])
  assert.deepEqual([whole(999), whole(60000)], ['999', '60,000'])
})
