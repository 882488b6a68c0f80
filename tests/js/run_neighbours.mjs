// The modules of Neighbours under node: a task and its arguments as JSON on stdin, its answer on stdout.
import { text } from 'node:stream/consumers'
import { PRINT } from '../../assets/shared/page/theme.js'
import { lamScale } from '../../assets/shared/chart/axes.js'
import { neighboursCsv, neighboursSvg } from '../../assets/components/neighbours/figure.js'
import { STRIP_HEIGHT, stripDesign, stripLegend } from '../../assets/components/neighbours/strip.js'
import { lamFromJson, lamToJson } from '../../assets/shared/page/lam.js'
import { PIXELS, SIDE, fromBase64 } from '../../assets/shared/page/pixels.js'
import { alignmentAt, dialEnd, lazyPath, moveRows } from '../../assets/shared/math/path.js'
import { countVotes, foremost, reached, runsOf, stagesOf, winner } from '../../assets/shared/math/votes.js'
import {
  changeSentence, standing, swapSentence, voteSentence,
} from '../../assets/components/neighbours/words.js'

const WIDTH = 700

const tasks = {
  near: ({ data, lams }) => {
    const [x, pixels] = [fromBase64(data.x.pixels), fromBase64(data.pixels)]
    const stages = stagesOf(data.starts, data.near, data.labels)
    const starts = stages.map(({ from }) => from)
    const levelsOf = (place) => pixels.subarray(place * PIXELS, (place + 1) * PIXELS)
    const alignedAt = (place, lam) => alignmentAt(lazyPath(x, levelsOf(place), SIDE, SIDE), lam)
    const at = lams.map(lamFromJson).map((lam) => {
      const near = data.near[reached(data.starts, lam)]
      const stage = stages[reached(starts, lam)]
      return {
        near,
        distances: near.map((place) => alignedAt(place, lam).distance),
        vote: stage.vote,
        counts: stage.counts,
      }
    })
    const runs = runsOf(stages)
    const neighbours = data.near[reached(data.starts, 0.5)].map((place) => {
      const aligned = alignedAt(place, 0.5)
      return {
        at: aligned,
        digit: data.labels[place],
        reference: data.references[place],
        levels: levelsOf(place),
        moved: moveRows(x, aligned.shifts, SIDE),
      }
    })
    const end = dialEnd({ breakpoints: starts.slice(1) })
    const strip = { runs, stages, end, truth: data.x.label, labels: data.labels }
    const shown = { ...strip, scale: lamScale(end), lam: 0.5, key: '' }
    const { frame, marks, layers } = stripDesign(shown, WIDTH, STRIP_HEIGHT)
    return {
      at,
      end,
      sides: [frame.left, frame.right],
      svg: neighboursSvg({ ...strip, x, name: data.x.name, lam: 0.5, neighbours, sentence: 'a < b' }, PRINT),
      runs: runs.map(({ from, to, vote }) => [from, lamToJson(to), vote]),
      marks: marks().map(({ at: [left], text, value }) => [left, lamToJson(value), text]),
      blocks: layers[0].shapes().filter(({ name }) => name?.startsWith('run-') && name !== 'run-text')
        .map(({ name, box: [left, , width] }) => [name, left, width]),
      legend: stripLegend(strip).map((entry) => entry.text),
      csv: neighboursCsv(stages, data.near, data.references),
    }
  },
  votes: () => {
    const counts = countVotes([3, 1, 1, 3, 8])
    const runs = [
      { from: 0, to: 0.5, vote: 6 }, { from: 0.5, to: 0.75, vote: 0 }, { from: 0.75, to: Infinity, vote: 6 },
    ]
    return {
      counts,
      best: winner(counts),
      foremost: foremost(counts),
      standing: [0, 1, 3, 8].map((digit) => standing(digit, counts)),
      tie: voteSentence(0.5, counts, 8),
      unlabelled: voteSentence(Infinity, countVotes([3, 1, 1, 3, 3]), null),
      wrong: voteSentence(0.5, countVotes([3, 1, 1]), 8),
      one: voteSentence(0, countVotes([7]), 7),
      changing: changeSentence(runs),
      constant: changeSentence(runs.slice(2)),
      swap: swapSentence([8], [4, 9]),
      nothing: swapSentence([], []),
    }
  },
}

const { task, ...given } = JSON.parse(await text(process.stdin))
process.stdout.write(JSON.stringify(tasks[task](given)))
