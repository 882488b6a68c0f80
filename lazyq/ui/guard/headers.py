"""Headers that keep a browser from doing what no page of the app asks of it."""

from collections.abc import Callable
from typing import Final, final
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit gives components their code as blobs and styles as text; nothing is ever evaluated from a string.
_POLICY: Final = {
    "default-src": "'self'",
    "script-src": "'self' blob: 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def content_policy(query: str) -> str:
    """Return the content security policy of a page.

    Parameters
    ----------
    query : what stands after the address's question mark

    Only a page that is asked for as a part of another (``embed=true``) may stand in a frame of another site.
    """
    embedded = "true" in (value.lower() for value in parse_qs(query).get("embed", ()))
    policy = _POLICY | {"frame-ancestors": "*" if embedded else "'self'"}
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def is_page(headers: MutableHeaders) -> bool:
    """Return whether an answer with these headers is a page."""
    return headers.get("Content-Type", "").startswith("text/html")


async def pass_with_headers(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, add: Callable[[int, MutableHeaders], None]
) -> None:
    """Pass a request on, and let ``add`` change the headers of its answer, by the answer's status."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            add(message["status"], MutableHeaders(scope=message))
        await send(message)

    await app(scope, receive, send_with_headers if scope["type"] == "http" else send)


@final
class SecurityHeaders:
    """Adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer with the headers."""

        def add(status: int, headers: MutableHeaders) -> None:
            for name, value in _ALWAYS.items():
                headers.setdefault(name, value)
            if is_page(headers):
                headers["Content-Security-Policy"] = content_policy(scope["query_string"].decode("latin-1"))

        await pass_with_headers(self.app, scope, receive, send, add)
