// What the frame of the app does in the browser: on a narrow screen the menu of pages is a drawer over the
// page, and closes once a page is chosen.

class Frame {
  constructor(root) {
    this.root = root
    this.chosen = (event) => event.target.closest('a[href]') && this.uncover()
    document.addEventListener('click', this.chosen)
  }

  show(page) {
    if (page === this.page) return
    this.page = page
    this.uncover()
  }

  // Streamlit closes the drawer at a press beside it; by itself only where the browser calls itself a phone.
  uncover() {
    this.root.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, composed: true }))
  }

  leave() {
    document.removeEventListener('click', this.chosen)
  }
}

export default function (component) {
  const root = component.parentElement.querySelector('.frame-of-pages')
  root.frame ??= new Frame(root)
  root.frame.show(component.data.page)
  return () => {
    root.frame.leave()
    delete root.frame
  }
}
