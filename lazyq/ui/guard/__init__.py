"""What stands between the internet and Streamlit: headers, hosts, limits, and messages not for visitors."""

from starlette.middleware import Middleware

from lazyq.ui.guard.headers import SecurityHeaders
from lazyq.ui.guard.hosts import ask_nobody
from lazyq.ui.guard.messages import MessageGuard
from lazyq.ui.guard.requests import RequestGuard
from lazyq.ui.guard.uploads import UploadGuard


def guards() -> list[Middleware]:
    """Return what every request passes before Streamlit sees it, outermost first."""
    kinds = (SecurityHeaders, RequestGuard, UploadGuard, MessageGuard)
    return [Middleware(kind) for kind in kinds]


__all__ = ["MessageGuard", "RequestGuard", "SecurityHeaders", "UploadGuard", "ask_nobody", "guards"]
