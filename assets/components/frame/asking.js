// What a step of a lesson asks. The server computes the answer and says whether what was given is right; the
// tab keeps it, so that who comes back finds it.

import { made, partsOf, write } from '../../shared/page/dom.js'
import { code, tr } from '../../shared/page/language.js'
import { ANSWERS } from '../../shared/page/place.js'

const PARTS = ['question', 'asks', 'choices', 'number', 'given', 'unit', 'show', 'reply']
const MOST_KEPT = 100
const SIGNS = { right: '✓ ', wrong: '✗ ' }

export class Asking {
  // send: to the server; grown: called when there is more or less to see.
  constructor(root, storage, send, grown) {
    const parts = partsOf(root, PARTS.map((name) => `tour-${name}`))
    this.parts = Object.fromEntries(PARTS.map((name) => [name, parts[`tour-${name}`]]))
    Object.assign(this, { storage, send, grown, step: null, serial: 0, waiting: null })
    this.parts.question.onsubmit = (event) => {
      event.preventDefault()
      this.ask(this.given())
    }
    this.parts.show.onclick = () => this.ask('seen')
  }

  show(step) {
    const { parts } = this
    const { question } = step
    this.step = step
    this.waiting = null
    parts.question.hidden = !question
    if (!question) return
    write(parts.asks, question.asks)
    write(parts.unit, question.unit)
    const choose = question.choices.length > 0
    parts.number.hidden = choose
    parts.choices.replaceChildren(...question.choices.map((says, i) => made('label', {}, made('input', {
      type: 'radio', name: 'tour-choice', value: String(i),
    }), says)))
    const kept = this.kept()[this.key]
    parts.given.value = choose ? '' : kept?.said ?? ''
    const chosen = choose && parts.choices.querySelectorAll('input')[kept?.said]
    if (chosen) chosen.checked = true
    this.tell(kept?.code === code ? kept : undefined)
  }

  get key() {
    return `${this.step.lesson.slice(-60)} ${this.step.number}`
  }

  given() {
    const chosen = this.parts.choices.querySelector('input:checked')
    if (this.step.question.choices.length === 0) return this.parts.given.value.trim()
    return chosen ? Number(chosen.value) : null
  }

  ask(said) {
    if (said === null || said === '') {
      this.tell({ verdict: 'unread', says: tr('Answer first, or let it be shown.') })
      return
    }
    const { lesson, number } = this.step
    this.serial += 1
    this.waiting = { serial: this.serial, said }
    this.tell({ verdict: 'unread', says: tr('Computing…') })
    this.send({ lesson, number, said, serial: this.serial })
  }

  hear(reply) {
    if (!this.waiting || reply?.serial !== this.waiting.serial) return
    const { said } = this.waiting
    this.waiting = null
    this.tell(reply)
    if (reply.verdict !== 'unread') this.keep({ said, verdict: reply.verdict, says: reply.says, code })
  }

  tell(reply) {
    this.parts.reply.dataset.verdict = reply?.verdict ?? ''
    write(this.parts.reply, reply ? `${SIGNS[reply.verdict] ?? ''}${reply.says}` : '')
    this.grown()
    if (reply) this.parts.reply.scrollIntoView({ block: 'nearest' })
  }

  kept() {
    try {
      return { ...JSON.parse(this.storage.getItem(ANSWERS)) }
    } catch {
      return {}
    }
  }

  keep(answer) {
    const others = Object.entries(this.kept()).filter(([key]) => key !== this.key)
    const all = [...others, [this.key, answer]].slice(-MOST_KEPT)
    try {
      this.storage.setItem(ANSWERS, JSON.stringify(Object.fromEntries(all)))
    } catch {
      this.storage = null
    }
  }
}
