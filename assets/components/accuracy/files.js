// Accuracy against λ to take away: the chart as one self-contained SVG, and the table.

import { chartMarkup } from './charts.js'
import { talkRow } from './tables.js'
import { escaped } from '../../shared/chart/svg.js'

const CLASS_COLOURS = [
  '#0072b2', '#d55e00', '#009e73', '#e69f00', '#56b4e9',
  '#4b004b', '#96e1c3', '#a52d0f', '#0f3c96', '#690000',
]

const wrapped = (text) => (text.match(/.{1,120}(?:\s|$)/g) ?? []).map((line) => line.trim())

export function accuracySvg({ view, data, lams, lam, guess, legend, sentence, comparison }) {
  const [width, height] = [900, 400]
  const { markup } = chartMarkup(view, data, lams, lam, width, height, guess)
  const colours = CLASS_COLOURS.map((colour, digit) => `.c${digit}{stroke:${colour}}`).join('')
  const lines = [legend, '', ...wrapped(sentence), '', ...wrapped(comparison)]
  const below = lines.map((line, i) => `<text x="0" y="${height + 20 + 18 * i}">${escaped(line)}</text>`)
  const total = height + 20 + 18 * lines.length
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -16 ${width + 32} ${total + 32}" width="${width + 32}" height="${total + 32}" font-family="system-ui, sans-serif" font-size="13" fill="#1c1c1a">
<title>${escaped(sentence)}</title>
<style>
.grid{stroke:#ddd;fill:none}.mean{fill:none;stroke:#0072b2;stroke-width:2.5}.mean-dot{fill:#0072b2}
.draw{fill:#0072b2;opacity:.4}.whisker{fill:none;stroke:#1c1c1a;opacity:.6}.talk{fill:#c85200}
.talk-line{fill:none;stroke:#c85200;stroke-width:1.5;stroke-dasharray:6 4}.best,.guess{font-weight:700;fill:#00795a}
.class{fill:none;stroke-width:2.5}.lead{stroke:#999;fill:none}.name{font-weight:700}.gains{fill:#0072b2}.loses{fill:#c85200}
${colours}
</style>
<rect x="-16" y="-16" width="${width + 32}" height="${total + 32}" fill="#fff"/>
${markup}
${below.join('')}
</svg>`
}

// A line for every λ: the talk's value, ours with its interval, every draw, and each digit.
export function accuracyCsv(data, lams) {
  const talk = talkRow(data)
  const draws = data.draws.map((_, i) => `draw_${i + 1}`)
  const digits = Array.from({ length: 10 }, (_, digit) => `digit_${digit}`)
  const gains = Array.from({ length: 10 }, (_, digit) => `gain_${digit}`)
  const head = ['lambda', 'talk', 'mean', 'low', 'high', ...draws, ...digits, ...gains]
  const lines = lams.map((lam, stop) => [
    lam === Infinity ? 'inf' : lam, talk.get(lam) ?? '',
    data.mean.value[stop], data.mean.low[stop], data.mean.high[stop],
    ...data.draws.map((row) => row[stop]),
    ...data.classes[stop].map((value) => value ?? ''),
    ...data.gain.value[stop].map((value) => value ?? ''),
  ])
  return `${[head, ...lines].map((row) => row.join(',')).join('\n')}\n`
}
