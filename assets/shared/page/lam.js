// One λ for all components of a page: whoever turns it tells the others.

const NAME = 'lazyq:lam'

export function tellLam(source, lam) {
  window.dispatchEvent(new CustomEvent(NAME, { detail: { source, lam } }))
}

// Hear of a λ that another has turned; returns the way to stop listening.
export function hearLam(own, heard) {
  const listener = ({ detail }) => {
    if (detail.source !== own) heard(detail.lam)
  }
  window.addEventListener(NAME, listener)
  return () => window.removeEventListener(NAME, listener)
}
