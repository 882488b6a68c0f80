"""Few files a visitor: those that have come, and those that are coming."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, cast, final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

MOST_FILES: Final = 4
_UPLOAD: Final = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)$")
_TOO_MANY: Final = f"At most {MOST_FILES} files can come at once: wait until these are here."


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


@final
class UploadGuard:
    """Takes few files of a visitor at once, and keeps few; one too many at once gets 429."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._coming: defaultdict[str, list[str]] = defaultdict(list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer that it is too much at once."""
        is_sent = scope["type"] == "http" and scope["method"] == "PUT" and Runtime.exists()
        upload = _UPLOAD.search(scope["path"]) if is_sent else None
        if upload is None:
            await self.app(scope, receive, send)
            return
        session, file = upload["session"], upload["file"]
        coming = self._coming[session]
        if len(coming) >= MOST_FILES:
            await PlainTextResponse(_TOO_MANY, 429)(scope, receive, send)
            return
        coming.append(file)
        try:
            make_room(cast(MemoryUploadedFileManager, Runtime.instance().uploaded_file_mgr), session, coming)
            await self.app(scope, receive, send)
        finally:
            coming.remove(file)
            if not coming:
                del self._coming[session]
