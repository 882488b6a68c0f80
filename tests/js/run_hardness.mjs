// Elimination, adversary and daisy under node: what is asked as JSON on stdin, what is made of it on stdout.
import { text } from 'node:stream/consumers'
import { hypothesesOf, hypothesisValues, played, queryValues } from '../../assets/shared/math/adversary.js'
import { graphOf, nextEdge } from '../../assets/components/hardness/graph.js'
import { daisy, daisyEnergy, daisySpectrum } from '../../assets/shared/math/daisy.js'
import { Eliminator, eliminationCurve, isOdd } from '../../assets/shared/math/elimination.js'

const { systems, curve, games, points, ks, graphs } = JSON.parse(await text(process.stdin))

function solved({ rows, labels }) {
  const eliminator = new Eliminator()
  rows.forEach((bits, i) => eliminator.take(bits, labels[i]))
  const { solution, rank, consistent } = eliminator
  return { solution, rank, consistent }
}

// The values of all queries of a game, as they were asked.
function asked({ queries, ...game }) {
  const hypotheses = hypothesesOf(game.n, game.symmetric)
  return queries.map((query, number) => {
    const { by } = played(queries.slice(0, number), game)
    const left = by.flatMap((ruled, place) => (ruled === null ? [place] : []))
    return queryValues(query, { ...game, hypotheses, left, seed: number + 1 })
  })
}

process.stdout.write(JSON.stringify({
  solved: systems.map(solved),
  curve: eliminationCurve(curve),
  odd: [0, 1, 3, 7, 2 ** 25 + 1, 2 ** 30].map(isOdd),
  games: games.map(({ queries, ...game }) => ({
    ...played(queries, game),
    values: asked({ queries, ...game }),
    functions: hypothesesOf(game.n, game.symmetric).map((orbit) => hypothesisValues(orbit, game.n)),
  })),
  daisies: ks.map((k) => points.map((point) => daisy(point, k))),
  spectra: ks.map((k) => daisySpectrum(k, 24)),
  energies: ks.map(daisyEnergy),
  graphs: graphs.map(({ bits, nodes, counting, edge }) => graphOf(bits, nodes, counting, edge)),
  edges: Array.from({ length: 190 }).reduce((all) => [...all, nextEdge(all.at(-1) ?? 0, 20)], []),
}))
