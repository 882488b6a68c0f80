// Addresses as tables: what is read is what was written, and what can't be read is said.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LAM, lamFromJson, lamText, lamToJson, lamToPython, roundLam } from '../shared/page/lam.js'
import { linkWith, listOf, oneOf, readAddress, whole, writtenAddress } from '../shared/page/link.js'

const TABLE = {
  lam: { type: LAM, otherwise: 0.5, always: true },
  view: { type: oneOf(['all', 'gain']), otherwise: 'all' },
  count: { type: whole(1, 30), otherwise: 10, parameter: 'k' },
  row: { type: whole(1, 28, 'rows are 1 to 28'), otherwise: null },
  pins: { type: listOf(LAM, 3), otherwise: [] },
}

test('values come back as they were written, defaults are left out', () => {
  const views = [
    { lam: 0.5, view: 'all', count: 10, row: null, pins: [] },
    { lam: Infinity, view: 'gain', count: 30, row: 28, pins: [0, Infinity, 1e-9] },
    { lam: 0, view: 'all', count: 1, row: 1, pins: [0.25] },
  ]
  for (const view of views) {
    const href = linkWith('http://127.0.0.1/lens?x=mnist-test-1&k=7&embed=true', writtenAddress(TABLE, view))
    const { values, problems } = readAddress(TABLE, new URL(href).search)
    assert.deepEqual(values, view)
    assert.deepEqual(problems, [])
    assert.equal(new URL(href).searchParams.get('x'), 'mnist-test-1')
  }
  const absent = { view: null, k: null, row: null, pins: null }
  assert.deepEqual(writtenAddress(TABLE, views[0]), { lam: '0.5', ...absent })
})

test('every bad value has its sentence and its default', () => {
  const { values, problems } = readAddress(TABLE, '?v=2&lam=-1&view=most&k=2.5&row=29&pins=1_x_2')
  assert.deepEqual(values, { lam: 0.5, view: 'all', count: 10, row: null, pins: [1, 2] })
  assert.deepEqual(problems, [
    'The link is of version 2; this is version 1.',
    'The link says lam=-1; λ must be a number of at least 0, or inf.',
    'The link says view=most; it must be one of all, gain.',
    'The link says k=2.5; it must be a whole number from 1 to 30.',
    'The link says row=29; rows are 1 to 28.',
    'The link says pins=x; λ must be a number of at least 0, or inf.',
  ])
  assert.equal(readAddress(TABLE, `?k=${'9'.repeat(500)}`).problems[0].length < 120, true)
  assert.deepEqual(readAddress(TABLE, '?k=').values.count, 10)
})

test('λ has one form in JSON, in an address, in a program and for eyes', () => {
  for (const lam of [0, 0.1 + 0.2, 1e-7, 12.5, Infinity]) {
    assert.equal(lamFromJson(lamToJson(lam)), lam)
    const read = LAM.read(LAM.write(lam))
    assert.ok(read === lam || Math.abs(read - lam) <= 1e-12 * lam)
  }
  assert.equal(LAM.write(roundLam(0.5572566666666433)), '0.557257')
  const refused = ['', ' ', 'nan', '-0.1', 'Infinity', '-inf', '1,5']
  assert.deepEqual(refused.map(LAM.read), refused.map(() => undefined))
  assert.deepEqual([lamText(Infinity), lamText(0.123456), lamText(2)], ['∞', '0.1235', '2'])
  assert.deepEqual([lamToPython(Infinity), lamToPython(0.5)], ['float("inf")', '0.5'])
})
