// Sentences of the Geometry page: all that it says is written here.

import { closeBall } from './plane.js'
import { lamText } from '../../shared/page/lam.js'
import { number } from '../../shared/page/words.js'
import { crossFactor, cutStart, scalarCurvature, volumeShare } from '../../shared/math/space.js'

// Beyond this radius no straight part of the cigar is on the picture.
const SHOWN = 1.5

export const RIDDLE = 'The shortest way is hidden until you have chosen.'

// Small angles keep a digit, so that no turn is called none.
export function degrees(angle) {
  const found = angle * 180 / Math.PI
  if (found > 0 && found < 0.05) return 'less than 0.1°'
  return `${found < 9.95 ? Number(found.toFixed(1)) : Math.round(found)}°`
}

// A share that is not all and not nothing is not called so.
function percent(share) {
  if (share > 0 && share < 0.005) return 'less than 1\u00a0%'
  if (share < 1 && share >= 0.995) return 'more than 99\u00a0%'
  return `${Math.round(100 * share)}\u00a0%`
}

export function geometrySentence(state, at) {
  const { x, lam, dimension } = state
  const name = `At λ = ${lamText(lam)}`
  if (lam === Infinity) return `${name} no turn is worth its penalty: the metric is the plain one, flat, and the straight line is the shortest way, ${number(at.distance, 3)}.`
  if (lam === 0) return `${name} turning is free: whole circles shrink to points, the plane is a ray, and only the norms differ, by ${number(at.distance, 3)}.`
  if (at.tie) {
    const ring = 'is a whole ring of shortest ways, one for each direction across x'
    const many = dimension === 3 ? ring : 'are two shortest ways, one to either side'
    return `${name} there ${many}: y is on the cut locus of x. Each turns by ${degrees(at.theta)} and is ${number(at.distance, 3)} long.`
  }
  if (Math.PI - at.angle < 1e-9 && at.r2 > 0 && at.r1 > 0) {
    return `${name} the straight way through the origin is the shortest, ${number(at.distance, 3)}: the cut locus of x begins at ${number(cutStart(x, lam))}, beyond y.`
  }
  const share = at.distance > 0 ? (at.penalty / at.distance) ** 2 : 0
  return `${name} the best rotation turns x by ${degrees(at.theta)} of the ${degrees(at.angle)} to y, and this makes ${percent(share)} of d². The shortest way is ${number(at.distance, 3)} long.`
}

const TERM_TEXTS = {
  metric: 'The new length of a step at x: its unit ball, an ellipse, is longest along the orbit, where ' +
    'steps have become cheap. The plain one is the dashed circle.',
  flat: `The flat length: what the step v costs in the plain plane, whose unit ball is the dashed circle.`,
  share: `How much of a step across is taken back: nearly nothing close to the origin, nearly all where ‖x‖ is much larger than λ.`,
  across: `The part of the step along the orbit (orange): only this part can be had by turning, so only this part gets cheaper.`,
  none: 'Point at a term, or tap it, or go there with Tab: it is drawn at x, here and in the plane above.',
}

const RAISED = Object.fromEntries([...'-0123456789'].map((sign, i) => [sign, [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'][i]]))

// Three digits, and powers of ten where there would be many zeros.
export const rough = (value) => {
  if (value === Infinity) return '∞'
  if (value !== 0 && (value < 1e-3 || value >= 1e5)) {
    const [digits, power] = value.toExponential(2).split('e')
    return `${digits}·10${[...power].map((sign) => RAISED[sign] ?? '').join('')}`
  }
  return String(Number(value.toPrecision(3)))
}

// At which scale a unit ball is drawn: a smaller one where it would reach far.
export const scaleText = ({ scale }) => (
  scale === 0 ? 'as a line' : `at 1 : ${Number((1 / scale).toPrecision(scale < 0.1 ? 2 : 3))}`
)

// The same pair in Rⁿ, in numbers.
export function anyDimensionText(state, at, n) {
  const { lam } = state
  const factor = crossFactor(at.r1, lam)
  return `the distance is the same, ${number(at.distance, 3)}: the best rotation turns the plane of x and y and nothing else. ` +
    `At x the metric has the eigenvalues 1 (once) and ${rough(factor)} (${n === 2 ? 'once' : `${n - 1} times`}), so a small volume shrinks to ${rough(factor ** ((n - 1) / 2))} of itself. ` +
    `The scalar curvature at x is ${rough(scalarCurvature(at.r1, lam, n))}, and the ball of radius 1 about 0 keeps ${rough(volumeShare(1, lam, n))} of its flat volume.`
}

// What a term is, with its value at x where it has one.
export function termText(term, state) {
  const r = Math.hypot(...state.x)
  const factor = crossFactor(r, state.lam)
  const ball = closeBall(state.x, state.lam)
  const across = ` Across x a step has ${number(Math.sqrt(factor))} of its flat length. ` +
    `Both balls are drawn ${scaleText(ball)}.`
  const values = {
    metric: ball.scale === 0 ? ' Across x a step costs nothing: the ball has no end there.' : across,
    share: ` Here it is ${number(1 - factor, 3)}, with ‖x‖ = ${number(r)}.`,
  }
  return TERM_TEXTS[term ?? 'none'] + (values[term] ?? '')
}

export function solidText(state) {
  const { lam, dimension } = state
  if (dimension === 3) return `Space for n = 3: the orbit of x is a sphere, the pair spans a slice. Drag, or arrow keys, + and −.`
  const radius = Math.SQRT2 * lam
  const cigar = `${radius > SHOWN ? 'the tip of ' : ''}a cigar of radius √2 λ = ${number(radius)}`
  const shape = lam === Infinity ? 'a plane' : lam === 0 ? 'a ray' : cigar
  return `The same plane with true lengths: ${shape}. Drag, or arrow keys, + and −.`
}

export function verdict(answer, straight, orbit, distance) {
  const shorter = straight <= orbit ? 'straight' : 'orbit'
  const right = answer === shorter ? 'Right.' : 'Not this time.'
  const which = shorter === 'straight' ? 'The straight line is shorter' : 'Going round the orbit is shorter'
  return `${right} ${which}: ${number(straight, 3)} for the straight line, ${number(orbit, 3)} round the orbit. The shortest way of all beats both: ${number(distance, 3)}.`
}
