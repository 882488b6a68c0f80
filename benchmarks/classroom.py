"""A class opens a page at once: ``python -m benchmarks.classroom``.

Visitors without a browser, over websockets, on this machine only. A teacher has opened the pages before, so
that all is imported and computed. Then many visitors, 50 and 200, open the Lens at the same moment, then
Neighbours. Printed are the median and the 95th percentile of the seconds until a run has finished, the
server's memory before and after, and what a fixed piece of Python took just then, a hint of how slow the
machine is in this hour: bursts change by more. Then as many are in a room: what their looking costs the
server, and how long a guess takes. One visitor after another opens the Lens, alone, which says what
processor time a visit costs, and beside three long computations, and it is watched how long those go on when
no one waits for them any longer. Then one visitor waits for a computation, and thirty wait for one as long.
At last visitors come and go, ``--visits 10000`` of them, and the memory is noted ten times on the way. After
``--minutes`` all ends, done or not.
"""

import argparse
import asyncio
import copy
import json
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.harness import AppServer
from tests.visitors import Visitor

PAGES = ("lens", "neighbours")
LONG = "n=60000&tested=10000&draws=20&seed={}"
WATCHED = "n=20000&tested=10000&draws=1&seed={}"
WATCHERS = 30
LONG_JOBS = 3
ALONE = 20
VISITS = 1000
COMING_FROM = ("lens", "neighbours", "words", "geometry", "")
QUIET = 4  # half seconds with less than a tick of processor time each: no one computes
PATIENCE = 60
MOST = 200
MOST_VISITS = 100_000
MINUTES, MOST_MINUTES = 60, 600
QUESTION = {"key": "flip", "low": 0, "high": 180, "search": ""}
LOOKS = 2.0  # seconds from one look of a member to the next, as the browser has it
ROOM_SECONDS = 20


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--visitors",
        type=whole(MOST),
        nargs="*",
        default=[50, 200],
        help=f"how many at once, at most {MOST}",
    )
    parser.add_argument(
        "--visits",
        type=whole(MOST_VISITS),
        default=VISITS,
        help=f"how many come and go, %(default)s unless told, at most {MOST_VISITS:,}",
    )
    parser.add_argument(
        "--minutes",
        type=whole(MOST_MINUTES),
        default=MINUTES,
        help=f"when all ends, done or not, %(default)s unless told, at most {MOST_MINUTES}",
    )
    chosen = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load before {load()}")
    with tempfile.TemporaryDirectory() as name, AppServer(Path(name)) as app:
        asyncio.run(within(chosen.minutes, lesson(app, chosen.visitors, chosen.visits)))
    print(f"load after {load()}")


def whole(most: int) -> Callable[[str], int]:
    """Return what reads a whole number from 1 to ``most`` from the command line."""

    def read(said: str) -> int:
        # Python reads no number of thousands of digits, and says so as of any other text.
        try:
            number = int(said)
        except ValueError:
            number = 0
        if not 1 <= number <= most:
            raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {most}, got {said[:40]!r}")
        return number

    return read


async def within(minutes: float, work: Awaitable[None]) -> None:
    """Wait for the work; what isn't done after so many minutes ends with a sentence and status 1."""
    deadline = asyncio.timeout(minutes * 60)
    try:
        async with deadline:
            await work
    except TimeoutError:
        if not deadline.expired():
            raise
        raise SystemExit(f"stopped, not done after {minutes:g} minutes") from None


async def lesson(app: AppServer, counts: list[int], visits: int) -> None:
    async with Visitor(app.url) as teacher:
        for page in PAGES:
            await teacher.open(page)
            while "Stop" in teacher.words():
                await asyncio.sleep(0.5)
                await teacher.refresh()
                await teacher.open(page)
    print(f"{'':34}{'n':>5}{'median':>12}{'p95':>12}{'MB before':>12}{'after':>8}{'fixed piece':>14}")
    for page in PAGES:
        for count in counts:
            fixed, before = fixed_piece(), memory(app)
            times = await at_once(app, page, count)
            held = f"{before:12.0f}{memory(app):8.0f}"
            print(f"{row(f'{page}, all at once', times)}{held}{1e3 * fixed:11.1f} ms", flush=True)
    for count in counts:
        await room(app, count)
    used = processor_seconds(app)
    print(f"{row('lens, one after another', times := await one_by_one(app))}", end="")
    print(f"   {(processor_seconds(app) - used) / len(times) * 1e3:.1f} ms of processor time a visit")
    async with AsyncExitStack() as stack:
        for seed in range(LONG_JOBS):
            visitor = await stack.enter_async_context(Visitor(app.url))
            await visitor.open("best-lambda", LONG.format(seed))
        print(row(f"the same beside {LONG_JOBS} computations", await one_by_one(app)), flush=True)
        print(f"memory beside them {memory(app):.0f} MB")
    print(f"no one waits for them: they end within {await quiet(app)}, memory {memory(app):.0f} MB")
    for count in (1, WATCHERS):
        print(await watched(app, count), flush=True)
    await come_and_go(app, visits)


async def at_once(app: AppServer, page: str, count: int) -> list[float]:
    """Return the seconds of each of so many visitors, who are connected first."""
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(Visitor(app.url)) for _ in range(count)]
        return list(await asyncio.gather(*(visitor.open(page) for visitor in visitors)))


async def room(app: AppServer, count: int) -> None:
    """Put so many members into a room that look for a while, then look and commit; print what that costs."""
    async with AsyncExitStack() as stack:
        teacher = await stack.enter_async_context(Visitor(app.url))
        await teacher.open("six-or-nine")
        await teacher.trigger("frame", "room", QUESTION)
        code = teacher.given("room")["code"]
        tickets = [await ticket(app, code) for _ in range(count)]
        members = [Member(app.url, code, ticket) for ticket in tickets]
        for name, commits in (("look", False), ("look and commit", True)):
            used, began = processor_seconds(app), time.perf_counter()
            times = await asyncio.gather(*(member.stay(ROOM_SECONDS, commits) for member in members))
            share = (processor_seconds(app) - used) / (time.perf_counter() - began)
            print(
                f"{row(f'a room, {count} {name}', list(chain.from_iterable(times)))}   {share:.1%} of a core",
                flush=True,
            )


async def ticket(app: AppServer, code: str) -> str:
    async with Visitor(app.url) as visitor:
        await visitor.open("", f"room={code}")
        return str(visitor.given("room")["ticket"])


class Member:
    """A tab in a room: one connection over which it asks again and again."""

    def __init__(self, url: str, code: str, token: str) -> None:
        self.host, self.path, self.token = urlsplit(url).netloc, f"/rooms/{code}", token

    async def stay(self, seconds: float, commits: bool) -> list[float]:
        """Return the seconds that each look took, or each guess if some are committed."""
        times, chance = [], random.Random(self.token)
        await asyncio.sleep(LOOKS * chance.random())
        host, port = self.host.split(":")
        self.reader, self.writer = await asyncio.open_connection(host, int(port))
        for step in range(int(seconds / LOOKS)):
            began, is_guess = time.perf_counter(), commits and step % 2 == 0
            message: dict[str, object] = {"token": self.token, "do": "look", "since": 1}
            await self.ask(message | ({"do": "commit", "answer": chance.randrange(180)} if is_guess else {}))
            if is_guess or not commits:
                times.append(time.perf_counter() - began)
            await asyncio.sleep(LOOKS * (0.8 + 0.4 * chance.random()))
        self.writer.close()
        return times

    async def ask(self, message: dict[str, object]) -> None:
        """Send a message to the room and wait for its answer."""
        body = json.dumps(message).encode()
        head = f"POST {self.path} HTTP/1.1\r\nHost: {self.host}\r\nContent-Type: application/json\r\n"
        self.writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"a member was refused: {answer!r}")
        size = next(line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await self.reader.readexactly(int(size.split(b":")[1]))


async def one_by_one(app: AppServer) -> list[float]:
    times = []
    for _ in range(ALONE):
        async with Visitor(app.url) as visitor:
            times.append(await visitor.open("lens"))
    return times


async def watched(app: AppServer, count: int) -> str:
    """Let so many visitors wait for one computation, each looking as often as a browser does."""
    used, began = processor_seconds(app), time.perf_counter()
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(Visitor(app.url)) for _ in range(count)]
        await asyncio.gather(*(see_done(visitor, WATCHED.format(100 + count)) for visitor in visitors))
    took, used = time.perf_counter() - began, processor_seconds(app) - used
    return f"{count} waiting for one computation: {took:.1f} s, {used:.1f} s of processor time"


async def see_done(visitor: Visitor, query: str) -> None:
    await visitor.open("best-lambda", query)
    while "Stop" in visitor.words():
        await asyncio.sleep(min(visitor.refreshing.values(), default=0.5))
        await visitor.refresh()


async def come_and_go(app: AppServer, visits: int) -> None:
    """Print the memory while so many visitors come, look at one page and go; all pages were opened before."""
    async with Visitor(app.url) as visitor:
        for page in COMING_FROM:
            await visitor.open(page)
    before = memory(app)
    for part in range(10):
        for visit in range(visits // 10):
            async with Visitor(app.url) as visitor:
                await visitor.open(COMING_FROM[visit % len(COMING_FROM)])
        print(f"memory after {(part + 1) * (visits // 10):,} visits: {memory(app):.0f} MB", flush=True)
    print(f"memory grew by {memory(app) - before:.0f} MB in {visits // 10 * 10:,} visits")


async def quiet(app: AppServer) -> str:
    """Return after how long the server has nothing more to do."""
    began, quiet_since, halves = time.monotonic(), 0.0, 0
    while time.monotonic() - began < PATIENCE:
        before, start = processor_seconds(app), time.monotonic()
        await asyncio.sleep(0.5)
        idle = processor_seconds(app) - before < 2 / os.sysconf("SC_CLK_TCK")
        halves = halves + 1 if idle else 0
        if halves == 1:
            quiet_since = start - began
        if halves == QUIET:
            return f"{quiet_since:.1f} s"
    return f"more than {PATIENCE} s"


def fixed_piece() -> float:
    """Return the seconds that a piece of Python takes which stays the same as the app changes."""
    thing = {str(number): [number, {"a": (number, str(number))}] for number in range(10_000)}
    times = []
    for _ in range(5):
        began = time.perf_counter()
        copy.deepcopy(thing)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def memory(app: AppServer) -> float:
    """Return the resident memory of the server in MB."""
    pages = int(Path(f"/proc/{app.process.pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def processor_seconds(app: AppServer) -> float:
    """Return the processor time that the server has used."""
    fields = Path(f"/proc/{app.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def row(name: str, times: list[float]) -> str:
    return f"{name:34}{len(times):5}{statistics.median(times):10.2f} s{percentile(times):10.2f} s"


def percentile(times: list[float], share: float = 0.95) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def load() -> str:
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


if __name__ == "__main__":
    main()
