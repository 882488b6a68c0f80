// Which of a few digits is nearest, from which λ on: between two events every d² is a line in λ².

import { pieceAt } from '../../shared/math/path.js'

// Runs of λ with one nearest: [{ place, from, to }, …]; equal distances go to the first.
export function nearestRuns(paths) {
  const events = [...new Set(paths.flatMap(({ breakpoints }) => breakpoints))].sort((a, b) => a - b)
  const edges = [0, ...events, Infinity]
  const runs = []
  const take = (place, from) => {
    const last = runs.at(-1)
    if (last?.place === place) return
    if (last) last.to = from
    runs.push({ place, from, to: Infinity })
  }
  for (let i = 0; i + 1 < edges.length; i++) {
    const lines = paths.map((path) => {
      const piece = pieceAt(path, edges[i])
      return { residual: path.squaredResiduals[piece], effort: path.squaredEfforts[piece] }
    })
    const end = edges[i + 1] ** 2
    let mu = edges[i] ** 2
    const at = ({ residual, effort }) => residual + (effort > 0 ? effort * mu : 0)
    let best = lines.reduce((least, line) => (
      at(line) < at(least) || (at(line) === at(least) && line.effort < least.effort) ? line : least
    ))
    take(lines.indexOf(best), Math.sqrt(mu))
    // Only a line that rises less can come to lie below.
    for (;;) {
      const meetings = lines.filter(({ effort }) => effort < best.effort)
        .map((line) => ({ line, mu: (line.residual - best.residual) / (best.effort - line.effort) }))
        .filter((meeting) => meeting.mu > mu && meeting.mu < end)
        .sort((a, b) => a.mu - b.mu || a.line.effort - b.line.effort)
      if (!meetings.length) break
      ({ line: best, mu } = meetings[0])
      take(lines.indexOf(best), Math.sqrt(mu))
    }
  }
  return runs
}
