// Buttons for the λ² at which something changes; they stay where they are, and with them the focus.

import { made, write } from '../../shared/page/dom.js'
import { squareText } from './said.js'

export class Stops {
  constructor(node, choose) {
    Object.assign(this, { node, choose, key: '' })
  }

  show(squares) {
    const key = squares.join()
    if (key === this.key) return
    this.key = key
    const { node } = this
    while (node.children.length > squares.length) node.lastChild.remove()
    while (node.children.length < squares.length) node.append(made('button', { type: 'button' }))
    squares.forEach((square, k) => {
      const button = node.children[k]
      write(button, squareText(square))
      button.onclick = () => this.choose({ lam: Math.sqrt(square) })
    })
  }
}
