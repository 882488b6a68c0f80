// What was scored: its name, as people read it, and what the scores say of calibration.

import { localised, tr } from '../../shared/page/language.js'
import { number, percent } from '../../shared/page/words.js'
import { share } from './words.js'

// Names are the server's keys, with numbers in them.
const NAMES = [
  [/^uniform in ±([\d.]+)°$/, (limit) => tr('uniform in ±{limit}°', { limit })],
  [/^S f, learned π$/, () => tr('S f, learned π')],
  [/^(f|S f) at temperature ([\d.]+)$/, (who, t) => tr('{who} at temperature {t}', { who, t })],
  [
    /^S of \(f at temperature ([\d.]+)\), learned together$/,
    (t) => tr('S of (f at temperature {t}), learned together', { t }),
  ],
  [
    /^test-time augmentation, (\d+) in ±([\d.]+)°$/,
    (count, limit) => tr('test-time augmentation, {count} in ±{limit}°', { count, limit }),
  ],
  [
    /^f trained with rotations in ±([\d.]+)°$/,
    (limit) => tr('f trained with rotations in ±{limit}°', { limit }),
  ],
  [/^Augerino, learned ±([\d.]+)°$/, (limit) => tr('Augerino, learned ±{limit}°', { limit })],
]

export function scoredName(name) {
  for (const [pattern, told] of NAMES) {
    const found = name.match(pattern)
    if (found) return told(...found.slice(1).map(localised))
  }
  return name
}

function aloneSentence(values, beats, helps) {
  if (!beats) {
    return tr('Temperature scaling of f alone reaches {cooled} only: averaging does more than calibrate; ' +
      'calibrating S f afterwards gives {after}.', values)
  }
  return helps
    ? tr('Temperature scaling of f alone reaches {cooled}: it beats S f, so much of what averaging gains ' +
      'in log-loss is calibration; calibrating S f afterwards gives {after}.', values)
    : tr('Temperature scaling of f alone reaches {cooled}: this f needs calibration, not averaging; ' +
      'calibrating S f afterwards gives {after}.', values)
}

const togetherSentence = (values, gain) => (gain > 0.01
  ? tr('Both together, f calibrated first and then averaged, reach {together}, {gain} below calibration ' +
    'alone: averaging is still worth something.', values)
  : tr('Both together, f calibrated first and then averaged, reach {together}: after calibration averaging ' +
    'adds next to nothing here.', values))

// Is it only calibration? Said from the numbers in the table.
export function scoresSentence(scores) {
  const row = (start) => scores.values[scores.names.findIndex((name) => name.startsWith(start))]
  const [plain, averaged, cooled, cooledAverage, together] =
    ['f', 'S f, learned', 'f at temperature', 'S f at temperature', 'S of (f at'].map(row)
  if (!together) return ''
  const loss = (values) => number(values[0][0], 3)
  const accuracy = (values) => percent(values[1][0], 2)
  const helps = averaged[0][0] < 0.995 * plain[0][0]
  const gain = 1 - together[0][0] / cooled[0][0]
  const values = {
    plain: loss(plain), averaged: loss(averaged), cooled: loss(cooled), after: loss(cooledAverage),
    together: loss(together), gain: share(gain),
  }
  const first = helps
    ? tr('Is it only calibration? On test digits S f brings the log-loss from {plain} to {averaged}.', values)
    : tr('Is it only calibration? On test digits S f leaves the log-loss at {averaged}, where f has ' +
      '{plain}.', values)
  const alone = aloneSentence(values, cooled[0][0] < averaged[0][0], helps)
  const right = tr('Accuracy: f {plain}, which no temperature changes, S f {averaged}, both together ' +
    '{together}.', { plain: accuracy(plain), averaged: accuracy(averaged), together: accuracy(together) })
  return [first, alone, togetherSentence(values, gain), right].join(' ')
}
