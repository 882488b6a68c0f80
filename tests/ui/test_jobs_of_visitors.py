"""Jobs on a real server, whose visitors come, wait, and leave without a word."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.browser.harness import TRACEBACK, AppServer
from tests.visitors import PATIENCE, Visitor

SCRIPT = "tests/browser/apps/jobs_app.py"


@pytest.fixture
def server(tmp_path) -> Iterator[AppServer]:
    """A server on which one job runs at once."""
    with AppServer(tmp_path, {"LAZYQ_JOBS": "1"}, script=SCRIPT) as running:
        yield running
        assert TRACEBACK not in running.log()


async def until(visitor: Visitor, words: str) -> None:
    """Refresh what refreshes itself until the words are on the page."""
    deadline = time.monotonic() + PATIENCE
    while words not in visitor.words():
        assert time.monotonic() < deadline, visitor.words()
        await asyncio.sleep(0.05)
        await visitor.refresh()


COUNTING = "Counting: 50%"


async def closes(first: Visitor) -> None:
    await first.__aexit__(None)


async def goes_to_another_page(first: Visitor) -> None:
    await first.open("other")


async def changes_the_settings(first: Visitor) -> None:
    await first.open("long", "job=c")


async def stops(first: Visitor) -> None:
    await first.refresh(press="Stop")


@pytest.mark.parametrize("leave", [closes, goes_to_another_page, changes_the_settings, stops])
def test_the_next_has_its_turn_when_the_first_leaves(server, leave):
    async def visits() -> None:
        async with Visitor(server.url) as first, Visitor(server.url) as second:
            await first.open("long", "job=a")
            await until(first, COUNTING)
            await second.open("long", "job=b")
            await until(second, "Waiting: you are next")
            assert "Stop" in second.words()
            await leave(first)
            await until(second, COUNTING)

    asyncio.run(visits())


def test_a_job_goes_on_for_the_one_who_stays(server):
    async def visits() -> None:
        async with Visitor(server.url) as stays, Visitor(server.url) as waits:
            async with Visitor(server.url) as leaves:
                for visitor in (stays, leaves):
                    await visitor.open("long", "job=a")
                    await until(visitor, COUNTING)
                await waits.open("long", "job=b")
            await asyncio.sleep(2)
            await waits.refresh()
            assert "Waiting: you are next" in waits.words()
            await stays.refresh()
            assert COUNTING in stays.words()

    asyncio.run(visits())


def test_a_full_line_is_said_and_asked_again_until_there_is_room(server):
    async def visits() -> None:
        tabs = [Visitor(server.url) for _ in range(50)]
        for number, tab in enumerate(tabs):
            await tab.__aenter__()
            await tab.open("long", f"job={number}")
        await until(tabs[3], "Waiting: 2 before you")
        busy = "The server is busy: 48 computations wait already. This page asks again by itself."
        assert tabs[-1].words() == [busy]
        await tabs[-1].refresh()
        assert tabs[-1].words() == [busy]
        for tab in tabs[:-1]:
            await tab.__aexit__(None)
        await until(tabs[-1], COUNTING)
        await tabs[-1].__aexit__(None)

    asyncio.run(visits())


def test_what_failed_for_missing_data_is_tried_again_when_asked_for_and_not_by_itself(server, tmp_path):
    """With two such on a page, neither brings the other up for ever."""
    names, folder = ("data-1", "data-2"), tmp_path / "cache"

    def tries() -> list[int]:
        return [len((folder / name).read_text()) for name in names]

    async def visits() -> None:
        async with Visitor(server.url) as visitor:
            await visitor.open("long", f"job={','.join(names)}")
            await until(visitor, "Looking: 50%")
            (folder / "go").touch()
            while visitor.words().count("Not computed: the data have gone") < 2:
                await visitor.open("long", f"job={','.join(names)}")  # as the page does when a job has ended
            assert tries() == [1, 1]
            assert visitor.refreshing == {}, "it rests"
            (folder / "back").touch()
            async with Visitor(server.url) as another:
                await another.open("long", "job=data-2")
                await until(another, "data-2: found")
            await visitor.open("other")
            await visitor.open("long", "job=data-1")
            await until(visitor, "data-1: found")
            assert tries() == [2, 2]

    asyncio.run(visits())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_without_a_traceback_while_jobs_run_and_wait(server, number):
    async def visits() -> None:
        async with Visitor(server.url) as first, Visitor(server.url) as second:
            await first.open("long", "job=a")
            await until(first, COUNTING)
            await second.open("long", "job=b")
            os.kill(server.process.pid, number)
            await asyncio.to_thread(server.process.wait, 120)

    asyncio.run(visits())
    assert server.process.returncode == 0
    assert TRACEBACK not in server.log()
    assert "Stopping..." in server.log()
