// The plan as it is worked out: quickly from the last one while a hand moves, from the beginning once it
// rests, always in slices that leave a frame its time.

import { aligned } from '../../shared/math/infoot.js'
import { scaled } from '../../shared/math/sinkhorn.js'
import { runFor } from '../../shared/math/slices.js'

export const MOST_STEPS = 200
// Milliseconds of a frame; drawing needs the rest of it, and most while a hand moves.
const SLICES = { settle: 8, follow: 3 }
const AT_REST = { tolerance: 1e-6, inner: 1e-10, turns: 20000 }
const IN_HAND = { steps: 1, tolerance: 1e-6, inner: 1e-4, turns: 64 }
const LEANING = 4

// tell(isDone) is called at every frame in which something was found.
export class Solving {
  constructor(tell) {
    this.tell = tell
    this.work = null
    this.frame = 0
    this.solved = null
    this.live = null
  }

  // A hand moves: one step from where the last plan was, then one for where the hand is by then.
  follow(problem) {
    this.solved = null
    this.wanted = problem
    if (this.kind === 'follow') return
    this.begin('follow', this.following())
  }

  * following() {
    while (this.wanted) {
      const problem = this.wanted
      this.wanted = null
      const size = problem.cost.length
      const start = this.live?.plan.length === size && this.live.scene === problem.name ? this.live : null
      const limits = start ? IN_HAND : { ...IN_HAND, steps: 4 }
      let last = null
      const work = aligned(problem, start, limits)
      let step = work.next()
      while (!step.done) {
        if (step.value) last = step.value
        yield null
        step = work.next()
      }
      this.live = { ...step.value, scene: problem.name }
      yield { ...last, problem }
    }
  }

  // The hand rests: from pqᵀ to the end.
  settle(problem) {
    if (this.solved?.problem.key === problem.key) return
    if (this.kind === 'settle' && this.target === problem.key) return
    this.target = problem.key
    this.begin('settle', aligned(problem, null, { ...AT_REST, steps: problem.steps }), problem)
  }

  begin(kind, work, problem = null) {
    Object.assign(this, { kind, work, problem, found: [] })
    this.frame ||= requestAnimationFrame(() => this.go())
  }

  go() {
    this.frame = 0
    if (!this.work) return
    let news = false
    const { done, value } = runFor(this.work, SLICES[this.kind], (step) => {
      news = true
      if (this.kind === 'follow') this.latest = step
      else this.found.push(step)
    })
    if (done) {
      if (this.kind === 'settle') this.finish(value)
      Object.assign(this, { work: null, kind: null })
    } else {
      this.frame = requestAnimationFrame(() => this.go())
    }
    if (news || done) this.tell(done && this.solved !== null)
  }

  finish({ plan, v, converged }) {
    const { problem, found: steps } = this
    this.solved = { problem, steps, converged }
    this.live = { plan, v, scene: problem.name }
    this.latest = { ...steps.at(-1), problem }
  }

  stop() {
    cancelAnimationFrame(this.frame)
    Object.assign(this, { work: null, frame: 0 })
  }
}

// All matchings of so many clusters.
function permutations(count) {
  if (count === 0) return [[]]
  return permutations(count - 1).flatMap((rest) => (
    Array.from({ length: count }, (_, at) => [...rest.slice(0, at), count - 1, ...rest.slice(at)])
  ))
}

/* The same problem from a plan that leans to each matching of clusters: what each leads to. It yields between
   its slices, and { matching, step } at the end of each. */
export function* fromMatchings(problem) {
  const { p, q, clustersX, clustersY } = problem
  const m = q.length
  for (const matching of permutations(Math.max(...clustersX) + 1)) {
    const scores = problem.cost.map((_, at) => {
      const [i, j] = [Math.floor(at / m), at % m]
      return Math.log(p[i]) + Math.log(q[j]) + (matching[clustersX[i]] === clustersY[j] ? LEANING : 0)
    })
    const potentials = { u: new Float64Array(p.length), v: new Float64Array(m) }
    const { plan } = yield* scaled(scores, problem, potentials, AT_REST)
    let last = null
    const work = aligned(problem, { plan, v: null }, { ...AT_REST, steps: problem.steps })
    for (let step = work.next(); !step.done; step = work.next()) {
      if (step.value) last = step.value
      yield null
    }
    yield { matching, step: last }
  }
}
