"""What stands between the internet and Streamlit: headers, hosts, limits, and messages not for visitors."""

from starlette.middleware import Middleware

from lazyq.ui.guard.headers import SecurityHeaders
from lazyq.ui.guard.hosts import ask_nobody
from lazyq.ui.guard.messages import MessageGuard
from lazyq.ui.guard.requests import RequestGuard


def guards() -> list[Middleware]:
    """Return what every request passes before Streamlit sees it, outermost first."""
    return [Middleware(SecurityHeaders), Middleware(RequestGuard), Middleware(MessageGuard)]


__all__ = ["MessageGuard", "RequestGuard", "SecurityHeaders", "ask_nobody", "guards"]
