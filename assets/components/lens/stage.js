// The pictures of the Lens: x, g·x with its arrows, y, their difference, and each row's share of d².

import { UNIT, moveRows } from '../../shared/math/path.js'
import { SIDE, arrowPath, paintLevels } from '../../shared/page/pixels.js'
import { svgElement } from '../../shared/chart/svg.js'
import { write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { number } from '../../shared/page/words.js'

const PLUS = { light: [176, 86, 138], dark: [231, 156, 198] }
const MINUS = { light: [0, 114, 178], dark: [86, 180, 233] }

export class Stage {
  constructor(root) {
    this.canvas = (part) => root.querySelector(`.${part} canvas`)
    this.caption = (part) => root.querySelector(`.${part} .name`)
    this.bands = [...root.querySelectorAll('.band')]
    this.keepers = [...root.querySelectorAll('.keeper')]
    this.arrows = Array.from({ length: SIDE }, () => svgElement('path', {}, root.querySelector('.arrows')))
    const bars = root.querySelector('.bars')
    bars.setAttribute('viewBox', `0 0 100 ${SIDE}`)
    const flat = { height: 0.76, x: 0, width: 0 }
    const bar = (name, i) => svgElement('rect', { class: name, y: i + 0.12, ...flat }, bars)
    this.bars = Array.from({ length: SIDE }, (_, i) => [bar('left', i), bar('price', i)])
    this.best = bar('best', 0)
    this.thirdArrows = root.querySelector('.arrows-z path')
    this.mostText = root.querySelector('.shares-most')
  }

  // Another pair: both digits, and the most that a row may lose.
  show(path, { x, y, z }, names) {
    Object.assign(this, { path, x, y, piece: null, thirdPiece: null })
    const digits = [['source', x, 'x', names.x], ['target', y, 'y', names.y], ['third', z, 'z', names.z]]
    for (const [part, levels, letter, name] of digits) {
      paintLevels(this.canvas(part), levels)
      this.canvas(part).setAttribute('aria-label', `${letter}, ${name}`)
      this.caption(part).textContent = name
    }
    this.most = Math.max(...path.rows.map((row) => row.costs[0] * UNIT * UNIT), 1e-9)
  }

  // x on its way to the third digit.
  drawThird({ shifts }) {
    const piece = shifts.join()
    if (this.thirdPiece === piece) return
    this.thirdPiece = piece
    const canvas = this.canvas('moved-z')
    paintLevels(canvas, moveRows(this.x, shifts, SIDE))
    const count = shifts.filter(Boolean).length
    const told = tr('g′ x: x with {count} of {all} rows shifted towards z', { count, all: SIDE })
    canvas.setAttribute('aria-label', told)
    this.thirdArrows.setAttribute('d', shifts.map(arrowPath).join(''))
  }

  // at: what is shown, best: the best there is, which is another where a hand has moved a row; kept, looked:
  // rows or null.
  draw(at, best, { kept, looked, dark }) {
    const piece = at.shifts.join()
    if (this.piece !== piece || this.dark !== dark) this.drawPiece(at, piece, dark)
    const total = best.rowResiduals[kept] + best.rowPenalties[kept]
    this.drawBars(at, at === best ? null : { row: kept, total })
    if (this.kept !== kept || this.looked !== looked) this.drawRows(kept, looked)
  }

  // A mark says what the row of a hand would cost at best.
  drawBars(at, mark) {
    const totals = at.rowPenalties.map((price, i) => price + at.rowResiduals[i])
    const most = Math.max(this.most, ...totals.filter(Number.isFinite))
    write(this.mostText, number(most, 2))
    const place = (value) => Math.min(100 * value / most, 100)
    totals.forEach((total, i) => {
      const left = place(at.rowResiduals[i])
      this.bars[i][0].setAttribute('width', left)
      this.bars[i][1].setAttribute('x', left)
      this.bars[i][1].setAttribute('width', place(total) - left)
    })
    this.best.setAttribute('width', mark ? 1.2 : 0)
    if (!mark) return
    this.best.setAttribute('y', mark.row + 0.12)
    this.best.setAttribute('x', Math.max(0, place(mark.total) - 0.6))
  }

  drawPiece(at, piece, dark) {
    const moved = moveRows(this.x, at.shifts, SIDE)
    paintLevels(this.canvas('moved'), moved)
    const count = at.shifts.filter(Boolean).length
    const told = tr('g x: x with {count} of {all} rows shifted', { count, all: SIDE })
    this.canvas('moved').setAttribute('aria-label', told)
    this.drawDifference(moved, dark ? 'dark' : 'light')
    at.shifts.forEach((shift, i) => this.arrows[i].setAttribute('d', arrowPath(shift, i)))
    Object.assign(this, { piece, dark })
  }

  // Two by two dots for a pixel: too much is solid, missing is a chequer, so that colour is not all.
  drawDifference(moved, theme) {
    const canvas = this.canvas('difference')
    const context = canvas.getContext('2d')
    const picture = context.createImageData(2 * SIDE, 2 * SIDE)
    for (let dot = 0; dot < 4 * SIDE * SIDE; dot++) {
      const [row, column] = [Math.floor(dot / (2 * SIDE)), dot % (2 * SIDE)]
      const pixel = (row >> 1) * SIDE + (column >> 1)
      const difference = moved[pixel] - this.y[pixel]
      const chequer = difference < 0 && (row + column) % 2 === 1
      picture.data.set(difference > 0 ? PLUS[theme] : MINUS[theme], 4 * dot)
      picture.data[4 * dot + 3] = Math.abs(difference) * (chequer ? 0.45 : 1)
    }
    context.putImageData(picture, 0, 0)
    canvas.setAttribute('aria-label', tr('g x minus y: what is left after the shift'))
  }

  drawRows(kept, looked) {
    for (const [bands, row] of [[this.bands, looked], [this.keepers, kept]]) {
      for (const band of bands) {
        band.hidden = row === null
        band.style.top = `${100 * (row ?? 0) / SIDE}%`
      }
    }
    this.arrows.forEach((arrow, i) => arrow.classList.toggle('marked', i === looked))
    Object.assign(this, { kept, looked })
  }
}
