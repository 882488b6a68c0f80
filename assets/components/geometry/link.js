// The part of the address that the Geometry page owns.

import { VERSION, readLam } from '../../shared/page/link.js'

export const EDGE = 2.4
export const MANY = 10
export const MOST_DIMENSIONS = 100
const LAYERS = ['balls', 'circles', 'geodesic', 'turn', 'straight', 'orbit', 'cut']

export const keptInside = (value) => Number(Math.min(Math.max(value, -EDGE), EDGE).toFixed(3))

export function readPoint(name, text) {
  const point = text.split('_').map((part) => (part.trim() === '' ? NaN : Number(part)))
  if (point.length === 2 && point.every((value) => Math.abs(value) <= EDGE)) return { point, problem: null }
  const shown = text.slice(0, 40)
  return { point: null, problem: `The link says ${name}=${shown}; a point is two numbers from -${EDGE} to ${EDGE}, such as 1.5_0.5.` }
}

export function writePoint(point) {
  return point.join('_')
}

export function writeLayers(layers) {
  return LAYERS.filter((name) => layers[name]).join('_') || 'none'
}

// The address as a state; what it does not say, or says wrongly, is null.
export function readGeometryLink(search) {
  const query = new URLSearchParams(search)
  const problems = []
  const version = query.get('v')
  if (version !== null && version !== VERSION) problems.push(`The link is of version ${version.slice(0, 10)}; this is version ${VERSION}.`)
  const { lam, problem } = readLam(query.get('lam'))
  if (problem) problems.push(problem)
  const points = { x: null, y: null }
  for (const name of ['x', 'y']) {
    const text = query.get(name)
    if (text === null) continue
    const read = readPoint(name, text)
    points[name] = read.point
    if (read.problem) problems.push(read.problem)
  }
  let dimension = query.get('n')
  if (dimension !== null && dimension !== '2' && dimension !== '3') {
    problems.push(`The link says n=${dimension.slice(0, 20)}; n is 2 or 3.`)
    dimension = null
  }
  let many = query.get('dim')
  if (many !== null && !(/^\d{1,3}$/.test(many) && Number(many) >= 2 && Number(many) <= MOST_DIMENSIONS)) {
    problems.push(`The link says dim=${many.slice(0, 20)}; a dimension is a whole number from 2 to ${MOST_DIMENSIONS}.`)
    many = null
  }
  let layers = null
  if (query.get('show') !== null) {
    const named = query.get('show').split('_').filter((name) => name !== 'none')
    const unknown = named.find((name) => !LAYERS.includes(name))
    if (unknown === undefined) layers = Object.fromEntries(LAYERS.map((name) => [name, named.includes(name)]))
    else problems.push(`The link says show=…${unknown.slice(0, 20)}; what can be shown is ${LAYERS.join(', ')}.`)
  }
  const whole = (digits) => (digits === null ? null : Number(digits))
  return { lam, ...points, dimension: whole(dimension), many: whole(many), layers, problems }
}
