// Six curves between the two limits, two against λ and four against r: what stands still, on it what moves,
// and what can be read.

import { axesShapes, cursorShapes, frameOf, legendShapes } from '../../shared/chart/axes.js'
import { lamLogScale, linear } from '../../shared/chart/axes.js'
import { disc, label, line, textWidth } from '../../shared/chart/shapes.js'
import { ballArea, crossFactor, distanceBetween, gaussCurvature } from '../../shared/math/space.js'
import { lengthScale, orbitRadius } from '../../shared/math/space.js'
import { lamIs } from '../../shared/page/lam.js'
import { localised, tr } from '../../shared/page/language.js'
import { number } from '../../shared/page/words.js'
import { REACH } from './plane.js'
import { RIDDLE, rough } from './words.js'

// λ from 0 to ∞ on one axis: 0 and ∞ have a stop each, between them the axis is logarithmic.
export const LEAST = 0.02
export const MOST = 20
export const LAM_SCALE = lamLogScale(LEAST, MOST)

export const READ_LAMS = [
  0, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, Infinity,
]
const LAMS_BETWEEN = Array.from({ length: 101 }, (_, i) => LEAST * (MOST / LEAST) ** (i / 100))
const SAMPLED_LAMS = [0, ...LAMS_BETWEEN, Infinity]
const READ_RADII = Array.from({ length: 26 }, (_, i) => i / 10)
const SAMPLED_RADII = Array.from({ length: 81 }, (_, i) => REACH * i / 80)
const RADIUS_SCALE = linear(0, REACH)

const CURVE = { stroke: 'result', width: 2.5 }
const PLAIN = { stroke: 'ink', width: 1.5, dash: [6, 5], alpha: 0.55 }
const LIMIT = { stroke: 'ink', width: 1.5, dash: [2, 4], alpha: 0.7 }
const LEGEND_SIZE = 12
const MARGINS = { left: 36, right: 14, top: 44 }
const ROOF = 6
const DOT = { fill: 'paper', width: 2 }

// A frame with the ticks, the titles and the legend of the curves, which stand above it.
function chartFrame(width, height, x, y, titles) {
  const frame = frameOf(width, height, { x, y, titles, margins: MARGINS })
  return { ...frame, roof: frame.top - ROOF }
}

function stillShapes(frame, legend, curves) {
  return [...axesShapes(frame), ...legendShapes(legend, [6, 31], LEGEND_SIZE).shapes, ...curves]
}

// What is lazy, and the two limits that it lies between.
const threeKeys = (plain, limit) => [
  { text: tr('lazy'), style: CURVE }, { text: plain, style: PLAIN }, { text: limit, style: LIMIT },
]

const shortened = (value) => localised(String(Number(value.toFixed(3))))

// --- against λ

function lamChart(state, width, height, { most, title, legend, curves, dots, key, read }) {
  const titles = { x: tr('laziness λ (length per radian)'), y: title }
  const frame = chartFrame(width, height, LAM_SCALE, linear(0, most), titles)
  const lams = [...READ_LAMS, state.lam].sort((a, b) => a - b)
  const still = () => stillShapes(frame, legend, curves.map(([f, style]) => (
    line(SAMPLED_LAMS.map((lam) => [frame.x(lam), frame.y(f(lam))]), style)
  )))
  const marks = () => read.flatMap(([f, text]) => [...new Set(lams)].map((lam) => {
    const value = f(lam)
    return { at: [frame.x(lam), frame.y(value)], value: lam, text: `${lamIs(lam)}: ${text(value, lam)}` }
  }))
  const cursor = () => cursorShapes(frame, state.lam, { width: 1.5, alpha: 0.6 })
  return {
    frame,
    layers: [{ key, shapes: still }, { shapes: () => [...cursor(), ...dots(frame)] }],
    marks,
  }
}

function distanceDesign(state, width, height) {
  const { x, y, lam, hidden } = state
  const plain = Math.hypot(x[0] - y[0], x[1] - y[1])
  const quotient = Math.abs(Math.hypot(...x) - Math.hypot(...y))
  const f = (value) => distanceBetween(x, y, value)
  const told = (value, at) => {
    const distance = number(value, 3)
    if (hidden) return RIDDLE
    if (at === 0) return tr('d = {distance}, the quotient distance', { distance })
    return at === Infinity ? tr('d = {distance}, the plain distance', { distance }) : `d = ${distance}`
  }
  return lamChart(state, width, height, {
    most: Math.max(plain * 1.12, 0.1),
    title: tr('distance (length)'),
    legend: threeKeys(tr('plain'), tr('quotient')),
    curves: [[() => plain, PLAIN], [() => quotient, LIMIT], [f, CURVE]],
    dots: (frame) => [disc([frame.x(lam), frame.y(f(lam))], 4.5, { ...DOT, stroke: 'result' })],
    key: `${x} ${y}`,
    read: [[f, told]],
  })
}

function factorDesign(state, width, height) {
  const { x, y, lam } = state
  // x is named below its curve and y above, within the frame and clear of each other.
  const points = [
    [Math.hypot(...x), 'x', 'price', [12, 12], [18, 4]], [Math.hypot(...y), 'y', 'left', [-12, -5], [2, 20]],
  ]
  const factorAt = (r) => (value) => crossFactor(r, value)
  return lamChart(state, width, height, {
    most: 1,
    title: tr('factor across (no unit)'),
    legend: points.map(([, name, stroke]) => ({
      text: tr('at {name}', { name }), style: { stroke, width: 2.5 },
    })),
    curves: points.map(([r, , stroke]) => [factorAt(r), { stroke, width: 2.5 }]),
    dots: (frame) => points.flatMap(([r, text, colour, [right, down], [above, below]]) => {
      const spot = [frame.x(lam), frame.y(crossFactor(r, lam))]
      const place = [
        Math.min(Math.max(spot[0] + right, frame.left + 8), frame.right - 4),
        Math.min(Math.max(spot[1] + down, frame.top + above), frame.bottom - below),
      ]
      const name = label(text, place, { italic: true, size: 15, fill: colour })
      return [disc(spot, 4.5, { ...DOT, stroke: colour }), name]
    }),
    key: `${x} ${y}`,
    read: points.map(([r, name]) => [
      factorAt(r), (value) => tr('factor {factor} at {name}', { factor: rough(value), name }),
    ]),
  })
}

// --- against r

// What leaves the picture at its top ends there.
function belowRoof(points, roof) {
  return points.flatMap((point, i) => {
    const next = points[i + 1]
    const inside = point[1] >= roof ? [point] : []
    if (!next || (point[1] >= roof) === (next[1] >= roof)) return inside
    const share = (roof - point[1]) / (next[1] - point[1])
    return [...inside, [point[0] + share * (next[0] - point[0]), roof]]
  })
}

// Where x and y stand on a curve; two names that would touch become one.
function dotShapes(frame, spots) {
  const shown = spots.filter(({ at }) => at[1] >= frame.roof).sort((a, b) => a.at[0] - b.at[0])
  const close = shown.length === 2 && Math.abs(shown[0].at[0] - shown[1].at[0]) < 14 &&
    Math.abs(shown[0].at[1] - shown[1].at[1]) < 18
  const both = () => ({ name: 'x, y', at: [0, 1].map((k) => Math.min(shown[0].at[k], shown[1].at[k])) })
  const names = close ? [both()] : shown
  return [
    ...shown.map(({ at }) => disc(at, 4, { fill: 'paper', stroke: 'ink', width: 1.8 })),
    ...names.map(({ name, at: [a, b] }) => {
      const below = b < frame.top + 12
      const least = frame.left - 4 + textWidth(name, 14) / 2
      return label(name, [Math.max(a, least), below ? b + 20 : b - 9], { italic: true, size: 14 })
    }),
  ]
}

// Axes that stay, so that the curve is seen to move; read(r, value) says what a radius has.
function radiusChart(state, width, height, { most, title, legend = [], f, compared = [], read }) {
  const titles = { x: tr('radius r (length)'), y: title }
  const frame = chartFrame(width, height, RADIUS_SCALE, linear(0, most), titles)
  const place = (r, value) => [frame.x(r), frame.y(Math.min(value, 1e6 * most))]
  const curve = (g, style) => line(belowRoof(SAMPLED_RADII.map((r) => place(r, g(r))), frame.roof), style)
  const still = () => {
    const curves = [...compared.map(([g, style]) => curve(g, style)), curve(f, CURVE)]
    return stillShapes(frame, legend, curves)
  }
  const spots = ['x', 'y'].map((name) => ({ name, r: Math.hypot(...state[name]) }))
  const marks = () => [...READ_RADII.map((r) => ({ r, name: '' })), ...spots]
    .sort((a, b) => a.r - b.r)
    .map(({ name, r }) => {
      const [a, b] = place(r, f(r))
      const radius = shortened(r)
      const where = name ? tr('at {name}, r = {radius}', { name, radius }) : `r = ${radius}`
      return { at: [a, Math.max(b, frame.roof)], value: r, text: `${where}: ${read(r, f(r))}` }
    })
  const moving = () => dotShapes(frame, spots.map(({ name, r }) => ({ name, at: place(r, f(r)) })))
  return { frame, layers: [{ key: String(state.lam), shapes: still }, { shapes: moving }], marks }
}

function eigenvaluesDesign(state, width, height) {
  return radiusChart(state, width, height, {
    most: 1.08,
    title: tr('eigenvalue (no unit)'),
    legend: [{ text: tr('across x'), style: CURVE }, { text: tr('along x'), style: PLAIN }],
    f: (r) => crossFactor(r, state.lam),
    compared: [[() => 1, PLAIN]],
    read: (r, value) => tr('eigenvalue {value} across, 1 along', { value: rough(value) }),
  })
}

function curvatureDesign(state, width, height) {
  return radiusChart(state, width, height, {
    most: 3,
    title: tr('curvature (1/length²)'),
    legend: [{ text: tr('Gauss curvature'), style: CURVE }],
    f: (r) => gaussCurvature(r, state.lam),
    read: (r, value) => tr('Gauss curvature {value}', { value: rough(value) }),
  })
}

function orbitDesign(state, width, height) {
  const most = 2 * Math.PI * lengthScale(state.lam)
  return radiusChart(state, width, height, {
    most: 16,
    title: tr('orbit (length)'),
    legend: threeKeys('2πr', '2π√2 λ'),
    f: (r) => 2 * Math.PI * orbitRadius(r, state.lam),
    compared: [[(r) => 2 * Math.PI * r, PLAIN], [() => most, LIMIT]],
    read: (r, value) => tr('orbit of length {length}; 2πr = {flat}, 2π√2 λ = {most}', {
      length: rough(value), flat: rough(2 * Math.PI * r), most: rough(most),
    }),
  })
}

function areaDesign(state, width, height) {
  const growth = 2 * Math.PI * lengthScale(state.lam)
  const linearly = (r) => (r === 0 ? 0 : growth * r)
  return radiusChart(state, width, height, {
    most: 20,
    title: tr('area (length²)'),
    legend: threeKeys('πr²', '2π√2 λr'),
    f: (r) => ballArea(r, state.lam),
    compared: [[(r) => Math.PI * r * r, PLAIN], [linearly, LIMIT]],
    read: (r, value) => tr('ball of area {area}; πr² = {flat}, 2π√2 λr = {far}', {
      area: rough(value), flat: rough(Math.PI * r * r), far: rough(linearly(r)),
    }),
  })
}

export const CHARTS = {
  distance: distanceDesign,
  factor: factorDesign,
  eigenvalues: eigenvaluesDesign,
  curvature: curvatureDesign,
  orbit: orbitDesign,
  area: areaDesign,
}
