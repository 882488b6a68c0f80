"""The app itself ends when it is told to, and with it what it was computing and fetching."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from lazyq.ui import ending
from lazyq.ui.guard.uploads import MOST_FILES
from tests.browser.harness import TRACEBACK, AppServer, free_port
from tests.ui.guard.asking import begin_to_send, cookie_of, session_of
from tests.visitors import PATIENCE, Visitor

SAID = "lazyq: the app is stopping; once more ends it at once\n"
SEARCHING = ("best-lambda", "n=60000&tested=10000&draws=20&seed=3")
NUMBERS = [signal.SIGTERM, signal.SIGINT]
# Threads as Streamlit's are, which always come back from torch in just that moment.
COMPUTING = """
import atexit, sys, threading
import torch, uvicorn
from starlette.applications import Starlette
from lazyq.ui.ending import ends_in_order

def compute():
    while True:
        torch.rand(300_000, requires_grad=True).sort().values.sum().backward()

for _ in range(2):
    threading.Thread(target=compute, daemon=True).start()
atexit.register(print, "tidied up")
uvicorn.run(Starlette(lifespan=ends_in_order), port=int(sys.argv[1]), log_level="warning")
"""


@pytest.fixture
def server(tmp_path) -> Iterator[AppServer]:
    with AppServer(tmp_path) as running:
        yield running
        assert TRACEBACK not in running.log()


async def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def ended(server: AppServer) -> int:
    return await asyncio.to_thread(server.process.wait, PATIENCE)


def children(process: int) -> set[int]:
    found = set[int]()
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):  # a thread that has ended meanwhile
            found |= {int(child) for child in (task / "children").read_text("ascii").split()}
    return found


def is_alive(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


def is_there(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def is_healthy(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_ends_the_app_while_it_computes(server, number):
    async def visit() -> None:
        async with Visitor(server.url) as visitor:
            await visitor.open(*SEARCHING)
            while "Searching: 0%" not in visitor.words():
                await visitor.refresh()
            before = server.log()
            server.process.send_signal(number)
            assert await ended(server) == 0
            assert server.log().removeprefix(before) == SAID

    asyncio.run(visit())


@pytest.mark.parametrize("number", NUMBERS)
def test_threads_that_come_back_from_torch_do_not_abort_it(number, tmp_path):
    port = free_port()
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-c", COMPUTING, str(port)], stdout=log, stderr=log)
    try:
        asyncio.run(until(lambda: is_there(port)))
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0
        assert (tmp_path / "log").read_text("utf-8") == f"{SAID}tidied up\n"
    finally:
        process.kill()
        process.wait()


def test_a_second_signal_ends_the_app_at_once(server):
    async def visit() -> None:
        async with Visitor(server.url) as visitor:
            await visitor.open(*SEARCHING)
            server.process.send_signal(signal.SIGINT)
            await until(lambda: server.log().endswith(SAID))
            server.process.send_signal(signal.SIGINT)
            assert await ended(server) == -signal.SIGINT

    asyncio.run(visit())


def test_who_does_not_read_does_not_hold_the_app(server):
    with urlopen(server.url) as answer:
        (script,) = re.findall(r'src="\.?/?(static/js/index[^"]+\.js)"', answer.read().decode())
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", server.port))
        for _ in range(50):
            deaf.sendall(f"GET /{script} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        time.sleep(1)
        server.process.send_signal(signal.SIGTERM)
        assert asyncio.run(ended(server)) == 0


def test_files_that_are_half_sent_do_not_hold_the_app(server):
    cookie = cookie_of(server)

    async def visit() -> None:
        async with Visitor(server.url) as visitor:
            session = await session_of(visitor)
            begun = [await begin_to_send(server, session, name, cookie) for name in range(MOST_FILES)]
            before = server.log()
            server.process.send_signal(signal.SIGTERM)
            lines = await asyncio.gather(*[line for line, _, _ in begun])
            assert [line.split()[1] for line in lines] == [b"503"] * MOST_FILES
            assert await ended(server) == 0
            # Nor was one given up after the seconds that others get.
            assert server.log().removeprefix(before) == SAID
            for _, _, writer in begun:
                writer.close()

    asyncio.run(visit())


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are counted as Linux lists them")
def test_what_is_being_fetched_ends_with_the_app(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as mirror:
        environment = {
            "LAZYQ_DATA": str(tmp_path / "data"),
            "LAZYQ_MIRROR": f"http://127.0.0.1:{mirror.getsockname()[1]}",
        }
        with AppServer(tmp_path, environment) as server:

            async def visit() -> None:
                async with Visitor(server.url) as visitor:
                    await visitor.open("lens")
                    await until(lambda: bool(children(server.process.pid)))
                    fetching = children(server.process.pid)
                    server.process.send_signal(signal.SIGTERM)
                    assert await ended(server) == 0
                    assert not [process for process in fetching if is_alive(process)]

            asyncio.run(visit())


def test_the_command_ends_as_the_app_does(tmp_path):
    """``lazyq app``, ended by Ctrl-C; the signals are its alone, since it has a session of its own."""
    port = free_port()
    command = [sys.executable, "-m", "lazyq.cli", "app", "--port", str(port), "--no-browser"]
    environment = os.environ | {"LAZYQ_CACHE": str(tmp_path)}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        asyncio.run(until(lambda: is_healthy(port)))
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert (tmp_path / "log").read_text("utf-8").endswith(SAID)
    finally:
        process.kill()
        process.wait()


def test_under_another_server_signals_stay_as_they_are(monkeypatch):
    ended = []
    monkeypatch.setattr(ending, "end_all", lambda: ended.append(True))

    async def serve() -> None:
        before = [signal.getsignal(number) for number in NUMBERS]
        async with ending.ends_in_order(None):
            assert [signal.getsignal(number) for number in NUMBERS] == before
            assert not ended

    asyncio.run(serve())
    assert ended == [True]
