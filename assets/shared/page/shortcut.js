// Which keys are shortcuts of a page.

const WRITING = new Set(['text', 'search', 'number', 'email', 'url', 'tel', 'password'])

// Whether a key goes to a page: not to a field of text or to a dialog, and not with other keys.
export function isShortcut(event) {
  const [target] = event.composedPath()
  const writing = target.tagName === 'TEXTAREA' || target.tagName === 'SELECT' || target.isContentEditable ||
    target.getAttribute?.('role') === 'combobox' || (target.tagName === 'INPUT' && WRITING.has(target.type))
  if (writing || event.ctrlKey || event.metaKey || event.altKey) return false
  return !event.composedPath().some((node) => node.matches?.('dialog, [role="dialog"]'))
}
