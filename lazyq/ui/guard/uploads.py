"""Few files a visitor, and few bytes of all: of files that have come, and of those that are coming."""

import asyncio
import re
from collections.abc import Sequence
from typing import Final, NamedTuple, cast, final

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

MOST_FILES: Final = 4
MOST_BYTES: Final = 512 * 2**20  # of all visitors' files: 200 photographs of 2.5 MB
MOST_COMING: Final = MOST_BYTES // 2  # bytes of those that are on their way
LONGEST: Final = 120.0  # seconds that a file may take: 8 MB at 0.6 Mbit/s
_UPLOAD: Final = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)$")
_TOO_MANY: Final = f"At most {MOST_FILES} files can come at once: wait until these are here."
_FULL: Final = "Too many files are coming to this server at once: try again in a minute."
_TOO_SLOW: Final = f"A file must be here within {LONGEST:g} seconds: take a smaller one, or try again."
_ENDS: Final = "This server is stopping."
_CLOSE: Final = {"Connection": "close"}


class _Coming(NamedTuple):
    session: str
    file: str
    bytes: int
    limit: asyncio.Timeout


_coming: list[_Coming] = []
_stopping = asyncio.Event()


def stop_uploads() -> None:
    """Give up the files that are on their way and take no more, in the event loop of a server that stops."""
    _stopping.set()
    for one in _coming:
        if one.limit.when() is not None:
            one.limit.reschedule(0.0)


def make_room(files: MemoryUploadedFileManager, session: str, coming: Sequence[str]) -> None:
    """Forget a visitor's oldest files, so that with those that are coming there are ``MOST_FILES`` at most.

    Parameters
    ----------
    files : of all visitors
    session : of the visitor
    coming : names of the files, ``MOST_FILES`` at most; one that is there already is replaced

    No page has more than one place for a file; Streamlit alone would keep all until the visitor leaves.
    """
    kept = [file for file in files.file_storage.get(session, ()) if file not in coming]
    for file in kept[: max(0, len(kept) + len(coming) - MOST_FILES)]:
        files.remove_file(session, file)


def keep_at_most(files: MemoryUploadedFileManager, most: int) -> None:
    """Forget the oldest file of the visitor who has most bytes, until all together have ``most`` at most.

    Parameters
    ----------
    files : of all visitors
    most : bytes ≥ 0

    Who has small files keeps them, however many others come with large ones; a page that has lost its file
    shows the empty place for one.
    """
    kept = {
        session: {name: len(file.data) for name, file in own.copy().items()}
        for session, own in files.file_storage.copy().items()
    }
    held = {session: sum(sizes.values()) for session, sizes in kept.items()}
    total = sum(held.values())
    while total > most:
        largest = max(held, key=held.__getitem__)
        oldest = next(iter(kept[largest]))
        files.remove_file(largest, oldest)
        size = kept[largest].pop(oldest)
        held[largest] -= size
        total -= size


@final
class UploadGuard:
    """Takes few files of a visitor at once and few bytes of all, for a bounded time, and keeps few.

    One too many at once of a visitor gets 429, of all visitors 503, one that takes too long 408; what comes
    while the server stops gets 503.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer that it is too much at once."""
        is_sent = scope["type"] == "http" and scope["method"] == "PUT" and Runtime.exists()
        upload = _UPLOAD.search(scope["path"]) if is_sent else None
        if upload is None:
            await self.app(scope, receive, send)
            return
        if _stopping.is_set():
            await PlainTextResponse(_ENDS, 503, _CLOSE)(scope, receive, send)
            return
        session, size = upload["session"], _announced(scope)
        own = [one.file for one in _coming if one.session == session]
        if len(own) >= MOST_FILES:
            await PlainTextResponse(_TOO_MANY, 429)(scope, receive, send)
            return
        expected = size + sum(one.bytes for one in _coming)
        if expected > MOST_COMING:
            await PlainTextResponse(_FULL, 503)(scope, receive, send)
            return
        files = cast(MemoryUploadedFileManager, Runtime.instance().uploaded_file_mgr)
        make_room(files, session, [*own, upload["file"]])
        keep_at_most(files, MOST_BYTES - expected)
        coming = _Coming(session, upload["file"], size, asyncio.timeout(LONGEST))
        _coming.append(coming)
        try:
            await self._pass_on(coming.limit, scope, receive, send)
        finally:
            _coming.remove(coming)

    async def _pass_on(self, limit: asyncio.Timeout, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_when_here(message: Message) -> None:
            limit.reschedule(None)
            await send(message)

        try:
            async with limit:
                await self.app(scope, receive, send_when_here)
        except TimeoutError:
            if not limit.expired():
                raise
            said, status = (_ENDS, 503) if _stopping.is_set() else (_TOO_SLOW, 408)
            await PlainTextResponse(said, status, _CLOSE)(scope, receive, send)


def _announced(scope: Scope) -> int:
    """Return how many bytes a request can bring: as many as it says, or as any file may have."""
    most = int(st.get_option("server.maxUploadSize")) * 2**20
    said = Headers(scope=scope).get("content-length", "")
    return min(int(said), most) if said.isascii() and said.isdigit() and len(said) < 20 else most
