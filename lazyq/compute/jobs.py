"""Long computations in threads of their own, with progress and stop; one for all who ask for the same."""

import atexit
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Literal, final

from lazyq.compute.progress import listening

State = Literal["running", "done", "failed", "stopped"]

# Browsers wake a page in the background about once a minute.
PATIENCE = 150.0
_KEPT = 6
_GRACE = 20.0


class StoppedError(RuntimeError):
    """The job was stopped, or no one waits for it any longer."""


@final
class Job:
    """One computation in a thread of its own, for as long as someone waits for it.

    It is stopped at its next :func:`lazyq.compute.progress.report`, from which StoppedError is raised.

    Parameters
    ----------
    compute : what to compute
    visitor : who waits for it first
    expected : errors that are kept in words; any other is one of the program, and goes to the log as well
    patience : seconds after which a visitor who doesn't say so any more does not wait; inf for a job that
        goes on with no one waiting

    Attributes
    ----------
    state : "running", "done", "failed" or "stopped"
    stage, share : what it does now, and how much of that is done
    result : of a job that is done
    error : in words, of a job that failed, else ""
    """

    def __init__(
        self,
        compute: Callable[[], Any],
        visitor: str = "",
        *,
        expected: tuple[type[Exception], ...] = (ValueError, MemoryError),
        patience: float = PATIENCE,
    ) -> None:
        self.state: State = "running"
        self.stage, self.share = "Starting", 0.0
        self.result: Any = None
        self.error = ""
        self._expected = expected
        self._patience = patience
        self._watched = {visitor: time.monotonic()}
        self._stop = threading.Event()
        self._finished = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(compute,), name="lazyq-job", daemon=True)
        _running.add(self)
        self._thread.start()

    def stop(self) -> None:
        """Ask the job to end at its next report; one that has ended stays as it is."""
        self._stop.set()

    def end(self) -> None:
        """Stop the job and wait for its thread, but not for ever."""
        self.stop()
        self._thread.join(_GRACE)

    def watch(self, visitor: str) -> None:
        """Say that a visitor still waits for the result; a job for which no one does ends itself."""
        self._watched[visitor] = time.monotonic()

    def leave(self, visitor: str) -> None:
        """Say that a visitor waits no longer: the job ends at its next report, unless others wait for it."""
        self._watched.pop(visitor, None)

    def wait(self, seconds: float | None = None) -> State:
        """Return the state when the job has ended, or after so many seconds."""
        self._finished.wait(seconds)
        return self.state

    def _run(self, compute: Callable[[], Any]) -> None:
        try:
            with listening(self._listen):
                self.result = compute()
            self.state = "done"
        except StoppedError:
            self.state = "stopped"
        except self._expected as error:
            self.state, self.error = "failed", str(error)
        finally:
            if self.state == "running":
                self.state, self.error = "failed", "The computation ended unexpectedly."
            self._finished.set()
            _running.discard(self)

    def _listen(self, stage: str, share: float) -> None:
        seen = max(tuple(self._watched.values()), default=-math.inf)
        if self._stop.is_set() or time.monotonic() - seen > self._patience:
            raise StoppedError
        self.stage, self.share = stage, min(1.0, max(0.0, share))


_running: set[Job] = set()


@atexit.register
def _end_all() -> None:
    # A thread that comes back from torch while the interpreter goes would end the process by an abort.
    for job in tuple(_running):
        job.stop()
    for job in tuple(_running):
        job.end()


@final
class Jobs:
    """The jobs of all visitors by name; the newest few are kept.

    Parameters
    ----------
    expected, patience : as for :class:`Job`
    """

    def __init__(
        self,
        *,
        expected: tuple[type[Exception], ...] = (ValueError, MemoryError),
        patience: float = PATIENCE,
    ) -> None:
        self._expected = expected
        self._patience = patience
        self._held: OrderedDict[str, Job] = OrderedDict()
        self._guard = threading.Lock()

    def ask(self, name: str, compute: Callable[[], Any], visitor: str) -> Job:
        """Return the job of this name, started if there is none; one that failed stays so.

        One that ended because no one waited for it any longer starts anew.
        """
        with self._guard:
            job = self._held.pop(name, None)
            if job is None or job.state == "stopped":
                job = Job(compute, visitor, expected=self._expected, patience=self._patience)
            job.watch(visitor)
            self._held[name] = job
            finished = [old for old, other in self._held.items() if other.state != "running"]
            for old in finished[: max(0, len(self._held) - _KEPT)]:
                del self._held[old]
            return job

    def forget_failed(self, name: str) -> None:
        """Let the next one who asks start a job anew that failed."""
        with self._guard:
            if name in self._held and self._held[name].state == "failed":
                del self._held[name]
