// The mathematics of turns under node: a task and its arguments as JSON on stdin, its answer on stdout.
import { text } from 'node:stream/consumers'
import { flipOf, lazyTurns, runsOfVerdicts, verdicts } from '../../assets/shared/math/turns.js'
import { lamFromJson } from '../../assets/shared/page/lam.js'

const { squared, lams, firstWins } = JSON.parse(await text(process.stdin))
const answers = lams.map((lam) => {
  const both = squared.map((residuals) => lazyTurns(residuals, lamFromJson(lam)))
  const found = verdicts(...both, firstWins)
  return {
    squared: both.map((one) => [...one.squared]),
    turns: both.map((one) => [...one.turns]),
    found,
    runs: runsOfVerdicts(found),
    flips: [0, 1].map((verdict) => flipOf(found, verdict)),
  }
})
process.stdout.write(JSON.stringify(answers))
