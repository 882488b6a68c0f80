import asyncio
from collections import Counter

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from lazyq.ui.guard import UploadGuard, uploads
from lazyq.ui.guard.uploads import MOST_FILES, make_room
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
        assert not guard._coming

    asyncio.run(class_at_once())
    assert statuses == {204: 2 + 4, 429: 58}
    assert len(files_of(manager, "other")) == MOST_FILES


def test_other_requests_and_connections_pass(monkeypatch):
    monkeypatch.setattr(uploads.Runtime, "exists", lambda: False)
    seen = []

    async def app(request, receive, send):
        seen.append(request["type"])

    guard = UploadGuard(app)
    for request in (scope("/_stcore/upload_file/me/0", "PUT"), {"type": "websocket"}, {"type": "lifespan"}):
        asyncio.run(guard(request, None, None))
    assert seen == ["http", "websocket", "lifespan"]
