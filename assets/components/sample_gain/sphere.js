// A sphere with a symmetry: a point and its images, seen from where the hand has turned it, and the harmonics
// that are left.

import { axesShapes, frameOf, linear } from '../../shared/chart/axes.js'
import { disc, label, line, path } from '../../shared/chart/shapes.js'
import { SPHERE_SYMMETRIES, degreeOf, latitude, outlook, spherePoint } from '../../shared/math/harmonics.js'
import { tr } from '../../shared/page/language.js'
import { MOST_LEVEL } from './counting.js'
import { DARK, IMAGE, KEPT, MERGED, ORBIT, POINT } from './styles.js'

const ROOM = 1.12
const BEHIND = 0.35
const EDGE = { stroke: 'muted', width: 1, name: 'edge' }
const DEGREES = 180 / Math.PI
const MOST_DEGREE = degreeOf(MOST_LEVEL)

// The parts of a line in front of the sphere, and those behind it.
function parted(points, { seen }, to) {
  const [front, back] = [[], []]
  let last = null
  for (const point of points.map(seen)) {
    const runs = point[2] >= 0 ? front : back
    if (runs !== last) runs.push([])
    runs.at(-1).push(to(point))
    last = runs
  }
  return { front, back }
}

// What is behind the sphere goes to its rim, so that an area ends there.
function onFront(points, { seen }, to) {
  const all = points.map(seen)
  if (all.every(([, , depth]) => depth < 0)) return []
  return all.map(([a, b, depth]) => {
    const out = depth < 0 ? Math.hypot(a, b) || 1 : 1
    return to([a / out, b / out])
  })
}

function lines(points, view, to, style) {
  const { front, back } = parted(points, view, to)
  return [path(back, { ...style, alpha: BEHIND * 0.6 }), path(front, style)]
}

function sphereWords([longitude, polar], order) {
  const values = {
    longitude: Math.round(longitude * DEGREES), latitude: Math.round(90 - polar * DEGREES),
  }
  return order === Infinity
    ? tr('A point of the sphere at longitude {longitude}°, latitude {latitude}°; all points of its ' +
      'latitude are its images', values)
    : tr('A point of the sphere at longitude {longitude}°, latitude {latitude}°; it has {many} images', {
      ...values, many: order - 1,
    })
}

export function sphereDesign({ group, point, outlookAt }, width, height) {
  const side = Math.min(width, height) - 8
  const [aside, above] = [(width - side) / 2, (height - side) / 2]
  const scale = linear(-ROOM, ROOM)
  const margins = { left: aside, right: aside, top: above, bottom: above }
  const frame = frameOf(width, height, { x: scale, y: scale, margins })
  const { images, domain, edges, order } = SPHERE_SYMMETRIES[group]
  const view = outlook(...outlookAt)
  const to = ([a, b]) => [frame.x(a), frame.y(b)]
  const radius = side / (2 * ROOM)
  const here = spherePoint(...point)
  const all = images(here)
  const size = all.length > 20 ? 5 : 7
  const area = () => path(
    [onFront(domain, view, to)], { closed: true, fill: 'result', stroke: null, alpha: 0.25, name: 'domain' },
  )
  const behind = () => [
    disc(to([0, 0]), radius, { fill: 'muted', alpha: 0.08, name: 'ball' }),
    disc(to([0, 0]), radius, { stroke: 'muted', name: 'rim' }),
    ...(order === Infinity
      ? lines(domain, view, to, { stroke: 'result', width: 5, alpha: 0.6, name: 'domain' })
      : [area()]),
    ...edges.flatMap((edge) => lines(edge, view, to, EDGE)),
    ...[[0, 0, 1], [0, 0, -1]].filter(() => group !== 'icosahedron').map((pole) => {
      const [a, b, depth] = view.seen(pole)
      const alpha = depth < 0 ? BEHIND : 1
      return line([[a, b], [1.1 * a, 1.1 * b]].map(to), { ...EDGE, width: 3, alpha, name: 'pole' })
    }),
  ]
  const dot = (p, radiusOf, style) => {
    const at = view.seen(p)
    return disc(to(at), radiusOf, { ...style, alpha: at[2] < 0 ? BEHIND : 1 })
  }
  const points = () => [
    ...(order === Infinity ? lines(latitude(here), view, to, ORBIT) : []),
    ...all.slice(1).map((p) => dot(p, size, IMAGE)),
    dot(here, size + 2, POINT),
  ]
  return {
    frame,
    layers: [{ key: `${group} ${outlookAt} ${width} ${height}`, shapes: behind }, { shapes: points }],
    name: sphereWords(point, order),
  }
}

const ticked = (values) => values.map((value) => ({ value, text: String(value).replace('-', '−') }))

export function harmonicsDesign({ group, level, found }, width, height) {
  const { keeps, left } = SPHERE_SYMMETRIES[group]
  const room = MOST_DEGREE + (keeps ? 0.8 : 2.8)
  const side = Math.min(width - 58 - 14, height - 26 - 42)
  const margins = { left: 58, top: 26, right: width - 58 - side, bottom: height - 26 - side }
  const titles = { x: tr('order q'), y: tr('degree ℓ') }
  const scales = {
    x: { ...linear(-room, room), ticks: () => ticked([-15, 0, 15]) },
    y: { ...linear(MOST_DEGREE + 0.8, -0.8), ticks: () => ticked([0, 5, 10, 15]) },
  }
  const frame = frameOf(width, height, { ...scales, titles, margins })
  const radius = Math.max(1.2, 0.36 * side / (2 * room))
  const last = degreeOf(level)
  const row = (degree) => Array.from({ length: 2 * degree + 1 }, (_, i) => {
    const at = [frame.x(i - degree), frame.y(degree)]
    if (degree > last) return disc(at, radius * 0.7, DARK)
    return keeps?.(degree, i - degree) ? disc(at, radius * 1.25, KEPT) : disc(at, radius * 0.7, MERGED)
  })
  const numbers = (degree) => {
    const many = left(degree)
    const style = { size: 11, fill: many && degree <= last ? 'result' : 'muted', bold: many > 0 }
    return label(many, [frame.x(degree + 1.4), frame.y(degree) + 4], style)
  }
  const degrees = Array.from({ length: MOST_DEGREE + 1 }, (_, degree) => degree)
  const below = frame.y(last + 0.5)
  return {
    frame,
    layers: [
      { key: `axes ${group} ${width}`, shapes: () => axesShapes(frame, { grid: false }) },
      { key: `${group} ${last}`, shapes: () => [...degrees.flatMap(row), ...(keeps ? [] : degrees.map(numbers))] },
      { shapes: () => [line([[frame.left, below], [frame.right, below]], { stroke: 'ink', name: 'disc' })] },
    ],
    name: tr('Harmonics of degree ℓ and order q up to ℓ(ℓ + 1) = {level}: {kept} of {all} are left', {
      level, kept: found.kept[level], all: found.all[level],
    }),
  }
}
