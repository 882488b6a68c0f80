// A view as most pages have one: what lifecycle.js says, and
//   offer()         what there is to take away (take.js)

import { Lifecycle, mount } from './lifecycle.js'
import { Meanings } from './meaning.js'
import { TakeAway } from './take.js'
import { filePalette } from './theme.js'

export class View extends Lifecycle {
  constructor(root, state) {
    super(root, state)
    if (root.querySelector('dfn')) this.meanings = new Meanings(root, this.ending.signal)
    if (this.offer) this.takeAway = new TakeAway(root, this.offer(), () => filePalette(this.palette))
  }
}

export const mounted = mount
