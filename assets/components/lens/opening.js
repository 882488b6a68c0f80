// What a first visit sees: λ falls from too lazy to move to 0, and rises to where the page begins. Whatever
// the visitor does ends it.

const SECONDS = 3
const FALL = 0.6
const ACTS = ['pointerdown', 'keydown', 'wheel', 'touchstart']

const eased = (share) => (1 - Math.cos(Math.PI * share)) / 2

// From one λ to 0 and to another, at a share of the time.
export function openingLam(share, from, to) {
  return share < FALL ? from * (1 - eased(share / FALL)) : to * eased((share - FALL) / (1 - FALL))
}

// show(share) draws a moment of it, and show(null) its end.
export function open(show, signal) {
  const ending = new AbortController()
  const end = () => {
    if (ending.signal.aborted) return
    ending.abort()
    show(null)
  }
  const listening = { signal: ending.signal, capture: true, passive: true }
  for (const act of ACTS) window.addEventListener(act, end, listening)
  signal.addEventListener('abort', () => ending.abort(), { signal: ending.signal })
  let begin = null
  const go = (now) => {
    if (ending.signal.aborted) return
    begin ??= now
    const share = (now - begin) / 1000 / SECONDS
    if (share >= 1) {
      end()
      return
    }
    show(share)
    requestAnimationFrame(go)
  }
  requestAnimationFrame(go)
}
