// Why a file did not come, in the visitor's language and to be seen: Streamlit says it in English, as the
// status of a request, to a screen reader or a mouse that rests on the file. What it says otherwise one day
// stays as it is.

import { localised, tr } from '../../shared/page/language.js'

const LOST = tr('The file did not get here: try again.')
const REFUSED = new Map([
  [408, tr('The file took too long to get here: take a smaller one, or try again.')],
  [413, tr('The file is larger than this server takes.')],
  [429, tr('Too many files are on their way at once: wait until they are here, then try again.')],
  [503, tr('This server takes no more files right now: try again in a minute.')],
])
const SAID = [
  [/AxiosError: Request failed with status code (\d+)/, ([, status]) => REFUSED.get(Number(status)) ?? LOST],
  [/AxiosError/, () => LOST],
  [
    /File must be (\S+) or smaller\./,
    ([, size]) => tr('The file must be {size} or smaller.', { size: localised(size) }),
  ],
  [/\S* ?files are not allowed\./, () => tr('The file must be a PNG or a JPEG.')],
  [/Only one file is allowed\./, () => tr('Take one file only.')],
]
const PLACES = "[data-testid='stFileChip'] [role='alert'], [data-testid='stTooltipErrorContent']"

// What Streamlit says of a file that it did not take, as the page says it; null if that is unknown.
function refusal(text) {
  for (const [pattern, sentence] of SAID) {
    const match = pattern.exec(text)
    if (match) return sentence(match)
  }
  return null
}

// Texts are changed where they stand: the nodes are React's, which takes them away with the file.
export function sayRefusals() {
  for (const place of document.querySelectorAll(PLACES)) {
    const said = refusal(place.textContent)
    if (said === null || place.textContent === said) continue
    const [text, ...others] = place.childNodes
    text.data = said
    for (const other of others) other.data = ''
  }
}
