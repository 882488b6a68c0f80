// What reads links and writes files in the browser, under node: a case as a line of JSON on stdin, and as a line
// on stdout what came of it, { fault } if that is an error.
import { createInterface } from 'node:readline'
import { place, decimalBetween, yes } from '../../assets/components/aligning/address.js'
import { GUESS } from '../../assets/components/averaging/guess.js'
import { law } from '../../assets/components/averaging/law.js'
import { addressOf } from '../../assets/components/geometry/link.js'
import { queriesType } from '../../assets/components/hardness/game.js'
import { wordsCsv, wordsPython } from '../../assets/components/words/figure.js'
import { Book } from '../../assets/components/words/reading.js'
import { label } from '../../assets/shared/chart/shapes.js'
import { shapesMarkup, svgFile } from '../../assets/shared/chart/svg.js'
import { Memory, leftWith, pageAt, searchTo } from '../../assets/shared/page/carried.js'
import { LAM } from '../../assets/shared/page/lam.js'
import { tr } from '../../assets/shared/page/language.js'
import { linkWith, listOf, oneOf, readAddress, whole, writtenAddress } from '../../assets/shared/page/link.js'
import { fileWord, wrapped } from '../../assets/shared/page/words.js'

const HERE = 'http://127.0.0.1/lens'
const PALETTE = { font: 'serif', ink: '#111', paper: '#fff' }
const TABLES = [
  {
    lam: { type: LAM, otherwise: 0.5, always: true },
    view: { type: oneOf(['all', 'gain']), otherwise: 'all' },
    count: { type: whole(1, 30), otherwise: 10, parameter: 'k' },
    row: { type: whole(1, 28, 'rows are 1 to 28'), otherwise: null },
    pins: { type: listOf(LAM, 3), otherwise: [] },
  },
  addressOf({ x: [1, 0], y: [0, 1], lam: 0.5, dimension: 2 }),
  {
    equal: { type: yes, otherwise: true },
    angle: { type: decimalBetween(-180, 180, 1), otherwise: 0 },
    point: { type: place, otherwise: null },
    pi: { type: law(3), otherwise: null },
    guess: { type: GUESS, otherwise: null },
    queries: { type: queriesType, otherwise: [] },
  },
]

function must(holds, what) {
  if (!holds) throw new Error(what)
}

// Numbers, texts, truths, and lists and tables of them; nothing that every object has of itself.
function isPlain(value) {
  if (value === null || ['undefined', 'number', 'string', 'boolean'].includes(typeof value)) return true
  if (typeof value !== 'object' || value === Object.prototype) return false
  return Object.values(value).every(isPlain)
}

function link({ search }) {
  return TABLES.flatMap((table) => {
    const { values, problems } = readAddress(table, search)
    must(isPlain(values), 'a value that is none')
    must((values.queries ?? []).every((name) => /^(majority|random|mix|p\d+)$/.test(name)), 'a query that is none')
    const once = writtenAddress(table, values)
    const again = readAddress(table, new URL(linkWith(`${HERE}?${search}`, once)).search)
    must(again.problems.every((said) => problems.includes(said)), `what was written is refused: ${again.problems}`)
    const twice = writtenAddress(table, again.values)
    must(JSON.stringify(twice) === JSON.stringify(once), `${JSON.stringify(once)} is read as ${JSON.stringify(twice)}`)
    return problems
  })
}

function carried({ stored, visits, here }) {
  const kept = new Map([['lazyq:left', stored]])
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) }
  const names = { x: 'digit_x' }
  let left = new Memory(storage).held
  for (const [path, search] of visits) left = leftWith(left, pageAt(path, ['', 'lens', 'about']), search, names)
  new Memory(storage).keep(left)
  left = new Memory(storage).held
  for (const page of ['', 'lens', 'about']) {
    const search = searchTo(left, page, here, names)
    must(/^(\?[\w.*+%=&-]*)?$/.test(search), `a link of other letters: ${search.slice(0, 200)}`)
    must(new URL(search, HERE).origin === new URL(HERE).origin, 'a link to elsewhere')
  }
  return []
}

function texts({ words, text }) {
  must(tr('{a} and {b}', { a: text, b: text }) === `${text} and ${text}`, 'a text that is not put in as it is')
  const book = new Book({
    places: words.map((_, i) => i), pieces: words, versions: ['0'], spoilt: [words], letters: [],
    which: [words.map(() => -1)], known: words.map(() => true), small: words, starts: [], winners: [],
  })
  const state = { version: '0', lam: 1 }
  const lines = wrapped(text)
  return {
    csv: wordsCsv(book, state, 1, book.verdicts('0', 1)),
    svg: svgFile(100, 100, text, shapesMarkup([...lines, fileWord(text)].map((said) => label(said, [0, 0])), PALETTE), PALETTE),
    python: wordsPython({ from: words[0], target: text }, 1, 'en'),
  }
}

const DOORS = { link, carried, texts }

for await (const line of createInterface({ input: process.stdin })) {
  const { door, ...sent } = JSON.parse(line)
  let told
  try {
    told = { told: DOORS[door](sent) }
  } catch (error) {
    told = { fault: String(error.stack).slice(0, 600) }
  }
  process.stdout.write(`${JSON.stringify(told)}\n`)
}
