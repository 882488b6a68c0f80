// What Streamlit calls for a view: with an object or the bytes of its JSON, and calls that are overtaken.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mount } from '../shared/page/lifecycle.js'

class Kind {
  constructor() {
    Object.assign(this, { given: [], ended: 0 })
  }

  update({ data, name }) {
    this.given.push([name, data])
  }

  destroy() {
    this.ended += 1
  }
}

function placed() {
  const root = {}
  const call = mount(Kind, '.view')
  return { root, give: (data) => call({ name: 'it', data, parentElement: { querySelector: () => root } }) }
}

test('bytes are given as what their JSON says, anything else as it is', () => {
  const { root, give } = placed()
  const data = { λ: [1, 2.5, null], name: 'ñ' }
  give(new TextEncoder().encode(JSON.stringify(data)))
  give(data)
  assert.deepEqual(root.view.given, [['it', data], ['it', data]])
  assert.equal(root.view.given[1][1], data)
})

test('the end of a call that was overtaken leaves the view to the next one', () => {
  const { root, give } = placed()
  const [first, last] = [give({}), give({})]
  first()
  assert.equal(root.view.ended, 0)
  last()
  assert.equal(root.view.ended, 1)
})
