// What a view tells aloud: what a hand has changed, then what is so.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Lifecycle } from '../shared/page/lifecycle.js'

const account = {
  facts: ({ hidden, key, value }) => (hidden ? null : { key, value }),
  words: (before, now) => (before.value === now.value ? '' : `${before.value} to ${now.value};`),
}

// A view of one number, without a page.
function viewOf(value) {
  const view = Object.create(Lifecycle.prototype)
  const words = () => (view.hidden ? 'hidden.' : `${view.note}${view.key} is ${view.value}.`)
  Object.assign(view, { account, words, key: 'a', note: '', value, line: null, players: [] })
  view.speak = (text) => {
    view.said = text
  }
  view.forget()
  return (change) => {
    Object.assign(view, change)
    if (change.back) view.forget()
    view.tell()
    return view.said
  }
}

test('a change is told before the state, and stays with it until something else is so', () => {
  const tell = viewOf(1)
  assert.equal(tell({}), 'a is 1.')
  assert.equal(tell({ value: 2 }), '1 to 2; a is 2.')
  assert.equal(tell({}), '1 to 2; a is 2.', 'told again it is the same text, which no one hears twice')
  assert.equal(tell({ value: 5 }), '2 to 5; a is 5.')
  assert.equal(tell({ note: 'Still ' }), 'Still a is 5.')
})

test('no change is told of something else, after Back, nor across what is hidden', () => {
  const tell = viewOf(1)
  tell({})
  assert.equal(tell({ key: 'b', value: 2 }), 'b is 2.')
  assert.equal(tell({ value: 3, back: true }), 'b is 3.')
  assert.equal(tell({ value: 4, back: false }), '3 to 4; b is 4.')
  assert.equal(tell({ value: 7, hidden: true }), 'hidden.')
  assert.equal(tell({ value: 8, hidden: false }), 'b is 8.')
})

test('a view without an account tells what is so', () => {
  const tell = viewOf(1)
  tell({ account: undefined })
  assert.equal(tell({ value: 2 }), 'a is 2.')
})
