// The daisy over the plane, and its energy by degree.

import { axesShapes, categorical, frameOf, linear } from '../../shared/chart/axes.js'
import { box, label, line, path } from '../../shared/chart/shapes.js'
import { daisy, daisyEnergy, daisySpectrum } from '../../shared/math/daisy.js'
import { tr } from '../../shared/page/language.js'
import { number, percent } from '../../shared/page/words.js'

const REACH = 2
const MOST_DEGREE = 16
const LEVELS = 7
const ARC = 40
const SILENCE = { size: 12, fill: 'muted' }

export const petalLegend = () => [
  { text: tr('h above 0'), style: { fill: 'left', name: 'key' } },
  { text: tr('h below 0'), style: { fill: 'price', hatch: true, name: 'key' } },
]

const onCircle = (angle, radius) => [radius * Math.cos(angle), radius * Math.sin(angle)]

// Petal j of h, where |h| is above a level: since h grows along each ray as its radius, all is one function.
function petalRun(k, j, level) {
  const [from, width] = [(j - 0.5) * Math.PI / k, Math.PI / k]
  const angles = Array.from({ length: ARC + 1 }, (_, i) => from + width * i / ARC)
  const inner = angles.map((angle) => [angle, level / Math.abs(daisy(onCircle(angle, 1), k))])
  const inside = inner.filter(([, radius]) => radius <= REACH)
  if (inside.length < 2) return []
  return [...inside.map(([angle, radius]) => onCircle(angle, radius)),
    ...inside.toReversed().map(([angle]) => onCircle(angle, REACH))]
}

export function petalsDesign({ k }, width, height) {
  const side = Math.min(width - 60, height - 68)
  const left = 46 + (width - 60 - side) / 2
  const margins = { left, top: 26, right: width - left - side, bottom: height - 26 - side }
  const scale = linear(-REACH, REACH)
  const frame = frameOf(width, height, { x: scale, y: scale, titles: { x: 'z₁', y: 'z₂' }, margins })
  const to = ([x, y]) => [frame.x(x), frame.y(y)]
  const peak = Math.abs(daisy(onCircle(0, 1), k))
  const petals = Array.from({ length: 2 * k }, (_, j) => j)
  const middle = (j, radius) => onCircle(j * Math.PI / k, radius)
  const isBelow = (j) => daisy(middle(j, 1), k) < 0
  const filled = petals.flatMap((j) => Array.from({ length: LEVELS }, (_, level) => {
    const run = petalRun(k, j, (level + 0.5) / LEVELS * peak * REACH)
    const negative = isBelow(j)
    return path([run.map(to)], {
      closed: true, fill: negative ? 'price' : 'left', hatch: negative && level === 0, stroke: null,
      alpha: 0.2, name: negative ? 'below' : 'above',
    })
  }))
  const sign = { size: 20, bold: true }
  const signs = petals.map((j) => {
    const [x, y] = to(middle(j, 1.55))
    return label(isBelow(j) ? '−' : '+', [x, y + 7], sign)
  })
  const zeros = petals.map((j) => line([[0, 0], onCircle((j + 0.5) * Math.PI / k, REACH)].map(to), {
    stroke: 'muted', alpha: 0.5, name: 'zero',
  }))
  const axes = axesShapes(frame, { grid: false })
  return {
    frame,
    layers: [
      { key: `${k} ${width} ${height}`, shapes: () => [...filled, ...zeros, ...axes, ...signs] },
    ],
    marks: () => petals.map((j) => {
      const at = middle(j, 1.2)
      const [h, x, y] = [number(daisy(at, k), 3), number(at[0], 1), number(at[1], 1)]
        .map((text) => text.replace('-', '−'))
      const values = { petal: j + 1, all: 2 * k, h, x, y }
      return { at: to(at), text: tr('petal {petal} of {all}: h = {h} at z = ({x}, {y})', values) }
    }),
    name: tr('The daisy with {petals} petals, over the plane', { petals: 2 * k }),
  }
}

export function shares(k) {
  const all = daisyEnergy(k)
  return daisySpectrum(k, MOST_DEGREE).map((energy) => energy / all)
}

export function spectrumDesign({ k }, width, height) {
  const values = shares(k)
  const degrees = values.map((_, degree) => degree)
  const scales = { x: categorical(degrees), y: linear(0, 1, percent) }
  const titles = { x: tr('degree of the polynomial'), y: tr('share of the energy E h²') }
  const frame = frameOf(width, height, { ...scales, titles })
  const band = (frame.right - frame.left) / degrees.length
  const silent = frame.left + k * band
  const shapes = () => [
    box(frame.left, frame.top, silent - frame.left, frame.bottom - frame.top, {
      fill: 'muted', alpha: 0.14, name: 'silent',
    }),
    ...axesShapes(frame),
    label(tr('silence'), [(frame.left + silent) / 2, (frame.top + frame.bottom) / 2], SILENCE),
    ...values.map((value, degree) => box(
      frame.x(degree) - band * 0.35, frame.y(value), band * 0.7, frame.bottom - frame.y(value),
      { fill: 'result', name: 'bar' },
    )),
  ]
  return {
    frame,
    layers: [{ key: `${k} ${width} ${height}`, shapes }],
    marks: () => values.map((value, degree) => ({
      at: [frame.x(degree), frame.y(value)],
      over: [frame.x(degree) - band / 2, frame.top, band, frame.bottom - frame.top],
      value: degree,
      text: value
        ? tr('degree {degree}: {share} % of the energy', { degree, share: number(100 * value, 2) })
        : tr('degree {degree}: nothing', { degree }),
    })),
    name: tr('Energy of the daisy with {petals} petals by degree: none below {k}', { petals: 2 * k, k }),
  }
}
