import asyncio
from collections import Counter

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from lazyq.ui.guard import UploadGuard, uploads
from lazyq.ui.guard.uploads import MOST_BYTES, MOST_COMING, MOST_FILES, keep_at_most, make_room, stop_uploads
from tests.ui.guard.asking import scope


def files_of(manager, session):
    return list(manager.file_storage.get(session, ()))


def sent(manager, session, name):
    make_room(manager, session, [name])
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
    make_room(manager, "nobody", ["0"])
    assert "nobody" not in manager.file_storage


def put(manager, session, *sizes):
    for number, size in enumerate(sizes):
        manager.add_file(session, UploadedFileRec(str(number), "a.png", "image/png", bytes(size)))


def test_who_has_most_makes_room_for_all():
    manager = MemoryUploadedFileManager("/upload")
    put(manager, "small", 1, 2)
    put(manager, "large", 8, 8, 8)
    put(manager, "one", 8)
    keep_at_most(manager, 35)
    assert len(files_of(manager, "large")) == 3
    keep_at_most(manager, 34)
    assert files_of(manager, "large") == ["1", "2"]
    assert [len(files_of(manager, session)) for session in ("small", "one")] == [2, 1]
    keep_at_most(manager, 11)
    assert [files_of(manager, session) for session in ("small", "large", "one")] == [["0", "1"], [], ["0"]]
    keep_at_most(manager, 0)
    assert not any(files_of(manager, session) for session in ("small", "large", "one"))
    put(manager, "empty", 0)
    keep_at_most(manager, 0)
    assert files_of(manager, "empty") == ["0"]


class Server:
    def __init__(self, monkeypatch):
        self.uploaded_file_mgr = MemoryUploadedFileManager("/upload")
        monkeypatch.setattr(uploads.Runtime, "exists", lambda: True)
        monkeypatch.setattr(uploads.Runtime, "instance", lambda: self)

    async def __call__(self, request, receive, send):
        session, name = request["path"].split("/")[-2:]
        if request["method"] == "PUT":
            file = UploadedFileRec(name, "a.png", "image/png", b"picture")
            self.uploaded_file_mgr.add_file(session, file)


def test_uploads_go_past_the_guard(monkeypatch):
    server = Server(monkeypatch)
    guard = UploadGuard(server)
    for number in range(100):
        request = scope(f"/_stcore/upload_file/me/{number}", "PUT")
        asyncio.run(guard(request, None, None))
    assert files_of(server.uploaded_file_mgr, "me") == [
        str(number) for number in range(100 - MOST_FILES, 100)
    ]
    asyncio.run(guard(scope("/_stcore/upload_file/me/new", "OPTIONS"), None, None))
    assert len(files_of(server.uploaded_file_mgr, "me")) == MOST_FILES


class Slow:
    """A server whose uploads take until all that came at once have begun."""

    def __init__(self, server):
        self.server, self.begun, self.go_on = server, 0, asyncio.Event()

    async def __call__(self, request, receive, send):
        self.begun += 1
        await self.go_on.wait()
        if "broken" in request["path"]:
            raise ConnectionError("the visitor has gone")
        await self.server(request, receive, send)
        await send({"type": "http.response.start", "status": 204})


def test_files_at_once_are_as_few_as_one_after_another(monkeypatch):
    server, statuses = Server(monkeypatch), Counter()
    manager = server.uploaded_file_mgr
    for session in ("me", "other"):
        for number in range(MOST_FILES):
            sent(manager, session, f"old {number}")

    async def send(message):
        if message["type"] == "http.response.start":
            statuses[message["status"]] += 1

    async def come(guard, names):
        asked = [scope(f"/_stcore/upload_file/me/{name}", "PUT") for name in names]
        coming = [asyncio.create_task(guard(one, None, send)) for one in asked]
        await asyncio.sleep(0)
        return coming

    async def class_at_once():
        slow = Slow(server)
        guard = UploadGuard(slow)
        broken = await come(guard, ["broken", "broken"])
        coming = await come(guard, range(60))
        assert slow.begun == MOST_FILES
        assert len(files_of(manager, "me")) == 0
        slow.go_on.set()
        assert {type(gone) for gone in await asyncio.gather(*broken, return_exceptions=True)} == {
            ConnectionError
        }
        await asyncio.gather(*coming)
        assert files_of(manager, "me") == ["0", "1"]
        await asyncio.gather(*await come(guard, "abcd"))
        assert files_of(manager, "me") == list("abcd")
        assert not uploads._coming

    asyncio.run(class_at_once())
    assert statuses == {204: 2 + 4, 429: 58}
    assert len(files_of(manager, "other")) == MOST_FILES


class Endless:
    """A server whose uploads never end."""

    def __init__(self, ends=False):
        self.begun, self.ends = 0, ends

    async def __call__(self, request, receive, send):
        self.begun += 1
        if self.ends:
            await send({"type": "http.response.start", "status": 204})
        await asyncio.Event().wait()


def told_by():
    """Return what notes an answer, and the answer: its status and sentence."""
    told = []

    async def send(message):
        told.append(message.get("status", message.get("body", b"").decode()))

    return send, told


def test_bytes_of_all_visitors_on_their_way_are_bounded(monkeypatch):
    manager = Server(monkeypatch).uploaded_file_mgr
    most = uploads.st.get_option("server.maxUploadSize") * 2**20
    monkeypatch.setattr(uploads, "MOST_BYTES", 8 * most)
    monkeypatch.setattr(uploads, "MOST_COMING", 4 * most)
    put(manager, "kept", *[most] * 4)
    put(manager, "here", *[most] * 2)

    async def class_at_once():
        guard = UploadGuard(endless := Endless())
        sizes = [str(most), "", str(10 * most), str(most - 1), "1"]  # none said is as much as can be
        for number, size in enumerate(sizes):
            request = scope(f"/_stcore/upload_file/{number}/0", "PUT", content_length=size)
            asyncio.create_task(guard(request, None, told_by()[0]))  # noqa: RUF006
        await asyncio.sleep(0)
        assert endless.begun == 5
        assert [len(files_of(manager, session)) for session in ("kept", "here")] == [2, 2]
        send, told = told_by()
        request = scope("/_stcore/upload_file/new/0", "PUT", content_length="1")
        await guard(request, None, send)
        assert told[0] == 503
        assert "try again" in told[1]
        assert endless.begun == 5

    asyncio.run(class_at_once())
    assert not uploads._coming
    assert 2 * MOST_COMING == MOST_BYTES


def test_a_file_may_take_a_while_and_not_for_ever(monkeypatch):
    monkeypatch.setattr(uploads, "LONGEST", 0.0)
    Server(monkeypatch)
    send, told = told_by()
    asyncio.run(UploadGuard(Endless())(scope("/_stcore/upload_file/me/0", "PUT"), None, send))
    assert told[0] == 408
    assert "within" in told[1]


def test_a_server_that_stops_waits_for_no_file_but_for_answers(monkeypatch):
    Server(monkeypatch)
    monkeypatch.setattr(uploads, "_stopping", asyncio.Event())

    async def stop():
        send, told = told_by()
        coming = asyncio.create_task(
            UploadGuard(Endless())(scope("/_stcore/upload_file/me/0", "PUT"), None, send)
        )
        answered = asyncio.create_task(
            UploadGuard(Endless(ends=True))(scope("/_stcore/upload_file/me/1", "PUT"), None, told_by()[0])
        )
        await asyncio.sleep(0)
        stop_uploads()
        await coming
        late = UploadGuard(endless := Endless())
        await late(scope("/_stcore/upload_file/me/2", "PUT"), None, send)
        assert told == [503, "This server is stopping."] * 2
        assert not endless.begun
        assert not answered.done()
        answered.cancel()

    asyncio.run(stop())


def test_an_error_of_the_server_is_its_own(monkeypatch):
    async def failing(request, receive, send):
        raise TimeoutError("not the guard's")

    Server(monkeypatch)
    with pytest.raises(TimeoutError, match="not the guard's"):
        asyncio.run(UploadGuard(failing)(scope("/_stcore/upload_file/me/0", "PUT"), None, None))
    assert not uploads._coming


def test_other_requests_and_connections_pass(monkeypatch):
    monkeypatch.setattr(uploads.Runtime, "exists", lambda: False)
    seen = []

    async def app(request, receive, send):
        seen.append(request["type"])

    guard = UploadGuard(app)
    for request in (scope("/_stcore/upload_file/me/0", "PUT"), {"type": "websocket"}, {"type": "lifespan"}):
        asyncio.run(guard(request, None, None))
    assert seen == ["http", "websocket", "lifespan"]
