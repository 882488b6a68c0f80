// The page's address as a table: a view says which parameters it owns, of which type, and what holds when
// one is absent; from the table come reading, writing, and the sentence for what can't be read.
//
// A type is { accepted, read(text), write(value) }; read gives undefined for what it does not accept. It may
// have remark(value), a sentence for a value that it accepts but that can't be shown as it is, or nothing.
// A table is { key: { type, otherwise, parameter, always } }: the value otherwise is not written, unless it
// always is; the parameter is the key if not given.

import { tr } from './language.js'
import { VERSION } from './place.js'

const LONGEST = 40

export const whole = (least, most, accepted) => ({
  accepted: accepted ?? tr('it must be a whole number from {least} to {most}', { least, most }),
  read: (text) => {
    const value = /^-?\d+$/.test(text) ? Number(text) : NaN
    return value >= least && value <= most ? value : undefined
  },
  write: String,
})

export const oneOf = (values) => ({
  accepted: tr('it must be one of {values}', { values: values.join(', ') }),
  read: (text) => values.find((value) => String(value) === text),
  write: String,
})

// Several different values of a type, at most so many; what can't be read among them spoils only itself.
export const listOf = (type, most) => ({
  accepted: type.accepted,
  list: true,
  read: (text) => text.split('_').filter(Boolean).slice(0, most).map((part) => [part, type.read(part)]),
  write: (values) => values.map(type.write).join('_'),
})

const named = (table) => Object.entries(table).map(([key, row]) => [key, row.parameter ?? key, row])

export function readAddress(table, search) {
  const query = new URLSearchParams(search)
  const values = {}
  const problems = []
  const complain = (parameter, text, { accepted }) => {
    const said = `${parameter}=${text.slice(0, LONGEST)}`
    problems.push(tr('The link says {said}; {accepted}.', { said, accepted }))
  }
  const version = query.get('v')
  if (version !== null && version !== VERSION) {
    const versions = { version: version.slice(0, 10), own: VERSION }
    problems.push(tr('The link is of version {version}; this is version {own}.', versions))
  }
  for (const [key, parameter, { type, otherwise }] of named(table)) {
    const text = query.get(parameter)
    const read = text === null ? undefined : type.read(text)
    if (type.list && read) {
      const kept = read.filter(([, value]) => value !== undefined).map(([, value]) => value)
      for (const [part, value] of read) if (value === undefined) complain(parameter, part, type)
      values[key] = [...new Set(kept)]
    } else {
      if (text !== null && read === undefined) complain(parameter, text, type)
      const remark = read === undefined ? null : type.remark?.(read)
      if (remark) problems.push(remark)
      values[key] = read ?? otherwise
    }
  }
  return { values, problems }
}

// The parameters of an address that say the values; null takes one away.
export function writtenAddress(table, values) {
  return Object.fromEntries(named(table).map(([key, parameter, { type, otherwise, always }]) => {
    const value = values[key]
    if (value === null || value === undefined) return [parameter, null]
    const text = type.write(value)
    const absent = otherwise === null || otherwise === undefined ? '' : type.write(otherwise)
    return [parameter, !always && text === absent ? null : text]
  }))
}

// The address with these parameters; null takes one away. Where nothing is said the version goes unsaid.
export function linkWith(href, parameters) {
  const url = new URL(href)
  const isSaid = Object.values(parameters).some((value) => value !== null && value !== '')
  const version = isSaid || url.searchParams.has('v') ? VERSION : null
  for (const [name, value] of Object.entries({ v: version, ...parameters })) {
    if (value === null || value === '') url.searchParams.delete(name)
    else url.searchParams.set(name, value)
  }
  return url.href
}
