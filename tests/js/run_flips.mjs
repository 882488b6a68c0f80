// Many turned digits under node: the digits and some λ as JSON on stdin, what is said of them on stdout.
import { text } from 'node:stream/consumers'
import { flipAt, spreadAt, spreads } from '../../assets/components/six_or_nine/flips.js'
import { manyCsv, manyRows } from '../../assets/components/six_or_nine/many.js'
import { lamFromJson } from '../../assets/shared/page/lam.js'

const { digits, lams } = JSON.parse(await text(process.stdin))
const many = { digits, digit: 6, other: 9, references: digits.map((_, i) => `sklearn-${i}`) }
process.stdout.write(JSON.stringify({
  flips: lams.map((lam) => digits.map((digit) => flipAt(digit, lamFromJson(lam)))),
  at: lams.map((lam) => spreadAt(digits, lamFromJson(lam))),
  all: spreads(digits),
  rows: manyRows(many),
  csv: manyCsv(many),
}))
