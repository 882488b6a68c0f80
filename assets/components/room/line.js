// The line from a tab to its room: short requests, the next one a while after an answer.

const PAUSE = { teacher: 1000, member: 2000 }
const UNSEEN = 5
const AGAIN = 3000
const JITTER = 0.2
const KEY = 'lazyq:room'
const SLOWER = new Set([0, 429, 503])

// What a tab keeps of its room: { code, token, teacher, gone }; another room, another memory.
export class Kept {
  constructor(storage) {
    this.storage = storage
    try {
      this.value = JSON.parse(storage.getItem(KEY)) ?? {}
    } catch {
      this.value = {}
    }
  }

  // A ticket that the tab has counts, so that a reload is not a second member.
  enter({ code, ticket, teacher }) {
    const known = this.value.code === code ? this.value : { code, token: ticket, teacher: '', gone: 0 }
    this.keep({ ...known, teacher: teacher || known.teacher })
  }

  keep(change) {
    this.value = { ...this.value, ...change }
    try {
      this.storage?.setItem(KEY, JSON.stringify(this.value))
    } catch {
      this.storage = null
    }
  }

  forget() {
    this.value = {}
    try {
      this.storage?.removeItem(KEY)
    } catch {
      this.storage = null
    }
  }
}

// told({ status, … }) is called with every answer; status 0 stands for none.
export class Line {
  constructor(url, token, isTeacher, told) {
    Object.assign(this, { url, token, told, step: 0, sent: 0, heard: 0, timer: 0 })
    this.pause = isTeacher ? PAUSE.teacher : PAUSE.member
    this.ending = new AbortController()
  }

  async send(message) {
    clearTimeout(this.timer)
    const number = ++this.sent
    const answer = await this.asked({ do: 'look', ...message, token: this.token, since: this.step })
    if (this.ending.signal.aborted) return
    if (answer.ended) this.end()
    else if (number === this.sent) this.wait(answer.status)
    if (number < this.heard) return
    this.heard = number
    if (answer.step) this.step = answer.step
    this.told(answer)
  }

  async asked(message) {
    const request = {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(message),
      signal: this.ending.signal,
    }
    try {
      const response = await fetch(this.url, request)
      return { ...await response.json(), status: response.status }
    } catch {
      return { status: 0 }
    }
  }

  // A class that began at once does not ask at once for ever.
  wait(status) {
    const pause = SLOWER.has(status) ? AGAIN : this.pause
    const longer = document.hidden ? UNSEEN : 1
    const wait = pause * longer * (1 + JITTER * (2 * Math.random() - 1))
    this.timer = setTimeout(() => this.send({}), wait)
  }

  end() {
    clearTimeout(this.timer)
    this.ending.abort()
  }
}
