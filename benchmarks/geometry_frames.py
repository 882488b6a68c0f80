"""Frame times of the Geometry page while a hand drags: ``python -m benchmarks.geometry_frames``.

Drags λ, then a point, with the mouse in headless Chromium. Printed are the time from an input event until
the frame that it causes is handed to the browser, the drawing alone, and what is sent to the server.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.harness import CHROMIUM_ARGUMENTS, AppServer, find_chromium, wait_until_ready

PROBE = """() => {
  window.moves = []
  const roots = [...document.querySelectorAll('*')].map(node => node.shadowRoot)
  const root = roots.find(shadow => shadow?.querySelector('.geometry'))
  const note = (event) => {
    const start = performance.now()
    requestAnimationFrame(() => {
      const drawn = performance.now()
      const channel = new MessageChannel()
      channel.port1.onmessage = () => window.moves.push([drawn - start, performance.now() - start])
      channel.port2.postMessage(null)
    })
  }
  for (const type of ['input', 'pointermove']) root.addEventListener(type, note)
  const view = root.querySelector('.geometry').geometry
  const render = view.render.bind(view)
  window.drawn = []
  view.render = () => { const t = performance.now(); render(); window.drawn.push(performance.now() - t) }
}"""


def drag(page: Page, target: str, moves: int, reach: float) -> tuple[list[float], list[float]]:
    box = page.locator(target).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate("() => { window.moves = []; window.drawn = [] }")
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(moves):
        page.mouse.move(
            x + reach * (abs(step % 60 - 30) / 30 - 0.5), y + (0 if "dial" in target else step % 40)
        )
        page.wait_for_timeout(20)
    page.mouse.up()
    shown = [move[1] for move in page.evaluate("window.moves")]
    return shown, page.evaluate("window.drawn")


def report(name: str, values: list[float]) -> None:
    middle, late = statistics.median(values), sorted(values)[int(0.9 * len(values))]
    print(f"{name}: median {middle:.1f} ms, 90 % {late:.1f} ms, {len(values)} times")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=120)
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        AppServer(Path(folder)) as server,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        frames: list[int] = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda _: frames.append(1)))
        for show in (
            "balls_geodesic_turn_straight_orbit_cut",
            "balls_circles_geodesic_turn_straight_orbit_cut",
        ):
            page.goto(f"{server.url}/geometry?show={show}")
            wait_until_ready(page)
            page.locator(".geometry .sentence").filter(has_text="λ").wait_for()
            page.evaluate(PROBE)
            before = len(frames)
            print(show)
            for name, target, reach in (("λ", ".geometry .dial", 300), ("x", '.handle[data-point="x"]', 120)):
                shown, drawn = drag(page, target, arguments.moves, reach)
                report(f"  {name}: input to shown frame", shown)
                report(f"  {name}: drawing alone", drawn)
            print(f"  messages to the server: {len(frames) - before}")
        browser.close()


if __name__ == "__main__":
    main()
