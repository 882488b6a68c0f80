"""Frame times of the Geometry page while a hand drags: ``python -m benchmarks.geometry_frames``.

Drags λ, then a point, with the mouse in headless Chromium, without a GPU. Printed are

- from input to shown frame: from the event until the frame that it causes is handed to the browser,
- of it the work: since that frame began, that is scripts, layout, painting and the canvases' pixels,
- the drawing alone: the page's own script in that frame,
- processor time: what the browser's main thread used for one frame, which other programs don't lengthen,
- without pause: the share of frames that came within 1/60 s of the one before, while every frame moves the
  control (from inside of the page: a hand outside can't keep such a pace), and
- what is sent to the server.

``--url`` takes another server's page, for instance that of an older version, for comparison in the same run.
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count, pairwise
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from benchmarks.dragging import processor_time
from tests.browser.harness import CHROMIUM_ARGUMENTS, AppServer, find_chromium, wait_until_ready

SHOWN = ("balls_geodesic_turn_straight_orbit_cut", "balls_circles_geodesic_turn_straight_orbit_cut")
TARGETS = (("λ", ".geometry .dial", 300), ("x", '.handle[data-point="x"]', 120))
SWEEP_SECONDS = 3
FRAME = 1000 / 60
ROOT = """
  const roots = [...document.querySelectorAll('*')].map(node => node.shadowRoot)
  const root = roots.find(shadow => shadow?.querySelector('.geometry'))
"""
PROBE = f"""() => {{{ROOT}
  let waiting = false
  const note = () => {{
    if (waiting) return
    waiting = true
    const start = performance.now()
    requestAnimationFrame(() => {{
      const began = performance.now()
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {{
        waiting = false
        const end = performance.now()
        window.moves.push([end - start, end - began])
      }}
      channel.port2.postMessage(null)
    }})
  }}
  // Before the page's own listeners, so that this callback is the first one of the frame.
  for (const type of ['input', 'pointermove']) root.addEventListener(type, note, true)
  const shown = root.querySelector('.geometry')
  // Before all views were one class, this one had a name of its own and rendered.
  const [view, name] = shown.view ? [shown.view, 'draw'] : [shown.geometry, 'render']
  const draw = view[name].bind(view)
  view[name] = () => {{ const t = performance.now(); draw(); window.drawn.push(performance.now() - t) }}
}}"""
SWEEP = f"""([target, seconds]) => {{{ROOT}
  const control = root.querySelector(target)
  const box = control.getBoundingClientRect()
  const dial = control.type === 'range'
  const times = []
  control.held = true
  return new Promise(done => {{
    const step = (now) => {{
      times.push(now)
      const t = (now - times[0]) / 1000
      if (dial) {{
        control.value = String(500 + 400 * Math.sin(t))
        control.dispatchEvent(new Event('input', {{ bubbles: true }}))
      }} else {{
        const [clientX, clientY] = [box.left + 22 - 60 * Math.sin(t), box.top + 22 + 20 * Math.sin(2 * t)]
        control.dispatchEvent(new PointerEvent('pointermove', {{ bubbles: true, clientX, clientY }}))
      }}
      if (t < seconds) requestAnimationFrame(step)
      else {{ control.held = false; done(times) }}
    }}
    requestAnimationFrame(step)
  }})
}}"""


class Drag(NamedTuple):
    """Milliseconds, one of each for every frame."""

    shown: list[float]
    work: list[float]
    drawn: list[float]
    processor: float


def drag(page: Page, target: str, moves: int, reach: float) -> Drag:
    box = page.locator(target).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate("() => { window.moves = []; window.drawn = [] }")
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.mouse.move(x, y)
    page.mouse.down()
    before = processor_time(client)
    for step in range(moves):
        page.mouse.move(
            x + reach * (abs(step % 60 - 30) / 30 - 0.5), y + (0 if "dial" in target else step % 40)
        )
        page.wait_for_timeout(20)
    spent = processor_time(client) - before
    page.mouse.up()
    client.detach()
    found, drawn = page.evaluate("[window.moves, window.drawn]")
    return Drag([shown for shown, _ in found], [work for _, work in found], drawn, spent / moves)


def line(name: str, values: list[float]) -> str:
    middle, late = statistics.median(values), sorted(values)[int(0.9 * len(values))]
    return f"    {name}: median {middle:.1f} ms, 90 % {late:.1f} ms, {len(values)} times"


def report(page: Page, moves: int) -> None:
    for name, target, reach in TARGETS:
        frames = drag(page, target, moves, reach)
        times = page.evaluate(SWEEP, [target, SWEEP_SECONDS])
        kept = statistics.mean(later - earlier < 1.5 * FRAME for earlier, later in pairwise(times))
        print(f"  {name}")
        print(line("input to shown frame", frames.shown))
        print(line("work of that frame", frames.work))
        print(line("drawing alone", frames.drawn))
        print(f"    processor time: {frames.processor:.1f} ms for a frame")
        print(f"    without pause: {kept:.0%} of frames within 1/60 s of the one before")


def counted(page: Page) -> Iterator[int]:
    """Count what the page sends to the server; each ``next`` counts itself too."""
    sent = count()
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: next(sent)))
    return sent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=120)
    parser.add_argument("--url", action="append", default=[])
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        urls = [*arguments.url, stack.enter_context(AppServer(Path(folder))).url]
        play = stack.enter_context(sync_playwright())
        browser = play.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        for show in SHOWN:
            for url in urls:
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                sent = counted(page)
                page.goto(f"{url}/geometry?show={show}")
                wait_until_ready(page)
                page.locator(".geometry .sentence").filter(has_text="λ").wait_for()
                page.evaluate(PROBE)
                before = next(sent)
                print(f"{url} {show}")
                report(page, arguments.moves)
                print(f"  messages to the server: {next(sent) - before - 1}")
                page.close()
        browser.close()
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
