// The best rotation under node: clouds as JSON on stdin, the answers on stdout.
import { text } from 'node:stream/consumers'
import { applied, bestRotation, determinant, meanSquare, svd } from '../../assets/shared/math/procrustes.js'

const { clouds, matrices } = JSON.parse(await text(process.stdin))
const answers = {
  clouds: clouds.map(({ x, y, d }) => {
    const rotation = bestRotation(x, y, d)
    const moved = applied(rotation, x, d)
    return { rotation: [...rotation], error: meanSquare(moved, y, d), moved: [...moved] }
  }),
  matrices: matrices.map(({ matrix, n }) => {
    const { u, s, v } = svd(matrix, n)
    return { u: [...u], s: [...s], v: [...v], determinant: determinant(matrix, n) }
  }),
}
process.stdout.write(JSON.stringify(answers))
