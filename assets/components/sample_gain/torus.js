// A torus with a symmetry: a point and its images, and the frequencies that are left.

import { axesShapes, frameOf, linear } from '../../shared/chart/axes.js'
import { box, disc, line, path } from '../../shared/chart/shapes.js'
import { SYMMETRIES, TURN, imagesOf, lattice } from '../../shared/math/orbits.js'
import { tr } from '../../shared/page/language.js'
import { MOST_LEVEL } from './counting.js'
import { DARK, IMAGE, KEPT, MERGED, MIRROR, ORBIT, POINT } from './styles.js'

const LEFT = 58

const ANGLES = {
  ...linear(0, TURN),
  ticks: () => ['0', 'π/2', 'π', '3π/2', '2π'].map((text, i) => ({ value: i * TURN / 4, text })),
}

const degrees = (point) => `(${point.map((angle) => `${Math.round(angle * 360 / TURN)}°`).join(', ')})`

function torusWords(point, others) {
  const values = { point: degrees(point), images: others?.map(degrees).join(', ') }
  return others === null
    ? tr('A point of the torus at (x₁, x₂) = {point}; its images: all points at its height', values)
    : tr('A point of the torus at (x₁, x₂) = {point}; its images: {images}', values)
}

export function torusDesign({ group, point }, width, height) {
  const side = Math.min(width - LEFT - 14, height - 26 - 42)
  const margins = { left: LEFT, top: 26, right: width - LEFT - side, bottom: height - 26 - side }
  const titles = { x: 'x₁', y: 'x₂' }
  const frame = frameOf(width, height, { x: ANGLES, y: ANGLES, titles, margins })
  const { mirrors, domain, order } = SYMMETRIES[group]
  const to = ([x, y]) => [frame.x(x), frame.y(y)]
  const images = imagesOf(group, ...point)
  const behind = () => [
    path([domain.map(to)], { closed: true, fill: 'result', alpha: 0.16, name: 'domain' }),
    ...(domain.length === 2 ? [line(domain.map(to), { stroke: 'result', width: 6, alpha: 0.4 })] : []),
    box(frame.left, frame.top, side, side, { stroke: 'muted', name: 'edge' }),
    ...axesShapes(frame, { grid: false, count: { x: 5, y: 5 } }),
    ...mirrors.map((ends) => line(ends.map(to), MIRROR)),
  ]
  const points = () => [
    ...(order === Infinity ? [line([[0, point[1]], [TURN, point[1]]].map(to), ORBIT)] : []),
    ...images.slice(1).map((at) => disc(to(at), 7, IMAGE)),
    disc(to(point), 9, POINT),
  ]
  return {
    frame,
    layers: [{ key: `${group} ${width}`, shapes: behind }, { shapes: points }],
    name: torusWords(point, order === Infinity ? null : images.slice(1)),
  }
}

export function latticeDesign({ group, level, found }, width, height) {
  const reach = Math.sqrt(MOST_LEVEL)
  const side = Math.min(width - LEFT - 14, height - 26 - 42)
  const margins = { left: LEFT, top: 26, right: width - LEFT - side, bottom: height - 26 - side }
  const scale = linear(-reach - 0.5, reach + 0.5)
  const frame = frameOf(width, height, { x: scale, y: scale, titles: { x: 'k₁', y: 'k₂' }, margins })
  const { keeps } = SYMMETRIES[group]
  const step = side / (2 * reach + 1)
  const radius = Math.max(1.2, 0.36 * step)
  const circle = [disc([frame.x(0), frame.y(0)], Math.sqrt(level) * step, { stroke: 'ink', name: 'disc' })]
  const lit = () => lattice(MOST_LEVEL).map(([k, l]) => {
    const inside = k * k + l * l <= level
    const kept = keeps(k, l)
    const at = [frame.x(k), frame.y(l)]
    if (inside && kept) return disc(at, radius * 1.25, KEPT)
    return disc(at, radius * 0.7, inside ? MERGED : DARK)
  })
  return {
    frame,
    layers: [
      { key: `axes ${width}`, shapes: () => axesShapes(frame, { grid: false }) },
      { key: `${group} ${level}`, shapes: lit },
      { shapes: () => circle },
    ],
    name: tr('Frequencies (k₁, k₂) of waves on the torus up to |k|² = {level}: {kept} of {all} are left', {
      level, kept: found.kept[level], all: found.all[level],
    }),
  }
}
