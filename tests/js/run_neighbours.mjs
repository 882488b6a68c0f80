// The modules of the Neighbours page under node: a task and its arguments as JSON on stdin, its answer on stdout.
import { text } from 'node:stream/consumers'
import { neighboursCsv, neighboursSvg } from '../../assets/components/neighbours/figure.js'
import { stripAxis } from '../../assets/components/neighbours/strip.js'
import { PIXELS, SIDE, fromBase64 } from '../../assets/shared/page/pixels.js'
import { alignmentAt, lazyPath } from '../../assets/shared/math/path.js'
import { countVotes, reached, runsOf, stagesOf, winner } from '../../assets/shared/math/votes.js'
import { changeSentence, swapSentence, voteSentence } from '../../assets/components/neighbours/words.js'

const number = (value) => (value === 'inf' ? Infinity : value)
const plain = (value) => (value === Infinity ? 'inf' : value)

const tasks = {
  near: ({ data, lams }) => {
    const [x, pixels] = [fromBase64(data.x.pixels), fromBase64(data.pixels)]
    const stages = stagesOf(data.starts, data.near, data.labels)
    const starts = stages.map(({ from }) => from)
    const at = lams.map(number).map((lam) => {
      const near = data.near[reached(data.starts, lam)]
      const distances = near.map((place) => {
        const theirs = pixels.subarray(place * PIXELS, (place + 1) * PIXELS)
        return alignmentAt(lazyPath(x, theirs, SIDE, SIDE), lam).distance
      })
      const stage = stages[reached(starts, lam)]
      return { near, distances, vote: stage.vote, counts: stage.counts }
    })
    const runs = runsOf(stages)
    const cards = data.near[0].map((place) => {
      const levels = pixels.subarray(place * PIXELS, (place + 1) * PIXELS)
      return {
        levels, digit: data.labels[place], reference: data.references[place],
        at: alignmentAt(lazyPath(x, levels, SIDE, SIDE), 0),
      }
    })
    const svg = neighboursSvg({
      x, cards, lam: 0, runs, stages, name: data.x.name, label: data.x.label,
      axis: (width) => stripAxis(width, 2), sentence: 'a < b', changes: changeSentence(runs),
    })
    return {
      at, svg,
      runs: runs.map(({ from, to, vote }) => [from, plain(to), vote]),
      csv: neighboursCsv(stages, data.near, data.references),
    }
  },
  votes: () => {
    const counts = countVotes([3, 1, 1, 3, 8])
    const runs = [{ from: 0, to: 0.5, vote: 6 }, { from: 0.5, to: 0.75, vote: 0 }, { from: 0.75, to: Infinity, vote: 6 }]
    return [
      counts, winner(counts), voteSentence(0.5, counts, 8), voteSentence(Infinity, counts, null),
      voteSentence(0, countVotes([7]), 7), changeSentence(runs), changeSentence(runs.slice(2)),
      swapSentence([8], [4, 9]), swapSentence([], []),
    ]
  },
}

const { task, ...given } = JSON.parse(await text(process.stdin))
process.stdout.write(JSON.stringify(tasks[task](given)))
