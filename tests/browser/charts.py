"""What every chart owes its readers: texts that leave room for one another, and marks that can be read."""

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page, ViewportSize, expect

from .harness import as_read
from .resting import at_rest

SMALLEST: ViewportSize = {"width": 320, "height": 800}

# [text, { left, right, top, bottom }] of all texts of an SVG, or of a canvas by the view that draws on it.
NEXT_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
_TEXTS = """const nodes = () => Array.from(chart.querySelectorAll('text'))
    .filter((text) => text.textContent && text.checkVisibility())
    .map((text) => [text.textContent, text.getBoundingClientRect()])
  const painted = () => {
    const { charts, palette } = chart.closest('.lazyq').view
    const { layers } = charts.find(({ node }) => node === chart).drawn
    const context = document.createElement('canvas').getContext('2d')
    return layers.flatMap((layer) => layer.shapes(true)).filter(({ text }) => text).map((shape) => {
      const { text, at: [x, y], size, anchor, italic } = shape
      context.font = `${italic ? 'italic ' : ''}${size}px ${italic ? 'Georgia, serif' : palette.font}`
      const { width, actualBoundingBoxAscent, actualBoundingBoxDescent } = context.measureText(text)
      const left = box.left + x - { start: 0, middle: width / 2, end: width }[anchor]
      const [top, bottom] = [y - actualBoundingBoxAscent, y + actualBoundingBoxDescent]
      return [text, { left, right: left + width, top: box.top + top, bottom: box.top + bottom }]
    })
  }
  const box = chart.getBoundingClientRect()
  const texts = chart.tagName === 'CANVAS' ? painted() : nodes()
  // The box of a node has room above and below its letters.
  const spare = chart.tagName === 'CANVAS' ? 0 : 3"""
_OVERLAPS = f"""(chart) => {{
  {_TEXTS}
  const beside = (a, b) => a.right <= b.left + 0.5 || b.right <= a.left + 0.5
  const above = (a, b) => a.bottom <= b.top + spare || b.bottom <= a.top + spare
  const touching = ([one, a], [other, b]) => (beside(a, b) || above(a, b) ? [] : [[one, other]])
  return texts.flatMap((first, i) => texts.slice(i + 1).flatMap((second) => touching(first, second)))
}}"""
_OUTSIDE = f"""(chart) => {{
  {_TEXTS}
  return texts.filter(([, own]) => {{
    const across = own.left < box.left - 1 || own.right > box.right + 1
    return across || own.top < box.top - 2 || own.bottom > box.bottom + 2
  }}).map(([text]) => text)
}}"""


def at_every_width(page: Page) -> Iterator[int]:
    """Make the window of a page as wide as a small phone, and wider in steps; each time all is drawn."""
    for width in (SMALLEST["width"], 390, 1280, 1920):
        page.set_viewport_size({"width": width, "height": SMALLEST["height"]})
        at_rest(page)
        yield width


def overlapping_texts(chart: Locator) -> list[list[str]]:
    """Return the pairs of texts of a chart that cover one another."""
    return chart.evaluate(_OVERLAPS)


def clipped_texts(chart: Locator) -> list[str]:
    """Return the texts of a chart that reach beyond it."""
    return chart.evaluate(_OUTSIDE)


def reading_of(chart: Locator) -> Locator:
    """Return the text that is shown over a chart."""
    return chart.locator("xpath=following-sibling::*[contains(@class, 'reading')][1]").locator(
        ".reading-text"
    )


def read_by_keyboard(page: Page, chart: Locator, most: int = 500) -> list[str]:
    """Return what the arrow keys read of a chart, from its first mark to its last."""
    chart.focus()
    # The focus brings the chart into sight, and what scrolls is not read.
    page.evaluate(NEXT_FRAME)
    page.keyboard.press("End")
    text = reading_of(chart)
    expect(text).to_be_visible()
    last = as_read(text.inner_text())
    page.keyboard.press("Home")
    found = [as_read(text.inner_text())]
    while found[-1] != last and len(found) < most:
        page.keyboard.press("ArrowRight")
        found.append(as_read(text.inner_text()))
    page.keyboard.press("Escape")
    expect(text).to_be_hidden()
    return found


def read_by_hover(page: Page, chart: Locator, x: float, y: float) -> str:
    """Return what is shown for the mark nearest to a place of a chart, in its pixels."""
    chart.scroll_into_view_if_needed()
    page.evaluate(NEXT_FRAME)
    box = chart.bounding_box()
    page.mouse.move(box["x"] + x, box["y"] + y)
    text = reading_of(chart)
    expect(text).to_be_visible()
    found = as_read(text.inner_text())
    page.mouse.move(box["x"] - 40, max(2, box["y"] - 60))
    expect(text).to_be_hidden()
    return found


def numbers_in(text: str) -> list[float]:
    """Return the numbers of a text, in their order."""
    return [float(number.replace("−", "-")) for number in re.findall(r"[-−]?\d+(?:\.\d+)?", text)]
