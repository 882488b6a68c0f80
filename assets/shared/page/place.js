// What all who write the address share with the frame of the app, which says it in the links to other pages.

export const VERSION = '1'

// The step of the guided tour, or a lesson and its step: parameters of addresses. And where a tab remembers
// the newest step of the tour, and what was answered in lessons.
export const TOUR = 'tour'
export const LESSON = 'lesson'
export const LESSON_STEP = 'lesson_step'
// Parts of the page that a link hides or locks: names joined by _.
export const HIDE = 'hide'
export const LOCK = 'lock'
export const REACHED = 'lazyq:tour'
export const ANSWERS = 'lazyq:answers'
export const TOUR_LINK = 'tour-link'

// The language of the pages, where the link says one; else the browser's wish decides.
export const LANG = 'lang'

// The room in which a class is asked: the parameter of addresses.
export const ROOM = 'room'

// Told once the address says what is on screen, and before another page is gone to.
export const SHOWN = 'lazyq:shown'
export const LEAVING = 'lazyq:leaving'

// The path of the page on screen. The address is ahead of it from the choice of another page until it comes.
export const shownPath = () => document.documentElement.dataset.path ?? window.location.pathname
// For a projector all is larger, and what stands beside the picture is hidden: said by the frame, which reads
// it in the address, to all who draw.
export const PRESENT = 'present'
export const TURNED = 'lazyq:present'
export const isPresenting = () => PRESENT in document.documentElement.dataset
export const typeScale = () => (isPresenting() ? 1.6 : 1)
export const showPath = (path) => {
  document.documentElement.dataset.path = path
}
