// The browser's modules under node: a task and its arguments as JSON on stdin, its answer on stdout.
import { text } from 'node:stream/consumers'
import { curveMarkup, scales } from '../../assets/components/lens/curve.js'
import { figureSvg, pathCsv } from '../../assets/components/lens/figure.js'
import { linkWith, readLam, readLink, writeLam } from '../../assets/shared/page/link.js'
import { fromBase64, toBase64 } from '../../assets/shared/page/pixels.js'
import { alignmentAt, dialEnd, lazyPath, moveRows, neighbouringEvent, pieceAt } from '../../assets/shared/math/path.js'

const number = (value) => (value === 'inf' ? Infinity : value)
const plain = (value) => (value === Infinity ? 'inf' : value)
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
    const s = scales(solved, dialEnd(solved), width, height)
    const back = [0, 0.1, 0.5, 1].map((share) => s.lam(s.x(share * s.end)) / s.end)
    return {
      markup: curveMarkup(solved, s),
      end: s.end,
      origin: [s.x(0), s.y(0)],
      unit: [(s.x(s.end) - s.x(0)) / s.end, s.y(0) - s.y(1)],
      back: [...back, plain(s.lam(s.x(Infinity)))],
    }
  }),
  tables: ({ pairs }) => pairs.map((pair) => pathCsv(path(pair))),
  figures: ({ pairs }) => pairs.map((pair) => {
    const solved = path(pair)
    const view = { path: solved, x: fromBase64(pair.x), y: fromBase64(pair.y), end: dialEnd(solved), names: pair.names }
    return pair.lams.map((lam) => figureSvg({ ...view, lam: number(lam) }))
  }),
  links: ({ searches }) => searches.map((search) => {
    const { lam, pins, row, problems } = readLink(search, 28)
    return { lam: plain(lam), pins: pins.map(plain), row, problems }
  }),
  written: ({ href, views }) => views.map(({ lam, pins, row }) => {
    const parameters = { lam: writeLam(number(lam)), pins: pins.map((pin) => writeLam(number(pin))).join('_'), row: row === null ? null : String(row + 1) }
    return linkWith(href, parameters)
  }),
  lams: ({ texts }) => texts.map((lam) => plain(readLam(writeLam(lam)).lam)),
}

const { task, ...parameters } = JSON.parse(await text(process.stdin))
process.stdout.write(JSON.stringify(tasks[task](parameters)))
