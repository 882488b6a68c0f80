// What of a page is in sight: what is scrolled away need not be drawn until it comes back.

export class Sight {
  // changed() is called when something comes into sight, or leaves it.
  constructor(nodes, changed) {
    this.unseen = new Set()
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.unseen.delete(target)
        else this.unseen.add(target)
      }
      changed()
    }, { rootMargin: '100px' })
    for (const node of nodes) this.observer.observe(node)
  }

  sees(node) {
    return !this.unseen.has(node)
  }

  end() {
    this.observer.disconnect()
  }
}
