"""Which run goes now: one at a time, the others in the order in which they were asked for.

Two hundred at once take turns every few milliseconds and all end at the end. One after another they take no
longer, and half of a class has its page in half of that. Who waits has no thread yet: each thread that starts
beside running pages keeps the server's own thread from sending what others have been waiting for.
"""

import asyncio
import inspect
import logging
import threading
from collections import deque
from collections.abc import Callable, Hashable
from functools import partial
from time import monotonic
from typing import Any, Final, final

from streamlit.runtime.scriptrunner import ScriptRunner, ScriptRunnerEvent

_LOG: Final = logging.getLogger(__name__)
_PATIENCE: Final = 0.1  # seconds; a page takes some milliseconds
_STARTS, _RUNS = "start", "_run_script_thread"
_streamlits_start: Any = getattr(ScriptRunner, _STARTS, None)
_streamlits_run: Any = getattr(ScriptRunner, _RUNS, None)

Later = Callable[[float, Callable[[], None]], object]


@final
class Turns:
    """So many at once, as long as none takes long.

    One that does is counted no longer. If others wait for it, twice as many as before may then go, until
    nobody waits: of many that take long none waits for the number of the others.

    Parameters
    ----------
    at_once : how many
    patience : seconds from which on one takes long
    clock : seconds
    """

    def __init__(
        self, at_once: int = 1, patience: float = _PATIENCE, clock: Callable[[], float] = monotonic
    ) -> None:
        self._least = self._at_once = at_once
        self._patience, self._clock = patience, clock
        self._guard = threading.Lock()
        self._running: dict[Hashable, float] = {}
        self._waiting: deque[tuple[Hashable, Callable[[], bool]]] = deque()
        self._looking = False

    @property
    def busy(self) -> bool:
        """Whether anyone has a turn."""
        return bool(self._running)

    @property
    def crowded(self) -> bool:
        """Whether anyone waits for a turn."""
        return bool(self._waiting)

    def take(self, run: Hashable, start: Callable[[], bool], later: Later) -> None:
        """Start a run when it is its turn, which may be now.

        Parameters
        ----------
        run : what gives the turn back
        start : returns whether it was started, from any thread; if not, the turn is the next one's
        later : makes a call after so many seconds
        """
        with self._guard:
            self._waiting.append((run, start))
        self._go_on()
        with self._guard:
            looks = bool(self._waiting) and not self._looking
            self._looking = self._looking or looks
        if looks:
            later(self._patience, partial(self._look, later))

    def give_back(self, run: Hashable) -> None:
        """Let the next one go; one that had no turn gives none back."""
        with self._guard:
            self._running.pop(run, None)
        self._go_on()

    def _go_on(self) -> None:
        while True:
            with self._guard:
                self._leave_long()
                if not self._waiting or len(self._running) >= self._at_once:
                    return
                run, start = self._waiting.popleft()
                self._running[run] = self._clock()
            if not start():
                with self._guard:
                    self._running.pop(run, None)

    def _leave_long(self) -> None:
        begun = self._clock() - self._patience
        long = [run for run, since in self._running.items() if since <= begun]
        for run in long:
            del self._running[run]
        if not self._waiting:
            self._at_once = self._least
        elif len(self._waiting) > 1 and long:
            self._at_once *= 2

    def _look(self, later: Later) -> None:
        """See whether someone takes long, for those who wait."""
        self._go_on()
        with self._guard:
            self._looking = bool(self._waiting)
        if self._looking:
            later(self._patience, partial(self._look, later))


TURNS = Turns()
"""Of all visitors of the process."""


def take_turns() -> bool:
    """Let runs take turns from now on; return False where Streamlit has other ways.

    Then all stays as Streamlit has it. Once or many times is the same.
    """
    if getattr(ScriptRunner, _STARTS, None) is _started:
        return True
    if not all(map(_takes_itself_alone, (_streamlits_start, _streamlits_run))):
        return False
    setattr(ScriptRunner, _STARTS, _started)
    setattr(ScriptRunner, _RUNS, _ran)
    return True


def _takes_itself_alone(method: Any) -> bool:
    return inspect.isfunction(method) and tuple(inspect.signature(method).parameters) == ("self",)


def _started(self: Any) -> None:
    """Stand in for ``ScriptRunner.start``."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:  # no server's thread: nobody else runs pages
        _streamlits_start(self)
        return
    TURNS.take(self, partial(_start, self), loop.call_later)


def _start(runner: Any) -> bool:
    try:
        _streamlits_start(runner)
    except Exception:  # whatever it is, the turn is the next one's
        _LOG.exception("A run could not be started.")
        # So that its session asks for another one when something is pressed.
        runner.on_event.send(runner, event=ScriptRunnerEvent.SHUTDOWN, client_state=None)
        return False
    return True


def _ran(self: Any) -> None:
    """Stand in for ``ScriptRunner._run_script_thread``."""
    try:
        _streamlits_run(self)
    finally:
        TURNS.give_back(self)
