// What goes along from page to page within a tab: how each page was left, and the digits and the λ that all
// of them share, of the newest page. Both are queries of addresses; a page reads them as it reads any link.

import { LAM } from './lam.js'
import { code } from './language.js'
import { HIDE, LANG, LESSON, LESSON_STEP, LOCK, PRESENT, ROOM, TOUR, VERSION } from './place.js'

const DIGIT = /^(?:(?:mnist-test|mnist-train|sklearn)-\d{1,6}|(?:px|up)-[\w-]{1,1197})$/
const isDigit = (text) => DIGIT.test(text)
const SHARED = { x: isDigit, y: isDigit, lam: (text) => LAM.read(text) !== undefined }
const OF_THE_WINDOW = ['embed', 'embed_options', PRESENT, ROOM, LANG]
const KNOWN = { [PRESENT]: 'true', [LANG]: code } // what no page can show is not carried
const NOT_LEFT = [...OF_THE_WINDOW, TOUR, LESSON, LESSON_STEP, HIDE, LOCK]
const WRITTEN = /^[\w.+-]*$/

// Which of the pages a path leads to; the first page has no name, and whatever else stands before names.
export function pageAt(path, pages) {
  const end = path.replace(/\/+$/, '').split('/').at(-1)
  return pages.includes(end) ? end : ''
}

export const NOTHING = { pages: {}, shared: {} }

// What was left, once this page shows this search. A page may give x, y or lam another name,
// { x: name }; what no page would have written is not taken along.
export function leftWith(left, page, search, names = {}) {
  const query = new URLSearchParams(search)
  for (const [name, text] of [...query]) {
    if (NOT_LEFT.includes(name) || !WRITTEN.test(name) || !WRITTEN.test(text)) query.delete(name)
  }
  const shared = { ...left.shared }
  for (const [name, isGood] of Object.entries(SHARED)) {
    const parameter = names[name] ?? name
    const text = query.get(parameter)
    if (text === null) continue
    if (isGood(text)) shared[name] = text
    else query.delete(parameter)
  }
  return { pages: { ...left.pages, [page]: String(query) }, shared }
}

// The search of a link to a page: as it was left, with what is shared now. How the window
// shows pages is taken from the search of the page that the link stands on.
export function searchTo(left, page, here, names = {}) {
  const query = new URLSearchParams(left.pages[page] ?? '')
  for (const [name, text] of Object.entries(left.shared)) query.set(names[name] ?? name, text)
  if (query.size > 0) query.set('v', VERSION)
  return shownLike(here, query)
}

// A search as the window shows pages, which another search says.
export function shownLike(here, search) {
  const query = new URLSearchParams(search)
  for (const name of OF_THE_WINDOW) query.delete(name)
  const window = new URLSearchParams(here)
  for (const name of OF_THE_WINDOW) {
    for (const value of window.getAll(name)) {
      if (!(name in KNOWN) || value === KNOWN[name]) query.append(name, value)
    }
  }
  return query.size > 0 ? `?${query}` : ''
}

// What a table has of texts; all else is of no page of ours.
const textsOf = (table) => (
  Object.fromEntries(Object.entries({ ...table }).filter(([, text]) => typeof text === 'string'))
)

// The memory of a tab. An embedded page shares its tab with other pages and keeps to itself, as does one
// whose browser lets it keep nothing.
export class Memory {
  constructor(storage, key = 'lazyq:left') {
    Object.assign(this, { storage, key, held: NOTHING })
    try {
      const { pages, shared } = JSON.parse(storage.getItem(key)) ?? NOTHING
      this.held = { pages: textsOf(pages), shared: textsOf(shared) }
    } catch {
      this.held = NOTHING
    }
  }

  keep(left) {
    this.held = left
    try {
      this.storage.setItem(this.key, JSON.stringify(left))
    } catch {
      this.storage = null
    }
  }
}
