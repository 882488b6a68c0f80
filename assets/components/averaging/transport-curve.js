// The transport bound for one digit and the π of the moment: costs once a turn g, transports as time allows.

import { mixtureOf } from '../../shared/math/mixture.js'
import { orbitCosts } from '../../shared/math/rotation.js'
import { transport } from '../../shared/math/transport.js'

const LEAST = 1e-9

export class TransportCurve {
  // picture: of the digit; table: f of every copy of every turn of it; turned: which turn each move g is.
  constructor({ picture, side, angles, moves, turned, table, classes }) {
    Object.assign(this, { picture, side, angles, moves, turned, table, classes })
    this.costs = moves.map(() => null)
    this.weights = null
    this.found = []
  }

  // Another π: what was found for the last one is forgotten.
  follow(weights) {
    if (weights === this.weights) return
    this.weights = weights
    this.kept = [...weights.keys()].filter((k) => weights[k] > LEAST)
    this.found = this.moves.map(() => null)
  }

  get complete() {
    return this.found.every(Boolean)
  }

  // W(π, gπ) and the plan, a list of [from, to, mass].
  at(row) {
    this.found[row] ??= this.solve(row)
    return this.found[row]
  }

  // Work for so many milliseconds, on one turn at least.
  advance(milliseconds) {
    const end = performance.now() + milliseconds
    for (const row of this.moves.keys()) {
      if (this.found[row]) continue
      this.at(row)
      if (performance.now() > end) return
    }
  }

  solve(row) {
    const { angles, kept, weights } = this
    this.costs[row] ??= orbitCosts(this.picture, this.side, angles, this.moves[row])
    const total = kept.reduce((sum, k) => sum + weights[k], 0)
    const law = kept.map((k) => weights[k] / total)
    const costs = this.costs[row]
    const cost = Float64Array.from(kept.flatMap((k) => kept.map((l) => costs[k * angles.length + l])))
    const { distance, plan } = transport(law, law, cost)
    const carried = []
    plan.forEach((mass, i) => {
      if (mass > 1e-4) carried.push([kept[Math.floor(i / kept.length)], kept[i % kept.length], mass])
    })
    return { distance, plan: carried }
  }

  // ‖S f(gx) − S f(x)‖ for every g.
  changes() {
    const stride = this.angles.length * this.classes
    const { table, angles, classes, weights } = this
    const average = (turn) => mixtureOf(table, turn * stride, angles.length, classes, weights)
    const still = average(0)
    return this.turned.map((turn) => Math.hypot(...average(turn).map((value, c) => value - still[c])))
  }
}
