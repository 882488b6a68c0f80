// The Geometry page's modules under node: a task and its arguments as JSON on stdin, its answer on stdout.
import { text } from 'node:stream/consumers'
import { ballLayer, ballTable, coverBalls } from '../../assets/components/geometry/balls.js'
import { CHARTS, LAM_SCALE } from '../../assets/components/geometry/charts.js'
import { RAMPS, geometryCsv, geometrySvg } from '../../assets/components/geometry/figure.js'
import { halfAxes, outline, spaceBall } from '../../assets/components/geometry/ellipsoid.js'
import { addressOf } from '../../assets/components/geometry/link.js'
import { closeUpDesign, planeDesign, solidDesign, waysDesign } from '../../assets/components/geometry/pictures.js'
import { planeFrame } from '../../assets/components/geometry/plane.js'
import { question } from '../../assets/components/geometry/quiz.js'
import * as space from '../../assets/shared/math/space.js'
import { scene } from '../../assets/components/geometry/surface.js'
import { anyDimensionText, degrees, geometrySentence, termText, verdict } from '../../assets/components/geometry/words.js'
import { PRINT } from '../../assets/shared/page/theme.js'
import { shapesOf } from '../../assets/shared/chart/layers.js'
import { textWidth } from '../../assets/shared/chart/shapes.js'
import { lamFromJson, lamToJson } from '../../assets/shared/page/lam.js'
import { readAddress, writtenAddress } from '../../assets/shared/page/link.js'

const number = lamFromJson
const plain = lamToJson
const DESIGNS = { ...CHARTS, plane: planeDesign, solid: solidDesign, ways: waysDesign, closeUp: closeUpDesign }
const stated = (state) => ({ ...state, lam: number(state.lam) })

const tasks = {
  pairs: ({ pairs }) => pairs.map(({ x, y, v, lam: given }) => {
    const lam = number(given)
    const at = space.alignPoints(x, y, lam)
    return {
      distance: at.distance,
      theta: at.theta,
      residual: at.residual,
      moved: at.moved,
      middle: space.geodesicPoints(x, y, lam, 4)[1],
      reached: space.exponential(x, v, lam),
      squared: space.squaredNorm(x, v, lam),
      curvature: space.gaussCurvature(at.r1, lam),
      area: space.ballArea(at.r1, lam),
      orbit: space.orbitRadius(at.r1, lam),
      cut: plain(space.cutStart(x, lam)),
      straight: space.straightLength(x, y, lam),
      around: space.orbitLength(x, y, lam),
    }
  }),
  dimensions: ({ cases }) => cases.map(({ r, lam, n }) => [
    plain(space.scalarCurvature(r, number(lam), n)), space.volumeShare(r, number(lam), n),
  ]),
  balls: ({ width, height, lams }) => lams.map((given) => {
    const frame = planeFrame(width, height)
    const covered = new Uint8ClampedArray(4 * width * height)
    coverBalls(ballTable(width, height, frame.unit), frame.unit, number(given), covered, 255)
    const [{ runs }] = ballLayer(number(given), frame).shapes()
    return { outlines: runs, covered: [...covered.filter((_, i) => i % 4 === 3)] }
  }),
  matrices: ({ cases }) => cases.map(({ x, lam }) => space.matrixOf(x, number(lam))),
  ellipsoids: ({ cases, from, to }) => cases.map(({ x, lam }) => {
    // Seen from far away along two directions of R³, given as its pixels.
    const project = (p) => [0, 1].map((k) => p.reduce((sum, value, i) => sum + value * [from, to][k][i], 0))
    const ball = spaceBall(Math.hypot(...x), number(lam))
    return { scale: ball.scale, outline: outline(x, halfAxes(x, ball), project, 64), middle: project(x) }
  }),
  ellipses: ({ width, height, lams }) => lams.map((given) => {
    const frame = planeFrame(width, height)
    return ballLayer(number(given), frame).shapes()[0].runs.map((run) => run.map(frame.from))
  }),
  closeBalls: ({ states, size }) => states.map((state) => {
    const { frame, layers } = closeUpDesign({ ...stated(state), term: 'metric' }, size, size)
    const [ball] = shapesOf(layers).filter(({ stroke, closed }) => stroke === 'result' && closed)
    return { ball: ball.runs[0], middle: frame.to(state.x), unit: frame.unit, words: termText('metric', stated(state)) }
  }),
  seen: ({ cases }) => cases.map(({ lam, view, points }) => {
    const { see, seenArc, level } = scene({ lam: number(lam) }, view, 500, 400)
    return points.map((p) => ({ ...see(p), half: seenArc(level(Math.hypot(...p))) }))
  }),
  heights: ({ radii, lams }) => lams.map((lam) => space.heights(radii, number(lam))),
  circles: ({ cases }) => cases.map(({ x, radius, lam }) => space.distanceCircle(x, radius, number(lam), 96)),
  links: ({ data, searches }) => searches.map((search) => {
    const { values, problems } = readAddress(addressOf(data), search)
    return { ...values, lam: plain(values.lam), problems, written: writtenAddress(addressOf(data), values) }
  }),
  dial: ({ lams }) => lams.map((lam) => plain(LAM_SCALE.value(LAM_SCALE.share(number(lam))))),
  degrees: ({ angles }) => angles.map(degrees),
  marks: ({ name, state, width, height }) => {
    const { frame, marks } = DESIGNS[name](stated(state), width, height)
    return marks().map(({ at, text, value }) => ({
      at, text, value: value === undefined ? null : plain(value), drawn: frame?.yValue?.(at[1]) ?? null,
    }))
  },
  texts: ({ states, sizes }) => Object.keys(CHARTS).flatMap((chart) => states.flatMap((state) => (
    sizes.map(([width, height]) => {
      const shapes = shapesOf(CHARTS[chart](stated(state), width, height).layers)
      const boxes = shapes.filter(({ text }) => text).map(({ text, at: [x, y], size, anchor }) => {
        const wide = textWidth(text, size)
        const left = x - { start: 0, middle: wide / 2, end: wide }[anchor]
        return { text, box: [left, y - 0.75 * size, left + wide, y + 0.2 * size] }
      })
      return { chart, width, height, boxes }
    })
  ))),
  figure: ({ state, view }) => geometrySvg(stated(state), view, { ...PRINT, ...RAMPS.light }),
  table: ({ state }) => geometryCsv(stated(state)),
  sentences: ({ states }) => states.map((state) => (
    geometrySentence(stated(state), space.alignPoints(state.x, state.y, number(state.lam)))
  )),
  anyDimension: ({ state, n }) => (
    anyDimensionText(stated(state), space.alignPoints(state.x, state.y, number(state.lam)), n)
  ),
  questions: ({ count }) => Array.from({ length: count }, (_, k) => {
    const { x, y, lam } = question(k + 1)
    const lengths = [space.straightLength(x, y, lam), space.orbitLength(x, y, lam)]
    return { x, y, lam, lengths, right: verdict(lengths[0] < lengths[1] ? 'straight' : 'orbit', ...lengths, 1) }
  }),
}

const { task, ...given } = JSON.parse(await text(process.stdin))
process.stdout.write(JSON.stringify(tasks[task](given)))
