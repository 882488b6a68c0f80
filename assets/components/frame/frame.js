// What the frame of the app does in the browser. Its links to pages, in the menus and on Start's cards, lead
// to each page as it was left, with the digits and the λ of the page they stand on. On a narrow screen the
// menu of pages is a drawer over the page, and closes once a page is chosen. For a projector the page is
// shown larger and without what stands beside it, as long as the address says so. A step of the guided tour
// or of a lesson is a state of a page, and a card below the page says what it is about.

import { Memory, leftWith, pageAt, searchTo, shownLike } from '../../shared/page/carried.js'
import {
  HIDE, LANG, LEAVING, LESSON, LESSON_STEP, LOCK, PRESENT, ROOM, SHOWN, TOUR, TOUR_LINK, TURNED, isPresenting,
  showPath,
} from '../../shared/page/place.js'
import { made, succeed, write } from '../../shared/page/dom.js'
import { code, tr } from '../../shared/page/language.js'
import { partsIn } from '../../shared/page/parts.js'
import { questionOf, riddleOnScreen } from '../../shared/page/riddle.js'
import { isShortcut } from '../../shared/page/shortcut.js'
import { storageOfTab } from '../../shared/page/storage.js'
import { Card } from './card.js'
import { Connection } from './connection.js'
import { keepLists } from './lists.js'
import { sayRefusals } from './refusals.js'

const MENUS = ['stTopNavLink', 'stTopNavDropdownLink', 'stSidebarNavLink']
  .map((name) => `a[data-testid='${name}']`)
const ITEMS = "[data-testid='stTopNav'] > *"
const LINKS = [...MENUS, ".st-key-cards a[data-testid='stPageLink-NavLink']"].join()
const ELSEWHERE = '[disabled], [aria-disabled="true"], [target="_blank"]'
const ESCAPE = { key: 'Escape', bubbles: true }

const KEY = 'f'
const MAKING = 'teach'
// What is smaller, as a phone that opens the projector's link, has no room for type that large.
const ROOMY = '(width >= 48rem) and (height >= 30rem)'
const CHOSEN = 'data-language-chosen' // that the page is on its way in another language, by hand
const CONTROLS = ":is(button, input, textarea, label, [role='combobox'], [role='slider'])"
const SETTING = `[data-testid='stMain'] ${CONTROLS}:not(.stBidiComponent *)`
const TURNING = /^(?:Enter| |Arrow\w+|Home|End|Page\w+)$/
const HELD = ['pointerdown', 'mousedown', 'click', 'keydown', 'beforeinput']

const said = (name) => new URLSearchParams(window.location.search).get(name)
const isEmbedded = () => said('embed') === 'true'
const saidStep = () => said(TOUR) ?? said(LESSON)
const asksToPresent = () => said(PRESENT) === 'true'

class Frame {
  constructor(root) {
    this.root = root
    this.memory = new Memory(isEmbedded() ? null : storageOfTab())
    this.going = false
    this.next = null
    this.ending = new AbortController()
    const { signal } = this.ending
    const send = (answer) => this.component.setTriggerValue('answer', answer)
    this.card = new Card(root.querySelector('.tour'), storageOfTab(), signal, send)
    this.card.leave.onclick = () => this.leaveTour()
    this.turn = root.querySelector('.present')
    this.turn.onclick = () => this.present(!isPresenting())
    this.languages = root.querySelector('.languages')
    this.askClass = root.querySelector('.ask-class')
    this.askClass.onclick = () => {
      const riddle = riddleOnScreen()
      if (riddle) this.component.setTriggerValue('room', questionOf(riddle))
    }
    document.addEventListener('click', (event) => this.click(event), { capture: true, signal })
    window.addEventListener('keydown', (event) => this.press(event), { signal })
    const hold = (event) => this.hold(event)
    for (const type of HELD) window.addEventListener(type, hold, { capture: true, signal })
    window.addEventListener(SHOWN, () => this.note(), { signal })
    window.addEventListener('popstate', () => this.arrive(), { signal })
    this.roomy = window.matchMedia(ROOMY)
    this.roomy.addEventListener('change', () => this.present(asksToPresent()), { signal })
    this.changes = new MutationObserver(() => {
      this.mark()
      sayRefusals()
    })
    this.changes.observe(document.body, { childList: true, subtree: true })
    keepLists(signal)
    this.connection = new Connection((app) => this.reconnect(app))
  }

  show(component) {
    const { page, item, names, languages, step, reply } = component.data
    this.component = component
    this.item = item
    const begins = step?.number === 0
    this.card.show(begins ? null : step, reply, saidStep())
    this.names = Object.fromEntries(names)
    this.speak(languages)
    this.present(asksToPresent())
    if (page !== this.page) this.reach(page)
    if (begins && said(LESSON_STEP) === null) this.begin(step.next)
  }

  // The page is in one language, and links to itself in the others, each named in its own. Who chose one by
  // hand finds the way back where the way here was.
  speak(languages) {
    const { documentElement } = document
    documentElement.lang = code
    this.languages.hidden = isEmbedded()
    if (this.languages.childElementCount) return
    this.languages.append(...languages.map(([lang, name]) => (
      made('a', { className: 'language', lang, hreflang: lang }, name)
    )))
    this.mark()
    if (documentElement.hasAttribute(CHOSEN)) this.languages.firstChild.focus({ preventScroll: true })
    documentElement.removeAttribute(CHOSEN)
  }

  reach(page) {
    // Where lessons are made, the page before can be taken as it was left.
    const { pages } = this.memory.held
    if (page === MAKING && this.page !== undefined) {
      this.component.setTriggerValue('left', `${this.page || './'}?${pages[this.page] ?? ''}`)
    }
    this.page = page
    const { pathname } = window.location
    showPath(this.pageAt(pathname) === page ? pathname : '')
    this.note()
    this.uncover()
    const { next } = this
    this.arrive()
    if (next) this.go(...next)
  }

  arrive() {
    this.going = false
    this.next = null
    this.card.follow(saidStep())
    this.present(asksToPresent())
    this.mark()
  }

  // What stands beside the view is Streamlit's, and told by an attribute of the document.
  holdSettings() {
    const { documentElement } = document
    for (const name of [HIDE, LOCK]) {
      documentElement.toggleAttribute(`data-${name}-settings`, partsIn(name).has('settings'))
    }
    const locked = partsIn(LOCK).has('settings')
    if (!locked && !this.locked) return
    this.locked = locked
    for (const node of document.querySelectorAll(SETTING)) {
      if (locked) node.setAttribute('aria-disabled', 'true')
      else node.removeAttribute('aria-disabled')
    }
  }

  // A locked setting keeps what it is, by hand and by key.
  hold(event) {
    if (!this.locked || !event.target.closest?.(SETTING)) return
    if (event.type === 'keydown' && !TURNING.test(event.key)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  // Show the page as a projector does, or as it is: the address says which, where there is room for it.
  present(on) {
    if (said(PRESENT) !== (on ? 'true' : null)) {
      const url = new URL(window.location.href)
      if (on) url.searchParams.set(PRESENT, 'true')
      else url.searchParams.delete(PRESENT)
      window.history.replaceState(window.history.state, '', url.href)
      this.mark()
    }
    const large = on && this.roomy.matches
    this.turn.hidden = isEmbedded() || !this.roomy.matches
    write(this.turn, large ? tr('Leave the projector: Esc') : tr('Projector'))
    if (large === isPresenting()) return
    document.documentElement.toggleAttribute(`data-${PRESENT}`, large)
    window.dispatchEvent(new Event(TURNED))
  }

  // After all others, for whom Escape may mean something nearer.
  press(event) {
    const control = this.card.controlOf(event.key)
    if (event.repeat || !isShortcut(event) || !control && ![KEY, 'Escape'].includes(event.key)) return
    setTimeout(() => {
      if (event.defaultPrevented) return
      if (control) control.click()
      else this.present(event.key === KEY && this.roomy.matches && !isPresenting())
    })
  }

  pageAt(path) {
    return pageAt(path, Object.keys(this.names))
  }

  searchTo(path) {
    const page = this.pageAt(path)
    return searchTo(this.memory.held, page, window.location.search, this.names[page])
  }

  // Remember what the address says, and say it in the links.
  note() {
    this.askClass.hidden = isEmbedded() || said(ROOM) !== null || !riddleOnScreen()
    const { pathname, search } = window.location
    if (this.pageAt(pathname) !== this.page) return
    this.memory.keep(leftWith(this.memory.held, this.page, search, this.names[this.page]))
    this.mark()
  }

  mark() {
    this.holdSettings()
    const items = document.querySelectorAll(ITEMS)
    items.forEach((item, at) => item.toggleAttribute('data-here', at + 1 === this.item))
    for (const link of document.querySelectorAll(LINKS)) {
      const wanted = this.searchTo(link.pathname)
      if (link.search !== wanted) link.search = wanted
    }
    for (const link of this.languages.children) {
      const url = new URL(window.location.href)
      url.searchParams.set(LANG, link.lang)
      if (link.href !== url.href) link.href = url.href
    }
  }

  click(event) {
    const link = event.composedPath().find((node) => node.matches?.('a[href]'))
    if (!link) return
    if (link.host === window.location.host) this.lead(link)
    if (link.matches('.language')) this.change(event, link)
    else if (link.matches(`.${TOUR_LINK}`)) {
      this.choose(event, link, shownLike(window.location.search, link.search))
    } else if (link.matches(LINKS) && !link.matches(ELSEWHERE)) {
      this.choose(event, link)
    }
    this.uncover()
  }

  // The links that a page has in itself lead to a projector's page too, and to one of the chosen language.
  lead(link) {
    const query = new URLSearchParams(link.search)
    const speaks = said(LANG) === code && !query.has(LANG)
    if (asksToPresent()) query.set(PRESENT, 'true')
    if (speaks) query.set(LANG, code)
    if (asksToPresent() || speaks) link.search = query
  }

  // The same page at once, as its address says it, with all that the server keeps for this visitor.
  change(event, link) {
    if (this.going || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    window.dispatchEvent(new Event(LEAVING))
    this.note()
    document.documentElement.setAttribute(CHOSEN, '')
    window.history.pushState({}, '', link.href)
    this.turnTo(link.pathname)
  }

  // Streamlit's own way to another page drops the query, and takes a click for another tab for one in this.
  choose(event, link, search) {
    event.stopPropagation()
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    if (link.role === 'menuitem') link.dispatchEvent(new KeyboardEvent('keydown', ESCAPE))
    const { pathname } = link
    if (search === undefined && pathname === window.location.pathname) this.next = null
    else if (this.going) this.next = [pathname, search]
    else this.go(pathname, search)
  }

  // One page at a time: a page that comes after the next was chosen, Streamlit writes into the history again.
  go(path, search) {
    window.dispatchEvent(new Event(LEAVING))
    this.note()
    window.history.pushState({}, '', path + (search ?? this.searchTo(path)))
    this.turnTo(path)
  }

  // A lesson whose link names no step begins; Back leads to what was before it.
  begin(link) {
    const { pathname, search } = new URL(link, window.location.href)
    window.history.replaceState({}, '', pathname + shownLike(window.location.search, search))
    this.turnTo(pathname)
  }

  turnTo(path) {
    window.dispatchEvent(new PopStateEvent('popstate', { state: {} }))
    this.going = this.pageAt(path) !== this.page
  }

  // A server that was restarted, or that a phone slept away from, knows neither the page nor what is pressed
  // on it, and drops that without a word: it runs the page as the address says it, if Streamlit hasn't asked.
  reconnect({ dataset }) {
    if (dataset.testConnectionState !== 'CONNECTED' || dataset.testScriptState !== 'notRunning') return
    window.dispatchEvent(new Event(LEAVING))
    this.turnTo(window.location.pathname)
  }

  // The page stays as it is; the reader goes on with it.
  leaveTour() {
    const url = new URL(window.location.href)
    for (const name of [TOUR, LESSON, LESSON_STEP]) url.searchParams.delete(name)
    window.history.replaceState(window.history.state, '', url.href)
    this.card.follow(null)
    document.querySelector("[data-testid='stMain']").focus({ preventScroll: true })
  }

  // Streamlit closes the drawer at a press beside it; by itself only where the browser calls itself a phone.
  uncover() {
    this.root.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, composed: true }))
  }

  leave() {
    this.ending.abort()
    this.changes.disconnect()
    this.connection.end()
    this.card.end()
  }
}

export default function (component) {
  const root = component.parentElement.querySelector('.frame-of-pages')
  const end = () => {
    root.frame?.leave()
    delete root.frame
  }
  succeed(component.parentElement, root, end)
  root.frame ??= new Frame(root)
  root.frame.show(component)
  return end
}
