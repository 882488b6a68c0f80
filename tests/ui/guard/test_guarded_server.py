"""The guards in front of the real app."""

import asyncio
import socket
from collections import Counter
from contextlib import AsyncExitStack
from itertools import islice

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from lazyq.ui.guard.messages import BURST
from lazyq.ui.guard.uploads import MOST_COMING, MOST_FILES
from tests.browser.harness import TRACEBACK, AppServer
from tests.ui.guard.asking import answer, begin_to_send, cookie_of, session_of
from tests.visitors import Visitor

FILE = 8 * 10**6


@pytest.fixture(scope="module")
def outside():
    """Return a proxy that answers nobody: who asks a host elsewhere is found in its queue."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture(scope="module")
def server(tmp_path_factory, outside):
    proxy = f"http://127.0.0.1:{outside.getsockname()[1]}"
    proxies = {f"{kind}_proxy": proxy for kind in ("http", "https", "all")} | {"no_proxy": ""}
    with AppServer(tmp_path_factory.mktemp("guarded"), proxies) as running:
        yield running
        assert TRACEBACK not in running.log()
        assert "_stcore" not in running.log()  # who opened what is nobody's business


def test_pages_have_their_policy_and_other_names_get_nothing(server):
    page = answer(server, "/lens?embed=true")
    assert page.status == 200
    assert page.getheader("X-Content-Type-Options") == "nosniff"
    assert "frame-ancestors *" in page.getheader("Content-Security-Policy")
    assert answer(server, "/", Host="evil.test").status == 400
    assert answer(server, "/_stcore/health").status == 200
    assert answer(server, "/_stcore/metrics", X_Forwarded_For="10.0.0.3").status == 404


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "http://[::"])
def test_page_of_another_site_is_refused_without_a_question_to_anyone(server, outside, origin):
    async def visit():
        address = server.url.replace("http", "ws") + "/_stcore/stream"
        async with connect(address, subprotocols=["streamlit"], origin=origin, proxy=None):
            pass

    with pytest.raises(InvalidStatus) as refused:
        asyncio.run(visit())
    assert refused.value.response.status_code == 403
    with pytest.raises(BlockingIOError):
        outside.accept()
    assert "evil" not in server.log()


def test_of_many_files_at_once_few_are_taken(server):
    cookie = cookie_of(server)

    async def upload():
        async with Visitor(server.url) as visitor:
            session = await session_of(visitor)
            lines, rests, writers = zip(
                *[await begin_to_send(server, session, number, cookie) for number in range(40)], strict=True
            )
            statuses = Counter()
            # Who is refused hears so before the file is there.
            for number, line in enumerate(asyncio.as_completed(lines, timeout=60), 1):
                statuses[int((await line).split()[1])] += 1
                if number == 40 - MOST_FILES:
                    for rest in rests:
                        rest()
            for writer in writers:
                writer.close()
            return statuses

    assert asyncio.run(upload()) == {204: MOST_FILES, 429: 40 - MOST_FILES}


def test_of_all_visitors_files_a_bounded_number_is_on_its_way(server):
    cookie = cookie_of(server)
    at_once = MOST_COMING // FILE

    async def upload():
        async with AsyncExitStack() as stack:
            statuses, begun = Counter(), []
            for _ in range(at_once // MOST_FILES + 1):
                visitor = await stack.enter_async_context(Visitor(server.url))
                session = await session_of(visitor)
                begun += [
                    await begin_to_send(server, session, name, cookie, FILE) for name in range(MOST_FILES)
                ]
            lines = [line for line, _, _ in begun]
            for line in islice(asyncio.as_completed(lines, timeout=60), len(lines) - at_once):
                statuses[(await line).split()[1]] += 1
            assert statuses == {b"503": len(lines) - at_once}
            for _, _, writer in begun:
                writer.close()
            await asyncio.wait(lines)

    asyncio.run(upload())


def test_nobody_empties_the_caches_of_all(server):
    async def visit():
        async with Visitor(server.url) as visitor:
            await visitor.open("")
            for _ in range(3):
                await visitor.send(BackMsg(clear_cache=True))
            await visitor.open("")

    asyncio.run(visit())
    assert server.log().count("for developers was dropped") == 3


def test_who_sends_without_end_is_read_in_turn_and_others_do_not_wait(server):
    async def visit():
        async with Visitor(server.url) as fast, Visitor(server.url) as other:
            for _ in range(2 * BURST):
                await fast.send(BackMsg(app_heartbeat=True))
            await other.open("")
            await fast.open("")

    asyncio.run(visit())
