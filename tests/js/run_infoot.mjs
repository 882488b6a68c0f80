// The alignment of two clouds under node: a task and its arguments as JSON on stdin, its answer on stdout.
import { text } from 'node:stream/consumers'
import { aligned, conditional, distancesOf, kernelOf } from '../../assets/shared/math/infoot.js'
import { runFor } from '../../assets/shared/math/slices.js'
import { alignedPython } from '../../assets/components/aligning/figure.js'

const { task, ...given } = JSON.parse(await text(process.stdin))
const masses = (points) => new Float64Array(points.length).fill(1 / points.length)

function problemOf({ xs, ys, bandwidth, information, reg }) {
  const [x, y] = [kernelOf(xs, bandwidth), kernelOf(ys, bandwidth)]
  return {
    xs, ys, cost: distancesOf(xs, ys), kx: x.kernel, ky: y.kernel, scale: x.scale, p: masses(xs), q: masses(ys),
    information, reg,
  }
}

const tasks = {
  align({ steps, points, ...rest }) {
    const problem = problemOf(rest)
    const found = []
    const limits = { steps, tolerance: 1e-6, inner: 1e-10, turns: 20000 }
    const work = aligned(problem, null, limits)
    // One slice at a time, as in a frame that has no time left.
    let step = { done: false }
    while (!step.done) step = runFor(work, 0, (value) => found.push(value))
    const plan = found.at(-1).plan
    return {
      plan: [...plan],
      scale: problem.scale,
      converged: step.value.converged,
      images: points.map((point) => conditional({ ...problem, plan }, point).image),
      ...Object.fromEntries(['objective', 'information', 'cost', 'error', 'change'].map((name) => [
        name, found.map((value) => value[name]),
      ])),
    }
  },
  python: ({ state, data }) => alignedPython({ ...state, lam: state.lam ?? Infinity }, data),
}
process.stdout.write(JSON.stringify(tasks[task](given)))
