// The mathematics of the Averaging page under node: a task and its arguments as JSON on stdin, its answer on stdout.
import { text } from 'node:stream/consumers'
import { assess, emStep, floatsOf, mirrorOf, mixtureOf, symmetrised, withWeight } from '../../assets/shared/math/mixture.js'
import { shapesOf } from '../../assets/shared/chart/layers.js'
import { Zoom } from '../../assets/shared/chart/zoom.js'
import { boardDesign, topOf } from '../../assets/components/averaging/board.js'
import { boundDesign, firstMove, planDesign } from '../../assets/components/averaging/bound.js'
import { lanesOf } from '../../assets/components/averaging/copies.js'
import { GUESS, verdictSentence } from '../../assets/components/averaging/guess.js'
import { law } from '../../assets/components/averaging/law.js'
import { gapsDesign, lossesDesign } from '../../assets/components/averaging/learning.js'
import { reliabilityDesign } from '../../assets/components/averaging/reliability.js'
import { turningDesign } from '../../assets/components/averaging/turning.js'
import { votesDesign } from '../../assets/components/averaging/votes.js'
import { readable } from '../../assets/components/averaging/words.js'
import { orbitCosts, turned } from '../../assets/shared/math/rotation.js'
import { transport } from '../../assets/shared/math/transport.js'

const designs = {
  board: boardDesign, losses: lossesDesign, gaps: gapsDesign, votes: votesDesign, turning: turningDesign,
  reliability: reliabilityDesign, bound: boundDesign, plan: planDesign,
}

function zoomed(closer) {
  const zoom = new Zoom()
  if (closer) zoom.by(...closer)
  return zoom
}

const tasks = {
  // A chart as its shapes and marks, the values of each mark read off its place where there is a scale.
  chart: ({ name, state, width, height, closer }) => {
    const { frame, layers, marks } = designs[name]({ ...state, zoom: zoomed(closer) }, width, height)
    const { scales } = frame
    const read = ({ at: [x, y], text, value }) => {
      return { at: [x, y], text, value, y: scales.y && frame.yValue(y), x: scales.x && frame.xValue(x) }
    }
    return { shapes: shapesOf(layers), marks: marks().map(read) }
  },
  top: ({ laws }) => topOf(...laws),
  lanes: ({ places, size }) => lanesOf(places, size),
  first: ({ moves, distances, slopes }) => firstMove(moves, (i) => distances[i], slopes),
  guess: ({ texts, angles, best }) => {
    const read = texts.map((given) => GUESS.read(given) ?? null)
    const kept = read.filter((guess) => guess !== null)
    return { read, written: kept.map(GUESS.write), said: kept.map((guess) => verdictSentence(guess, angles, best)) }
  },
  readable: ({ values }) => values.map(readable),
  law: ({ laws, texts, size }) => {
    const { read, write } = law(size)
    const written = laws.map(write)
    const kept = written.map(read)
    return { written, kept, again: kept.map(write), refused: texts.map((given) => read(given) === undefined) }
  },
  assess: ({ problems }) => problems.map(({ table, weights }) => {
    const { loss, gap, ratios } = assess(floatsOf(table), weights.length, weights)
    return { loss, gap, em: emStep(weights, ratios) }
  }),
  weigh: ({ problems }) => problems.map(({ weights, chosen, weight }) => withWeight(weights, chosen, weight)),
  mirror: ({ angles, weights }) => symmetrised(weights, mirrorOf(angles)),
  mix: ({ rows, classes, weights }) => {
    const table = floatsOf(rows)
    const count = table.length / classes / weights.length
    return Array.from({ length: count }, (_, i) => mixtureOf(table, i * classes * weights.length, weights.length, classes, weights))
  },
  transport: ({ problems }) => problems.map(({ p, q, cost }) => {
    const { distance, plan, u, v } = transport(p, q, cost)
    return { distance, plan: Array.from(plan), u: Array.from(u), v: Array.from(v) }
  }),
  turned: ({ picture, side, angles }) => angles.map((angle) => Array.from(turned(picture, side, angle))),
  costs: ({ picture, side, angles, moves }) => moves.map((move) => Array.from(orbitCosts(picture, side, angles, move))),
}

const { task, ...parameters } = JSON.parse(await text(process.stdin))
process.stdout.write(JSON.stringify(tasks[task](parameters)))
