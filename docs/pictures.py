"""README's pictures and those of Start's cards, made from the running app.

``python -m docs.pictures`` makes all of them, ``python -m docs.pictures lens about`` those of two pages. It
starts the app itself, on MNIST where that is at hand (``LAZYQ_DATA``) and on scikit-learn's digits elsewhere,
and drives it in headless Chromium. The pages are those of the table in ``lazyq/ui/shell.py``; one without a
line in ``SHOTS`` is shown by the first thing that is drawn on it.
"""

import io
import math
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from lazyq.ui.shell import PAGES, ROOT
from tests.browser.harness import CHROMIUM_ARGUMENTS, AppServer, find_chromium, wait_until_ready

PICTURES = ROOT / "assets" / "pictures"
LIMIT_BYTES = 2_000_000
SCREEN = (1280, 800)
CARD = (128, 96)  # more than the 96 that a card shows, for screens with more than one pixel a point
TILES = (4, 3)
WITHIN = 0.97  # leaves out the border of what is cut out
LINE = 2  # what is so many times wider than a card is a line of text
SECONDS = 400

# What stands for a page on its card: the first element, or where there are enough of them, as tiles.
SHOTS = {
    "lens": ".lens .moved canvas",
    "neighbours": ".neighbours canvas",
    "six-or-nine": ".six-or-nine .stage",
    "best-lambda": ".accuracy .riddle",
    "average": ".average .mean",
    "words": ".words .threads",
    "aligning": ".aligning[data-solved] .plane",
    "geometry": ".geometry .solid canvas",
    "averaging": ".averaging:not([data-sketch]) .bars",
    "steering": ".steering .right-globe",
    "about": ".about .film canvas",
    "teach": "img[alt^='QR code']",
    "sample-gain": ".sample-gain .curves",
    "hardness": ".hardness .petals",
}
# A page whose picture is its answer, which it shows once it was asked for.
ANSWERED = {
    "averaging": "?guess=seen",
    "hardness": "?guess=seen&ruled=seen&below=seen",
    "teach": "?from=words",
}
DRAWN = "canvas, main svg[role], .js-plotly-plot, [data-testid=stExpander]"

MOVING = "lens"
MOVING_WIDTH = 800
MOVING_FRAMES = 25
FRAME_MILLISECONDS, REST_MILLISECONDS = 90, 1100
NEXT_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def main(names: Iterable[str]) -> None:
    """Make the pictures of the named pages, of all without a name, and say how large they are together."""
    urls = {entry.url or entry.file: entry.url for entries in PAGES.values() for entry in entries}
    wanted = sorted(names or urls, key=lambda name: not urls.get(name))  # Start shows all the other cards
    if unknown := set(wanted) - set(urls):
        raise SystemExit(f"no such page: {', '.join(sorted(unknown))}; there are {', '.join(urls)}")
    started = time.monotonic()
    # Port 9 answers nobody: what is not on this machine is not fetched for a picture.
    quiet = {"LAZYQ_MIRROR": "http://127.0.0.1:9"}
    with (
        TemporaryDirectory() as folder,
        AppServer(Path(folder), quiet) as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS) as browser,
    ):
        for name in wanted:
            for scheme in ("light", "dark"):
                page = opened(browser, f"{server.url}/{urls[name]}{ANSWERED.get(name, '')}", scheme)
                if scheme == "light":
                    save(PICTURES / f"{name}.webp", [settled(page)])
                if urls[name]:
                    save(PICTURES / "cards" / f"{name}-{scheme}.webp", [card(page, name)])
                page.context.close()
            if name == MOVING:
                page = opened(browser, f"{server.url}/{urls[name]}", "light")
                save(PICTURES / f"{name}-moving.webp", moving(page))
                page.context.close()
    size = sum(file.stat().st_size for file in PICTURES.rglob("*.webp"))
    print(f"all pictures: {size / 1e6:.2f} MB, made in {time.monotonic() - started:.0f} s")
    if size > LIMIT_BYTES:
        raise SystemExit(f"that is more than {LIMIT_BYTES / 1e6:.0f} MB")


def opened(browser: Browser, address: str, scheme: str) -> Page:
    """Return a page at the address, computed to its end and still."""
    width, height = SCREEN
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    wait_until_ready(page)
    expect(page.locator(DRAWN).first).to_be_visible(timeout=1000 * SECONDS)
    settled(page)
    return page


def settled(page: Page) -> Image.Image:
    """Return what is on screen once nothing is under way and two looks at it see the same."""
    deadline = time.monotonic() + SECONDS
    before = b""
    while time.monotonic() < deadline:
        expect(page.get_by_role("progressbar")).to_have_count(0, timeout=1000 * SECONDS)
        wait_until_ready(page)
        now = page.screenshot(scale="css")
        if now == before:
            return Image.open(io.BytesIO(now)).convert("RGB")
        before = now
        page.wait_for_timeout(400)
    raise SystemExit(f"{page.url} does not come to rest")


def card(page: Page, name: str) -> Image.Image:
    """Return the small picture of the page."""
    parts = page.locator(SHOTS.get(name, DRAWN))
    if name in SHOTS and not parts.count():
        print(f"{name}: nothing matches {SHOTS[name]!r}; its card shows the first thing drawn instead")
        parts = page.locator(DRAWN)
    across, down = TILES
    if parts.count() < across * down:
        return look(page, parts.first, CARD)
    tile = CARD[0] // across, CARD[1] // down
    picture = Image.new("RGB", CARD)
    for number in range(across * down):
        place = number % across * tile[0], number // across * tile[1]
        picture.paste(look(page, parts.nth(number), tile), place)
    return picture


def look(page: Page, part: Locator, size: tuple[int, int]) -> Image.Image:
    """Return the middle of an element, as much of it as has the shape of ``size``; all of a line of text."""
    part.scroll_into_view_if_needed()
    box = part.bounding_box()
    if box is None:
        raise SystemExit(f"{page.url}: {part} is not to be seen")
    across, down = box["width"] / size[0], box["height"] / size[1]
    if across > LINE * down:
        line = clipped(page, box["x"], box["y"], box["width"], box["height"])
        return ImageOps.pad(line, size, Image.Resampling.LANCZOS, color=line.getpixel((0, 0)))
    scale = min(across, down) * WITHIN
    width, height = scale * size[0], scale * size[1]
    left, top = box["x"] + (box["width"] - width) / 2, box["y"] + (box["height"] - height) / 2
    return clipped(page, left, top, width, height).resize(size, Image.Resampling.LANCZOS)


def clipped(page: Page, left: float, top: float, width: float, height: float) -> Image.Image:
    """Return a part of the screen, at two pixels a point."""
    shot = page.screenshot(clip={"x": left, "y": top, "width": width, "height": height})
    return Image.open(io.BytesIO(shot)).convert("RGB")


def moving(page: Page) -> list[Image.Image]:
    """Return the frames of the Lens as its dial is turned from one end to the other and back."""
    width, height = SCREEN
    page.set_viewport_size({"width": width, "height": 2 * height})
    settled(page)
    dial = page.get_by_role("slider", name="Laziness").first
    start, end = (float(dial.get_attribute(end) or 0) for end in ("max", "min"))
    lens, sentence = page.locator(".lens").bounding_box(), page.locator(".lens .sentence").bounding_box()
    if lens is None or sentence is None:
        raise SystemExit("the Lens is not to be seen")
    top, bottom = lens["y"] - 8, sentence["y"] + sentence["height"] + 8
    box = lens["x"] - 16, top, lens["width"] + 32, bottom - top
    size = MOVING_WIDTH, round(MOVING_WIDTH * box[3] / box[2])
    frames = []
    for number in range(MOVING_FRAMES):
        share = (1 - math.cos(math.pi * number / (MOVING_FRAMES - 1))) / 2
        dial.fill(str(round(start + share * (end - start))))
        dial.blur()
        page.evaluate(NEXT_FRAMES)
        frames.append(clipped(page, *box).resize(size, Image.Resampling.LANCZOS))
    return [*frames, *frames[-2:0:-1]]


def save(file: Path, frames: list[Image.Image]) -> None:
    """Write one picture, or an animation that rests at both of its ends."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if len(frames) == 1:
        frames[0].save(file, quality=50 if frames[0].size == CARD else 82, method=6)
    else:
        rests = {0, len(frames) // 2}
        durations = [
            REST_MILLISECONDS if number in rests else FRAME_MILLISECONDS for number in range(len(frames))
        ]
        frames[0].save(
            file,
            save_all=True,
            append_images=frames[1:],
            duration=durations,
            loop=0,
            quality=60,
            method=4,
            minimize_size=True,
        )
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
