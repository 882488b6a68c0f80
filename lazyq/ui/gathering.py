"""What runs say: what comes within a moment wakes the server's thread once, not each message.

Streamlit wakes the one thread that serves everybody for every element of every page, and this thread itself
once more for each, and then looks through all visitors for what is to be sent. That keeps it from the pages
of a class that opens one at once. All leaves in its order, as it is.
"""

import asyncio
import inspect
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, final
from weakref import WeakKeyDictionary

from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from lazyq.ui.turns import TURNS

MOMENT = 0.005  # seconds; as long as Streamlit itself waits from one sending to the next
CROWDED = 0.025  # the same while runs wait for others: some pages
_TAKES, _HANDLES, _WAKES, _TELLS, _KNOWS = (
    "_on_scriptrunner_event",
    "_handle_scriptrunner_event_on_event_loop",
    "_call_soon_on_event_loop",
    "_enqueued_some_message",
    "_get_async_objs",
)
_streamlits_tell: Any = getattr(Runtime, _TELLS, None)
_PATIENT = (ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, ScriptRunnerEvent.SCRIPT_STARTED)


@final
class Gathering:
    """Calls from any thread to be made in the thread of a loop, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[Callable[[], None]] = deque()

    def add(
        self, call: Callable[[], None], wake: Callable[[Callable[[], None]], object], moment: float
    ) -> None:
        """Let a call be made within so many seconds, or at once where it is 0, after all that wait.

        Parameters
        ----------
        wake : makes a call in the loop's thread, soon
        """
        with self._guard:
            is_first = not self._waiting
            self._waiting.append(call)
        if moment == 0:
            wake(self.pass_on)
        elif is_first:
            wake(partial(self._pass_on_later, moment))

    def _pass_on_later(self, moment: float) -> None:
        asyncio.get_running_loop().call_later(moment, self.pass_on)

    def pass_on(self) -> None:
        """Make all calls that wait, in the loop's thread."""
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
    """Let what runs say wait from now on; return False where Streamlit has other ways.

    Then all stays as Streamlit has it, which is slower, and nothing else. The end of a run waits for nothing,
    unless other runs wait for theirs, and takes along what does. Once or many times is the same.
    """
    if getattr(AppSession, _TAKES, None) is _gathered:
        return True
    takes, handles, wakes = (getattr(AppSession, name, None) for name in (_TAKES, _HANDLES, _WAKES))
    knows = getattr(Runtime, _KNOWS, None)
    if not all(map(inspect.isfunction, (takes, handles, wakes, _streamlits_tell, knows))):
        return False
    given = _parameters(takes)
    fits = given == _parameters(handles) and given[:3] == ("self", "sender", "event")
    if not fits or _parameters(wakes) != ("self", "callback"):
        return False
    if not _parameters(_streamlits_tell) == _parameters(knows) == ("self",):
        return False
    setattr(AppSession, _TAKES, _gathered)
    setattr(Runtime, _TELLS, _told)
    return True


def pass_on() -> None:
    """Pass on what waits, before a session is asked to run: it hears no more of a run that is replaced."""
    loop = _running_loop()
    gathering = None if loop is None else _gatherings.get(loop)
    if gathering is not None:
        gathering.pass_on()


def _parameters(function: Any) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop of this thread, None in the thread of a run."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _gathered(self: Any, sender: Any, event: Any, *rest: Any, **named: Any) -> None:
    """Stand in for ``AppSession._on_scriptrunner_event``."""
    handle = partial(getattr(self, _HANDLES), sender, event, *rest, **named)
    loop, moment = self._event_loop, CROWDED if TURNS.crowded else MOMENT
    # What the loop's own thread says next must come after an end that it has told.
    if event not in _PATIENT and (moment == MOMENT or _running_loop() is loop):
        moment = 0.0
    _of(loop).add(handle, getattr(self, _WAKES), moment)


def _told(self: Any) -> None:
    """Stand in for ``Runtime._enqueued_some_message``: in the loop's own thread nobody need be woken."""
    loop = _running_loop()
    known = None if loop is None else getattr(self, _KNOWS)()
    if known is not None and known.eventloop is loop:
        known.need_send_data.set()
    else:
        _streamlits_tell(self)


def _of(loop: asyncio.AbstractEventLoop) -> Gathering:
    return _gatherings.get(loop) or _gatherings.setdefault(loop, Gathering())
