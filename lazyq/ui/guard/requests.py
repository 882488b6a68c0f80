"""Which requests are answered: for hosts that the server has, without its figures, few files a visitor."""

import re
from ipaddress import ip_address
from typing import Final, cast, final

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

MOST_FILES: Final = 4
_UPLOAD: Final = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)$")
_METRICS: Final = re.compile(r"/_stcore/metrics/?$")
_OTHER_NAME: Final = (
    "This server doesn't answer to that name: STREAMLIT_SERVER_ALLOWED_HOSTS names those that it answers to."
)
_LOOPBACK_NAMES: Final = {"localhost", "127.0.0.1", "[::1]"}


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def host_is_served(host: str | None) -> bool:
    """Return whether a request for this host is answered.

    Parameters
    ----------
    host : the request's header ``Host``, or None

    Streamlit's ``server.allowedHosts`` decides, for pages as for connections. Where it is empty, a server
    that listens on this machine alone (``server.address``) answers to its names only: a page elsewhere whose
    name is made to point to this machine gets nothing. Any other server answers to every name.
    """
    address = st.get_option("server.address")
    if not st.get_option("server.allowedHosts") and address and _is_loopback(address):
        name = re.sub(r":\d+$", "", host or "").lower()
        return name in _LOOPBACK_NAMES
    return bool(is_host_allowed(host))


def _asks_from_here(scope: Scope, headers: Headers) -> bool:
    host, _ = scope.get("client") or ("", 0)
    behind_proxy = "forwarded" in headers or "x-forwarded-for" in headers
    return _is_loopback(host) and not behind_proxy


def make_room(files: MemoryUploadedFileManager, session: str, coming: str) -> None:
    """Forget a visitor's oldest files, so that with the one that is coming there are ``MOST_FILES`` at most.

    No page has more than one place for a file; Streamlit alone would keep all until the visitor leaves.
    """
    kept = [file for file in files.file_storage.get(session, ()) if file != coming]
    for file in kept[: max(0, len(kept) + 1 - MOST_FILES)]:
        files.remove_file(session, file)


def refusal(scope: Scope) -> PlainTextResponse | None:
    """Return what a request gets that isn't passed on, or None.

    Parameters
    ----------
    scope : the request, or the opening of a connection, as ASGI describes it

    A host that isn't served gets 400; the server's figures (``/_stcore/metrics``) are for this machine alone,
    without a proxy between: others get 404.
    """
    headers = Headers(scope=scope)
    if not host_is_served(headers.get("host")):
        return PlainTextResponse(_OTHER_NAME, 400)
    if _METRICS.search(scope["path"]) and not _asks_from_here(scope, headers):
        return PlainTextResponse("Not found.", 404)
    return None


@final
class RequestGuard:
    """Refuses what no page of the app asks for, and keeps few files a visitor."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request or the connection on, or answer why not."""
        answer = None if scope["type"] == "lifespan" else refusal(scope)
        if answer and scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)  # the code for what a server's rules forbid
            return
        if scope["type"] == "http":
            upload = _UPLOAD.search(scope["path"])
            if upload and scope["method"] == "PUT" and Runtime.exists():
                files = cast(MemoryUploadedFileManager, Runtime.instance().uploaded_file_mgr)
                make_room(files, upload["session"], upload["file"])
        await (answer or self.app)(scope, receive, send)
