// What the widgets of a page say, in its address at once: the view that is computed from it may take long.

import { SHOWN, shownPath } from '../../shared/page/carried.js'
import { linkWith } from '../../shared/page/link.js'

export default function ({ data }) {
  const { href, pathname } = window.location
  if (pathname !== shownPath()) return
  const wanted = linkWith(href, data)
  if (wanted !== href) window.history.replaceState(window.history.state, '', wanted)
  window.dispatchEvent(new Event(SHOWN))
}
