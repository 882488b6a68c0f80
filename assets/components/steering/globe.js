// The globe: thirty digits as dots in the space of an encoder, on wires that turn by R_a.

import { camera } from '../../shared/chart/camera.js'
import { disc, label, line, path } from '../../shared/chart/shapes.js'
import { applied, identity } from '../../shared/math/procrustes.js'
import { tr } from '../../shared/page/language.js'
import { number } from '../../shared/page/words.js'

const SIZE = 2.3
const MERIDIANS = 12
const PARALLELS = [-60, -30, 0, 30, 60]
const POINTS = 48
const TRAIL = 45
const TRAIL_STEP = 5
const SMALL = 220
const RESIDUAL = { stroke: 'left', width: 2, name: 'residual' }
const ORBIT = { stroke: 'ink', width: 1.5, dash: [2, 4], alpha: 0.6, name: 'orbit' }

const circle = (at) => Array.from({ length: POINTS + 1 }, (_, i) => at(2 * Math.PI * i / POINTS))

// The wires of a globe at rest: half circles from pole to pole, and circles around. One is drawn thick.
const WIRES = [
  ...Array.from({ length: MERIDIANS }, (_, m) => {
    const turn = 2 * Math.PI * m / MERIDIANS
    return circle((t) => t / 2).map((t) => [
      Math.sin(t) * Math.cos(turn), Math.sin(t) * Math.sin(turn), Math.cos(t),
    ])
  }),
  ...PARALLELS.map((degrees) => {
    const [r, z] = [Math.cos(degrees * Math.PI / 180), Math.sin(degrees * Math.PI / 180)]
    return circle((t) => [r * Math.cos(t), r * Math.sin(t), z])
  }),
].map((wire) => Float64Array.from(wire.flat()))

const pointsOf = (flat) => Array.from({ length: flat.length / 3 }, (_, i) => flat.subarray(3 * i, 3 * i + 3))

// A curve in two runs of pieces: before the middle of the globe and behind it.
function parted(points, project) {
  const seen = points.map(project)
  const runs = { front: [], back: [] }
  let run = null
  let before = null
  seen.forEach((point, i) => {
    const side = point[2] > 0 ? 'back' : 'front'
    if (side !== before) {
      run = i > 0 ? [seen[i - 1]] : []
      runs[side].push(run)
    }
    run.push(point)
    before = side
  })
  return runs
}

function wireShapes(turn, project) {
  const front = []
  const back = []
  let first = null
  WIRES.forEach((wire, i) => {
    const runs = parted(pointsOf(applied(turn, wire, 3)), project)
    if (i === 0) first = runs
    front.push(...runs.front)
    back.push(...runs.back)
  })
  return [
    path(back, { stroke: 'ink', width: 1, alpha: 0.13, name: 'wires' }),
    path(front, { stroke: 'ink', width: 1, alpha: 0.3, name: 'wires' }),
    path(first.back, { stroke: 'price', width: 2, alpha: 0.35, name: 'prime' }),
    path(first.front, { stroke: 'price', width: 3, alpha: 0.9, name: 'prime' }),
  ]
}

// Where the dots have just been.
function trailShapes({ space, angle, turn }, project) {
  const steps = Math.round(TRAIL / TRAIL_STEP)
  const poses = Array.from({ length: steps + 1 }, (_, i) => {
    const before = angle - TRAIL + i * TRAIL_STEP
    return pointsOf(space.seen(turn === 'globe' ? space.spun(before) : space.turned(before)))
  })
  const runs = poses[0].map((_, dot) => poses.map((pose) => project(pose[dot])))
  return [path(runs, { stroke: 'ink', width: 1.2, alpha: 0.28, name: 'trails' })]
}

// What the globe looks like now: the dots, and where each should be, or would be if the image were turned.
function placesOf({ space, angle, turn }) {
  const [images, globe] = [space.turned(angle), space.spun(angle)].map((all) => pointsOf(space.seen(all)))
  return turn === 'globe' ? { dots: globe, ends: images } : { dots: images, ends: globe }
}

function dotShapes([x, y, depth], digit, { radius, chosen, numeral }) {
  const alpha = depth > 0 ? 0.5 : 1
  const style = { stroke: digit < 0 ? 'ink' : `class-${digit}`, fill: 'paper', alpha, name: chosen ? 'dot chosen' : 'dot' }
  const size = chosen ? radius * 1.35 : radius
  const shapes = [disc([x, y], size, { ...style, width: chosen ? 3.5 : 2 })]
  if (chosen) shapes.push(disc([x, y], size + 3.5, { stroke: 'ink', width: 2, name: 'ring' }))
  const at = [x, y + numeral * 0.36]
  const look = { size: numeral, bold: true, alpha, halo: false, name: 'numeral' }
  shapes.push(label(digit < 0 ? '?' : digit, at, look))
  return shapes
}

// state: { space, angle, turn, dot, labels, view, hidden, arcs, name, said }
export function globeDesign(state, width, height) {
  const { space, angle, labels, dot, view, hidden } = state
  const project = camera(view, width, height, SIZE, 1)
  const small = width < SMALL
  const radius = small ? 6.5 : 9
  const { dots, ends } = placesOf(state)
  const seen = dots.map(project)
  // From the back to the front, the chosen one before all.
  const far = (i) => (i === dot ? -Infinity : seen[i][2])
  const order = [...seen.keys()].sort((a, b) => far(b) - far(a))
  const shapes = () => {
    const orbit = [...space.clouds, space.clouds[0]].map((cloud) => (
      project(space.seen(cloud.subarray(dot * space.d, (dot + 1) * space.d)))
    ))
    return [
      ...wireShapes(hidden ? identity(3) : space.turn(angle), project),
      ...(hidden ? [] : [
        line(orbit, ORBIT),
        ...trailShapes(state, project),
        path(seen.map((at, i) => [at, project(ends[i])]), RESIDUAL),
      ]),
      ...order.flatMap((i) => dotShapes(seen[i], labels[i], {
        radius, chosen: i === dot, numeral: small ? 9 : 11,
      })),
    ]
  }
  const marks = () => seen.map((at, i) => ({ at, value: i, text: markText(state, i) }))
  return { frame: null, layers: [{ shapes }], marks, name: state.name }
}

function markText({ references, arcs, hidden, moves }, i) {
  const who = references[i]
  if (hidden) return who
  return tr(
    '{who}: {arc}° from where the turned globe has it; its turned image is {move}° away from the upright one',
    { who, arc: number(arcs[i], 1), move: number(moves[i], 1) },
  )
}

export const globeLegend = () => [
  { text: tr('a digit'), mark: (x, y) => dotShapes([x + 9, y, 0], 6, { radius: 7, numeral: 9 }) },
  { text: tr('what is left to where the other turn puts it'), style: RESIDUAL },
  { text: tr('R(a) turns the wires, this one with them'), style: { stroke: 'price', width: 3 } },
  { text: tr('the whole way of x'), style: ORBIT },
]
