// What the page says of encoders and turns.

import { LABELS } from '../../shared/chart/training.js'
import { localised, tr } from '../../shared/page/language.js'
import { an, number, percent as inPercent } from '../../shared/page/words.js'
import { NEAR } from './space.js'

// What the right globe may show: the second and the third encoder, by their names in an address.
export const BESIDE = ['loss', 'positives']
export const HIDDEN = tr('Hidden until you have guessed.')

export const degrees = (angle) => `${localised(String(angle))}°`
export const errorText = (value) => {
  if (value === 0) return '0'
  return value < 0.001 ? tr('below 0.001') : number(value, 3)
}
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length
export const percent = (share) => inPercent(share, 1)
// Numbers in a row, parted by a sign that stands in none of them.
export const series = (texts) => texts.join(localised('.') === ',' ? '; ' : ', ')
const numbers = (list) => series(list.map((value) => number(value, 2)))

// state: { angle, turn, k, shown: [left, right], spaces, n, warned }
export function stateSentence({ angle, turn, k, shown, spaces, n, warned }) {
  const landed = (m) => tr('{some} of {all} {label}', {
    some: spaces[m].landed(k), all: n, label: LABELS[m],
  })
  const [left, right] = shown.map(landed)
  const [error, other] = shown.map((m) => errorText(spaces[m].fitted[k].error))
  const values = { angle: degrees(angle), near: NEAR, left, right, error, other }
  const state = turn === 'globe'
    ? tr('The globe is turned by R({angle}), no image is. Within {near}° of where its turned image is are ' +
      '{left} and {right}; mean squared errors {error} and {other}.', values)
    : tr('All images are turned by {angle}. Within {near}° of where the turned globe has it are {left} and ' +
      '{right}; mean squared errors {error} and {other}.', values)
  const warning = tr('But there nothing moves, so that this says nothing.')
  return warned[shown[1]] ? `${state} ${warning}` : state
}

export function globeName({ angle, turn, method, n }) {
  const values = { count: n, label: LABELS[method], angle: degrees(angle) }
  return turn === 'globe'
    ? tr('{count} digits {label}, globe turned by {angle}', values)
    : tr('{count} digits {label}, images turned by {angle}', values)
}

export function underGlobe({ error, least }, landed, n) {
  return tr('{some} of {all} within {near}° · error {error}, at best {least}', {
    some: landed, all: n, near: NEAR, error: errorText(error), least: errorText(least),
  })
}

const CLOSE = 0.25
const TURNS = {
  2: tr('This globe turns twice while the image turns once.'),
  3: tr('This globe turns three times while the image turns once.'),
}
export const turnsText = (turns) => TURNS[turns] ?? ''

export const phasesTitle = (method) => tr('Phases of R, {label}', { label: LABELS[method] })

export function lampText({ gamma, moved }) {
  const nothing = tr(
    'Nothing moves: a turn takes a digit {away} away in the root mean square, so that R near I fits ' +
    'anyway. The small error is no success.',
    { away: number(Math.sqrt(moved)) },
  )
  if (gamma === null) return nothing
  const relative = tr('Measured against how much moves, γ = {gamma}.', { gamma: number(gamma) })
  return `${nothing} ${relative}`
}

export function broughtText(brought, dot, step, labels) {
  const label = labels[brought.dot]
  const values = { digit: an(label), angle: degrees(brought.k * step) }
  if (brought.dot === dot) return tr('the same digit, turned by {angle}', values)
  return label < 0
    ? tr('your own digit, turned by {angle}', values)
    : tr('another digit, {digit}, turned by {angle}', values)
}

export function retrievalSentence(retrieval, k, shown) {
  const parts = shown.map((m) => `${percent(retrieval[m][k])} ${LABELS[m]}`)
  return tr(
    'Among digits that R was not fitted on, all turned by the same a, R(a) f(x) is nearest to the turned x ' +
    'itself for {shares}.',
    { shares: parts.join(', ') },
  )
}

// Whether the phases of both are as many times the turn as whole numbers say.
function wholeText(frequencies) {
  const [without, care] = frequencies.map((list) => (
    Math.max(...list.map((value) => Math.abs(value - Math.round(value)))) < CLOSE
  ))
  if (care && without) return tr('near whole numbers in both')
  if (care) return tr('near whole numbers with it only, this time')
  return without ? tr('near whole numbers without it only') : tr('whole numbers in neither')
}

// What is claimed, and what is not.
export function claimSentences({ frequencies, wahba, composition }, k) {
  const [without, care] = [0, 1].map((m) => errorText(mean(wahba[m])))
  const [here, hereCare] = [0, 1].map((m) => errorText(wahba[m][k]))
  const [alone, composed] = [0, 1].map((m) => errorText(mean(composition[m])))
  return {
    not: tr(
      'Not claimed: whole numbers. The phases of R at a small turn, divided by it, are {care} with the ' +
      'loss and {without} without: {verdict}. In any encoder a circle of poses closes after a whole turn; ' +
      'that alone does not say that all digits turn alike.',
      { care: numbers(frequencies[1]), without: numbers(frequencies[0]), verdict: wholeText(frequencies) },
    ),
    claim: tr(
      'Claimed: all digits follow one and the same turn. On digits that R was not fitted on the error is ' +
      '{care} with the loss and {without} without, in the mean over all turns; here {hereCare} and {here}. ' +
      'Two turns composed are off by {composed} and {alone}.',
      { care, without, hereCare, here, composed, alone },
    ),
  }
}

export function lazinessSentence(lams, shown) {
  const parts = shown.map((m) => `${number(lams[m], 4)} ${LABELS[m]}`)
  return tr(
    'The representation’s own λ: the line through 0 that comes nearest to how far R(a) moves a unit ' +
    'vector, a degree of ν(a): {lams}.',
    { lams: parts.join(', ') },
  )
}

export function guessSentence(guess, right, left, n) {
  const off = Math.abs(guess - right)
  const values = { guess, off, right, left, count: n, near: NEAR }
  if (off === 0) {
    return tr('You said {guess}: exactly. With the loss {right} of {count} land within {near}°, without it ' +
      '{left}.', values)
  }
  return off <= 3
    ? tr('You said {guess}: close. With the loss {right} of {count} land within {near}°, without it ' +
      '{left}.', values)
    : tr('You said {guess}: {off} off. With the loss {right} of {count} land within {near}°, without it ' +
      '{left}.', values)
}

export function exactText({ provenance, dimension }) {
  const shadow = tr(
    'The globes show 3 of {dimension} dimensions: the plane that turns and the axis that stays.',
    { dimension },
  )
  return [
    tr('Encoders: {provenance}.', { provenance: provenance.join('; ') }),
    ...(dimension > 3 ? [shadow] : []),
    tr(
      'R is fitted to other digits than those shown and those measured; errors, phases and the images ' +
      'brought are exact for these encoders. Images are turned bilinearly, about their centre, so that ' +
      'turns of pixels compose only nearly. The loss is that of Gupta, Robinson, Lim, Villar and Jegelka ' +
      '(ICLR 2024), as a mean over pairs, a pair of turns drawn for each chunk of a batch. Their numbers ' +
      'on CIFAR and ImageNet are out of reach here and not imitated.',
    ),
  ].join(' ')
}
