// Six curves between the two limits, with the λ of the dial: what stands still, and on it what moves.

import { ballArea, crossFactor, distanceBetween, gaussCurvature } from '../../shared/math/space.js'
import { lengthScale, orbitRadius } from '../../shared/math/space.js'
import { REACH } from './plane.js'
import { disc, label, line } from '../../shared/chart/shapes.js'

// λ from 0 to ∞ on one axis: 0 and ∞ have a stop each, between them the axis is logarithmic.
export const LEAST = 0.02
export const MOST = 20
export const DIAL_STEPS = 1000
export const DIAL_GAP = 40

export function dialOfLam(lam) {
  if (lam === Infinity || lam > MOST) return DIAL_STEPS + DIAL_GAP
  if (lam < LEAST) return -DIAL_GAP
  return DIAL_STEPS * Math.log(lam / LEAST) / Math.log(MOST / LEAST)
}

export function lamOfDial(step) {
  if (step > DIAL_STEPS + DIAL_GAP / 2) return Infinity
  if (step < -DIAL_GAP / 2) return 0
  const share = Math.min(Math.max(step / DIAL_STEPS, 0), 1)
  return Number((LEAST * (MOST / LEAST) ** share).toPrecision(4))
}

const TICK = { size: 12, fill: 'muted', halo: false }
const COMPARED = { stroke: 'ink', dash: [5, 4], alpha: 0.55 }
const MARGIN = { left: 34, right: 14, top: 14, bottom: 26 }

function axes(width, height, most, ticks) {
  const { left, right, top, bottom } = MARGIN
  const x = (share) => left + (width - left - right) * share
  const y = (value) => height - bottom - (height - top - bottom) * Math.min(value / most, 1.04)
  const corner = [[left, top - 6], [left, height - bottom], [width - right + 6, height - bottom]]
  const marks = () => [
    line(corner, { stroke: 'ink', width: 1, alpha: 0.4 }),
    ...ticks.flatMap(([value, text]) => [
      line([[left, y(value)], [width - right, y(value)]], { stroke: 'ink', width: 1, alpha: 0.12 }),
      label(text, [left - 6, y(value) + 4], { ...TICK, anchor: 'end' }),
    ]),
  ]
  return { x, y, marks, floor: height - bottom }
}

const number2 = (value) => String(Number(value.toPrecision(2)))

// Against λ.
function lamAxes(width, height, most, ticks) {
  const a = axes(width, height, most, ticks)
  const share = (lam) => (dialOfLam(lam) + DIAL_GAP) / (DIAL_STEPS + 2 * DIAL_GAP)
  const marks = () => [...a.marks(), ...[0, 0.1, 1, 10, Infinity].map((lam) => {
    return label(lam === Infinity ? '∞' : String(lam), [a.x(share(lam)), height - 8], TICK)
  })]
  const samples = [0, ...Array.from({ length: 101 }, (_, i) => LEAST * (MOST / LEAST) ** (i / 100)), Infinity]
  const curve = (f) => samples.map((lam) => [a.x(share(lam)), a.y(f(lam))])
  const at = (lam) => a.x(share(lam))
  return { ...a, marks, curve, at }
}

// The λ under a place of a chart against λ.
export function lamUnder(x, width) {
  const share = (x - MARGIN.left) / (width - MARGIN.left - MARGIN.right)
  return lamOfDial(share * (DIAL_STEPS + 2 * DIAL_GAP) - DIAL_GAP)
}

function cursor(a, x, top) {
  return line([[x, top], [x, a.floor]], { stroke: 'ink', width: 1.5, alpha: 0.6 })
}

function factorLayers(state, width, height) {
  const { x, y, lam } = state
  const curves = [[Math.hypot(...x), 'x', 'price', 12], [Math.hypot(...y), 'y', 'left', -12]]
  const a = lamAxes(width, height, 1, [[0, '0'], [0.5, '½'], [1, '1']])
  const still = () => [
    ...a.marks(),
    ...curves.map(([r, , stroke]) => {
      return line(a.curve((value) => crossFactor(r, value)), { stroke, width: 2.5 })
    }),
  ]
  const moving = () => [cursor(a, a.at(lam), MARGIN.top), ...curves.flatMap(([r, text, colour, side]) => {
    const spot = [a.at(lam), a.y(crossFactor(r, lam))]
    const place = [spot[0] + side, spot[1] + (side > 0 ? 12 : -5)]
    return [
      disc(spot, 4.5, { fill: 'paper', stroke: colour, width: 2 }),
      label(text, place, { italic: true, size: 15, fill: colour }),
    ]
  })]
  return [{ key: `${x} ${y}`, shapes: still }, { shapes: moving }]
}

function distanceLayers(state, width, height) {
  const { x, y, lam } = state
  const plain = Math.hypot(x[0] - y[0], x[1] - y[1])
  const quotient = Math.abs(Math.hypot(...x) - Math.hypot(...y))
  const most = Math.max(plain * 1.12, 1e-6)
  const a = lamAxes(width, height, most, [[quotient, number2(quotient)], [plain, number2(plain)]])
  const still = () => {
    const quiet = { italic: true, size: 15, fill: 'muted' }
    return [
      ...a.marks(),
      ...[quotient, plain].map((value) => line([[a.x(0), a.y(value)], [a.x(1), a.y(value)]], COMPARED)),
      line(a.curve((value) => distanceBetween(x, y, value)), { stroke: 'result', width: 2.5 }),
      label('d₀', [a.x(1), a.y(quotient) - 6], { anchor: 'end', ...quiet }),
      label('d', [a.x(0) + 6, a.y(plain) + 15], { anchor: 'start', ...quiet }),
    ]
  }
  const moving = () => [
    cursor(a, a.at(lam), MARGIN.top),
    disc([a.at(lam), a.y(distanceBetween(x, y, lam))], 4.5, { fill: 'paper', stroke: 'result', width: 2 }),
  ]
  return [{ key: `${x} ${y}`, shapes: still }, { shapes: moving }]
}

// Against r, with the curve at the present λ and what it is compared with.
function radiusLayers(state, width, height, most, ticks, f, compared) {
  const a = axes(width, height, most, ticks)
  const still = () => {
    const samples = Array.from({ length: 81 }, (_, i) => REACH * i / 80)
    // What leaves the picture at its top ends there.
    const roof = MARGIN.top - 6
    const within = (points) => points.flatMap((p, i) => {
      const next = points[i + 1]
      const inside = p[1] >= roof ? [p] : []
      if (!next || (p[1] >= roof) === (next[1] >= roof)) return inside
      const share = (roof - p[1]) / (next[1] - p[1])
      return [...inside, [p[0] + share * (next[0] - p[0]), roof]]
    })
    const curve = (g) => within(samples.map((r) => {
      const value = g(r)
      return [a.x(r / REACH), a.floor - (a.floor - MARGIN.top) * Math.min(value / most, 1e6)]
    }))
    return [
      ...a.marks(),
      ...[0, 1, 2].map((r) => label(String(r), [a.x(r / REACH), height - 8], TICK)),
      ...compared.map((g) => line(curve(g), COMPARED)),
      line(curve(f), { stroke: 'result', width: 2.5 }),
    ]
  }
  const moving = () => [['x', state.x], ['y', state.y]].flatMap(([name, point]) => {
    const r = Math.hypot(...point)
    const value = f(r)
    if (value > 1.03 * most) return []
    const spot = [a.x(r / REACH), a.y(value)]
    return [
      disc(spot, 4, { fill: 'paper', stroke: 'ink', width: 1.8 }),
      label(name, [spot[0], spot[1] - 9], { italic: true, size: 14 }),
    ]
  })
  return [{ key: String(state.lam), shapes: still }, { shapes: moving }]
}

export const CHARTS = {
  factor: factorLayers,
  distance: distanceLayers,
  eigenvalues: (state, width, height) => radiusLayers(
    state, width, height, 1.08, [[0, '0'], [1, '1']], (r) => crossFactor(r, state.lam), [() => 1],
  ),
  curvature: (state, width, height) => radiusLayers(
    state, width, height, 3, [[0, '0'], [1, '1'], [2, '2'], [3, '3']],
    (r) => gaussCurvature(r, state.lam), [],
  ),
  orbit: (state, width, height) => radiusLayers(
    state, width, height, 16, [[0, '0'], [8, '8'], [16, '16']],
    (r) => 2 * Math.PI * orbitRadius(r, state.lam),
    [(r) => 2 * Math.PI * r, () => 2 * Math.PI * lengthScale(state.lam)],
  ),
  area: (state, width, height) => radiusLayers(
    state, width, height, 20, [[0, '0'], [10, '10'], [20, '20']],
    (r) => ballArea(r, state.lam),
    [(r) => Math.PI * r * r, (r) => 2 * Math.PI * lengthScale(state.lam) * r],
  ),
}
