// The part of the address that the Geometry page owns: two points, λ, n, another n, what is drawn, and whence
// the solid is seen.

import { LAM, lamFromJson, lamText } from '../../shared/page/lam.js'
import { tr } from '../../shared/page/language.js'
import { oneOf, whole } from '../../shared/page/link.js'
import { LEAST, MOST } from './charts.js'
import { FIRST_VIEW, VIEWED } from '../../shared/chart/look.js'

const EDGE = 2.4
const MANY = 10
const MOST_DIMENSIONS = 100
export const DIMENSION = whole(2, MOST_DIMENSIONS, tr('a dimension is a whole number from 2 to {most}', {
  most: MOST_DIMENSIONS,
}))
export const LAYERS_AT_FIRST = {
  balls: true, circles: false, geodesic: true, turn: true, straight: true, orbit: true, cut: true,
}
const NAMES = Object.keys(LAYERS_AT_FIRST)

export const keptInside = (value) => Number(Math.min(Math.max(value, -EDGE), EDGE).toFixed(3))

const POINT = {
  accepted: tr('a point is two numbers from -{edge} to {edge}, such as 1.5_0.5', { edge: EDGE }),
  read: (text) => {
    const point = text.split('_').map((part) => (part.trim() === '' ? NaN : Number(part)))
    return point.length === 2 && point.every((value) => Math.abs(value) <= EDGE) ? point : undefined
  },
  write: (point) => point.join('_'),
}

// { balls: true, … } as the names of what is drawn.
const LAYERS = {
  accepted: tr('what can be shown is {names}, or none', { names: NAMES.join(', ') }),
  read: (text) => {
    const named = text.split('_').filter((name) => name !== 'none')
    if (!named.every((name) => NAMES.includes(name))) return undefined
    return Object.fromEntries(NAMES.map((name) => [name, named.includes(name)]))
  },
  write: (layers) => NAMES.filter((name) => layers[name]).join('_') || 'none',
}

const DIALLED = {
  ...LAM,
  remark: (lam) => {
    if (lam === 0 || lam === Infinity || (lam >= LEAST && lam <= MOST)) return null
    return tr('The link says lam={lam}; the numbers are of this λ, but the dial goes from {least} to ' +
      '{most}, and stands at its end for {end}, as the curves against λ do.', {
      lam: LAM.write(lam), least: lamText(LEAST), most: MOST, end: lam < LEAST ? '0' : '∞',
    })
  },
}

// The table of the address, for the pair that the page begins with.
export const addressOf = ({ x, y, lam, dimension }) => ({
  x: { type: POINT, otherwise: x, always: true },
  y: { type: POINT, otherwise: y, always: true },
  lam: { type: DIALLED, otherwise: lamFromJson(lam), always: true },
  dimension: { parameter: 'n', type: oneOf([2, 3]), otherwise: dimension, always: true },
  many: { parameter: 'dim', type: DIMENSION, otherwise: MANY },
  layers: { parameter: 'show', type: LAYERS, otherwise: LAYERS_AT_FIRST },
  view: { parameter: 'from', type: VIEWED, otherwise: FIRST_VIEW },
})
