// What no page of ours writes, into links, a tab's memory and the words of a file: left out or made harmless.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { yes } from '../components/aligning/address.js'
import { queriesType } from '../components/hardness/game.js'
import { escaped } from '../shared/chart/svg.js'
import { Memory, NOTHING, leftWith, searchTo } from '../shared/page/carried.js'

// What every object has without being asked.
const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']

test('a name that every object has is no value of a link', () => {
  assert.deepEqual([yes.read('yes'), yes.read('no')], [true, false])
  assert.deepEqual(queriesType.read('mix.p5'), ['mix', 'p5'])
  for (const text of INHERITED) {
    assert.equal(yes.read(text), undefined, text)
    assert.equal(queriesType.read(text), undefined, text)
    assert.equal(queriesType.read(`mix.${text}`), undefined, text)
  }
})

test('what is no text in a tab’s memory is forgotten', () => {
  const held = (stored) => new Memory({ getItem: () => JSON.stringify(stored) }).held
  for (const value of [[1], 7, null, { toString: 1 }, [[1, 2, 3]]]) {
    const left = held({ pages: { lens: value }, shared: { x: value } })
    assert.deepEqual(left, NOTHING)
    assert.equal(searchTo(leftWith(left, 'lens', '?lam=0.7'), 'lens', ''), '?lam=0.7&v=1')
  }
  const some = held({ pages: { lens: 'k=3', about: 3 }, shared: [] })
  assert.deepEqual(some, { pages: { lens: 'k=3' }, shared: {} })
})

test('a file of XML holds no letter that XML has not', () => {
  assert.equal(escaped('a\0\x1b[31m\ud800\uffff <b>\tc\n'), 'a\ufffd\ufffd[31m\ufffd\ufffd &lt;b&gt;\tc\n')
  assert.equal(escaped('λ² = ½ · 👨‍👩‍👧 e\u0301'), 'λ² = ½ · 👨‍👩‍👧 e\u0301')
})
