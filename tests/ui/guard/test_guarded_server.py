"""The guards in front of the real app."""

import asyncio
import http.client
import socket
from collections import Counter
from functools import partial

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from lazyq.ui.guard.messages import BURST
from lazyq.ui.guard.uploads import MOST_FILES
from tests.browser.harness import TRACEBACK, AppServer
from tests.visitors import Visitor


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


def answer(server, path, **headers):
    """Return the answer to a request."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    got = connection.getresponse()
    got.read()
    connection.close()
    return got


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


async def begin_to_send(server, session, name, cookie):
    """Send the beginning of a file; return what reads the answer's first line, and what sends the rest."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    part = 'Content-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png'
    body = f"--edge\r\n{part}\r\n\r\n{'x' * 200_000}\r\n--edge--\r\n".encode()
    head = f"PUT /_stcore/upload_file/{session}/{name} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
    head += f"Cookie: {cookie}\r\nX-Xsrftoken: {cookie.partition('=')[2]}\r\n"
    head += "Content-Type: multipart/form-data; boundary=edge\r\n"
    head += f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode() + body[:1000])
    await writer.drain()
    return asyncio.create_task(reader.readline()), partial(writer.write, body[1000:]), writer


def test_of_many_files_at_once_few_are_taken(server):
    cookie = answer(server, "/_stcore/health").getheader("Set-Cookie").split(";")[0]

    async def upload():
        async with Visitor(server.url) as visitor:
            await visitor.open("")
            session = next(
                said.new_session.initialize.session_id
                for said in visitor.told
                if said.WhichOneof("type") == "new_session"
            )
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
