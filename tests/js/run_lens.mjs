// The browser's modules under node: a task and its arguments as JSON on stdin, its answer on stdout.
import { text } from 'node:stream/consumers'
import { curveFrame, curveShapes } from '../../assets/components/lens/curve.js'
import { figureSvg, pathCsv } from '../../assets/components/lens/figure.js'
import { sentence } from '../../assets/components/lens/words.js'
import { shapesMarkup } from '../../assets/shared/chart/svg.js'
import { LAM, lamFromJson, lamToJson } from '../../assets/shared/page/lam.js'
import { linkWith, listOf, readAddress, whole, writtenAddress } from '../../assets/shared/page/link.js'
import { PRINT } from '../../assets/shared/page/theme.js'
import { fromBase64, toBase64 } from '../../assets/shared/page/pixels.js'
import { crossings } from '../../assets/shared/math/crossing.js'
import { alignmentAt, dialEnd, lazyPath, moveRows, neighbouringEvent, pieceAt } from '../../assets/shared/math/path.js'

const number = lamFromJson
const plain = lamToJson
// The table of the Lens's own address.
const TABLE = {
  lam: { type: LAM, otherwise: null, always: true },
  pins: { type: listOf(LAM, 3), otherwise: [] },
  row: { type: whole(1, 28, 'rows are 1 to 28'), otherwise: null },
}
const path = (pair) => lazyPath(fromBase64(pair.x), fromBase64(pair.y), pair.height ?? 28, pair.width ?? 28)

function walk(path, from, direction) {
  const visited = []
  for (let lam = from; lam !== null; lam = neighbouringEvent(path, lam, direction)) visited.push(plain(lam))
  return visited
}

const tasks = {
  paths: ({ pairs }) => pairs.map((pair) => {
    const { breakpoints, shifts, squaredResiduals, squaredEfforts } = path(pair)
    return { breakpoints, shifts, squaredResiduals, squaredEfforts }
  }),
  alignments: ({ pairs }) => pairs.map((pair) => {
    const solved = path(pair)
    return pair.lams.map((lam) => {
      const at = alignmentAt(solved, number(lam))
      const moved = toBase64(moveRows(fromBase64(pair.x), at.shifts, solved.width))
      return { ...at, squaredPenalty: plain(at.squaredPenalty), moved }
    })
  }),
  steps: ({ pairs }) => pairs.map((pair) => {
    const solved = path(pair)
    return {
      breakpoints: solved.breakpoints,
      onBreakpoints: solved.breakpoints.map((lam) => pieceAt(solved, lam)),
      end: dialEnd(solved),
      forward: walk(solved, 0, 1),
      backward: walk(solved, Infinity, -1),
      fromInside: neighbouringEvent(solved, 1e-9, -1),
    }
  }),
  curves: ({ pairs, width, height }) => pairs.map((pair) => {
    const solved = path(pair)
    const s = curveFrame({ path: solved, end: dialEnd(solved) }, width, height)
    const back = [0, 0.1, 0.5, 1].map((share) => s.xValue(s.x(share * s.end)) / s.end)
    return {
      // An axis of a million pixels has thousands of numbers.
      markup: shapesMarkup(curveShapes(solved, s).filter(({ name }) => name !== 'tick-text'), PRINT),
      end: s.end,
      origin: [s.x(0), s.y(0)],
      unit: [(s.x(s.end) - s.x(0)) / s.end, s.y(0) - s.y(1)],
      back: [...back, plain(s.xValue(s.x(Infinity)))],
    }
  }),
  tables: ({ pairs }) => pairs.map((pair) => pathCsv(path(pair))),
  figures: ({ pairs }) => pairs.map((pair) => {
    const solved = path(pair)
    const view = { path: solved, x: fromBase64(pair.x), y: fromBase64(pair.y), end: dialEnd(solved), names: pair.names }
    return pair.lams.map(number).map((lam) => {
      const told = sentence(lam, alignmentAt(solved, lam))
      return figureSvg({ ...view, pins: [], kept: null, hand: null, whole: true, lam, told }, PRINT)
    })
  }),
  crossings: ({ pairs }) => pairs.map(([one, other]) => crossings(path(one), path(other))),
  links: ({ searches }) => searches.map((search) => {
    const { values: { lam, pins, row }, problems } = readAddress(TABLE, search)
    return { lam: plain(lam), pins: pins.map(plain), row, problems }
  }),
  written: ({ href, views }) => views.map(({ lam, pins, row }) => {
    return linkWith(href, writtenAddress(TABLE, { lam: number(lam), pins: pins.map(number), row }))
  }),
  lams: ({ texts }) => texts.map((lam) => plain(LAM.read(LAM.write(lam)))),
}

const { task, ...parameters } = JSON.parse(await text(process.stdin))
process.stdout.write(JSON.stringify(tasks[task](parameters)))
