// The mathematics of the Averaging page under node: a task and its arguments as JSON on stdin, its answer on stdout.
import { text } from 'node:stream/consumers'
import { assess, emStep, floatsOf, mirrorOf, mixtureOf, symmetrised, withWeight } from '../../assets/shared/math/mixture.js'
import { orbitCosts, turned } from '../../assets/shared/math/rotation.js'
import { transport } from '../../assets/shared/math/transport.js'

const tasks = {
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
