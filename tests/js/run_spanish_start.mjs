// What Start and a room say in another language, under node: $language as JSON on stdin, sentences on stdout.
import { text } from 'node:stream/consumers'

globalThis.$language = JSON.parse(await text(process.stdin))
const { startSentence, namesOf } = await import('../../assets/components/start/words.js')
const room = await import('../../assets/components/room/words.js')
const { histogramDesign } = await import('../../assets/components/room/histogram.js')

const at = (shifts, squaredPenalty) => ({ shifts, squaredPenalty, distance: 8.4567 })
const state = {
  asked: { text: '¿Qué λ?', axis: 'λ', low: 0, high: 2 }, counts: [0, 1, 2, 0], truth: undefined, own: null,
  options: null, text: (value) => `λ = ${String(value).replace('.', ',')}`, key: 'a',
}
process.stdout.write(JSON.stringify({
  start: [at([0, 0], 0), at([3, -1], 0), at([0, -1], 2.5)].map((found) => startSentence(found, '6', '9')),
  names: namesOf('6', 'dígito'),
  counts: [{ committed: 1 }, { committed: 7 }, { committed: 1, present: 3 }].map(room.countSentence),
  marks: histogramDesign(state, 600, 200).marks().map((mark) => mark.text),
}))
