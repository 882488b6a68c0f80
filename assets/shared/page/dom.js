// Nodes of HTML: made, found, written.

export function made(tag, properties, ...inside) {
  const node = Object.assign(document.createElement(tag), properties)
  node.append(...inside)
  return node
}

// The parts of a view by the names of their classes; one that is not there is a mistake in the markup.
export function partsOf(root, names) {
  return Object.fromEntries(names.map((name) => {
    const part = root.querySelector(`.${name}`)
    if (part === null) throw new Error(`no .${name} in ${root.className}`)
    return [name, part]
  }))
}

// Screen readers are not told again what has not changed. The node of the text stays: to take it out and put
// in another would cost more.
export function write(node, text) {
  const only = node.childNodes.length === 1 ? node.firstChild : null
  if (only?.nodeType === 3) {
    if (only.data !== text) only.data = text
  } else if (node.textContent !== text) node.textContent = text
}

// An attribute that is set is looked at by all styles, even if it has that value already.
export function mark(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value)
}

// What stands in a place of Streamlit's, and what is to be done when it ends. Where the language changes
// Streamlit puts another markup and script there, and lets no one know whose time is over.
const ends = Symbol.for('lazyq:ends') // the same for all scripts
export function succeed(place, root, end) {
  const before = place[ends]
  if (before && before.root !== root) before.end()
  place[ends] = { root, end }
}

export function isInView(node) {
  const { top, bottom } = node.getBoundingClientRect()
  return bottom > 0 && top < window.innerHeight
}

// Follow a pointer from where it is pressed until it lets go: at(x, y) within the node, let() at the end.
export function drag(node, at, let_ = () => {}) {
  let held = false
  const follow = (event) => {
    const box = node.getBoundingClientRect()
    at(event.clientX - box.left, event.clientY - box.top)
  }
  node.onpointerdown = (event) => {
    node.setPointerCapture(event.pointerId)
    held = true
    follow(event)
  }
  node.onpointermove = (event) => {
    if (held) follow(event)
  }
  node.onpointerup = node.onpointercancel = () => {
    if (held) let_()
    held = false
  }
}
