// The words of a text in all of its versions, and what the dictionary takes them for.

import { squaredDistance, wordPath } from '../../shared/math/letters.js'

const HAIR = 1e-12

export class Book {
  constructor(data) {
    this.data = data
    this.odd = new Map(data.letters)
    this.paths = new Map()
    this.alike = new Map()
  }

  letters(word) {
    return this.odd.get(word) ?? [...word.normalize('NFC')]
  }

  get count() {
    return this.data.places.length
  }

  right(i) {
    return this.data.pieces[this.data.places[i]]
  }

  spoilt(version, i) {
    return this.data.spoilt[this.data.versions.indexOf(version)][i]
  }

  // The place of a word among those that were looked up, −1 for none.
  which(version, i) {
    return this.data.which[this.data.versions.indexOf(version)][i]
  }

  path(from, to) {
    const key = JSON.stringify([from, to])
    if (!this.paths.has(key)) this.paths.set(key, wordPath(this.letters(from), this.letters(to)))
    return this.paths.get(key)
  }

  winner(version, i, lam) {
    const m = this.which(version, i)
    if (m < 0) return null
    const starts = this.data.starts[m]
    let p = starts.length - 1
    while (p > 0 && starts[p] > lam * (1 + HAIR)) p--
    return this.data.winners[m][p]
  }

  verdict(version, i, lam) {
    if (!this.data.known[i] || this.which(version, i) < 0) return 'unknown'
    return this.winner(version, i, lam) === this.data.small[i] ? 'itself' : 'another'
  }

  verdicts(version, lam) {
    return this.data.places.map((_, i) => this.verdict(version, i, lam))
  }

  // The nearest words of the dictionary, the nearest first: [{ word, path }].
  nearest(version, i, square, most) {
    const m = this.which(version, i)
    if (m < 0) return []
    const paths = this.data.near[m].map((word) => ({ word, path: this.path(this.data.searched[m], word) }))
    const far = new Map(paths.map((one) => [one, squaredDistance(one.path, square)]))
    return paths.sort((a, b) => far.get(a) - far.get(b)).slice(0, most)
  }

  // The first word that is several words at λ = 0, and these; null if there is none.
  twins(version) {
    if (!this.alike.has(version)) this.alike.set(version, this.findTwins(version))
    return this.alike.get(version)
  }

  findTwins(version) {
    for (let i = 0; i < this.count; i++) {
      const m = this.which(version, i)
      if (m < 0 || this.data.small[i] === this.data.searched[m] || !this.data.known[i]) continue
      const alike = this.data.near[m].filter((word) => this.sign(word) === this.sign(this.data.searched[m]))
      if (alike.length > 1 && alike.includes(this.data.searched[m])) return { i, alike }
    }
    return null
  }

  sign(word) {
    const letters = this.letters(word)
    return JSON.stringify([letters[0], letters.at(-1), letters.slice(1, -1).sort()])
  }
}
