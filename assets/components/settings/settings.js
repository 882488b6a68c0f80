// What the widgets of a page say, in its address at once: the view that is computed from it may take long.

import { linkWith } from '../../shared/page/link.js'
import { SHOWN, shownPath } from '../../shared/page/place.js'

export default function ({ data }) {
  const { href, pathname } = window.location
  if (pathname !== shownPath()) return
  const wanted = linkWith(href, data)
  if (wanted !== href) window.history.replaceState(window.history.state, '', wanted)
  window.dispatchEvent(new Event(SHOWN))
}
