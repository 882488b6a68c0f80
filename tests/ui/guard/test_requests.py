import asyncio

import pytest

from lazyq.ui.guard import RequestGuard, ask_nobody
from lazyq.ui.guard.requests import refusal
from tests.ui.guard.asking import scope


@pytest.mark.parametrize("address", ["127.0.0.1", None])
def test_other_name_is_refused_and_told_what_to_set(options, address):
    options["server.address"] = address
    answer = refusal(scope(host="evil.test"))
    assert answer.status_code == 400
    assert b"STREAMLIT_SERVER_ALLOWED_HOSTS=" in answer.body
    assert b"evil" not in answer.body
    assert refusal(scope(host="localhost:8501")) is None


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/base/_stcore/metrics/"])
def test_figures_of_the_server_are_for_this_machine(options, path):
    assert refusal(scope(path, host="10.0.0.3")) is None
    assert refusal(scope(path, host="10.0.0.3", client="::1")) is None
    assert refusal(scope(path, host="10.0.0.3", client="10.0.0.3")).status_code == 404
    assert refusal(scope(path, host="10.0.0.3", x_forwarded_for="127.0.0.1")).status_code == 404
    assert refusal(scope(path, host="10.0.0.3", forwarded="for=127.0.0.1")).status_code == 404
    assert refusal(scope(path, host="10.0.0.3") | {"client": None}).status_code == 404


@pytest.mark.parametrize(("host", "passed"), [("localhost:8501", True), ("evil.test", False)])
def test_connection_under_another_name_is_closed_before_it_is_open(options, host, passed):
    options["server.address"] = "127.0.0.1"
    seen, sent = [], []

    async def app(request, receive, send):
        seen.append(request["path"])

    async def send(message):
        sent.append((message["type"], message["code"]))

    request = scope("/_stcore/stream", host=host) | {"type": "websocket"}
    asyncio.run(RequestGuard(app)(request, None, send))
    assert seen == (["/_stcore/stream"] if passed else [])
    assert sent == ([] if passed else [("websocket.close", 1008)])


def test_connection_from_another_site_is_closed_before_it_is_open(options, asked, caplog):
    ask_nobody()
    sent = []

    async def app(request, receive, send):
        raise AssertionError("it must not come here")

    async def send(message):
        sent.append((message["type"], message["code"]))

    request = scope("/_stcore/stream", host="10.0.0.3", origin="http://evil.test") | {"type": "websocket"}
    asyncio.run(RequestGuard(app)(request, None, send))
    assert sent == [("websocket.close", 1008)]
    assert asked == []
    assert not caplog.records
    assert refusal(request | {"type": "http"}) is None


def test_start_of_the_server_passes():
    seen = []

    async def app(request, receive, send):
        seen.append(request)

    asyncio.run(RequestGuard(app)({"type": "lifespan"}, None, None))
    assert seen == [{"type": "lifespan"}]
