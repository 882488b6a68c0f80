// What Streamlit says while the server is away, in the visitor's language: it says it in English alone.
// A sentence that Streamlit writes otherwise one day stays as it is.

import { tr } from '../../shared/page/language.js'

const STATE = 'data-test-connection-state'
const PLACES = "[role='dialog'], [data-testid='stStatusWidget'], [role='tooltip']"
const SAID = new Map([
  ['Connecting', tr('Connecting')],
  ['Connecting to Streamlit server', tr('Connecting to the server')],
  ['Connection error', tr('Connection error')],
  ['Streamlit server is not responding. Are you connected to the internet?', tr(
    'The server does not answer. Are you connected to the internet? The page goes on once it answers.',
  )],
  ['Close', tr('Close')],
])

// Texts are changed where they stand: the nodes are React's, which takes them away itself.
function say() {
  for (const place of document.querySelectorAll(PLACES)) {
    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const said = SAID.get(text.data)
      if (said !== undefined && text.data !== said) text.data = said
    }
    for (const button of place.querySelectorAll("button[aria-label='Close']")) {
      button.setAttribute('aria-label', SAID.get('Close'))
    }
  }
}

// Calls changed(app) when the app's connection is in another state.
export class Connection {
  constructor(changed) {
    this.words = new MutationObserver(say)
    this.states = new MutationObserver(([{ target }]) => {
      this.words.disconnect()
      if (target.getAttribute(STATE) !== 'CONNECTED') {
        this.words.observe(document.body, { subtree: true, childList: true, characterData: true })
        say()
      }
      changed(target)
    })
    this.states.observe(document.body, { subtree: true, attributeFilter: [STATE] })
  }

  end() {
    this.states.disconnect()
    this.words.disconnect()
  }
}
