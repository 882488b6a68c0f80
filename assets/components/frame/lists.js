// A list of choices closes when the page below it is scrolled, as it should under a hand. But the page moves
// by itself, too, when what is above the list comes or grows, most often just after the choice before: the
// list that was opened meanwhile stays open, at its box.

const OPEN = "[role='combobox'][aria-expanded='true']"
const HANDS = ['wheel', 'touchmove'] // keys go to the list, and a press on a scrollbar closes it by itself
const LASTING = 500 // milliseconds in which a hand's scrolling comes

export function keepLists(signal) {
  const options = { capture: true, passive: true, signal }
  let moved = -Infinity
  const move = ({ timeStamp }) => {
    moved = timeStamp
  }
  for (const type of HANDS) window.addEventListener(type, move, options)
  // Before the list hears of it, whose own listener comes when it opens. Where a window's size changes, it
  // looks for its box.
  window.addEventListener('scroll', (event) => {
    const box = document.querySelector(OPEN)
    if (!box || !event.target.contains(box) || event.timeStamp - moved < LASTING) return
    event.stopImmediatePropagation()
    window.dispatchEvent(new Event('resize'))
  }, options)
}
