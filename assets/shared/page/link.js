// The part of the page's address that a component owns: read at the start and after Back, written in place.

export const VERSION = '1'

export function readLam(text) {
  if (text === null) return { lam: null, problem: null }
  const lam = text === 'inf' ? Infinity : text.trim() === '' ? NaN : Number(text)
  if (lam >= 0 && (lam < Infinity || text === 'inf')) return { lam, problem: null }
  return { lam: null, problem: `The link says lam=${text.slice(0, 40)}; λ must be a number of at least 0, or inf.` }
}

export function writeLam(lam) {
  return lam === Infinity ? 'inf' : String(lam)
}

export function readLink(search, rows) {
  const query = new URLSearchParams(search)
  const problems = []
  const version = query.get('v')
  if (version !== null && version !== VERSION) problems.push(`The link is of version ${version.slice(0, 10)}; this is version ${VERSION}.`)
  const { lam, problem } = readLam(query.get('lam'))
  if (problem) problems.push(problem)
  const pins = new Set()
  for (const part of (query.get('pins') ?? '').split('_').filter(Boolean).slice(0, 3)) {
    const pin = readLam(part)
    if (pin.problem) problems.push(pin.problem.replace('lam=', 'pins='))
    else pins.add(pin.lam)
  }
  let row = null
  if (query.get('row') !== null) {
    row = Number(query.get('row')) - 1
    if (!(Number.isInteger(row) && row >= 0 && row < rows)) {
      problems.push(`The link says row=${query.get('row').slice(0, 20)}; rows are 1 to ${rows}.`)
      row = null
    }
  }
  return { lam, pins: [...pins], row, problems }
}

// The address with these parameters; null takes one away.
export function linkWith(href, parameters) {
  const url = new URL(href)
  for (const [name, value] of Object.entries({ v: VERSION, ...parameters })) {
    if (value === null || value === '') url.searchParams.delete(name)
    else url.searchParams.set(name, value)
  }
  return url.href
}
