// What goes along from page to page: each page as it was left, one pair of digits and one λ over all of them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Memory, NOTHING, leftWith, pageAt, searchTo } from '../shared/page/carried.js'

const RENAMED = { x: 'digit_x', y: 'digit_y' }
const at = (left, page, names) => Object.fromEntries(new URLSearchParams(searchTo(left, page, '', names)))

function visited(...visits) {
  return visits.reduce((left, [path, search, names]) => leftWith(left, path, search, names), NOTHING)
}

test('a path leads to its page, whatever stands before it', () => {
  const pages = ['', 'lens', 'about']
  const lens = ['/lens', '/lens/', '/under/lens', '/about/lens']
  for (const path of lens) assert.equal(pageAt(path, pages), 'lens')
  for (const path of ['/', '', '/under/', '/under', '/lens/under']) assert.equal(pageAt(path, pages), '')
})

test('a first visit leads to plain links', () => {
  assert.equal(searchTo(NOTHING, 'lens', ''), '')
  assert.equal(searchTo(visited(['', '']), 'lens', ''), '')
})

test('digits and λ of the newest page lie over what each page was left with', () => {
  const left = visited(
    ['lens', '?v=1&x=mnist-test-3&y=sklearn-5&lam=0.7&pins=0.1_inf&row=4'],
    ['neighbours', '?v=1&x=mnist-train-8&lam=inf&k=3'],
  )
  const shared = { v: '1', x: 'mnist-train-8', y: 'sklearn-5', lam: 'inf' }
  assert.deepEqual(at(left, 'lens'), { ...shared, pins: '0.1_inf', row: '4' })
  assert.deepEqual(at(left, 'neighbours'), { ...shared, k: '3' })
  assert.deepEqual(at(left, 'about'), shared)
})

test('a page on which x is no digit carries the digits under another name', () => {
  const left = visited(
    ['lens', '?v=1&x=mnist-test-3&y=mnist-test-5&lam=0.7'],
    ['geometry', '?v=1&x=1.5_0&y=0_1&lam=2&digit_x=mnist-test-3&digit_y=mnist-test-5', RENAMED],
  )
  assert.deepEqual(at(left, 'lens'), { v: '1', x: 'mnist-test-3', y: 'mnist-test-5', lam: '2' })
  assert.deepEqual(at(left, 'geometry', RENAMED), {
    v: '1', x: '1.5_0', y: '0_1', lam: '2', digit_x: 'mnist-test-3', digit_y: 'mnist-test-5',
  })
  const other = leftWith(left, 'lens', '?v=1&x=mnist-test-7&y=mnist-test-5&lam=0.2')
  assert.equal(at(other, 'geometry', RENAMED).x, '1.5_0')
  assert.equal(at(other, 'geometry', RENAMED).digit_x, 'mnist-test-7')
})

test('what no page would have written stays where it is', () => {
  const left = visited(['averaging', '?v=1&model=%3Cb%3E&pi=a%2F%2Fhost&%5Ba%5D=1&n=500&n=//host&turn=90'])
  assert.deepEqual(at(left, 'averaging'), { v: '1', turn: '90' })
})

test('a drawing is carried like any digit', () => {
  const x = 'px-c3BkYGBg-_A'
  assert.equal(at(visited(['lens', `?x=${x}`]), 'neighbours').x, x)
})

test('what no page can show is carried to none', () => {
  const bad = ['mnist-test-', 'mnist-dev-3', '![a](//127.0.0.2/b.png)', 'px-', `px-${'A'.repeat(2000)}`, '']
  for (const x of bad) {
    const left = visited(['about', `?v=1&x=${encodeURIComponent(x)}&y=mnist-test-5&lam=-1`])
    assert.deepEqual(at(left, 'lens'), { v: '1', y: 'mnist-test-5' })
    assert.deepEqual(at(left, 'about'), { v: '1', y: 'mnist-test-5' })
  }
  const before = visited(['lens', '?x=mnist-test-3&lam=0.7'], ['about', '?x=nothing&lam=1e'])
  assert.deepEqual(at(before, 'about'), { v: '1', x: 'mnist-test-3', lam: '0.7' })
})

test('an embedded page stays embedded, and no page becomes so by being left', () => {
  const embedded = '?embed=true&embed_options=dark_theme&embed_options=show_padding'
  const left = visited(['lens', `${embedded}&lam=0.7`])
  assert.equal(searchTo(left, 'lens', ''), '?lam=0.7&v=1')
  assert.equal(searchTo(left, 'about', embedded), `?lam=0.7&v=1&${embedded.slice(1)}`)
  assert.equal(searchTo(NOTHING, 'about', embedded), embedded)
})

test('a tab remembers over a reload, and forgets what it can’t read', () => {
  const kept = new Map()
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) }
  const left = visited(['lens', '?x=mnist-test-3&lam=0.7'])
  new Memory(storage).keep(left)
  assert.deepEqual(new Memory(storage).held, left)
  for (const text of ['{', 'null', '3', '{"pages":7}', '[]']) {
    kept.set('lazyq:left', text)
    assert.deepEqual(new Memory(storage).held, NOTHING, text)
  }
})

test('where nothing may be stored a page remembers until it is left', () => {
  const full = { getItem: () => null, setItem: () => { throw new Error('full') } }
  for (const storage of [null, full]) {
    const memory = new Memory(storage)
    const left = visited(['lens', '?lam=0.7'])
    memory.keep(left)
    assert.deepEqual(memory.held, left)
  }
})

test('a projector is carried to every page, and no other value of it', () => {
  const left = visited(['lens', '?v=1&lam=0.7&present=true'])
  assert.equal(searchTo(left, 'about', '?present=true'), '?lam=0.7&v=1&present=true')
  assert.equal(searchTo(left, 'lens', '?present=maybe'), '?v=1&lam=0.7')
  assert.equal(searchTo(visited(['lens', '?room=KTRWPH']), 'about', '?room=KTRWPH'), '?room=KTRWPH')
  assert.equal(searchTo(visited(['lens', '?room=KTRWPH']), 'lens', ''), '')
})

test('the language of the window goes along, and no other', () => {
  const left = visited(['lens', '?v=1&lam=0.7&lang=en'])
  assert.equal(searchTo(left, 'lens', '?lang=en'), '?v=1&lam=0.7&lang=en')
  assert.equal(searchTo(left, 'lens', ''), '?v=1&lam=0.7')
  assert.equal(searchTo(NOTHING, 'lens', '?lang=xx&present=true'), '?present=true')
})
