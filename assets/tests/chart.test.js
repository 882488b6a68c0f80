// A chart asks how much room it has when there was none or when it has changed, not whenever it is drawn.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Chart } from '../shared/chart/chart.js'

const observers = []
globalThis.document = { documentElement: { dataset: {} } }
globalThis.ResizeObserver = class {
  constructor(changed) {
    observers.push(changed)
  }

  observe() {}
}

// A chart without a name or marks on a node of a size, and the sizes that it was designed for.
function charted(width, height) {
  const node = {
    tagName: 'svg', size: { width, height }, asked: 0, setAttribute() {},
    getBoundingClientRect() {
      this.asked += 1
      return { ...this.size }
    },
  }
  const designed = []
  const chart = new Chart(node, (state, wide, high) => {
    designed.push([state, wide, high])
    return { frame: null, layers: [] }
  }, { readable: false })
  return { node, chart, designed, resized: observers.at(-1) }
}

test('a chart that has room is measured once, however often it is drawn', () => {
  const { node, chart, designed } = charted(300, 200)
  for (const state of ['one', 'two', 'three']) chart.paint(state, null)
  assert.equal(node.asked, 1)
  assert.deepEqual(designed, [['one', 300, 200], ['two', 300, 200], ['three', 300, 200]])
})

test('a chart of another size is drawn for it at once, and for no other', () => {
  const { node, chart, designed, resized } = charted(300, 200)
  resized()
  chart.paint('one', null)
  resized()
  assert.equal(designed.length, 1)
  node.size = { width: 150, height: 200 }
  resized()
  chart.paint('two', null)
  assert.deepEqual(designed.slice(1), [['one', 150, 200], ['two', 150, 200]])
})

test('a chart in a folded part is not drawn until there is room', () => {
  const { node, chart, designed, resized } = charted(0, 0)
  chart.paint('one', null)
  node.size = { width: 300, height: 200 }
  chart.paint('two', null)
  node.size = { width: 0, height: 0 }
  resized()
  chart.paint('three', null)
  node.size = { width: 300, height: 200 }
  resized()
  chart.paint('four', null)
  assert.deepEqual(designed.map(([state]) => state), ['two', 'four'])
})
