// What Words, Six or nine and Average say in another language, under node: $language as JSON on stdin.
import { text } from 'node:stream/consumers'

globalThis.$language = JSON.parse(await text(process.stdin))
const { wordPath } = await import('../../assets/shared/math/letters.js')
const words = await import('../../assets/components/words/said.js')
const { measuredSentence } = await import('../../assets/components/words/measured.js')
const turned = await import('../../assets/components/six_or_nine/words.js')
const { manySentence } = await import('../../assets/components/six_or_nine/many.js')
const average = await import('../../assets/components/average/words.js')

const path = wordPath([...'nrbmoe'], [...'nombre'])
const verdicts = ['itself', 'itself', 'another', 'unknown']
const near = {
  spoilt: 'gaglo', right: 'galgo', winner: 'galgo', verdict: 'itself', language: 'español', size: 50000, square: 0.3,
}
const six = { lam: 0.05, angle: 98, classes: [6, 9], distances: [3.5, 4.25], verdict: 0 }
const flips = [10, 98.5, 170].map((angle) => ({ lams: [0], degrees: [angle] }))
const read = { accuracies: [0.8, 0.95, 0.75], errors: [0.01, 0.005, 0.01], tested: 2000 }
const several = { lam: 0.25, count: 4, least: 20.5, total: 30.25, between: true, reading: read, lams: [0, 0.3, Infinity] }
const gains = { differences: [0, 0.012, 0], errors: [0, 0.003, 0] }
const moved = { squaredResidual: 9, squaredPenalty: 0.5, distance: 3.08 }
process.stdout.write(JSON.stringify({
  words: [
    ...[0, 0.3, 1.5].map((square) => words.pathSentence({ path, square, from: 'nrbmoe', to: 'nombre' })),
    words.threadText(path, 3, 1),
    words.countSentence(verdicts, 0.3),
    words.countSentence(['itself'], 2),
    words.nearTitle(near),
    words.nearTitle({ ...near, verdict: 'unknown' }),
    words.guessSentence(path, 0.5),
    measuredSentence({
      squares: [0, 0.3, 2], right: [[0.5, 0.905, 0.7]], edits: [0.8], count: 500,
    }),
  ],
  six: [
    turned.verdictSentence(six),
    turned.runsSentence([
      { from: 0, to: 98, verdict: 0 }, { from: 98, to: 263, verdict: 1 }, { from: 263, to: 360, verdict: 0 },
    ], [6, 9], 360),
    turned.guessSentence(95, 98, 9, 0.05),
    turned.guessSentence(95, null, 9, Infinity),
    manySentence({ digits: flips, digit: 6, other: 9 }, 0.05),
    manySentence({ digits: flips.slice(0, 1), digit: 6, other: 9 }, 0.05),
  ],
  average: [
    average.averageSentence({ lam: 0.25, digit: 3, count: 6131, total: 30.25, left: 25, between: true }),
    average.missSentence({ lams: [0, 0.3], objectives: [1, 2], plain: [1.5, 2] }),
    average.moveSentence('mnist-train-7', { shifts: [0, 1, -3], ...moved }),
    average.moveSentence('mnist-train-7', { shifts: [0, 1, 0], ...moved }),
    average.moveSentence('mnist-train-7', { shifts: [0, 0, 0], ...moved }),
    average.readingSentence([0, 0.3, Infinity], read),
    average.severalSentence(several),
    average.severalSentence({ ...several, between: false, gains }),
    average.mapSentence({ lam: 0.25, agreement: 0.83, stress: 0.3, between: true }),
    average.exactWords(17, 300),
  ],
}))
