// What every view does: it takes data, keeps a state, draws at the next frame, tells screen readers and the
// address once the hand has let go, reads the address again after Back, follows size and theme, and ends.
//
// A view is a class over View (view.js), or over this one if it has nothing to take away. It is given its
// root and must give
//   receive(data)   what follows from new data; also called for an answer of the server and a new theme
//   draw()          all that is shown of the state
// and may give
//   address()       the table of the parameters that it owns (link.js)
//   fixed()         parameters that the server decides, written beside them
//   adopt(values)   what the values of an address mean for the state
//   finish()        what draw() has left for when the hand has let go
//   words()         the sentence for screen readers
//   account         what is said before it of what a hand has changed: { facts(view), words(before, now) }.
//                   facts: what is so, with a key of what it is told of, or null while that is hidden;
//                   words: '' if nothing that counts has changed
//   keys()          shortcuts, { key: action }

import { succeed, write } from './dom.js'
import { linkWith, readAddress, writtenAddress } from './link.js'
import { LEAVING, SHOWN, TURNED, isPresenting, shownPath } from './place.js'
import { Parts } from './parts.js'
import { isShortcut } from './shortcut.js'
import { isDark, paletteOf } from './theme.js'

export class Lifecycle {
  constructor(root, state) {
    this.root = root
    this.state = state
    this.place = shownPath()
    this.ending = new AbortController()
    this.players = []
    this.frame = 0
    this.addressed = false
    this.takeAway = null
    this.changeLine = root.querySelector('.changed')
    // Screen readers would tell an output at every step of a dial, and the spoken line tells it at the end.
    for (const output of root.querySelectorAll('output')) output.ariaLive = 'off'
    this.forget()
    const { signal } = this.ending
    window.addEventListener('popstate', () => this.back(), { signal })
    window.addEventListener(LEAVING, () => this.addressed && this.settle(), { signal })
    window.addEventListener('keydown', (event) => this.press(event), { signal })
    window.addEventListener(TURNED, () => this.present(), { signal })
    this.held = new Parts(root, signal, () => this.addressed && this.set({}))
    this.present()
    this.sizes = new ResizeObserver(() => {
      if (this.addressed) this.set({})
    })
  }

  // Styles of a component see the projector in an attribute of its root.
  present() {
    this.root.toggleAttribute('data-present', isPresenting())
    if (this.addressed) this.set({})
  }

  // Draw again when one of the nodes changes its size.
  follow(...nodes) {
    for (const node of nodes) this.sizes.observe(node)
  }

  // Tell screen readers; or, not aloud, only keep true what they find when they read the page.
  speak(text, aloud = true) {
    const node = this.root.querySelector('.spoken')
    if (aloud && node.ariaLive === 'off') node.textContent = ''
    node.ariaLive = aloud ? 'polite' : 'off'
    write(node, text)
  }

  // What is told next stands for itself.
  forget() {
    Object.assign(this, { since: null, heard: null, changed: '' })
  }

  // Tell aloud what is so, after what a hand has changed of it.
  tell() {
    const words = this.words()
    if (words !== this.heard) {
      const [before, now] = [this.since, this.account?.facts(this) ?? null]
      this.changed = now && before?.key === now.key ? this.account.words(before, now) : ''
      Object.assign(this, { since: now, heard: words })
    }
    this.showChange(this.changed)
    this.speak(this.changed ? `${this.changed} ${words}` : words)
  }

  // Beneath the sentence, where a page has room for it, until the state changes again.
  showChange(text) {
    if (this.changeLine) write(this.changeLine, text)
  }

  get isHere() {
    return window.location.pathname === this.place
  }

  get standalone() {
    return Boolean(this.data.standalone)
  }

  update(component) {
    this.component = component
    this.data = component.data
    const dark = isDark(this.root)
    if (!this.palette || dark !== this.palette.dark) {
      this.root.toggleAttribute('data-dark', dark)
      this.palette = paletteOf(this.root, dark)
    }
    this.takeAway?.update(this.data)
    if (this.receive(this.data) === false) return
    if (!this.addressed) this.readAddress()
    this.draw()
    this.held.update()
    this.root.toggleAttribute('data-drawn', true)
    this.settle()
  }

  // Take the address's values, or for another search text its own; what can't be read is said. A page that
  // was taken away has the address that it was taken from.
  readAddress(search = this.standalone ? this.data.search ?? '' : window.location.search) {
    this.addressed = true
    if (!this.address) return
    const { values, problems } = readAddress(this.address(), search)
    this.adopt(values)
    const problem = this.root.querySelector('.problem')
    problem.hidden = problems.length === 0
    problem.textContent = problems.join(' ')
  }

  adopt(values) {
    Object.assign(this.state, values)
  }

  // What a hand moves: change the state, draw at the next frame.
  set(change) {
    Object.assign(this.state, change)
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0
      this.draw()
      if (!this.words || !this.players.some(({ running }) => running)) return
      this.showChange('')
      this.speak(this.words(), false)
    })
  }

  // A choice: what plays stops, and all is told.
  choose(change) {
    this.pause()
    this.set(change)
    this.settle()
  }

  // A hand takes over.
  pause() {
    this.showChange('')
    for (const player of this.players) player.pause()
  }

  // The hand has let go: tell it to screen readers and to the address, as it is now drawn.
  settle() {
    if (this.frame) {
      cancelAnimationFrame(this.frame)
      this.frame = 0
      this.draw()
    }
    this.finish?.()
    if (this.words) this.tell()
    if (!this.address || this.standalone || !this.isHere) return
    const written = writtenAddress(this.address(), this.state)
    const href = linkWith(window.location.href, { ...this.fixed?.(), ...written })
    if (href !== window.location.href) window.history.replaceState(window.history.state, '', href)
    window.dispatchEvent(new Event(SHOWN))
  }

  back() {
    if (!this.addressed || !this.isHere) return
    this.readAddress()
    this.draw()
    this.held.update()
    this.finish?.()
    this.forget()
    if (this.words) this.tell()
  }

  // Shortcuts work wherever the focus is, but in a field of text or a dialog.
  press(event) {
    if (!this.keys || !this.addressed || event.defaultPrevented || !isShortcut(event)) return
    const action = this.keys()[event.key]
    if (!action || !this.isHere && !this.standalone || this.held.holds(event.key)) return
    event.preventDefault()
    action()
  }

  ask(request) {
    this.component.setTriggerValue('ask', { ...request, dark: this.palette.dark })
  }

  destroy() {
    this.pause()
    cancelAnimationFrame(this.frame)
    this.sizes.disconnect()
    this.ending.abort()
  }
}

// What many are given alike comes as the bytes of its JSON.
function opened(component) {
  const { data } = component
  if (!(data instanceof Uint8Array)) return component
  return { ...component, data: JSON.parse(new TextDecoder().decode(data)) }
}

// The function that Streamlit calls with data, again and again, for a view of this class; riddle(view, key)
// is what a class can be asked of it (riddle.js), or null.
export const mount = (Kind, selector, riddle) => (component) => {
  const root = component.parentElement.querySelector(selector)
  root.view ??= new Kind(root)
  if (riddle) root.riddle = (key) => riddle(root.view, key)
  // Streamlit also ends a call that was overtaken by the next one, whose view it is by then.
  const end = () => {
    if (root.end === end) root.view.destroy()
  }
  root.end = end
  succeed(component.parentElement, root, end)
  root.view.update(opened(component))
  return end
}
