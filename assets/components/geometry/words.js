// Sentences of the Geometry page: all that it says is written here.

import { closeBall } from './plane.js'
import { lamText } from '../../shared/page/lam.js'
import { localised, tr, trn } from '../../shared/page/language.js'
import { number, percent, scientific } from '../../shared/page/words.js'
import { crossFactor, cutStart, scalarCurvature, volumeShare } from '../../shared/math/space.js'

// Beyond this radius no straight part of the cigar is on the picture.
const SHOWN = 1.5

export const RIDDLE = tr('The shortest way is hidden until you have chosen.')

// Small angles keep a digit, so that no turn is called none.
export function degrees(angle) {
  const found = angle * 180 / Math.PI
  if (found > 0 && found < 0.05) return tr('less than {value}', { value: localised('0.1°') })
  return localised(`${found < 9.95 ? Number(found.toFixed(1)) : Math.round(found)}°`)
}

// A share that is not all and not nothing is not called so.
function shareText(share) {
  if (share > 0 && share < 0.005) return tr('less than {value}', { value: percent(0.01) })
  if (share < 1 && share >= 0.995) return tr('more than {value}', { value: percent(0.99) })
  return percent(share)
}

export function geometrySentence(state, at) {
  const { x, lam, dimension } = state
  const values = { lam: lamText(lam), distance: number(at.distance, 3) }
  if (lam === Infinity) {
    return tr('At λ = {lam} no turn is worth its penalty: the metric is the plain one, flat, and the ' +
      'straight line is the shortest way, {distance}.', values)
  }
  if (lam === 0) {
    return tr('At λ = {lam} turning is free: whole circles shrink to points, the plane is a ray, and only ' +
      'the norms differ, by {distance}.', values)
  }
  const theta = degrees(at.theta)
  if (at.tie) {
    return dimension === 3
      ? tr('At λ = {lam} there is a whole ring of shortest ways, one for each direction across x: y is on ' +
        'the cut locus of x. Each turns by {theta} and is {distance} long.', { ...values, theta })
      : tr('At λ = {lam} there are two shortest ways, one to either side: y is on the cut locus of x. Each ' +
        'turns by {theta} and is {distance} long.', { ...values, theta })
  }
  if (Math.PI - at.angle < 1e-9 && at.r2 > 0 && at.r1 > 0) {
    return tr('At λ = {lam} the straight way through the origin is the shortest, {distance}: the cut locus ' +
      'of x begins at {start}, beyond y.', { ...values, start: number(cutStart(x, lam)) })
  }
  const share = shareText(at.distance > 0 ? (at.penalty / at.distance) ** 2 : 0)
  return tr('At λ = {lam} the best rotation turns x by {theta} of the {angle} to y, and this makes {share} ' +
    'of d². The shortest way is {distance} long.', { ...values, theta, angle: degrees(at.angle), share })
}

const TERM_TEXTS = {
  metric: tr('The new length of a step at x: its unit ball, an ellipse, is longest along the orbit, where ' +
    'steps have become cheap. The plain one is the dashed circle.'),
  flat: tr('The flat length: what the step v costs in the plain plane, whose unit ball is the dashed ' +
    'circle.'),
  share: tr('How much of a step across is taken back: nearly nothing close to the origin, nearly all where ' +
    '‖x‖ is much larger than λ.'),
  across: tr('The part of the step along the orbit (orange): only this part can be had by turning, so only ' +
    'this part gets cheaper.'),
  none: tr('Point at a term, or tap it, or go there with Tab: it is drawn at x, here and in the plane ' +
    'above.'),
}

// Three digits, and powers of ten where there would be many zeros.
export const rough = (value) => {
  if (value === Infinity) return '∞'
  if (value !== 0 && (value < 1e-3 || value >= 1e5)) return scientific(value, 3)
  return localised(String(Number(value.toPrecision(3))))
}

// At which scale a unit ball is drawn: a smaller one where it would reach far.
export const scaleText = ({ scale }) => {
  if (scale === 0) return tr('as a line')
  const ratio = Number((1 / scale).toPrecision(scale < 0.1 ? 2 : 3))
  return tr('at 1 : {ratio}', { ratio: localised(String(ratio)) })
}

// The same pair in Rⁿ, in numbers.
export function anyDimensionText(state, at, n) {
  const { lam } = state
  const factor = crossFactor(at.r1, lam)
  const times = trn('once', '{count} times', n - 1)
  return tr('the distance is the same, {distance}: the best rotation turns the plane of x and y and ' +
    'nothing else. At x the metric has the eigenvalues 1 (once) and {factor} ({times}), so a small volume ' +
    'shrinks to {volume} of itself. The scalar curvature at x is {curvature}, and the ball of radius 1 ' +
    'about 0 keeps {share} of its flat volume.', {
    distance: number(at.distance, 3),
    factor: rough(factor),
    times,
    volume: rough(factor ** ((n - 1) / 2)),
    curvature: rough(scalarCurvature(at.r1, lam, n)),
    share: rough(volumeShare(1, lam, n)),
  })
}

// What a term is, with its value at x where it has one.
export function termText(term, state) {
  const r = Math.hypot(...state.x)
  const factor = crossFactor(r, state.lam)
  const ball = closeBall(state.x, state.lam)
  const across = () => tr('Across x a step has {share} of its flat length. Both balls are drawn {scale}.', {
    share: number(Math.sqrt(factor)), scale: scaleText(ball),
  })
  const values = {
    metric: () => (ball.scale === 0
      ? tr('Across x a step costs nothing: the ball has no end there.')
      : across()),
    share: () => tr('Here it is {share}, with ‖x‖ = {norm}.', {
      share: number(1 - factor, 3), norm: number(r),
    }),
  }
  return [TERM_TEXTS[term ?? 'none'], values[term]?.()].filter(Boolean).join(' ')
}

export function solidText(state) {
  const { lam, dimension } = state
  if (dimension === 3) {
    return tr('Space for n = 3: the orbit of x is a sphere, the pair spans a slice. Drag, or arrow keys, ' +
      '+ and −.')
  }
  if (lam === Infinity) {
    return tr('The same plane with true lengths: a plane. Drag, or arrow keys, + and −.')
  }
  if (lam === 0) return tr('The same plane with true lengths: a ray. Drag, or arrow keys, + and −.')
  const radius = Math.SQRT2 * lam
  return radius > SHOWN
    ? tr('The same plane with true lengths: the tip of a cigar of radius √2 λ = {radius}. Drag, or arrow ' +
      'keys, + and −.', { radius: number(radius) })
    : tr('The same plane with true lengths: a cigar of radius √2 λ = {radius}. Drag, or arrow keys, + and ' +
      '−.', { radius: number(radius) })
}

export function verdict(answer, straight, orbit, distance) {
  const shorter = straight <= orbit ? 'straight' : 'orbit'
  const values = { straight: number(straight, 3), orbit: number(orbit, 3), distance: number(distance, 3) }
  const right = answer === shorter ? tr('Right.') : tr('Not this time.')
  const which = shorter === 'straight'
    ? tr('The straight line is shorter: {straight} for the straight line, {orbit} round the orbit. The ' +
      'shortest way of all beats both: {distance}.', values)
    : tr('Going round the orbit is shorter: {straight} for the straight line, {orbit} round the orbit. The ' +
      'shortest way of all beats both: {distance}.', values)
  return `${right} ${which}`
}
