"""Which requests are answered: to the server's names, from its own pages, and none for its figures."""

import re
from typing import Final, final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from lazyq.ui.guard.hosts import host_is_served, is_loopback, origin_is_served

_METRICS: Final = re.compile(r"/_stcore/metrics/?$")
_OTHER_NAME: Final = (
    "This server doesn't answer to that name. Take its address in numbers, or start it with the names that "
    'it is to answer to: STREAMLIT_SERVER_ALLOWED_HOSTS="lazyq.example.org localhost"'
)
_OTHER_SITE: Final = "Pages of other sites can't connect to this server."


def _asks_from_here(scope: Scope, headers: Headers) -> bool:
    host, _ = scope.get("client") or ("", 0)
    behind_proxy = "forwarded" in headers or "x-forwarded-for" in headers
    return is_loopback(host) and not behind_proxy


def refusal(scope: Scope) -> PlainTextResponse | None:
    """Return what a request gets that isn't passed on, or None.

    Parameters
    ----------
    scope : the request, or the opening of a connection, as ASGI describes it

    A host that isn't served gets 400; a connection that a page of another site opens, 403. The server's
    figures (``/_stcore/metrics``) are for this machine alone, without a proxy between: others get 404.
    """
    headers = Headers(scope=scope)
    if not host_is_served(headers.get("host")):
        return PlainTextResponse(_OTHER_NAME, 400)
    if scope["type"] == "websocket" and not origin_is_served(headers.get("origin"), headers.get("host")):
        return PlainTextResponse(_OTHER_SITE, 403)
    if _METRICS.search(scope["path"]) and not _asks_from_here(scope, headers):
        return PlainTextResponse("Not found.", 404)
    return None


@final
class RequestGuard:
    """Refuses what no page of the app asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request or the connection on, or answer why not."""
        answer = None if scope["type"] == "lifespan" else refusal(scope)
        if answer and scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)  # the code for what a server's rules forbid
            return
        await (answer or self.app)(scope, receive, send)
