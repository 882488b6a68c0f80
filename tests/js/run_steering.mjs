// The space of an encoder under node: its numbers as JSON on stdin, what the page makes of them on stdout.
import { text } from 'node:stream/consumers'
import { folded } from '../../assets/components/steering/charts.js'
import { spacesOf } from '../../assets/components/steering/space.js'
import { steeringCsv } from '../../assets/components/steering/tables.js'
import { claimSentences, stateSentence } from '../../assets/components/steering/words.js'

const { embeddings, rotations, globes, dimension, count, data, angles } = JSON.parse(await text(process.stdin))
const given = [embeddings, rotations, globes].map((list) => Float32Array.from(list))
const [points, turns, views] = given
const spaces = spacesOf({ embeddings: points, rotations: turns, globes: views, dimension, count }, 3)
const answers = {
  spaces: spaces.map((space) => ({
    errors: space.fitted.map(({ error }) => error),
    least: space.fitted.map(({ least }) => least),
    arcs: space.fitted.map(({ arcs }) => arcs),
    landed: space.fitted.map((_, k) => space.landed(k)),
    brought: space.fitted.map((_, k) => space.brought(k, 1)),
    turned: angles.map((angle) => [...space.turned(angle)]),
    rotations: angles.map((angle) => [...space.rotation(angle)]),
    views: angles.map((angle) => [...space.turn(angle)]),
  })),
  folded: angles.map(folded),
  csv: steeringCsv({ data, spaces }),
  state: stateSentence({
    angle: 60, turn: 'globe', k: 12, shown: [0, 2], spaces, n: spaces[0].n, warned: data.warned,
  }),
  claim: claimSentences(data, 12),
}
process.stdout.write(JSON.stringify(answers))
