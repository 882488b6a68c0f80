// The charts of the Averaging page, as SVG markup of our own: geometry only, no state.

import { degrees, share } from './words.js'

const PAD = { left: 44, right: 12, top: 14, bottom: 30 }
const point = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`

export function line(points) {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${point(x, y)}`).join('')
}

export function frameOf(width, height, from, to, low, high) {
  const x = (value) => PAD.left + (value - from) / (to - from || 1) * (width - PAD.left - PAD.right)
  const [bottom, right] = [height - PAD.bottom, width - PAD.right]
  const y = (value) => bottom - (value - low) / (high - low || 1) * (bottom - PAD.top)
  return { x, y, width, height, left: PAD.left, right, top: PAD.top, bottom }
}

function level(frame, value, text) {
  const y = frame.y(value)
  return `<path class="grid" d="M${frame.left} ${y}H${frame.right}"/><text x="${frame.left - 6}" y="${y + 4}" text-anchor="end">${text}</text>`
}

const under = (frame, x, text, anchor = 'middle') => `<text x="${x}" y="${frame.height - 8}" text-anchor="${anchor}">${text}</text>`

// The board on which π is drawn: places of the bars, and the height of a weight.
export function boardOf(angles, most, width, height) {
  const top = Math.min(1, Math.max(0.1, Math.ceil(most * 12) / 10))
  const frame = frameOf(width, height, 0, angles.length, 0, top)
  const slot = (frame.right - frame.left) / angles.length
  return { ...frame, slot, most: top, centre: (k) => frame.left + (k + 0.5) * slot }
}

export function boardMarkup(board, angles) {
  const step = board.most > 0.5 ? 0.2 : board.most > 0.2 ? 0.1 : 0.05
  const levels = []
  for (let value = 0; value <= board.most + 1e-9; value += step) {
    levels.push(level(board, value, share(Number(value.toFixed(2)))))
  }
  const every = Math.max(1, Math.ceil(38 / board.slot))
  const still = angles.indexOf(0)
  const names = angles.map((angle, k) => {
    return (k - still) % every === 0 ? under(board, board.centre(k), degrees(angle)) : ''
  })
  return levels.join('') + names.join('')
}

// Log-loss on the left scale, the logarithm of the gap on the right half of the story.
export function learningMarkup(path, width, height) {
  const { losses, gaps } = path
  const last = Math.max(1, losses.length - 1)
  const logs = gaps.map((gap) => Math.log10(Math.max(gap, 1e-8)))
  const low = Math.min(...losses)
  const high = Math.max(...losses, low + 1e-4)
  const middle = height * 0.52
  const first = { ...frameOf(width, middle + 16, 0, last, low, high), height }
  const second = frameOf(width, height, 0, last, -8, 0)
  const y = (value) => height - PAD.bottom - (value + 8) / 8 * (height - PAD.bottom - middle - 12)
  const losing = line(losses.map((loss, i) => [first.x(i), first.y(loss)]))
  const certifying = line(logs.map((value, i) => [second.x(i), y(Math.min(0, value))]))
  const marks = [0, -6].map((value) => `<path class="grid" d="M${first.left} ${y(value)}H${first.right}"/>` +
    `<text x="${first.left - 6}" y="${y(value) + 4}" text-anchor="end">${value === 0 ? '1' : '10⁻⁶'}</text>`)
  return {
    x: first.x,
    lossY: first.y,
    gapY: (gap) => y(Math.min(0, Math.log10(Math.max(gap, 1e-8)))),
    markup: [
      level(first, low, low.toFixed(3)),
      level(first, high, high.toFixed(3)),
      ...marks,
      `<path class="loss" d="${losing}"/><path class="gap" d="${certifying}"/>`,
      `<text class="t-loss" x="${first.right}" y="${first.top + 12}" text-anchor="end">━ log-loss</text>`,
      `<text class="t-gap" x="${first.left + 6}" y="${height - PAD.bottom - 8}">╍ gap: no π is better by more</text>`,
      under(second, first.left, 'start', 'start'),
      under(second, first.right, `step ${path.steps.at(-1)}`, 'end'),
    ].join(''),
  }
}

export function votesMarkup(values, label, title, width, height) {
  const frame = frameOf(width, height, 0, 10, 0, 1)
  const slot = (frame.right - frame.left) / 10
  const bars = values.map((value, c) => {
    const y = frame.y(value)
    const name = under(frame, frame.left + (c + 0.5) * slot, c === label ? `${c}✓` : c)
    return `<rect class="${c === label ? 'truth' : 'other'}" x="${frame.left + (c + 0.14) * slot}" y="${y}" width="${0.72 * slot}" height="${frame.bottom - y}"/>${name}`
  })
  return `${level(frame, 0, '0')}${level(frame, 1, '1')}${bars.join('')}<text x="${frame.left}" y="12">${title}</text>`
}

// The four classes that matter most on the way round: f dotted, S f solid.
export function roundsMarkup(turns, plain, average, width, height) {
  const frame = frameOf(width, height, 0, 360, 0, 1)
  const peak = plain[0].map((first, c) => Math.max(...average.map((values) => values[c])) + 0.01 * first)
  const shown = [...peak.keys()].sort((a, b) => peak[b] - peak[a]).slice(0, 4)
  const lines = shown.map((c, place) => `<path class="class-line plain c${place}" d="${line(turns.map((turn, i) => [frame.x(turn), frame.y(plain[i][c])]))}"/>` +
    `<path class="class-line c${place}" d="${line(turns.map((turn, i) => [frame.x(turn), frame.y(average[i][c])]))}"/>`)
  const names = shown.map((c, place) => {
    const at = average.reduce((best, values, i) => (values[c] > average[best][c] ? i : best), 0)
    return `<text class="c${place}" x="${Math.min(frame.right - 8, frame.x(turns[at]) + 4)}" y="${Math.max(12, frame.y(average[at][c]) - 5)}" font-weight="700">${c}</text>`
  })
  const marks = [0, 90, 180, 270, 360].map((turn) => under(frame, frame.x(turn), `${turn}°`)).join('')
  return { frame, markup: `${level(frame, 0, '0')}${level(frame, 1, '1')}${marks}${lines.join('')}${names.join('')}` }
}

export function reliabilityMarkup(data, width, height) {
  const side = Math.min(width, height)
  const frame = frameOf(side, side, 0, 1, 0, 1)
  const course = (row, name) => {
    const bins = data.size[row].map((size, i) => [size, data.confidence[row][i], data.accuracy[row][i]])
    const kept = bins.filter(([size]) => size > 0)
    const dots = kept.map(([size, sure, right]) => `<circle class="${name}" cx="${frame.x(sure)}" cy="${frame.y(right)}" r="${Math.min(7, 1.5 + Math.log10(size) * 1.4)}"/>`)
    return `<path class="${name}" d="${line(kept.map(([, sure, right]) => [frame.x(sure), frame.y(right)]))}"/>${dots.join('')}`
  }
  return [
    `${level(frame, 0, '0')}${level(frame, 1, '1')}<path class="grid" d="M${frame.x(0)} ${frame.y(0)}L${frame.x(1)} ${frame.y(1)}"/>`,
    course(0, 'r-before'),
    course(1, 'r-after'),
    under(frame, frame.left, 'unsure', 'start'),
    under(frame, frame.right, 'sure', 'end'),
    `<text x="${frame.left + 8}" y="26">╍ f   ━ S f</text>`,
  ].join('')
}

// The bound and the change on one logarithmic scale; where the bound isn't known yet, its line has a gap.
export function boundMarkup({ curve, changes, upper }, width, height) {
  const { moves, found, picture } = curve
  const highest = Math.max(1, Math.ceil(Math.log10(upper * 2 * Math.hypot(...picture))))
  const frame = frameOf(width, height, moves[0], moves.at(-1), -3, highest)
  const y = (value) => frame.y(Math.log10(Math.max(value, 1e-3)))
  const names = []
  for (let power = -3; power <= highest; power++) {
    const text = power === -3 ? '0.001' : String(10 ** power)
    if ((power + 3) % 2 === 0) names.push(level(frame, power, text))
  }
  const marked = moves.filter((move) => move % 15 === 0)
  const marks = marked.map((move) => under(frame, frame.x(move), degrees(move))).join('')
  const pieces = [[]]
  moves.forEach((move, i) => {
    if (found[i]) pieces.at(-1).push([frame.x(move), y(found[i].distance * upper)])
    else pieces.push([])
  })
  const bounds = pieces.filter((piece) => piece.length > 0).map(line).join('')
  return {
    frame,
    markup: `${names.join('')}${marks}<path class="grid" d="M${frame.left} ${y(Math.SQRT2)}H${frame.right}"/>` +
      `<text x="${frame.right}" y="${y(Math.SQRT2) - 4}" text-anchor="end">√2</text><path class="b-bound" d="${bounds}"/>` +
      `<path class="b-change" d="${line(changes.map((value, i) => [frame.x(moves[i]), y(value)]))}"/>` +
      `<text class="t-gap" x="${frame.left + 6}" y="12">╍ bound L·W(π, gπ)</text><text class="t-loss" x="${frame.right}" y="12" text-anchor="end">━ change ‖S f(gx) − S f(x)‖</text>`,
  }
}

// π above, gπ below, and what the optimal plan carries from one to the other.
export function planMarkup(plan, angles, weights, move, width, height) {
  const from = Math.min(angles[0], angles[0] + move)
  const to = Math.max(angles.at(-1), angles.at(-1) + move)
  const frame = frameOf(width, height, from, to, 0, 1)
  const top = 46
  const bottom = height - 52
  const size = (mass) => Math.sqrt(mass) * 16
  const links = plan.map(([k, j, mass]) => `<path d="M${frame.x(angles[k])} ${top}L${frame.x(angles[j] + move)} ${bottom}" stroke-width="${Math.max(0.6, 9 * mass)}" opacity="${Math.min(0.85, 0.2 + 1.5 * mass)}"/>`)
  const dots = angles.map((angle, k) => (weights[k] > 1e-4
    ? `<circle class="from" cx="${frame.x(angle)}" cy="${top}" r="${size(weights[k])}"/><circle class="to" cx="${frame.x(angle + move)}" cy="${bottom}" r="${size(weights[k])}"/>`
    : ''))
  return `${links.join('')}${dots.join('')}<text x="${frame.left}" y="14">π, and where its mass goes</text>` +
    `<text x="${frame.left}" y="${height - 8}">gπ, g = ${degrees(move)}</text>`
}
