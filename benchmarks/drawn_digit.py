"""From the end of a stroke to what f says of it: Averaging's drawing area, in headless Chromium.

    python -m benchmarks.drawn_digit

The clock runs in the page, from the time stamp of the pointer's release to the frame that shows the new x,
with f of all its copies, f(x) and S f(x). What f says of its turns follows while the hand rests, and the next
stroke waits for it. Each stroke crosses the area at another place, so that nothing is known beforehand.
Needs Chromium and the packages of tests/requirements.txt. Asserts no time: what a machine makes of it is
printed, with the load that the machine was under.
"""

import argparse
import os
import platform
import random
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.lens_latency import load, row
from tests.browser.harness import CHROMIUM_ARGUMENTS, AppServer, find_chromium, wait_until_ready

SECONDS = 400_000
MODELS = {"Two-layer network": "mlp", "Convolutional network": "cnn", "Kernel machine": "kernel"}
# The view of the page takes data when they come, and has drawn them when that is done; a message that is
# posted then is taken up when the frame has been rendered.
CLOCK = """() => {
  window.times = []
  let start = 0
  window.addEventListener('pointerup', (event) => { start = event.timeStamp }, true)
  const { view } = window.lazyqView
  const update = view.update.bind(view)
  view.update = (component) => {
    const before = view.digit.digit.reference
    update(component)
    if (view.digit.digit.reference === before) return
    const begin = start
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => window.times.push(performance.now() - begin)
      channel.port2.postMessage(null)
    })
  }
}"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--strokes", type=int, default=40, help="strokes on each model's page (default 40)")
    arguments = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load before {load()}")
    print(f"{'end of a stroke to painted frame':34}{'n':>5}{'median':>12}{'p90':>12}")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        with launched as browser, AppServer(Path(name)) as app:
            for title, model in MODELS.items():
                print(row(title, drawn(browser, app, model, max(20, arguments.strokes))))
    print(f"load after {load()}")


def drawn(browser: Browser, app: AppServer, model: str, strokes: int) -> list[float]:
    """Return the milliseconds after each stroke."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True)  # to wait in it
    page.goto(f"{app.url}/averaging?model={model}&n=1000&draw=yes&guess=seen")
    whole = page.locator(".averaging:not([data-sketch])")
    expect(whole.locator(".sentence")).not_to_be_empty(timeout=SECONDS)
    expect(page.get_by_test_id("stProgress")).to_have_count(0, timeout=SECONDS)
    wait_until_ready(page)
    whole.evaluate("(root) => { window.lazyqView = root }")
    page.evaluate(CLOCK)
    rng = random.Random(0)
    for done in range(strokes + 1):
        if done % 4 == 0:
            page.locator(".drawing .clear").evaluate("(button) => button.click()")
            wait_until_ready(page)
        stroke(page, rng)
        page.wait_for_function("(count) => window.times.length >= count", arg=done + 1, polling=4)
        page.wait_for_function("() => window.lazyqView.view.digit.digit.curve")
        wait_until_ready(page)
    times: list[float] = page.evaluate("window.times")
    page.close()
    return times[1:]  # the first one also imports


def stroke(page: Page, rng: random.Random) -> None:
    """Draw a line between two points of the area."""
    box = page.locator(".drawing .area").bounding_box()
    assert box is not None
    places = [
        (box["x"] + rng.uniform(0.2, 0.8) * box["width"], box["y"] + rng.uniform(0.1, 0.9) * box["height"])
        for _ in range(2)
    ]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=6)
    page.mouse.up()


if __name__ == "__main__":
    main()
