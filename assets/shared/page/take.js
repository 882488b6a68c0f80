// What a page has to take away: a row of buttons at its end, for files made here, files made by the server
// and texts to copy.

import { tr } from './language.js'
import { copy, pngOf, save } from './files.js'
import { linkWith } from './link.js'
import { fromBase64 } from './pixels.js'

const KINDS = {
  bigger: tr('Bigger, to zoom'),
  png: 'PNG', svg: 'SVG', csv: 'CSV', npz: 'NPZ', html: 'HTML',
  python: tr('Copy as Python'), link: tr('Copy link'), embed: tr('Copy embed'),
}

// What gives nothing away: it leads to the page as it is.
const LEADING = new Set(['link', 'embed'])

// What takes a server, or an address.
const SERVED = new Set(['bigger', 'npz', 'html', 'link', 'embed'])

function node(tag, properties, ...inside) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...inside)
  return made
}

// Streamlit gives the focus back when a window closes, but not to what stands in a shadow root.
function focusedAfterWindow(button) {
  let opened = false
  const observer = new MutationObserver(() => {
    const isOpen = document.querySelector('[role=dialog]') !== null
    if (button.isConnected && (isOpen || !opened)) {
      opened = isOpen
      return
    }
    observer.disconnect()
    if (document.activeElement === document.body) button.focus({ preventScroll: true })
  })
  observer.observe(document.body, { childList: true, subtree: true })
}

const UNSEEN = tr('The link hides a part of the page, which this would show.')

function hiddenText(skip) {
  if (!skip) return tr('Hidden until you have guessed.')
  return tr('Hidden until you have guessed, or pressed “{button}”.', { button: skip.textContent })
}

// An offer says what there is, and gives it when it is asked for:
//   file()    the name of a file, without its ending
//   svg(palette)  a text, which is offered as SVG and as PNG; may be left out
//   csv()     a text; may be left out
//   python()  a text to copy; may be left out
//   hidden(kind)  whether a file, a program or the bigger charts would give away what is still to be guessed,
//             which is said instead; may be left out
//   skip()    the button that shows it without a guess, which is named then; may be left out
//   asked     which of bigger, npz and html the server makes, and ask(kind), which asks it to
//   title, height  of the frame that shows the page in another one
export class TakeAway {
  // palette() gives what files are drawn in.
  constructor(root, offer, palette) {
    Object.assign(this, { root, offer, palette })
    this.serial = null
    const { asked } = offer
    const always = ['link', 'embed', ...asked]
    const offered = (kind) => always.includes(kind) || offer[kind === 'png' ? 'svg' : kind]
    this.buttons = Object.keys(KINDS).filter(offered).map((kind) => {
      const button = node('button', { type: 'button', onclick: () => this.take(kind) }, KINDS[kind])
      button.dataset.take = kind
      return button
    })
    this.done = node('span', { className: 'done', role: 'status' })
    this.byHand = node(
      'dialog',
      { className: 'by-hand' },
      node('label', {}, tr('Copy this text: '), node('textarea', { rows: 8, readOnly: true })),
      node('form', { method: 'dialog' }, node('button', {}, tr('Close'))),
    )
    const row = node('div', { className: 'take', role: 'group', ariaLabel: tr('Take away') })
    row.append(node('span', {}, tr('Take away')), ...this.buttons, this.done)
    root.append(row, this.byHand)
  }

  // What the server says: that there is none, or a file that was asked for, which is saved once.
  update({ standalone, download }) {
    for (const button of this.buttons) {
      button.hidden = Boolean(standalone) && SERVED.has(button.dataset.take)
    }
    if (!download || download.serial === this.serial) return
    this.serial = download.serial
    save(download.name, fromBase64(download.base64), download.type)
    this.say(tr('{name} saved', { name: download.name }))
  }

  say(text) {
    this.done.textContent = text
  }

  async take(kind) {
    const { offer } = this
    if (!LEADING.has(kind) && this.root.querySelector('[data-unseen]:not([data-piece="guess"])')) {
      this.say(UNSEEN)
    } else if (!LEADING.has(kind) && offer.hidden?.(kind)) {
      this.say(hiddenText(offer.skip?.()))
    } else if (offer.asked.includes(kind)) {
      if (kind === 'bigger') focusedAfterWindow(this.buttons.find(({ dataset }) => dataset.take === kind))
      offer.ask(kind)
      this.say(kind === 'bigger' ? '' : tr('preparing…'))
    } else if (['python', 'link', 'embed'].includes(kind)) {
      this.say(await copy(this.text(kind), this.byHand) ? tr('copied') : '')
    } else {
      const name = `${offer.file()}.${kind}`
      if (kind === 'csv') save(name, offer.csv(), 'text/csv')
      else if (kind === 'svg') save(name, offer.svg(this.palette()), 'image/svg+xml')
      else save(name, await pngOf(offer.svg(this.palette())), 'image/png')
      this.say(tr('{name} saved', { name }))
    }
  }

  text(kind) {
    if (kind === 'python') return this.offer.python()
    const { href } = window.location
    if (kind === 'link') return href
    const source = linkWith(href, { embed: 'true' }).replaceAll('&', '&amp;')
    const { title, height } = this.offer
    return `<iframe src="${source}" title="${title}" width="100%" height="${height}" style="border:0"></iframe>`
  }
}
