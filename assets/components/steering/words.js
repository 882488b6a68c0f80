// What the page says of encoders and turns.

import { LABELS } from '../../shared/chart/training.js'
import { number } from '../../shared/page/words.js'
import { NEAR } from './space.js'

// What the right globe may show: the second and the third encoder, by their names in an address.
export const BESIDE = ['loss', 'positives']

export const degrees = (angle) => `${angle}°`
export const errorText = (value) => (value === 0 ? '0' : value < 0.001 ? 'below 0.001' : number(value, 3))
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length
const percent = (share) => `${number(100 * share, 1)} %`
const numbers = (list) => list.map((value) => number(value, 2)).join(', ')

// state: { angle, turn, k, shown: [left, right], spaces, n, warned }
export function stateSentence({ angle, turn, k, shown, spaces, n, warned }) {
  const globe = turn === 'globe'
  const begin = globe ? `The globe is turned by R(${degrees(angle)}), no image is` : `All images are turned by ${degrees(angle)}`
  const where = globe ? 'where its turned image is' : 'where the turned globe has it'
  const [left, right] = shown.map((m) => `${spaces[m].landed(k)} of ${n} ${LABELS[m]}`)
  const errors = shown.map((m) => errorText(spaces[m].fitted[k].error))
  const warning = warned[shown[1]] ? ' But there nothing moves, so that this says nothing.' : ''
  return `${begin}. Within ${NEAR}° of ${where} are ${left} and ${right}; ` +
    `mean squared errors ${errors.join(' and ')}.${warning}`
}

export function globeName({ angle, turn, method, n }) {
  return `${n} digits ${LABELS[method]}, ${turn === 'globe' ? 'globe' : 'images'} turned by ${degrees(angle)}`
}

export function underGlobe({ error, least }, landed, n) {
  return `${landed} of ${n} within ${NEAR}° · error ${errorText(error)}, at best ${errorText(least)}`
}

const CLOSE = 0.25
const TIMES = ['', 'once', 'twice', 'three times']
export const turnsText = (turns) => (
  turns > 1 ? `This globe turns ${TIMES[turns]} while the image turns once.` : ''
)

export function lampText({ gamma, moved }) {
  const relative = gamma === null ? '' : ` Measured against how much moves, γ = ${number(gamma, 2)}.`
  return `Nothing moves: a turn takes a digit ${number(Math.sqrt(moved), 2)} away in the root mean square, so that R near I ` +
    `fits anyway. The small error is no success.${relative}`
}

export function broughtText(brought, dot, step, labels) {
  const label = labels[brought.dot]
  const other = label < 0 ? 'your own digit' : `another digit, a ${label}`
  const whose = brought.dot === dot ? 'the same digit' : other
  return `${whose}, turned by ${degrees(brought.k * step)}`
}

export function retrievalSentence(retrieval, k, shown) {
  const parts = shown.map((m) => `${percent(retrieval[m][k])} ${LABELS[m]}`)
  return 'Among digits that R was not fitted on, all turned by the same a, R(a) f(x) is nearest to the ' +
    `turned x itself for ${parts.join(', ')}.`
}

// Whether the phases of both are as many times the turn as whole numbers say.
function wholeText(frequencies) {
  const [without, care] = frequencies.map((list) => (
    Math.max(...list.map((value) => Math.abs(value - Math.round(value)))) < CLOSE
  ))
  if (care && without) return 'near whole numbers in both'
  if (care) return 'near whole numbers with it only, this time'
  return without ? 'near whole numbers without it only' : 'whole numbers in neither'
}

// What is claimed, and what is not.
export function claimSentences({ frequencies, wahba, composition }, k) {
  const [without, care] = [0, 1].map((m) => errorText(mean(wahba[m])))
  const [here, hereCare] = [0, 1].map((m) => errorText(wahba[m][k]))
  const [alone, composed] = [0, 1].map((m) => errorText(mean(composition[m])))
  return {
    not: `Not claimed: whole numbers. The phases of R at a small turn, divided by it, are ${numbers(frequencies[1])} ` +
      `with the loss and ${numbers(frequencies[0])} without: ${wholeText(frequencies)}. In any encoder a circle of ` +
      'poses closes after a whole turn; that alone does not say that all digits turn alike.',
    claim: 'Claimed: all digits follow one and the same turn. On digits that R was not fitted on the error ' +
      `is ${care} with the loss and ${without} without, in the mean over all turns; here ${hereCare} and ${here}. ` +
      `Two turns composed are off by ${composed} and ${alone}.`,
  }
}

export function lazinessSentence(lams, shown) {
  const parts = shown.map((m) => `${number(lams[m], 4)} ${LABELS[m]}`)
  return 'The representation’s own λ: the line through 0 that comes nearest to how far R(a) moves a unit ' +
    `vector, a degree of ν(a): ${parts.join(', ')}.`
}

export function guessSentence(guess, right, left, n) {
  const off = Math.abs(guess - right)
  const verdict = off === 0 ? 'exactly' : off <= 3 ? 'close' : `${off} off`
  return `You said ${guess}: ${verdict}. With the loss ${right} of ${n} land within ${NEAR}°, without it ${left}.`
}

export function exactText({ provenance, dimension }) {
  const shadow = dimension > 3 ? ` The globes show 3 of ${dimension} dimensions: the plane that turns and the axis that stays. ` : ' '
  return `Encoders: ${provenance.join('; ')}.${shadow}R is fitted to other digits than those shown and those ` +
    'measured; errors, phases and the images brought are exact for these encoders. Images are turned ' +
    'bilinearly, about their centre, so that turns of pixels compose only nearly. The loss is that of ' +
    'Gupta, Robinson, Lim, Villar and Jegelka (ICLR 2024), as a mean over pairs, a pair of turns drawn for ' +
    'each chunk of a batch. Their numbers on CIFAR and ImageNet are out of reach here and not imitated.'
}
