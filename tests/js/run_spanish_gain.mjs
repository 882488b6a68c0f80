// What Hardness, Sample gain and Best λ say in a language: its $language as JSON on stdin, sentences on stdout.
import { text } from 'node:stream/consumers'

globalThis.$language = JSON.parse(await text(process.stdin))
const wordsOf = (component) => import(`../../assets/components/${component}/words.js`)
const [hardness, gain, accuracy] = await Promise.all(['hardness', 'sample_gain', 'accuracy'].map(wordsOf))
const { NAMES } = await import('../../assets/components/hardness/race.js')

const hypotheses = Array.from({ length: 64 }, (_, i) => [i])
const race = (seen) => hardness.raceSentence(
  seen, NAMES, [['plain', null], ['elimination', 0.99]], [['plain', 0.98]],
)
const lams = [0, 0.5, 1, Infinity]
const row = (value) => lams.map(() => value)
const pairs = { low: [row(-1), row(0.1), row(0.1), row(-2)], high: [row(-0.5), row(0.2), row(0.2), row(1)] }
const better = { low: lams.map(() => row(0.1)), high: lams.map(() => row(0.2)) }

process.stdout.write(JSON.stringify({
  race: [race(1), race(12345)],
  left: hardness.leftSentence({ counts: [64, 53], hypotheses, over: false }, ['mix'], 0.3),
  bound: hardness.boundSentence(64, 0.3, 11, false),
  count: gain.countSentence({
    level: 100, all: 317, kept: 85, order: 4, kind: { many: 'ondas', symbol: '|k|²' },
  }),
  risks: [0, 1.24e-5, 0.005, 0.25].map(gain.risk),
  measured: gain.measuredSentence({ overall: [5.12, 4.39, 6.1] }, Infinity, true, 4),
  all: accuracy.allSentence(
    { mean: { value: row(0.912), low: row(0.9), high: row(0.92) }, draws: [0, 1], tested: 10000, train: 1000 },
    lams, 1,
  ),
  pairs: accuracy.pairsSentence({ pairs, tested: 1000 }, lams, 3),
  several: accuracy.pairsSentence({ pairs: better, tested: 1000 }, lams, 3),
}))
