// Which digit is nearest at which λ, under node: digits as JSON on stdin, runs on stdout.
import { text } from 'node:stream/consumers'
import { nearestRuns } from '../../assets/components/about/nearest.js'
import { lazyPath } from '../../assets/shared/math/path.js'
import { lamToJson } from '../../assets/shared/page/lam.js'

const { x, others } = JSON.parse(await text(process.stdin))
const [height, width] = [x.length, x[0].length]
const runs = nearestRuns(others.map((y) => lazyPath(x.flat(), y.flat(), height, width)))
process.stdout.write(JSON.stringify(runs.map((run) => ({ ...run, to: lamToJson(run.to) }))))
