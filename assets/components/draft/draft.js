// The lesson that is being written, kept by the tab: a reload, or a server that was restarted, begins a visit
// that knows nothing of it, and is told.

import { storageOfTab } from '../../shared/page/storage.js'

const KEPT = 'lazyq-draft'

function read(store) {
  try {
    return JSON.parse(store.getItem(KEPT))
  } catch {
    return null
  }
}

function keep(store, value) {
  try {
    store.setItem(KEPT, JSON.stringify(value))
  } catch {
    store.removeItem(KEPT) // what is there is older, and the store full
  }
}

export default function ({ data: { visit, lesson, answered }, setTriggerValue }) {
  const store = storageOfTab()
  if (!store) return
  const kept = read(store)
  if (kept && kept.visit !== visit && !answered) setTriggerValue('kept', kept.lesson)
  else keep(store, { visit, lesson })
}
