// What a tab keeps until it is closed, over reloads too; null where the browser refuses even to name it.
export function storageOfTab() {
  try {
    return window.sessionStorage
  } catch {
    return null
  }
}
