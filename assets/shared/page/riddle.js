// What a class can be asked of a page. A view that has something is mounted with a function of it, and of the
// key if one is asked for, that gives null while there is nothing to ask, or
//   { key, options }         the question's name in lazyq/ui/rooms/questions.py and its answers, texts; or
//   { key, low, high, step, text(value) }   the numbers among which the answer is
//   truth()                  the place of the right option, or the right number; null if there is none
//   hidden                   whether the page hides what gives the answer away
//   hide(), show(own)        hide it, and show it when the truth is out; own: the guess of this tab, or null
//   follow(value)            may show on the page what is about to be answered

import { shownLike } from './carried.js'

export const MAIN = "[data-testid='stMain']"

// The roots of all views that are drawn.
export function viewsOnScreen() {
  return [...document.querySelectorAll(`${MAIN} .stBidiComponent *`)]
    .map((host) => host.shadowRoot?.querySelector('.lazyq[data-drawn]'))
    .filter(Boolean)
}

// The riddle of the page, of this key if one is given, with the root of its view; or null.
export function riddleOnScreen(key) {
  for (const root of viewsOnScreen()) {
    const riddle = root.riddle?.(key)
    if (riddle && (!key || riddle.key === key)) return { ...riddle, root }
  }
  return null
}

// A riddle as the server is asked it, with the address of the page, which hides the answer from now on.
export function questionOf(riddle) {
  if (!riddle.hidden) riddle.hide()
  const { key, options, low, high } = riddle
  const search = shownLike('', window.location.search)
  return options ? { key, options: options.length, search } : { key, low, high, search }
}
