// What all who write the address share with the frame of the app, which says it in the links to other pages.

export const VERSION = '1'

// Told once the address says what is on screen, and before another page is gone to.
export const SHOWN = 'lazyq:shown'
export const LEAVING = 'lazyq:leaving'

// The path of the page on screen. The address is ahead of it from the choice of another page until it comes.
export const shownPath = () => document.documentElement.dataset.path ?? window.location.pathname
export const showPath = (path) => {
  document.documentElement.dataset.path = path
}
