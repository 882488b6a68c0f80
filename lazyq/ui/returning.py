"""What is pressed on a page before its server knows the page: it waits for that, instead of being dropped.

A server that was restarted runs the page once it answers. Until that run has come to the part of the page, a
fragment, that a visitor presses, Streamlit drops what is pressed without a word.
"""

import asyncio
import inspect
from collections import deque
from time import monotonic
from typing import Any, Final
from weakref import WeakKeyDictionary

from streamlit.runtime.app_session import AppSession, AppSessionState

from lazyq.ui.gathering import pass_on

MOMENT: Final = 0.05  # seconds from one look at a session to the next
PATIENCE: Final = 120.0  # seconds that what is pressed waits at most: a small machine imports for long
MOST: Final = 20  # that wait in one session
_ASKS, _KNOWS, _PAGE = "request_rerun", "has_fragment", "page_script_hash"
_streamlits: Any = getattr(AppSession, _ASKS, None)
_early: WeakKeyDictionary[AppSession, deque[tuple[float, Any]]] = WeakKeyDictionary()


def keep_early_presses() -> bool:
    """Let what is pressed early wait from now on; return False where Streamlit has other ways.

    Then all stays as Streamlit has it. Once or many times is the same.
    """
    if getattr(AppSession, _ASKS, None) is _asked:
        return True
    fits = (
        _parameters(_streamlits) == ("self", "client_state")
        and _parameters(getattr(AppSession, _KNOWS, None)) == ("self", "fragment_id")
        and isinstance(getattr(AppSession, _PAGE, None), property)
    )
    if fits:
        setattr(AppSession, _ASKS, _asked)
    return fits


def _parameters(function: Any) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters) if inspect.isfunction(function) else ()


def _asked(self: Any, client_state: Any) -> None:
    """Stand in for ``AppSession.request_rerun``."""
    waiting = _early.get(self)
    is_behind = bool(waiting) and client_state is not None and bool(client_state.fragment_id)
    if not is_behind and not _is_early(self, client_state):
        _pass(self, client_state)
        return
    if waiting is None:
        waiting = _early.setdefault(self, deque())
    if len(waiting) < MOST:
        waiting.append((monotonic() + PATIENCE, client_state))
    if len(waiting) == 1:
        asyncio.get_running_loop().call_later(MOMENT, _look, self)


def _pass(session: Any, asked: Any) -> None:
    pass_on()
    _streamlits(session, asked)


def _is_early(session: Any, asked: Any) -> bool:
    """Return whether a hand asks for a part that isn't known yet of the page that is being run."""
    if (
        asked is None
        or not asked.fragment_id
        or asked.is_auto_rerun
        or session.has_fragment(asked.fragment_id)
    ):
        return False
    running = session.page_script_hash
    # What is pressed on a page that has been left since must not lead back to it.
    return not running or (
        running == asked.page_script_hash and session._state is AppSessionState.APP_IS_RUNNING
    )


def _look(session: Any) -> None:
    """Pass on what needn't wait any longer, in its order."""
    waiting = _early[session]
    while waiting and (waiting[0][0] < monotonic() or not _is_early(session, waiting[0][1])):
        _pass(session, waiting.popleft()[1])
    if waiting:
        asyncio.get_running_loop().call_later(MOMENT, _look, session)
