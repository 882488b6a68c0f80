// The exact curve of d² = residual² + λ²ν² against λ, as SVG. Between two events the residual is constant
// and d² is a parabola in λ, which one quadratic Bézier draws without error.

export const STEPS = 1000
export const INFINITY_STEP = 1060

// Pixels of a curve of the given size: the λ axis shares its two ends with the dial below it.
export function scales(path, end, width, height) {
  const side = 13
  const top = 18
  const bottom = height - 34
  const least = (width - 2 * side) / INFINITY_STEP
  const most = Math.max(path.squaredResiduals[path.squaredResiduals.length - 1], 1e-9) * 1.06
  return {
    width,
    height,
    top,
    bottom,
    most,
    end,
    x: (lam) => side + least * (lam === Infinity ? INFINITY_STEP : Math.min(lam / end, 1) * STEPS),
    y: (squared) => bottom - (bottom - top) * squared / most,
    lam: (x) => {
      const step = (x - side) / least
      return step > (STEPS + INFINITY_STEP) / 2 ? Infinity : Math.max(0, Math.min(step / STEPS, 1)) * end
    },
  }
}

function roundTicks(most, count) {
  const raw = most / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= raw)
  const ticks = []
  for (let value = step; value < most; value += step) ticks.push(Number(value.toPrecision(6)))
  return ticks
}

const f = (value) => value.toFixed(2)

function curveShapes(path, s) {
  const starts = [0, ...path.breakpoints]
  let steps = ''
  let total = ''
  let back = ''
  starts.forEach((from, p) => {
    const to = p + 1 < starts.length ? starts[p + 1] : s.end
    const residual = path.squaredResiduals[p]
    const effort = path.squaredEfforts[p]
    const y = (lam) => s.y(residual + effort * lam * lam)
    const middle = (from + to) / 2
    const control = s.y(residual + effort * (from * from + 2 * from * (middle - from)))
    steps += `${p ? 'L' : 'M'}${f(s.x(from))} ${f(s.y(residual))}L${f(s.x(to))} ${f(s.y(residual))}`
    total += `${p ? 'L' : 'M'}${f(s.x(from))} ${f(y(from))}Q${f(s.x(middle))} ${f(control)} ${f(s.x(to))} ${f(y(to))}`
    back = `L${f(s.x(to))} ${f(s.y(residual))}L${f(s.x(from))} ${f(s.y(residual))}${back}`
  })
  const floor = `L${f(s.x(s.end))} ${f(s.bottom)}L${f(s.x(0))} ${f(s.bottom)}Z`
  return { left: steps + floor, price: `${total}${back}Z`, total }
}

// All that stays while λ moves.
export function curveMarkup(path, s) {
  const shapes = curveShapes(path, s)
  const text = (x, y, anchor, value) => `<text x="${f(x)}" y="${f(y)}" text-anchor="${anchor}">${value}</text>`
  const whole = path.squaredResiduals[path.squaredResiduals.length - 1]
  const x = s.x(Infinity)
  const levels = roundTicks(s.most, s.height < 180 ? 2 : 4)
  const lams = roundTicks(s.end * 1.0001, s.width < 500 ? 4 : 8)
  return [
    '<defs><pattern id="lens-hatch" width="6" height="6" patternUnits="userSpaceOnUse"',
    ' patternTransform="rotate(45)">',
    '<rect width="2" height="6" fill="#fff" fill-opacity="0.45"/></pattern></defs>',
    `<path class="area-left" data-part="left" d="${shapes.left}"/>`,
    `<path class="area-price" data-part="price" d="${shapes.price}"/><path class="hatch" data-part="price" d="${shapes.price}"/>`,
    ...levels.map((v) => `<path class="grid" d="M${f(s.x(0))} ${f(s.y(v))}H${f(s.x(s.end))}"/>`),
    `<rect class="area-left" data-part="left" x="${f(x - 7)}" y="${f(s.y(whole))}" width="14"`,
    ` height="${f(s.bottom - s.y(whole))}"/>`,
    `<path class="total" data-part="result" d="${shapes.total}"/>`,
    `<path class="total" data-part="result" d="M${f(x - 9)} ${f(s.y(whole))}H${f(x + 9)}"/>`,
    ...path.breakpoints.map((lam) => `<path class="tick" d="M${f(s.x(lam))} ${f(s.bottom + 2)}v8"/>`),
    ...levels.map((v) => text(s.x(0) + 5, s.y(v) + 15, 'start', v)),
    ...[0, ...lams].map((lam) => text(s.x(lam), s.bottom + 26, 'middle', lam)),
    text(x, s.bottom + 26, 'middle', '∞'),
    s.width < 700 ? '' : text((s.x(s.end) + x) / 2, s.bottom + 26, 'middle', 'λ'),
  ].join('')
}

// The prices of all shift sizes of one row against λ, the lowest of them, and where λ stands.
export function rowLinesMarkup(row, unitSquared, end, lam, width, height) {
  const cost = (k) => row.costs[k] * unitSquared
  const least = Math.min(...row.costs) * unitSquared
  const low = Math.max(0, least - 0.15 * (cost(0) - least))
  const most = cost(0) + 0.25 * (cost(0) - least) + 1e-6
  const x = (value) => 13 + (width - 26) * Math.min(value / end, 1)
  const y = (value) => height - 30 - (height - 46) * (value - low) / (most - low)
  const price = (k, at) => cost(k) + k * k * at * at
  // A parabola from one λ to another as a quadratic Bézier, without error.
  const arc = (k, from, to) => `M${f(x(from))} ${f(y(price(k, from)))}` +
    `Q${f(x((from + to) / 2))} ${f(y(cost(k) + k * k * from * to))} ${f(x(to))} ${f(y(price(k, to)))}`
  let labelled = Infinity
  const lines = row.costs.map((_, k) => {
    if (cost(k) > most) return ''
    const to = k === 0 ? end : Math.min(end, Math.sqrt((most - cost(k)) / (k * k)))
    const path = `<path d="${arc(k, 0, to)}"/>`
    if (labelled - x(to) < 22 && k > 0) return path
    labelled = x(to)
    return `${path}<text x="${f(x(to) - 6)}" y="${f(y(price(k, to)) + (k === 0 ? -6 : 4))}" text-anchor="end">${k}</text>`
  })
  const best = row.sizes.map((k, piece) => {
    const from = Math.sqrt(row.starts[piece] * unitSquared)
    const to = piece + 1 < row.starts.length ? Math.sqrt(row.starts[piece + 1] * unitSquared) : end
    return `<path class="best" d="${arc(k, from, to)}"/>`
  })
  const axis = [0, ...roundTicks(end * 1.0001, width < 500 ? 4 : 8)].map((value) => (
    `<text x="${f(x(value))}" y="${height - 8}" text-anchor="middle">${value}</text>`
  ))
  const now = row.sizes[row.starts.filter((mu) => Math.sqrt(mu * unitSquared) <= lam).length - 1]
  const here = lam > end ? '' : `<path class="cursor" d="M${f(x(lam))} 8V${height - 26}"/>` +
    `<circle class="dot" cx="${f(x(lam))}" cy="${f(y(price(now, lam)))}" r="5"/>`
  return [...lines, ...best, ...axis, here].join('')
}
