// Rotations of a picture as the library makes them: bilinear, about the centre, counter-clockwise, black
// outside.

const SNAP = 1e-9
const snapped = (value) => (Math.abs(value - Math.round(value)) < SNAP ? Math.round(value) : value)

// The picture (side × side, row by row) turned by so many degrees.
export function turned(picture, side, angle) {
  const radians = angle * Math.PI / 180
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)]
  const centre = (side - 1) / 2
  const moved = new Float64Array(side * side)
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const [right, up] = [j - centre, centre - i]
      const row = snapped(centre + sine * right - cosine * up)
      const column = snapped(centre + cosine * right + sine * up)
      const [top, left] = [Math.floor(row), Math.floor(column)]
      const [down, across] = [row - top, column - left]
      const [above, below] = [top, top + 1].map((line) => {
        return (1 - across) * read(picture, side, line, left) + across * read(picture, side, line, left + 1)
      })
      moved[i * side + j] = (1 - down) * above + down * below
    }
  }
  return moved
}

function read(picture, side, i, j) {
  return i >= 0 && j >= 0 && i < side && j < side ? picture[i * side + j] : 0
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
