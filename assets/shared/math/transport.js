// Optimal transport between two laws on finitely many points, exactly, by successive shortest paths.

const REST = 1e-14

// p, q: masses of equal sum; cost: row by row, non-negative. The plan has the margins p and q; the potentials
// prove it best: u_k + v_l ≤ cost_kl everywhere, with equality where mass goes.
export function transport(p, q, cost) {
  const [rows, columns] = [p.length, q.length]
  const plan = new Float64Array(rows * columns)
  const supply = Float64Array.from(p)
  const demand = Float64Array.from(q)
  const u = new Float64Array(rows)
  const v = new Float64Array(columns)
  for (let l = 0; l < columns; l++) {
    v[l] = Infinity
    for (let k = 0; k < rows; k++) v[l] = Math.min(v[l], cost[k * columns + l])
  }
  for (let left = 100 * (rows + columns); left > 0; left--) {
    const path = cheapest(plan, supply, demand, cost, u, v)
    if (!path) break
    let mass = Math.min(supply[path.source], demand[path.target])
    for (const [, , back] of path.steps) if (back >= 0) mass = Math.min(mass, plan[back])
    for (const [k, l, back] of path.steps) {
      plan[k * columns + l] += mass
      if (back >= 0) plan[back] = plan[back] - mass < REST ? 0 : plan[back] - mass
    }
    supply[path.source] -= mass
    demand[path.target] -= mass
  }
  let distance = 0
  for (let i = 0; i < plan.length; i++) distance += plan[i] * cost[i]
  return { distance, plan, u, v }
}

// The cheapest way from a row with mass to a column that lacks some, along free places and back along the
// plan: Dijkstra with the potentials, which it moves so that no reduced cost is negative afterwards.
function cheapest(plan, supply, demand, cost, u, v) {
  const [rows, columns] = [supply.length, demand.length]
  const rowAway = Float64Array.from(supply, (mass) => (mass > REST ? 0 : Infinity))
  const columnAway = new Float64Array(columns).fill(Infinity)
  const rowFrom = new Int32Array(rows).fill(-1)
  const columnFrom = new Int32Array(columns).fill(-1)
  const rowDone = new Uint8Array(rows)
  const columnDone = new Uint8Array(columns)
  let target = -1
  for (;;) {
    let [next, away, isRow] = [-1, Infinity, true]
    for (let k = 0; k < rows; k++) if (!rowDone[k] && rowAway[k] < away) [next, away] = [k, rowAway[k]]
    for (let l = 0; l < columns; l++) {
      if (!columnDone[l] && columnAway[l] < away) [next, away, isRow] = [l, columnAway[l], false]
    }
    if (next < 0) return null
    if (isRow) {
      rowDone[next] = 1
      for (let l = 0; l < columns; l++) {
        const reached = away + Math.max(0, cost[next * columns + l] - u[next] - v[l])
        if (reached < columnAway[l]) [columnAway[l], columnFrom[l]] = [reached, next]
      }
      continue
    }
    columnDone[next] = 1
    if (demand[next] > REST) {
      target = next
      break
    }
    for (let k = 0; k < rows; k++) {
      if (plan[k * columns + next] > 0 && away < rowAway[k]) [rowAway[k], rowFrom[k]] = [away, next]
    }
  }
  const far = columnAway[target]
  for (let k = 0; k < rows; k++) u[k] -= Math.min(rowAway[k], far)
  for (let l = 0; l < columns; l++) v[l] += Math.min(columnAway[l], far)
  const steps = []
  let l = target
  for (;;) {
    const k = columnFrom[l]
    const before = rowFrom[k]
    steps.push([k, l, before < 0 ? -1 : k * columns + before])
    if (before < 0) return { source: k, target, steps }
    l = before
  }
}
