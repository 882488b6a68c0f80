// What of a page is in sight: what is scrolled away need not be drawn until it comes back.

export class Sight {
  // changed() is called when something comes into sight, or leaves it; what is so near to it counts as seen.
  constructor(nodes, changed, near = '100px') {
    this.unseen = new Set()
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.unseen.delete(target)
        else this.unseen.add(target)
      }
      changed()
    }, { rootMargin: near })
    for (const node of nodes) this.observer.observe(node)
  }

  sees(node) {
    return !this.unseen.has(node)
  }

  end() {
    this.observer.disconnect()
  }
}

// What follows a hand while any of the nodes is in sight. While none is, it waits until one comes into sight
// or finish() says that the hand has let go: what is in sight has the frame for itself.
export class Later {
  constructor(nodes, signal) {
    this.nodes = nodes
    this.waiting = null
    this.sight = new Sight(nodes, () => this.isSeen && this.finish(), '0px')
    signal.addEventListener('abort', () => this.sight.end())
  }

  get isSeen() {
    return this.nodes.some((node) => this.sight.sees(node))
  }

  draw(action) {
    this.waiting = action
    if (this.isSeen) this.finish()
  }

  finish() {
    const action = this.waiting
    this.waiting = null
    action?.()
  }
}
