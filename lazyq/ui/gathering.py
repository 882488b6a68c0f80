"""The messages of a run: those that come within a moment wake the server's thread once, not each.

Streamlit wakes the one thread that serves everybody for every element of every page, a twentieth of what it
costs that a class opens a page at once. The messages leave in their order, as they are.
"""

import asyncio
import inspect
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, final
from weakref import WeakKeyDictionary

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

MOMENT = 0.005  # seconds; as long as Streamlit itself waits from one sending to the next
_TAKES, _HANDLES, _WAKES = (
    "_on_scriptrunner_event",
    "_handle_scriptrunner_event_on_event_loop",
    "_call_soon_on_event_loop",
)


@final
class Gathering:
    """Calls from any thread to be made in the thread of a loop, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[Callable[[], None]] = deque()

    def add(
        self, call: Callable[[], None], wake: Callable[[Callable[[], None]], object], *, at_once: bool
    ) -> None:
        """Let a call be made within a moment, or at once, after all that wait.

        Parameters
        ----------
        wake : makes a call in the loop's thread, soon
        """
        with self._guard:
            is_first = not self._waiting
            self._waiting.append(call)
        if at_once:
            wake(self._pass_on)
        elif is_first:
            wake(self._pass_on_later)

    def _pass_on_later(self) -> None:
        asyncio.get_running_loop().call_later(MOMENT, self._pass_on)

    def _pass_on(self) -> None:
        with self._guard:
            calls, self._waiting = self._waiting, deque()
        # Here and now: what is asked of the loop itself after them must find them done.
        for call in calls:
            try:
                call()
            except Exception as error:
                told = {"message": "What a run said could not be passed on.", "exception": error}
                asyncio.get_running_loop().call_exception_handler(told)


_gatherings: WeakKeyDictionary[asyncio.AbstractEventLoop, Gathering] = WeakKeyDictionary()


def gather_messages() -> bool:
    """Let the messages of runs wait for each other from now on; return False where Streamlit has other ways.

    Then all stays as Streamlit has it, which is slower, and nothing else. What is no message, as the end of a
    run, waits for nothing, and takes along what does. Once or many times is the same.
    """
    if getattr(AppSession, _TAKES, None) is _gathered:
        return True
    takes, handles, wakes = (getattr(AppSession, name, None) for name in (_TAKES, _HANDLES, _WAKES))
    if not all(map(inspect.isfunction, (takes, handles, wakes))):
        return False
    given = _parameters(takes)
    fits = given == _parameters(handles) and given[:3] == ("self", "sender", "event")
    if not fits or _parameters(wakes) != ("self", "callback"):
        return False
    setattr(AppSession, _TAKES, _gathered)
    return True


def _parameters(function: Any) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)


def _gathered(self: Any, sender: Any, event: Any, *rest: Any, **named: Any) -> None:
    """Stand in for ``AppSession._on_scriptrunner_event``."""
    handle = partial(getattr(self, _HANDLES), sender, event, *rest, **named)
    is_message = event is ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
    _of(self._event_loop).add(handle, getattr(self, _WAKES), at_once=not is_message)


def _of(loop: asyncio.AbstractEventLoop) -> Gathering:
    return _gatherings.get(loop) or _gatherings.setdefault(loop, Gathering())
