"""A class opens a page at once: ``python -m benchmarks.classroom``.

Visitors without a browser, over websockets, on this machine only. A teacher has opened the pages before, so
that all is imported and computed. Then many visitors, 50 and 200, open the Lens at the same moment, then
Neighbours. Printed are the median and the 95th percentile of the seconds until a run has finished, and the
server's memory before and after. At last one visitor after another opens the Lens beside two long
computations, and it is watched how long those go on when no one waits for them any longer.
"""

import argparse
import asyncio
import os
import platform
import statistics
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

from tests.browser.harness import AppServer
from tests.visitors import Visitor

PAGES = ("lens", "neighbours")
LONG = "n=60000&tested=10000&draws=20&seed={}"
ALONE = 20
QUIET = 4  # half seconds with less than a tick of processor time each: no one computes
PATIENCE = 60
MOST = 200


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--visitors", type=int, nargs="*", default=[50, 200], help=f"how many at once, at most {MOST}"
    )
    chosen = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load before {load()}")
    with tempfile.TemporaryDirectory() as name, AppServer(Path(name)) as app:
        asyncio.run(lesson(app, [min(MOST, count) for count in chosen.visitors]))
    print(f"load after {load()}")


async def lesson(app: AppServer, counts: list[int]) -> None:
    async with Visitor(app.url) as teacher:
        for page in PAGES:
            await teacher.open(page)
            while "Stop" in teacher.words():
                await asyncio.sleep(0.5)
                await teacher.refresh()
                await teacher.open(page)
    print(f"{'':34}{'n':>5}{'median':>12}{'p95':>12}{'MB before':>12}{'after':>8}")
    for page in PAGES:
        for count in counts:
            before = memory(app)
            times = await at_once(app, page, count)
            print(f"{row(f'{page}, all at once', times)}{before:12.0f}{memory(app):8.0f}", flush=True)
    print(row("lens, one after another", await one_by_one(app)))
    async with AsyncExitStack() as stack:
        for seed in range(2):
            visitor = await stack.enter_async_context(Visitor(app.url))
            await visitor.open("best-lambda", LONG.format(seed))
        print(row("the same beside two computations", await one_by_one(app)), flush=True)
        print(f"memory beside them {memory(app):.0f} MB")
    print(f"no one waits for them: they end within {await quiet(app)}, memory {memory(app):.0f} MB")


async def at_once(app: AppServer, page: str, count: int) -> list[float]:
    """Return the seconds of each of so many visitors, who are connected first."""
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(Visitor(app.url)) for _ in range(count)]
        return list(await asyncio.gather(*(visitor.open(page) for visitor in visitors)))


async def one_by_one(app: AppServer) -> list[float]:
    times = []
    for _ in range(ALONE):
        async with Visitor(app.url) as visitor:
            times.append(await visitor.open("lens"))
    return times


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
