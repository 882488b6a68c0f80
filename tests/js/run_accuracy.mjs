// Accuracy's modules under node: a task and its arguments as JSON on stdin, its answer on stdout.
import { text } from 'node:stream/consumers'
import { chartAtDial, chartOf, legendOf } from '../../assets/components/accuracy/charts.js'
import { accuracyCsv, accuracySvg } from '../../assets/components/accuracy/files.js'
import { nearestStop, stopOf, stops } from '../../assets/components/accuracy/stops.js'
import {
  changingSentence, chartSentence, confusionSentence, passes, verdictSentence,
} from '../../assets/components/accuracy/words.js'
import { shapesOf } from '../../assets/shared/chart/layers.js'
import { shapesMarkup } from '../../assets/shared/chart/svg.js'
import { lamFromJson, lamToJson } from '../../assets/shared/page/lam.js'
import { PRINT } from '../../assets/shared/page/theme.js'

const VIEWS = ['all', 'pairs', 'classes', 'gain']

// A chart's marks, with the value that its frame has at the height of each.
function readChart(state, width, height) {
  const { frame, layers, marks } = chartOf(state, width, height)
  return {
    markup: shapesMarkup(shapesOf(layers), PRINT),
    marks: marks().map(({ at, text }) => ({ at, text, value: frame.yValue(at[1]) })),
  }
}

const tasks = {
  stops: ({ lams, asked, counts }) => {
    const all = lams.map(lamFromJson)
    const scale = stops(all)
    return {
      places: asked.map(lamFromJson).map((lam) => [stopOf(all, lam), nearestStop(all, lam)]),
      shares: all.map((lam) => scale.share(lam)),
      back: all.map((lam) => lamToJson(scale.value(scale.share(lam)))),
      outside: [-1, 2].map((share) => lamToJson(scale.value(share))),
      ticks: counts.map((count) => scale.ticks(count).map(({ text: name }) => name)),
    }
  },
  accuracy: ({ data, guesses }) => {
    const lams = data.lams.map(lamFromJson)
    const state = { data, lams, guess: 0, view: 'all' }
    const views = Object.fromEntries(VIEWS.map((view) => [view, lams.map((_, stop) => (
      readChart({ ...state, view, stop, guess: null }, 600, 300)
    ))]))
    const cursors = lams.map((lam, stop) => shapesOf(chartAtDial({ ...state, lam, stop }, 600, 300).layers)[0].runs[0])
    return {
      views, cursors,
      svg: accuracySvg({ ...state, stop: 2 }, 'c & d', data.comparison, PRINT),
      guessed: readChart({ ...state, stop: 0 }, 600, 300).marks.at(-1).text,
      legends: VIEWS.map((view) => legendOf(view, data).map((entry) => entry.text)),
      csv: accuracyCsv(data, lams),
      sentences: lams.map((_, stop) => [
        ...VIEWS.map((view) => chartSentence(view, data, lams, stop)),
        confusionSentence(data, lams, stop), changingSentence(data, lams, stop),
      ]),
      verdicts: guesses.map((guess) => verdictSentence(data, lams, lamFromJson(guess))),
      kept: lams.map((_, stop) => ['every', 'mended', 'broken'].map((filter) => (
        data.changing.answers.flatMap((said, at) => (passes(filter, said, data.changing.labels[at], stop) ? [at] : []))
      ))),
    }
  },
}

const { task, ...given } = JSON.parse(await text(process.stdin))
process.stdout.write(JSON.stringify(tasks[task](given)))
