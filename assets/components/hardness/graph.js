// One of the graphs: which of its nodes count for the hidden parity, and what a single edge changes.

import { frameOf, linear } from '../../shared/chart/axes.js'
import { disc, label, line } from '../../shared/chart/shapes.js'
import { tr } from '../../shared/page/language.js'

export const GRAPHS = 12
const REACH = 1.14
const EDGE = { stroke: 'muted', width: 1, alpha: 0.45, name: 'edge' }
const STEP = 67 // shares no divisor with 45, 105, 190 or 300 pairs, so every one has its turn

// Pairs i < j of n nodes, in the order in which a graph is written as zeros and ones.
function pairsOf(n) {
  const after = (i) => Array.from({ length: n - i - 1 }, (_, j) => [i, i + j + 1])
  return Array.from({ length: n }, (_, i) => after(i)).flat()
}

// Edges count from 1, and 0 is none.
export const nextEdge = (edge, nodes) => 1 + (edge + STEP - 1) % (nodes * (nodes - 1) / 2)

/* A graph, with one edge changed or none: { edges: [[i, j], …], degrees, counts: whether each node's degree
   counts, filled: how many do, before: how many did, touched: the pair changed or null, added: whether it is
   an edge now, turns: how many of all pairs, changed alone, make an odd number even or an even one odd }. */
export function graphOf(bits, nodes, counting, edge) {
  const pairs = pairsOf(nodes)
  const isCounting = new Set(counting)
  const degrees = Array(nodes).fill(0)
  pairs.forEach(([i, j], place) => {
    if (bits[place] !== '1') return
    degrees[i]++
    degrees[j]++
  })
  const counted = (list) => list.filter((degree) => isCounting.has(degree)).length
  const before = counted(degrees)
  const changed = (place) => {
    const by = bits[place] === '1' ? -1 : 1
    return degrees.map((degree, node) => (pairs[place].includes(node) ? degree + by : degree))
  }
  const after = edge ? changed(edge - 1) : degrees
  return {
    edges: pairs.filter((_, place) => (bits[place] === '1') !== (place === edge - 1)),
    degrees: after,
    counts: after.map((degree) => isCounting.has(degree)),
    filled: counted(after),
    before,
    touched: edge ? pairs[edge - 1] : null,
    added: edge > 0 && bits[edge - 1] !== '1',
    turns: pairs.filter((_, place) => (counted(changed(place)) - before) % 2 !== 0).length,
    pairs: pairs.length,
  }
}

export function graphDesign({ graph }, width, height) {
  const { degrees, counts, edges, touched, added, filled } = graph
  const side = Math.min(width, height)
  const [across, down] = [(width - side) / 2, (height - side) / 2]
  const margins = { left: across, right: across, top: down, bottom: down }
  const scale = linear(-REACH, REACH)
  const frame = frameOf(width, height, { x: scale, y: scale, margins })
  const places = degrees.map((_, node) => {
    const angle = 2 * Math.PI * node / degrees.length - Math.PI / 2
    return [frame.x(Math.cos(angle)), frame.y(-Math.sin(angle))]
  })
  const radius = Math.min(13, 0.4 * Math.PI * side / REACH / degrees.length)
  const isTouched = (node) => touched?.includes(node) ?? false
  const node = (at, i) => [
    disc(at, isTouched(i) ? radius + 1.5 : radius, {
      fill: counts[i] ? 'result' : 'paper', stroke: isTouched(i) ? 'price' : 'muted',
      width: isTouched(i) ? 3 : 1.5, name: counts[i] ? 'counts' : 'counts-not',
    }),
    label(degrees[i], [at[0], at[1] + 4], {
      size: 11, bold: counts[i], fill: counts[i] ? 'paper' : 'ink', halo: false,
    }),
  ]
  const between = (pair, style) => line(pair.map((i) => places[i]), style)
  const change = { stroke: 'price', width: 3, dash: added ? null : [4, 4], name: 'changed' }
  return {
    frame,
    layers: [{ key: `${graph.key} ${width} ${height}`, shapes: () => [
      ...edges.map((pair) => between(pair, EDGE)),
      ...(touched ? [between(touched, change)] : []),
      ...places.flatMap(node),
    ] }],
    marks: () => places.map((at, i) => ({
      at,
      text: counts[i]
        ? tr('node {node} has degree {degree}, which counts', { node: i + 1, degree: degrees[i] })
        : tr('node {node} has degree {degree}, which does not count', { node: i + 1, degree: degrees[i] }),
    })),
    name: tr('A graph of {nodes} nodes, of which {filled} have a degree that counts', {
      nodes: degrees.length, filled,
    }),
  }
}
