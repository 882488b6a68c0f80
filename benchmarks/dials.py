"""From the hand to the painted frame, for every dial and everything that is dragged on the app's pages.

    python -m benchmarks.dials
    python -m benchmarks.dials words average --moves 60

The clock is that of ``lens_latency``. The Lens comes first and last: what it takes in the same run, against
what it takes on a quiet machine, tells how busy this one was, as does the processor time of the page for a
move. Average and Best λ are first computed, which takes a minute. Needs Chromium and the packages of
tests/requirements.txt. Asserts no time.
"""

import argparse
import math
import os
import platform
import tempfile
from pathlib import Path as Folder
from typing import NamedTuple

from playwright.sync_api import Browser, expect, sync_playwright

from benchmarks.dragging import Path, Sent, across, dragged, load, row
from tests.browser.harness import CHROMIUM_ARGUMENTS, AppServer, find_chromium, wait_until_ready

MILLISECONDS = 600_000
LAM = ".dial"


class Hand(NamedTuple):
    """What is dragged: its name, where it is in the view, and the way it goes there."""

    name: str
    target: str
    way: Path


def around(done: float) -> tuple[float, float]:
    """Return the way around a digit, once."""
    return 0.5 + 0.35 * math.cos(6 * done), 0.5 + 0.35 * math.sin(6 * done)


def up_and_down(left: float, top: float, bottom: float) -> Path:
    """Return a way up a bar and down again, twice."""
    return lambda done: (left, bottom - (bottom - top) * abs(((4 * done + 1) % 2) - 1))


def to_and_fro(left: float, right: float, height: float, times: int) -> Path:
    """Return a way from left to right and back again, so many times."""
    return lambda done: (left + (right - left) * abs(((2 * times * done + 1) % 2) - 1), height)


# By page: the view, and what moves in it. A row of g·x, and a letter, follow their hand by steps.
PAGES: dict[str, tuple[str, tuple[Hand, ...]]] = {
    "lens": (
        ".lens",
        (
            Hand("Lens, λ", LAM, across()),
            Hand("Lens, a row of g·x", ".reader", to_and_fro(0.1, 0.9, 0.5, 4)),
        ),
    ),
    "words": (
        ".words",
        (
            Hand("Words, scrambling", ".strength", to_and_fro(0.05, 0.95, 0.5, 15)),
            Hand("Words, λ", LAM, across()),
            Hand("Words, a letter", ".above", to_and_fro(0.17, 0.83, 0.5, 6)),
        ),
    ),
    "six-or-nine": (
        ".six-or-nine",
        (
            Hand("Six or nine, turned by hand", ".stage", around),
            Hand("Six or nine, angle", ".angle", across()),
            Hand("Six or nine, λ", LAM, across()),
            Hand("Six or nine, the map", ".map", across(0.15, 0.9, 0.5)),
        ),
    ),
    "six-or-nine?many=yes": (
        ".six-or-nine:has(.many:visible)",
        (Hand("the same with forty digits, λ", LAM, across()),),
    ),
    "neighbours": (".neighbours", (Hand("Neighbours, λ", LAM, across()),)),
    "best-lambda": (".accuracy", (Hand("Best λ, λ", LAM, to_and_fro(0.05, 0.95, 0.5, 4)),)),
    "average": (
        ".average:has(.map-dial:visible)",
        (Hand("Average, λ", LAM, across()), Hand("Average, λ of the map", ".map-dial", across())),
    ),
    "steering": (
        ".steering",
        (
            Hand("Steering, angle", ".dial", to_and_fro(0.05, 0.95, 0.5, 3)),
            Hand("Steering, the image by hand", ".stage", around),
            Hand("Steering, around the globe", ".right-globe", to_and_fro(0.2, 0.8, 0.5, 3)),
        ),
    ),
    "aligning": (
        ".aligning[data-solved]",
        (
            Hand("Aligning, turned by its knob", ".knob", around),
            Hand("Aligning, angle", ".angle", to_and_fro(0.3, 0.7, 0.5, 4)),
            Hand("Aligning, information", ".info", across()),
            Hand("Aligning, the steps", ".step", across()),
        ),
    ),
    "aligning?points=120": (
        ".aligning[data-solved]",
        (Hand("the same with 120 points, angle", ".angle", to_and_fro(0.3, 0.7, 0.5, 4)),),
    ),
    "sample-gain": (
        ".sample-gain",
        (
            Hand("Sample gain, the point", ".space", around),
            Hand("Sample gain, level", ".level", across()),
            Hand("Sample gain, a curve slid", ".factor", across()),
            Hand("Sample gain, n of the laziness", ".size", to_and_fro(0.05, 0.95, 0.5, 20)),
        ),
    ),
    "sample-gain?group=icosahedron": (
        ".sample-gain",
        (Hand("the same, a sphere of 60 images", ".space", around),),
    ),
    "hardness?guess=seen&ruled=seen&asked=mix": (
        ".hardness:not([data-pending])",
        (
            Hand("Hardness, samples seen", ".dial", across()),
            Hand("Hardness, labels flipped", ".noise", to_and_fro(0.05, 0.95, 0.5, 6)),
            Hand("Hardness, tolerance", ".tau", to_and_fro(0.05, 0.95, 0.5, 7)),
        ),
    ),
    "averaging": (".averaging", (Hand("Averaging, a bar", "svg.bars", up_and_down(0.55, 0.2, 0.8)),)),
    "geometry": (".geometry", (Hand("Geometry, λ", LAM, across()),)),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", choices=[*PAGES, []], help="default: all, with the Lens again")
    parser.add_argument("--moves", type=int, default=120, help="of each (default 120, at least 20)")
    arguments = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load before {load()}")
    print(f"{'input to painted frame':34}{'n':>5}{'median':>12}{'p90':>12}{'processor':>12}  messages")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        with launched as browser, AppServer(Folder(name)) as app:
            for page in arguments.pages or [*PAGES, "lens"]:
                measure(browser, f"{app.url}/{page}", *PAGES[page], moves=max(20, arguments.moves))
    print(f"load after {load()}")


def measure(browser: Browser, address: str, view: str, hands: tuple[Hand, ...], moves: int) -> None:
    """Print a line for everything that moves on a page."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True)  # to wait in it
    sent = Sent(page)
    page.goto(address)
    root = page.locator(view)
    root.wait_for(timeout=MILLISECONDS)
    wait_until_ready(page)
    expect(page.get_by_test_id("stProgress")).to_have_count(0, timeout=MILLISECONDS)
    reveal = root.get_by_role("button", name="Show me without guessing")
    if reveal.is_visible():
        reveal.click()
    for hand in hands:
        target = root.locator(hand.target)
        target.wait_for(timeout=MILLISECONDS)
        drag = dragged(root, target, hand.way, sent, moves)
        print(f"{row(hand.name, drag.times)}{drag.processor:9.1f} ms{drag.messages:10}", flush=True)
    page.close()


if __name__ == "__main__":
    main()
