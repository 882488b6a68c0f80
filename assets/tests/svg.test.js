// Shapes as the text of an SVG: well-formed, escaped, in the colours of the palette.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { box, curve, disc, label, line, path } from '../shared/chart/shapes.js'
import { escaped, placed, shapesMarkup, svgFile } from '../shared/chart/svg.js'
import { PRINT } from '../shared/page/theme.js'

test('every kind of shape has its node', () => {
  const markup = shapesMarkup([
    line([[0, 0], [1.005, 2]], { stroke: 'left', width: 2, dash: [3, 4], name: 'rule' }),
    path([[[0, 0], [1, 0], [1, 1]], []], { fill: 'price', closed: true, stroke: null }),
    curve('M0 0Q1 1 2 0', { stroke: '#123456', data: { part: 'left' } }),
    disc([3, 4], 5, { fill: 'paper', alpha: 0.5 }),
    disc([0, 0], -1, { fill: 'ink' }),
    box(1, 2, -3, 4, { fill: 'ink' }),
    label('a < b & "c"', [1, 2], { anchor: 'end', italic: true }),
  ], PRINT)
  assert.match(markup, /^<path class="rule" d="M0 0L1 2" fill="none" stroke="#0072b2" stroke-width="2"/)
  assert.match(markup, /stroke-dasharray="3 4"/)
  assert.match(markup, /d="M0 0L1 0L1 1Z" fill="#c85200"\/>/)
  assert.match(markup, /data-part="left" d="M0 0Q1 1 2 0" fill="none" stroke="#123456"/)
  assert.match(markup, /<circle fill-opacity="0.5" cx="3" cy="4" r="5" fill="#ffffff"\/>/)
  assert.match(markup, /<circle cx="0" cy="0" r="0" fill="#1c1c1a"\/>/)
  assert.match(markup, /<rect x="1" y="2" width="0" height="4" fill="#1c1c1a"\/>/)
  assert.match(markup, /text-anchor="end".*>a &lt; b &amp; &quot;c&quot;<\/text>$/)
})

test('an opacity needs a group of its own only where fill and stroke overlap', () => {
  const markup = (shape) => shapesMarkup([shape], PRINT)
  assert.match(markup(line([[0, 0], [1, 2]], { stroke: 'ink', alpha: 0.14 })), / stroke-opacity="0.14"/)
  assert.match(markup(label('a', [0, 0], { alpha: 0.5 })), / fill-opacity="0.5"/)
  assert.match(markup(label('a', [0, 0], { alpha: 0.5, halo: true })), / opacity="0.5"/)
  assert.match(markup(disc([3, 4], 5, { fill: 'paper', stroke: 'ink', alpha: 0.5 })), / opacity="0.5"/)
})

test('what is hatched brings its pattern, once', () => {
  const hatched = (x) => box(x, 0, 10, 10, { fill: 'price', hatch: true })
  const markup = shapesMarkup([hatched(0), hatched(20)], PRINT)
  assert.equal(markup.match(/<pattern /g).length, 1)
  assert.equal(markup.match(/url\(#hatch-light\)/g).length, 2)
  assert.match(shapesMarkup([hatched(0)], { ...PRINT, dark: true }), /url\(#hatch-dark\)/)
})

test('a file says what it is', () => {
  const file = svgFile(100.4, 50, 'a < b', placed(3.14159, 2, '<g/>'), PRINT)
  assert.match(file, /viewBox="-16 -16 132 82"/)
  assert.match(file, /<title>a &lt; b<\/title>/)
  assert.match(file, /translate\(3.14 2\)/)
  assert.equal(escaped('&<>"'), '&amp;&lt;&gt;&quot;')
})
