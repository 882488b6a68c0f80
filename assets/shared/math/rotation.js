// Rotations of a picture as the library makes them: bilinear, about the centre, counter-clockwise, black
// outside.

const SNAP = 1e-9
const snapped = (value) => (Math.abs(value - Math.round(value)) < SNAP ? Math.round(value) : value)

const known = new Map()
const MOST = 200

// Where each pixel reads from: the upper left one of four, in a picture with a black edge of one pixel, and
// how far down and across. What is outside reads nothing but the edge.
function sourcesOf(side, angle) {
  const key = `${side} ${angle}`
  const before = known.get(key)
  if (before) return before
  const radians = angle * Math.PI / 180
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)]
  const centre = (side - 1) / 2
  const size = side * side
  const found = { first: new Int32Array(size), down: new Float64Array(size), across: new Float64Array(size) }
  for (let i = 0; i < size; i++) {
    const [right, up] = [i % side - centre, centre - Math.floor(i / side)]
    const row = snapped(centre + sine * right - cosine * up)
    const column = snapped(centre + cosine * right + sine * up)
    const [top, left] = [Math.floor(row), Math.floor(column)]
    if (Math.min(top, left) < -1 || Math.max(top, left) >= side) continue
    found.first[i] = (top + 1) * (side + 2) + left + 1
    found.down[i] = row - top
    found.across[i] = column - left
  }
  if (known.size >= MOST) known.clear()
  known.set(key, found)
  return found
}

// The picture (side × side, row by row) turned by so many degrees.
export function turned(picture, side, angle) {
  const { first, down, across } = sourcesOf(side, angle)
  const wide = side + 2
  const edged = new Float64Array(wide * wide)
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) edged[(i + 1) * wide + j + 1] = picture[i * side + j]
  }
  const moved = new Float64Array(side * side)
  for (let i = 0; i < moved.length; i++) {
    const place = first[i]
    const above = (1 - across[i]) * edged[place] + across[i] * edged[place + 1]
    const below = (1 - across[i]) * edged[place + wide] + across[i] * edged[place + wide + 1]
    moved[i] = (1 - down[i]) * above + down[i] * below
  }
  return moved
}

// What one transformation g costs: ‖h_k x − h_l(gx)‖ for all pairs of angles, row by row.
export function orbitCosts(picture, side, angles, move) {
  const moved = turned(picture, side, move)
  const [here, there] = [picture, moved].map((one) => angles.map((angle) => turned(one, side, angle)))
  const costs = new Float64Array(angles.length ** 2)
  here.forEach((first, k) => there.forEach((second, l) => {
    let squared = 0
    for (let i = 0; i < first.length; i++) squared += (first[i] - second[i]) ** 2
    costs[k * angles.length + l] = Math.sqrt(squared)
  }))
  return costs
}
