// The vote along λ as a strip over the dial: what it says where, and a tick for everyone who comes or goes.

import { lamText } from '../../shared/page/lam.js'

export const STRIP = { height: 62, band: 26, side: 13, steps: 1000, infinity: 1060 }
const fixed = (value) => value.toFixed(1)

// Places along the strip: λ = 0 … end share the dial below, ∞ has the last stop to itself.
export function stripAxis(width, end) {
  const least = (width - 2 * STRIP.side) / STRIP.infinity
  const x = (lam) => STRIP.side + least * (lam > end ? STRIP.infinity : STRIP.steps * lam / end)
  const lam = (at) => {
    const step = (at - STRIP.side) / least
    if (step > (STRIP.steps + STRIP.infinity) / 2) return Infinity
    return Math.max(0, Math.min(1, step / STRIP.steps)) * end
  }
  return { width, end, x, lam }
}

function kindOf(vote, label) {
  return label === null ? 'open' : vote === label ? 'right' : 'wrong'
}

function labelsOf(end) {
  const step = [0.1, 0.2, 0.5, 1, 2, 5].find((size) => end / size <= 6) ?? end
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) => Number((i * step).toFixed(2)))
}

export function stripMarkup({ runs, stages, label, lam, axis }) {
  const { x, end } = axis
  const last = runs[runs.length - 1]
  const block = (vote, left, right) => {
    const text = right - left > 12 ? `<text class="run-text" x="${fixed((left + right) / 2)}" y="${STRIP.band - 8}" text-anchor="middle">${vote}</text>` : ''
    const kind = kindOf(vote, label)
    const hatch = kind === 'wrong' ? `<rect fill="url(#strip-hatch)" x="${fixed(left)}" y="0" width="${fixed(right - left)}" height="${STRIP.band}"/>` : ''
    return `<rect class="run-${kind}" x="${fixed(left)}" y="0" width="${fixed(Math.max(1, right - left))}" height="${STRIP.band}"/>${hatch}${text}`
  }
  const blocks = runs.filter(({ from }) => from < end)
    .map(({ vote, from, to }) => block(vote, x(from), x(Math.min(to, end))))
  const ticks = stages.slice(1).filter(({ from }) => from <= end)
    .map(({ from }) => `<path class="change" d="M${fixed(x(from))} ${STRIP.band + 2}v7"/>`)
  const names = labelsOf(end).map((value) => `<text class="axis" x="${fixed(x(value))}" y="${STRIP.band + 24}" text-anchor="middle">${lamText(value)}</text>`)
  const here = x(lam)
  return [
    '<defs><pattern id="strip-hatch" width="6" height="6" patternUnits="userSpaceOnUse"',
    ' patternTransform="rotate(45)">',
    '<rect width="2" height="6" fill="#fff" fill-opacity="0.35"/></pattern></defs>',
    ...blocks,
    block(last.vote, x(Infinity) - 9, x(Infinity) + 9),
    ...ticks,
    ...names,
    `<text class="axis" x="${fixed(x(Infinity))}" y="${STRIP.band + 24}" text-anchor="middle">∞</text>`,
    `<path class="cursor" d="M${fixed(here)} -5V${STRIP.band + 10}"/>`,
  ].join('')
}
