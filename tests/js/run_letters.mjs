// The paths of words under node: pairs of lists of letters as JSON on stdin, their paths on stdout.
import { text } from 'node:stream/consumers'
import { bestAssignment, wordPath } from '../../assets/shared/math/letters.js'

const { pairs = [], costs = [] } = JSON.parse(await text(process.stdin))
const paths = pairs.map(([a, b]) => wordPath(a, b))
process.stdout.write(JSON.stringify({ paths, assignments: costs.map(bestAssignment) }))
