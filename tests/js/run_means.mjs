// The mathematics of means under node: a task and its arguments as JSON on stdin, its answer on stdout.
import { text } from 'node:stream/consumers'
import { meanAt, placeIn, towards, valueAt } from '../../assets/shared/math/means.js'
import { lamFromJson } from '../../assets/shared/page/lam.js'

const { task, ...given } = JSON.parse(await text(process.stdin))
const tasks = {
  interpolate({ lams, at, stack, values }) {
    return at.map((lam) => {
      const place = placeIn(lams.map(lamFromJson), lamFromJson(lam))
      return { mean: [...meanAt(stack, stack.length / lams.length, place)], value: valueAt(values, place) }
    })
  },
  towards({ x, means, lams, height, width }) {
    return lams.map((lam, i) => {
      const { shifts, ...found } = towards(x, means[i], lamFromJson(lam), height, width)
      return { shifts: [...shifts], ...found }
    })
  },
}
process.stdout.write(JSON.stringify(tasks[task](given)))
