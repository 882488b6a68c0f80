import asyncio

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from lazyq.ui.guard import RequestGuard, ask_nobody, requests
from lazyq.ui.guard.requests import MOST_FILES, make_room, refusal


def scope(path="/", method="GET", client="127.0.0.1", **headers):
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "http",
        "path": path,
        "method": method,
        "headers": named,
        "client": (client, 5),
        "query_string": b"",
    }


def test_other_name_is_refused(options):
    options["server.address"] = "127.0.0.1"
    assert refusal(scope(host="evil.test")).status_code == 400
    assert refusal(scope(host="localhost:8501")) is None


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/base/_stcore/metrics/"])
def test_figures_of_the_server_are_for_this_machine(options, path):
    assert refusal(scope(path, host="a.test")) is None
    assert refusal(scope(path, host="a.test", client="::1")) is None
    assert refusal(scope(path, host="a.test", client="10.0.0.3")).status_code == 404
    assert refusal(scope(path, host="a.test", x_forwarded_for="127.0.0.1")).status_code == 404
    assert refusal(scope(path, host="a.test", forwarded="for=127.0.0.1")).status_code == 404
    assert refusal(scope(path, host="a.test") | {"client": None}).status_code == 404


def files_of(manager, session):
    return list(manager.file_storage.get(session, ()))


def sent(manager, session, name):
    make_room(manager, session, name)
    manager.add_file(session, UploadedFileRec(name, f"{name}.png", "image/png", b"picture"))


def test_oldest_files_make_room_for_the_newest():
    manager = MemoryUploadedFileManager("/upload")
    for number in range(MOST_FILES + 3):
        sent(manager, "a", str(number))
    sent(manager, "b", "0")
    assert files_of(manager, "a") == [str(number) for number in range(3, MOST_FILES + 3)]
    assert files_of(manager, "b") == ["0"]
    sent(manager, "a", "3")  # the same once more
    assert set(files_of(manager, "a")) == {str(number) for number in range(3, MOST_FILES + 3)}
    make_room(manager, "nobody", "0")
    assert "nobody" not in manager.file_storage


class Server:
    def __init__(self, monkeypatch):
        self.uploaded_file_mgr = MemoryUploadedFileManager("/upload")
        monkeypatch.setattr(requests.Runtime, "exists", lambda: True)
        monkeypatch.setattr(requests.Runtime, "instance", lambda: self)

    async def __call__(self, request, receive, send):
        session, name = request["path"].split("/")[-2:]
        if request["method"] == "PUT":
            file = UploadedFileRec(name, "a.png", "image/png", b"picture")
            self.uploaded_file_mgr.add_file(session, file)


def test_uploads_go_past_the_guard(monkeypatch, options):
    server = Server(monkeypatch)
    guard = RequestGuard(server)
    for number in range(100):
        request = scope(f"/_stcore/upload_file/me/{number}", "PUT", host="a.test")
        asyncio.run(guard(request, None, None))
    assert files_of(server.uploaded_file_mgr, "me") == [
        str(number) for number in range(100 - MOST_FILES, 100)
    ]
    asyncio.run(guard(scope("/_stcore/upload_file/me/new", "OPTIONS", host="a.test"), None, None))
    assert len(files_of(server.uploaded_file_mgr, "me")) == MOST_FILES


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
