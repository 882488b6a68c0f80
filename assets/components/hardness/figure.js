// Race, game and daisy, to take away: one self-contained SVG, of game and daisy without what is still to be
// guessed, and a table of the race.

import { legendShapes } from '../../shared/chart/axes.js'
import { shapesOf } from '../../shared/chart/layers.js'
import { label } from '../../shared/chart/shapes.js'
import { placed, shapesMarkup, svgFile } from '../../shared/chart/svg.js'
import { tr, whole as count } from '../../shared/page/language.js'
import { percent, wrapped } from '../../shared/page/words.js'
import { petalsDesign, spectrumDesign } from './daisy.js'
import { queryText, remainsDesign, remainsLegend } from './game.js'
import { NAMES, easyDesign, parityDesign, pointsOf, raceLegend } from './race.js'

const SIDE = 400
const WIDE = 2 * SIDE + 20
const LINE = 20
const LEARNERS = Object.keys(NAMES)
const HIDDEN = tr('Hidden until you have guessed.')

export function hardnessSvg({ sentences, ...state }, palette) {
  const markup = (design, width, height) => (
    shapesMarkup(shapesOf(design(state, width, height, palette).layers), palette)
  )
  const told = (text, x, y, size = 14) => (
    shapesMarkup([label(text, [x, y], { size, anchor: 'start', halo: false })], palette)
  )
  const keys = (entries, y) => shapesMarkup(legendShapes(entries, [10, y]).shapes, palette)
  const kept = (left, y) => shapesMarkup(
    [label(HIDDEN, [left + SIDE / 2, y], { size: 13, fill: 'muted', halo: false })], palette,
  )
  const lines = sentences.flatMap(wrapped)
  const parts = [
    keys(raceLegend(), 18),
    told(tr('The parity'), 10, 46), told(tr('The easy control'), SIDE + 30, 46),
    placed(0, 54, markup(parityDesign, SIDE, 270)),
    placed(SIDE + 20, 54, markup(easyDesign, SIDE, 270)),
    ...(state.ruled
      ? [keys(remainsLegend(), 352), placed(0, 364, markup(remainsDesign, SIDE, 300))]
      : [kept(0, 514)]),
    placed(SIDE + 20, 364, markup(petalsDesign, SIDE, 300)),
    state.heard ? placed(SIDE + 20, 664, markup(spectrumDesign, SIDE, 220)) : kept(SIDE + 20, 774),
    ...lines.map((text, i) => told(text, 10, 900 + LINE * i, 13)),
  ]
  return svgFile(WIDE + 20, 910 + LINE * lines.length, sentences[0], parts.join('\n'), palette)
}

// A row for every learner and number of samples.
export function hardnessCsv(state) {
  const rows = ['parity', 'easy'].flatMap((target) => LEARNERS.flatMap((learner) => (
    pointsOf(learner, target, state).map(({ seen, mean, low, high }) => (
      [target, learner, seen, mean, low, high].join(',')
    ))
  )))
  return `${['target,learner,samples_seen,accuracy,low,high', ...rows].join('\n')}\n`
}

// What stands behind the charts, for who does not see them; the race once it may be seen.
export function hardnessTables(state) {
  const { game, asked, shown, heard, spectrum, k } = state
  const every = { plain: 5, graph: 1, elimination: 5 }
  const race = (target, caption) => ({
    key: JSON.stringify([shown, state.key]),
    caption,
    columns: [tr('learner'), tr('samples seen'), tr('right'), tr('least'), tr('most')],
    rows: () => (shown ? LEARNERS.flatMap((learner) => (
      pointsOf(learner, target, state)
        .filter((_, i) => (i + 1) % every[learner] === 0)
        .map(({ seen, mean, low, high }) => [
          NAMES[learner], count(seen), ...[mean, low, high].map((share) => percent(share)),
        ])
    )) : []),
  })
  return {
    parity: race('parity', tr('The parity: test graphs right')),
    easy: race('easy', tr('The easy control: test graphs right')),
    remains: {
      key: JSON.stringify([asked, game.counts]),
      caption: tr('Hypotheses left after each query'),
      columns: [tr('query'), tr('asked'), tr('left')],
      rows: () => game.counts.map((left, i) => [
        String(i), i ? queryText(asked[i - 1], game.hypotheses) : tr('nothing'), String(left),
      ]),
    },
    spectrum: {
      key: `${k} ${heard}`,
      caption: tr('Energy of the daisy by degree, k = {k}', { k }),
      columns: [tr('degree'), tr('share of the energy')],
      rows: () => (heard ? spectrum : []).map((share, degree) => [String(degree), percent(share, 2)]),
    },
  }
}
