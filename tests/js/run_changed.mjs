// What pages say of a change in another language, or in English, under node: $language as JSON on stdin.
import { text } from 'node:stream/consumers'

const language = JSON.parse(await text(process.stdin))
if (language) globalThis.$language = language
const { wordPath } = await import('../../assets/shared/math/letters.js')
const { lazyPath } = await import('../../assets/shared/math/path.js')
const accounts = {}
const PAGES = [
  'lens', 'words', 'six_or_nine', 'average', 'accuracy', 'geometry', 'sample_gain', 'hardness', 'averaging', 'steering',
  'aligning', 'start',
]
for (const page of PAGES) {
  accounts[page] = (await import(`../../assets/components/${page}/change.js`)).account
}

// What is said when each state but the first comes after the one before it.
const told = (page, views) => views.slice(1).map((view, i) => {
  const [before, now] = [views[i], view].map((each) => accounts[page].facts(each))
  return before && now && before.key === now.key ? accounts[page].words(before, now) : null
})

// Two pictures of two rows: one of them is worth a move of two pixels, the other of one.
const path = lazyPath(
  Uint8Array.from([255, 255, 0, 0, 0, 0, 200, 0, 0, 0, 0, 0]),
  Uint8Array.from([0, 0, 255, 255, 0, 0, 0, 200, 0, 0, 0, 0]), 6, 2,
)
const lens = (lam, more = {}) => ({
  pair: 'xy', path, third: path, guess: { asked: false }, state: { lam, z: null }, ...more,
})
// Alignments with these shifts.
const aligned = (shifts, effort, residual) => ({ at: { shifts, effort, residual }, other: null })
const threads = wordPath([...'nrbmoe'], [...'nombre'])
const word = (square, more = {}) => ({
  square, guessing: false, state: { hand: null }, shown: () => ({ path: threads, from: 'nrbmoe', target: 'nombre' }),
  ...more,
})
const turned = (spot, more = {}) => ({
  guessing: false, look: () => {}, given: 'x', found: [0, 0, 1], spot, data: { classes: [6, 9] },
  distances: [[3.5, 3.75, 4.5], [5, 5, 4]], ...more,
})
const mean = (lam) => ({
  given: 'a', digit: 3, lams: [0, 0.3, Infinity], state: { lam },
  known: { objectives: [20, 25.5, 40], residuals: [20, 22.25, 40] },
})
const accuracy = (stop, more = {}) => ({
  revealed: true, followed: false, experiment: 'e', data: { mean: { value: [0.91, 0.952, 0.952] } }, stop, ...more,
})
const points = (lam, more = {}) => ({ state: { x: [1.5, 0], y: [0, 1.5], lam, hidden: false, ...more } })
const counted = (level, at) => ({
  key: 'k', found: { kept: [3, 1250] }, data: { curves: { mean: [[0.5, 0.0625], [0.25, 0.125]] } },
  state: { level, at },
})
const race = (elimination, linear, shown = true) => ({
  shown, key: 'r', drawn: () => null, scores: () => ({ values: [['elimination', elimination], ['plain', linear]] }),
})
// π of two angles, of which the first is 0°, and what S f says of three classes.
const weighed = (loss, stays, said, more = {}) => ({
  revealed: true, experiment: { id: 'e', still: 0 }, judged: { loss }, weights: [stays, 1 - stays],
  digit: { digit: { reference: 'x' }, average: [said] }, ...more,
})
// Two globes at turn k, of which so many digits are near at an error.
const globes = [[[12, 0.25], [9, 0.5], [9, 0.625]], [[30, 0], [30, 0.002], [30, 0.002]]].map((turns) => ({
  landed: (k) => turns[k][0], fitted: turns.map(([, error]) => ({ error })),
}))
const globe = (k, more = {}) => ({
  hidden: false, given: 'g', k, shown: [0, 1], spaces: globes, state: { beside: 'loss' }, ...more,
})
const planned = (right, information, cluster, more = {}) => ({
  given: 'p', problem: { name: '000' }, guess: { asked: false },
  shown: {
    shown: { information }, right,
    fresh: { shares: [0, 1, 2].map((each) => ({ cluster: each, share: each === cluster ? 0.75 : 0.125 })) },
  },
  ...more,
})
const both = { guess: { asked: false }, state: { lam: 0, z: true } }
process.stdout.write(JSON.stringify({
  lens: told('lens', [lens(0), lens(0.1), lens(0.5), lens(Infinity), lens(Infinity), lens(0)]),
  rows: [
    accounts.lens.words(aligned([3, -2, 1, 1, 0], 6.62, 8.94), aligned([1, 0, 0, 1, 0], 4.14, 9.31)),
    accounts.lens.words(aligned([1, 0, 0, 1, 0], 4.14, 9.31), aligned([3, 2, -1, 2, 0], 6.62, 8.94)),
  ],
  both: told('lens', [lens(0, both), lens(0.1, { ...both, state: { lam: 0.1, z: true } })]),
  hidden: [
    ...told('lens', [lens(0), lens(0.5, { guess: { asked: true } }), lens(Infinity)]),
    ...told('lens', [lens(0), lens(0.5, { pair: 'xz' })]),
    ...told('words', [word(0), word(0.5, { guessing: true }), word(2)]),
    ...told('six_or_nine', [turned(0), turned(2, { guessing: true }), turned(1)]),
    ...told('accuracy', [accuracy(0, { revealed: false }), accuracy(1)]),
    ...told('hardness', [race(0.5, 0.5, false), race(1, 0.5)]),
    ...told('geometry', [points(1), points(1, { hidden: true }), points(2)]),
    ...told('averaging', [weighed(0.5, 1, [1, 0, 0], { revealed: false }), weighed(0.25, 0.5, [1, 0, 0])]),
    ...told('steering', [globe(0, { hidden: true }), globe(1), globe(1, { state: { beside: 'positives' } })]),
    ...told('aligning', [
      planned(1, 1, 0, { guess: { asked: true } }), planned(0.5, 1, 0),
      planned(1, 1, 0, { problem: { name: '100' } }),
    ]),
  ],
  words: told('words', [word(0), word(0.1), word(0.3), word(2), word(2), word(0)]),
  six: told('six_or_nine', [turned(0), turned(1), turned(2), turned(2)]),
  average: told('average', [mean(0), mean(0.3), mean(0.3), mean(Infinity)]),
  accuracy: told('accuracy', [accuracy(0), accuracy(1), accuracy(2)]),
  gain: told('sample_gain', [counted(0, 0), counted(1, 0), counted(1, 1), counted(1, 1)]),
  race: told('hardness', [race(0.5, null), race(1, 0.5), race(1, 0.5), race(1, 0.52)]),
  averaging: told('averaging', [
    weighed(0.3125, 1, [0.75, 0.25, 0]), weighed(0.25, 0.5, [0.875, 0.125, 0]), weighed(0.25, 0.5, [0.25, 0.75, 0]),
    weighed(0.25, 0.5, [0.25, 0.75, 0]),
  ]),
  steering: told('steering', [globe(0), globe(1), globe(2), globe(2)]),
  aligning: told('aligning', [
    planned(0.984375, 1.0625, 0), planned(0.984375, 1.0627, 0), planned(0.25, 1.125, 2), planned(0.25, 1.125, 2),
    planned(0.75, 1.125, 2),
  ]),
  start: told('start', [0, 0.5, Infinity, Infinity, 0].map((lam) => ({ pair: 'xy', path, state: { lam } }))),
  geometry: told('geometry', [points(Infinity), points(0.5), points(0.5), points(0)]),
}))
