"""What a picker shows, and hands to choose with."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import numpy as np
from playwright.sync_api import Locator, Page, expect

from lazyq.datasets.pictures import centred
from lazyq.experiments.digits import DatasetDigit, DigitLibrary

from .harness import wait_until_ready

LEVELS = """canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, 28, 28).data)
    .filter((_, i) => i % 4 === 0)"""


SECONDS = 20_000


def area(page: Page) -> Locator:
    return page.get_by_role("application", name="Drawing area")


def tiles(page: Page) -> Locator:
    return page.get_by_role("radiogroup", name="Choose x: ").get_by_role("radio")


def tile(page: Page, library: DigitLibrary, ref: DatasetDigit) -> Locator:
    return page.get_by_role("radio", name=library.describe(ref), exact=True)


def levels(canvas: Locator) -> bytes:
    return bytes(canvas.evaluate(LEVELS))


def prepared(drawn: bytes) -> bytes:
    return centred(np.frombuffer(drawn, np.uint8).reshape(28, 28) / 255).tobytes()


def wait_for_levels(canvas: Locator, expected: bytes) -> None:
    expect(canvas).to_be_visible(timeout=SECONDS)
    deadline = time.monotonic() + SECONDS / 1000
    while levels(canvas) != expected:
        assert time.monotonic() < deadline, "the canvas never showed the expected levels"
        canvas.page.wait_for_timeout(50)


def chosen(page: Page, name: str = "x") -> str:
    """Return the reference in the address, once the dialog has closed and the page is at rest."""
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=SECONDS)
    wait_until_ready(page)
    expect(page).to_have_url(re.compile(rf"[?&]{name}="), timeout=SECONDS)
    return parse_qs(urlsplit(page.url).query)[name][0]


def draw(page: Page, points: list[tuple[float, float]]) -> None:
    """Draw with the mouse through points given in pixels of the 28×28 drawing area."""
    box = area(page).bounding_box()
    places = [(box["x"] + x * box["width"] / 28, box["y"] + y * box["height"] / 28) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=5)
    page.mouse.up()


def in_order(library: DigitLibrary, numeral: int | None) -> list[DatasetDigit]:
    name = library.names[0]
    return [DatasetDigit(name, int(index)) for index in library.indices(name, numeral)]
