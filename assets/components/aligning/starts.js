// The same problem from a start near each matching of the clusters: where it locks, and what that is worth.

import { write } from '../../shared/page/dom.js'
import { tr } from '../../shared/page/language.js'
import { runFor } from '../../shared/math/slices.js'
import { blocksOf, matchingOf, rightOf } from './scene.js'
import { fromMatchings } from './solving.js'
import { fillStarts } from './tables.js'
import { startsSentence } from './words.js'

const SLICE = 8

export class Starts {
  constructor(root, view) {
    this.view = view
    const [ask, sentence, table] = ['ask', 'sentence', 'table'].map((name) => root.querySelector(`.starts-${name}`))
    Object.assign(this, { node: root.querySelector('.starts'), ask, sentence, table, frame: 0, key: null })
    ask.onclick = () => view.choose({ starts: true })
  }

  draw(hidden) {
    const { state, problem } = this.view
    this.node.hidden = hidden
    this.ask.hidden = state.starts
    if (!state.starts) this.forget()
    if (!state.starts || hidden) return
    // It begins once the hand rests, and anew for another problem.
    if (this.view.solving.solved?.problem.key === problem.key && this.key !== problem.key) this.begin(problem)
    if (this.key !== problem.key) this.say('', true)
  }

  begin(problem) {
    this.stop()
    Object.assign(this, { key: problem.key, problem, rows: [], work: fromMatchings(problem) })
    this.say(tr('Starting from every matching…'), true)
    this.frame = requestAnimationFrame(() => this.go())
  }

  go() {
    const { problem } = this
    const { done } = runFor(this.work, SLICE, ({ matching: from, step }) => {
      const blocks = blocksOf(step.plan, problem)
      this.rows.push({ from, step, matching: matchingOf(blocks), right: rightOf(blocks) })
    })
    if (!done) {
      this.frame = requestAnimationFrame(() => this.go())
      return
    }
    this.rows.sort((a, b) => a.step.objective - b.step.objective)
    fillStarts(this.table, this.rows)
    this.say(startsSentence(this.rows), false)
  }

  say(words, hidden) {
    write(this.sentence, words)
    this.table.parentElement.hidden = hidden
  }

  // What was found of a problem that is no longer asked about.
  forget() {
    this.stop()
    this.key = null
    this.say('', true)
  }

  stop() {
    cancelAnimationFrame(this.frame)
  }
}
