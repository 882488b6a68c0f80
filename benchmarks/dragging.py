"""A hand that drags in headless Chromium, and a clock in the page: from the input to the painted frame.

When is a change painted? A frame is made in this order: pointer events and what follows from them, the
callbacks of requestAnimationFrame, then style, layout and paint. A view changes the page within a callback
that it asks for while the pointer's event is handled, and the callback asked for here is called in the same
frame. A message that is posted there is a task of its own, which the event loop takes up only when that frame
has been rendered. So the clock stops behind the paint of the change. It starts at the time stamp of the
pointer's movement, when the browser received it. The moves come at random moments: moves in step with the
frames would all wait equally long for the next one, whatever the page does.
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import CDPSession, Locator, Page

FRAME = 1 / 60
# A move after which the view has drawn nothing, as within one stop of a dial, is no frame of it.
CLOCK = """(root) => {
  if (!root.clocked) {
    root.clocked = true
    const draw = root.view.draw.bind(root.view)
    root.view.draw = () => { window.drew = true; draw() }
    window.addEventListener('pointermove', ({ timeStamp }) => requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        window.moves.push([performance.now() - timeStamp, window.drew])
        window.drew = false
      }
      channel.port2.postMessage(null)
    }), true)
  }
  Object.assign(window, { moves: [], drew: false })
}"""

Path = Callable[[float], tuple[float, float]]


class Drag(NamedTuple):
    """What a drag took.

    Attributes
    ----------
    times : milliseconds of every move that was drawn
    processor : milliseconds of processor time that the page's main thread used for each of these,
        which other programs don't lengthen much
    messages : how many went to the server meanwhile
    """

    times: list[float]
    processor: float
    messages: int


class Sent:
    """What a page sends to the server, counted from when it is opened."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        page.on("websocket", lambda socket: socket.on("framesent", lambda _: self._note()))

    def _note(self) -> None:
        self.count += 1


def across(start: float = 0.05, end: float = 0.85, height: float = 0.5) -> Path:
    """Return the way of a hand from left to right, in shares of what it drags on."""
    return lambda done: (start + (end - start) * done, height)


def dragged(root: Locator, target: Locator, way: Path, sent: Sent, moves: int) -> Drag:
    """Return how long the view took after each of so many moves of a pointer that is held down.

    Parameters
    ----------
    root : of the view, which has its ``view``
    target : what is dragged on, which is brought into sight
    way : from the share done, 0 … 1, to the place in shares of the target's box; each another place
    sent : by the page so far
    moves : how many, at random moments
    """
    page = root.page
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None

    def place(done: float) -> tuple[float, float]:
        u, v = way(done)
        return box["x"] + u * box["width"], box["y"] + v * box["height"]

    page.mouse.move(*place(0))
    page.mouse.down()
    root.evaluate(CLOCK)
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable", {"timeDomain": "threadTicks"})
    spent, before, phase = processor_time(client), sent.count, random.Random(0)
    for move in range(1, moves + 1):
        time.sleep(phase.uniform(0, FRAME))
        page.mouse.move(*place(move / moves))
        page.wait_for_function("(count) => window.moves.length >= count", arg=move, polling=4)
    spent, messages = processor_time(client) - spent, sent.count - before
    client.detach()
    found = page.evaluate("window.moves")
    page.mouse.up()
    times = [shown for shown, drew in found if drew]
    return Drag(times, spent / max(1, len(times)), messages)


def processor_time(client: CDPSession) -> float:
    """Return the milliseconds of processor time that the page's main thread has spent on tasks."""
    metrics = client.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def row(name: str, times: list[float]) -> str:
    """Return a line of a table: how many, the median and the ninth decile in milliseconds."""
    deciles = statistics.quantiles(times, n=10)
    return f"{name:34}{len(times):5}{statistics.median(times):9.1f} ms{deciles[-1]:9.1f} ms"


def load() -> str:
    """Return the load of the machine over 1, 5 and 15 minutes."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())
