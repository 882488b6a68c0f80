// A drawing that is drawn again is what it would be if drawn anew, and what has not changed is not touched.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { box, curve, label, line } from '../shared/chart/shapes.js'
import { redraw, shapesNodes } from '../shared/chart/svg.js'
import { PRINT } from '../shared/page/theme.js'

// A node that knows its attributes, its text and its children, and counts how often something was written.
class FakeNode {
  static written = 0

  constructor(tag) {
    Object.assign(this, { tag, attributes: {}, childNodes: [], parent: null, text: '' })
  }

  setAttribute(name, value) {
    FakeNode.written += 1
    this.attributes[name] = String(value)
  }

  removeAttribute(name) {
    FakeNode.written += 1
    delete this.attributes[name]
  }

  append(...nodes) {
    for (const node of nodes) node.parent = this
    this.childNodes.push(...nodes)
  }

  replaceWith(node) {
    node.parent = this.parent
    this.parent.childNodes.splice(this.parent.childNodes.indexOf(this), 1, node)
  }

  remove() {
    this.parent.childNodes.splice(this.parent.childNodes.indexOf(this), 1)
  }

  get firstChild() {
    return this.childNodes[0] ?? null
  }

  get lastChild() {
    return this.childNodes.at(-1) ?? null
  }

  get nextSibling() {
    return this.parent.childNodes[this.parent.childNodes.indexOf(this) + 1] ?? null
  }

  get textContent() {
    return this.text
  }

  set textContent(text) {
    FakeNode.written += 1
    this.text = text
  }

  plain() {
    return [this.tag, this.attributes, this.text, this.childNodes.map((node) => node.plain())]
  }
}

globalThis.document = { createElementNS: (_, tag) => new FakeNode(tag) }

const PICTURES = [
  [line([[0, 0], [1, 2]], { stroke: 'left', name: 'rule' }), label('one', [1, 2])],
  [line([[0, 0], [1, 3]], { stroke: 'left' }), label('two', [1, 2]), label('three', [1, 2], { bold: true })],
  [label('four', [5, 5], { halo: true }), box(0, 0, 3, 4, { fill: 'price', hatch: true })],
  [box(0, 0, 3, 4, { fill: 'price', hatch: true }), curve('M0 0Q1 1', { stroke: 'ink', data: { to: 1 } })],
  [],
]

// Of nodes, whatever their hatch is called.
const plain = (nodes) => JSON.parse(
  JSON.stringify(nodes.map((node) => node.plain())).replaceAll(/hatch-light-\d+/g, 'hatch'),
)

test('whatever a group was before, it becomes what its shapes are', () => {
  for (const before of PICTURES) {
    for (const now of PICTURES) {
      const group = new FakeNode('g')
      redraw(group, now, PRINT, redraw(group, before, PRINT, []))
      assert.deepEqual(plain(group.childNodes), plain(shapesNodes(now, PRINT)))
    }
  }
})

// Chromium finds no pattern that the first of its name has in an SVG which is hidden.
test('no two drawings on a page name their hatch alike, and each keeps its name', () => {
  const hatched = [box(0, 0, 3, 4, { fill: 'price', hatch: true })]
  const named = (nodes) => [nodes[0].childNodes[0].attributes.id, nodes[2].attributes.fill]
  const [one, other] = [new FakeNode('g'), new FakeNode('g')]
  const described = redraw(one, hatched, PRINT, [])
  redraw(other, hatched, PRINT, [])
  const all = [one.childNodes, other.childNodes, shapesNodes([...hatched], PRINT)].map(named)
  for (const [id, fill] of all) assert.equal(fill, `url(#${id})`)
  assert.equal(new Set(all.map(([id]) => id)).size, 3)
  redraw(one, [...hatched], PRINT, described)
  assert.deepEqual(named(one.childNodes), all[0])
})

test('nodes stay, and only what differs is written', () => {
  const group = new FakeNode('g')
  const described = redraw(group, PICTURES[0], PRINT, [])
  const nodes = [...group.childNodes]
  FakeNode.written = 0
  const again = redraw(group, PICTURES[0], PRINT, described)
  assert.equal(FakeNode.written, 0)
  redraw(group, [PICTURES[0][0], label('two', [1, 2])], PRINT, again)
  assert.equal(FakeNode.written, 1)
  assert.deepEqual(group.childNodes.map((node, i) => node === nodes[i]), [true, true])
})
