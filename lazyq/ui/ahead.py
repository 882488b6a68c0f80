"""The code that a page begins with, named in the answer with the page itself.

Streamlit's own code starts for a while, then connects, and only the page's first messages tell which
components it has. What these need, and what Streamlit itself needs to mount any, is fetched meanwhile.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final, final

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from lazyq.ui.code import FOLDER
from lazyq.ui.components import CODE
from lazyq.ui.guard.headers import is_page, pass_with_headers
from lazyq.ui.language import chosen_language
from lazyq.ui.parts import view_of

_FRAME: Final = "frame"
_SCRIPTS: Final = "static/js"
_IMPORTED: Final = re.compile(r'(?:from|import)"\./([^"]+\.js)"')


def links(path: str, query: str, wish: str) -> list[str]:
    """Return what the ``Link`` header of a page says, which is nothing before the code is served.

    Parameters
    ----------
    path : of the page, below the app or not
    query : what stands after its question mark
    wish : the languages that the browser asks for, as it says them

    The addresses are relative to the page: a proxy may have put the app into a folder.
    """
    code = chosen_language(query, wish.partition(",")[0].partition(";")[0].strip())
    names = (_FRAME, view_of(path.rpartition("/")[2]))
    files = [CODE.file(name, code) for name in names if name is not None]
    own = [f"{FOLDER}/{file}" for file in files if file is not None]
    return [f'<{path}>; rel="modulepreload"' for path in (*own, *(mounting() if own else ()))]


@cache
def mounting() -> tuple[str, ...]:
    """Return the scripts by which Streamlit mounts components, without those that its page names itself."""
    folder = Path(st.__file__).parent / "static"
    page = (folder / "index.html").read_text(encoding="utf-8")
    waiting = [file.name for file in (folder / _SCRIPTS).glob("BidiComponent.*.js")]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found and f"{_SCRIPTS}/{name}" not in page:
            found.add(name)
            waiting += _IMPORTED.findall((folder / _SCRIPTS / name).read_text(encoding="utf-8"))
    return tuple(f"{_SCRIPTS}/{name}" for name in sorted(found))


@final
class FetchAhead:
    """Names the code of a page's frame and view in the answer with the page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer with a header more if it is a page."""

        def add(status: int, headers: MutableHeaders) -> None:
            if status == 200 and is_page(headers):
                wish = Headers(scope=scope).get("accept-language", "")
                for link in links(scope["path"], scope["query_string"].decode("latin-1"), wish):
                    headers.append("Link", link)

        await pass_with_headers(self.app, scope, receive, send, add)


def fetches_ahead() -> list[Middleware]:
    """Return what every request passes for it, as :func:`lazyq.ui.guard.guards` does for theirs."""
    return [Middleware(FetchAhead)]
