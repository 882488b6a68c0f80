// The chosen word to take away: one self-contained SVG, a table of all words, and a program.

import { legendShapes } from '../../shared/chart/axes.js'
import { shapesOf } from '../../shared/chart/layers.js'
import { label } from '../../shared/chart/shapes.js'
import { placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { lamToPython } from '../../shared/page/lam.js'
import { wrapped } from '../../shared/page/words.js'
import { columnOf, curveDesign, curveKeys, threadKeys, threadsDesign } from './charts.js'

const WIDE = 720
const THREADS = 180
const LETTER = 30
const CURVE = 240
const LINE = 20

export function wordsSvg({ sentences, ...drawn }, palette) {
  const { path, backwards } = drawn
  if (!path) {
    const alone = shapesMarkup([label(sentences[0], [0, LINE], { anchor: 'start' })], palette)
    return svgFile(WIDE, LINE, sentences[0], alone, palette)
  }
  const count = path.x.length
  const wide = Math.min(WIDE, count * 60)
  const x = columnOf(count, wide, backwards)
  const size = Math.min(26, 1.4 * wide / count)
  const row = (letters, y) => letters.map((letter, i) => (
    label(letter || '␣', [x(i), y], { size, halo: false })
  ))
  const low = LETTER + THREADS
  const markup = (design, width, height) => {
    return shapesMarkup(shapesOf(design(drawn, width, height, palette).layers), palette)
  }
  const lines = sentences.flatMap(wrapped)
  const top = low + LETTER + 46
  const start = { size: 13, anchor: 'start', halo: false }
  const texts = [
    ...row(path.x, LETTER - 8),
    ...row(path.y, low + LETTER - 6),
    ...legendShapes(threadKeys(), [0, low + LETTER + 24]).shapes,
    ...legendShapes(curveKeys(), [0, top + CURVE + 20]).shapes,
    ...lines.map((text, i) => label(text, [0, top + CURVE + 48 + LINE * i], start)),
  ]
  const content = [
    placed(0, LETTER, markup(threadsDesign, wide, THREADS)),
    placed(0, top, markup(curveDesign, WIDE, CURVE)),
    shapesMarkup(texts, palette),
  ]
  return svgFile(WIDE, top + CURVE + 48 + LINE * lines.length, sentences[0], content.join('\n'), palette)
}

const cell = (text) => `"${String(text).replaceAll('"', '""')}"`

// A line for every word of the text at the λ of the dial.
export function wordsCsv(book, { version, lam }, square, verdicts) {
  const lines = verdicts.map((verdict, i) => [
    i, cell(book.spoilt(version, i)), cell(book.right(i)), square, cell(book.winner(version, i, lam) ?? ''),
    verdict,
  ].join(','))
  return `${['place,scrambled,word,lam_squared,nearest,verdict', ...lines].join('\n')}\n`
}

export function wordsPython({ from, target }, lam, language) {
  const [a, b] = [from, target].map((word) => JSON.stringify(word))
  return [
    'from lazyq.words import load_dictionary, nearest, word_path',
    '',
    `path = word_path(${a}, ${b})`,
    'print(path.breakpoints.square(), path.squared_residuals, path.squared_efforts)',
    `print(path.distance(${lamToPython(lam)}))`,
    `print(nearest(${a}.lower(), load_dictionary("${language}"), ${lamToPython(lam)}, 5))`,
    '',
  ].join('\n')
}
