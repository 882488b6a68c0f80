"""From the hand to the picture: the Lens beside an ``st.slider`` page, in headless Chromium.

    python -m benchmarks.lens_latency

The clock runs in the page, from the time stamp of the input event to the frame that shows its effect.
The Lens's dial is dragged with the mouse. ``st.slider`` sends nothing to the server before it is let go,
so a drag moves no picture of its page; there the clock starts at a key press, which it does send.
Needs Chromium and the packages of tests/requirements.txt. Asserts no time: what a machine makes of it is
printed, with the load that the machine was under.
"""

import argparse
import os
import platform
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.dragging import Sent, across, dragged, load, row
from tests.browser.harness import (
    CHROMIUM_ARGUMENTS,
    AppServer,
    find_chromium,
    wait_until_ready,
    websocket_bytes,
)

SLIDER_PAGE = Path("benchmarks") / "apps" / "slider_page.py"

# On the other page the change comes from the server: the clock ends at the first frame in which the text
# below the pictures has become another and the last title drawn by Plotly agrees with it.
SERVER_CLOCK = """() => {
  window.times = []
  window.addEventListener('keydown', (event) => {
    const start = event.timeStamp
    const shown = () => Array.from(document.querySelectorAll('.gtitle'), (node) => node.textContent)
    const before = shown().join()
    const look = () => {
      const titles = shown()
      const done = titles.length === 3 && titles.join() !== before && new Set(titles).size === 1
      if (!done) return requestAnimationFrame(look)
      const channel = new MessageChannel()
      channel.port1.onmessage = () => window.times.push(performance.now() - start)
      channel.port2.postMessage(null)
    }
    requestAnimationFrame(look)
  }, true)
}"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--moves", type=int, default=120, help="moves of the dial (default 120, at least 60)")
    parser.add_argument("--presses", type=int, default=30, help="presses on the slider (default 30)")
    arguments = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load before {load()}")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        launched = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        with launched as browser:
            with AppServer(folder) as app:
                visit = first_visit(browser, app)
                dial, messages, payload = lens_dragged(browser, app, max(60, arguments.moves))
            with AppServer(folder, script=SLIDER_PAGE) as app:
                slider = pressed(browser, app, arguments.presses)
    print(f"{'input to painted frame':34}{'n':>5}{'median':>12}{'p90':>12}")
    print(row("Lens, dial dragged", dial))
    print(row("st.slider and Plotly, key pressed", slider))
    print(f"ratio of the medians {statistics.median(slider) / statistics.median(dial):.0f}")
    print(f"messages to the server during the drag {messages}")
    print(f"payload of a pair {payload / 1000:.1f} kB")
    print(f"first visit to Start {visit / 1e6:.2f} MB")
    print(f"load after {load()}")


def lens_dragged(browser: Browser, app: AppServer, moves: int) -> tuple[list[float], int, int]:
    """Return the milliseconds of each move of the dial, the messages sent meanwhile, and the pair's bytes."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    sent = Sent(page)
    page.goto(f"{app.url}/lens")
    wait_until_ready(page)
    view = page.locator(".lens")
    drag = dragged(view, view.locator(".dial"), across(), sent, moves)
    payload = view.evaluate("(root) => JSON.stringify(root.view.data).length")
    page.close()
    return drag.times, drag.messages, payload


def pressed(browser: Browser, app: AppServer, presses: int) -> list[float]:
    """Return the milliseconds of each step of the slider by the arrow key."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(app.url)
    wait_until_ready(page)
    page.wait_for_function("document.querySelectorAll('.gtitle').length === 3")
    page.get_by_role("slider").focus()
    page.evaluate(SERVER_CLOCK)
    for press in range(1, presses + 1):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("(count) => window.times.length >= count", arg=press, polling=20)
        wait_until_ready(page)
    times = page.evaluate("window.times")
    page.close()
    return times


def first_visit(browser: Browser, app: AppServer) -> int:
    """Return the bytes that a first visit to Start receives, over HTTP and the websocket."""
    page = browser.new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    session.on(
        "Network.webSocketFrameReceived",
        lambda event: received.append(websocket_bytes(event["response"])),
    )
    page.goto(app.url)
    settled(page)
    page.close()
    return int(sum(received))


def settled(page: Page) -> None:
    wait_until_ready(page)
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
