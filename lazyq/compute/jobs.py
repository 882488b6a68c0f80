"""Long computations in threads: few at once, with progress and stop, one for all who ask for the same."""

import atexit
import concurrent.futures.thread  # noqa: F401  its own end is noted before that of the jobs
import contextlib
import os
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import Any, Literal, final

from lazyq.compute.progress import listening
from lazyq.compute.room import has_room, jobs_at_once
from lazyq.wording import Worded, message_of, worded

State = Literal["waiting", "running", "done", "failed", "stopped"]

# For who loads the page again: the new tab asks for what the old one was waiting for.
PATIENCE = 0.5
_KEPT = 6
_GRACE = 20.0
_NICENESS = 5  # a third of the share of a page that is asked for meanwhile
_EACH = 2
_WAITING = 48
_MEMORY = 2**30  # a search among all digits of MNIST takes 0.6 GiB


class StoppedError(RuntimeError):
    """The job was stopped, or no one waits for it any longer."""


class BusyError(RuntimeError):
    """So many jobs wait that no more are taken."""


def everyone(visitor: str) -> bool:
    """Return True: whoever has not said that they leave is there."""
    return True


@final
class Job:
    """One computation in a thread of its own, for as long as someone waits for it.

    It is stopped at its next :func:`lazyq.compute.progress.report`, from which StoppedError is raised.

    Parameters
    ----------
    compute : what to compute
    visitor : who waits for it first; None for a job that goes on with no one waiting
    expected : errors that are kept in words; any other is one of the program, and goes to the log as well
    passing : those of the expected ones that may be over when it is asked for again
    present : whether a visitor is still there
    patience : seconds that it goes on when those who wait are gone without a word

    Attributes
    ----------
    state : "waiting" until it is started, then "running", and at last "done", "failed" or "stopped"
    stage, share : what it does now, and how much of that is done
    result : of a job that is done
    error : in words, of a job that failed, else ""
    """

    def __init__(
        self,
        compute: Callable[[], Any],
        visitor: str | None = None,
        *,
        expected: tuple[type[Exception], ...] = (ValueError, MemoryError),
        passing: tuple[type[Exception], ...] = (),
        present: Callable[[str], bool] = everyone,
        patience: float = PATIENCE,
    ) -> None:
        self.state: State = "waiting"
        self.stage = worded("Starting")
        self.share = 0.0
        self.result: Any = None
        self.error = ""
        self._may_pass = False
        self._compute: Callable[[], Any] | None = compute
        self._expected = expected
        self._passing = passing
        self._present = present
        self._patience = patience
        self._unattended = visitor is None
        self._waiting = set[str]() if visitor is None else {visitor}
        self._alone_since: float | None = None
        self._stop = threading.Event()
        self._finished = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def unfinished(self) -> bool:
        """Whether it waits or runs."""
        return self.state in {"waiting", "running"}

    @property
    def visitors(self) -> frozenset[str]:
        """Who waits for it, gone or not."""
        return frozenset(self._waiting)

    def start(self, ended: Callable[[], None] = lambda: None) -> None:
        """Let it run; it calls what it is given when it has ended."""
        self.state = "running"
        self._thread = threading.Thread(target=self._run, args=(ended,), name="lazyq-job", daemon=True)
        _running.add(self)
        self._thread.start()

    def stop(self) -> None:
        """Ask the job to end at its next report; one that has ended stays as it is."""
        self._stop.set()
        if self._thread is None:
            self._end("stopped")

    def end(self, seconds: float = _GRACE) -> None:
        """Stop the job and wait for its thread, but not for ever."""
        self.stop()
        if self._thread is not None:
            self._thread.join(seconds)

    def watch(self, visitor: str) -> None:
        """Say that a visitor waits for the result."""
        self._waiting.add(visitor)

    def leave(self, visitor: str) -> None:
        """Say that a visitor waits no longer: the job ends at its next report, unless others wait for it."""
        self._waiting.discard(visitor)

    def is_worth_another(self, visitor: str) -> bool:
        """Return whether it failed by what may be over by now, and this visitor has not waited for it."""
        return self._may_pass and self.state == "failed" and visitor not in self._waiting

    def wait(self, seconds: float | None = None) -> State:
        """Return the state when the job has ended, or after so many seconds."""
        self._finished.wait(seconds)
        return self.state

    def is_wanted(self) -> bool:
        """Return whether someone waits for it, or was there a moment ago."""
        waiting = tuple(self._waiting)
        if self._unattended or any(self._present(visitor) for visitor in waiting):
            self._alone_since = None
            return True
        if self._alone_since is None:
            self._alone_since = time.monotonic()
        return bool(waiting) and time.monotonic() - self._alone_since <= self._patience

    def _run(self, ended: Callable[[], None]) -> None:
        _give_way()
        assert self._compute is not None
        try:
            with listening(self._listen):
                self.result = self._compute()
            self._end("done")
        except StoppedError:
            self._end("stopped")
        except self._expected as error:
            self._may_pass = isinstance(error, self._passing)
            self._end("failed", message_of(error))
        finally:
            if self.unfinished:
                self._end("failed", worded("The computation ended unexpectedly."))
            _running.discard(self)
            ended()

    def _end(self, state: State, error: str = "") -> None:
        self.error = error
        self.state = state
        self._compute = None
        self._finished.set()

    def _listen(self, stage: Worded, share: float) -> None:
        if self._stop.is_set() or not self.is_wanted():
            raise StoppedError
        self.stage, self.share = stage, min(1.0, max(0.0, share))


def _give_way() -> None:
    """Let the threads of pages go first; the threads that this one starts are as patient."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


_running: set[Job] = set()
_ending = threading.Event()


def stop_all() -> None:
    """Ask all jobs of this process to end at their next report, and start no more."""
    _ending.set()
    for job in tuple(_running):
        job.stop()


def end_all() -> None:
    """Stop all jobs of this process and wait for their threads, but not for ever.

    A thread that comes back from torch while the interpreter goes would end the process by an abort.
    """
    stop_all()
    deadline = time.monotonic() + _GRACE
    for job in tuple(_running):
        job.end(max(0.0, deadline - time.monotonic()))


# Before the pools of concurrent.futures are closed, of which the last to be told is told first: a job that
# asks its pool for a thread after that fails. Where Python has no such list any more, it is after that.
getattr(threading, "_register_atexit", atexit.register)(end_all)


@final
class Jobs:
    """The jobs of all visitors by name: some run, the others wait in line; the newest few results are kept.

    A job that no one waits for any longer leaves the line. Who has a job running comes after who has none,
    else it is first come, first served.

    Parameters
    ----------
    expected, passing, present, patience : as for :class:`Job`
    at_once : how many run; default as :func:`lazyq.compute.room.jobs_at_once` says. No second one starts
        while less than 1 GiB of memory is free
    waiting : how many may wait
    """

    def __init__(
        self,
        *,
        expected: tuple[type[Exception], ...] = (ValueError, MemoryError),
        passing: tuple[type[Exception], ...] = (),
        present: Callable[[str], bool] = everyone,
        patience: float = PATIENCE,
        at_once: int | None = None,
        waiting: int = _WAITING,
    ) -> None:
        self._expected = expected
        self._passing = passing
        self._present = present
        self._patience = patience
        self._at_once = jobs_at_once() if at_once is None else at_once
        self._most_waiting = waiting
        self._held: OrderedDict[str, Job] = OrderedDict()
        self._guard = threading.Lock()

    def ask(self, name: str, compute: Callable[[], Any], visitor: str) -> Job:
        """Return the job of this name, a new one if there is none; one that failed stays so.

        One that ended because no one waited for it any longer is made anew, and so is one that failed by what
        may be over by now, but not for those who have waited for it: their pages ask again by themselves.
        A visitor waits for two jobs at most, and leaves the oldest for another.

        Raises
        ------
        BusyError : the job would be a new one, and there is no room in the line
        """
        with self._guard:
            job = self._held.get(name)
            if job is None or job.state == "stopped" or job.is_worth_another(visitor):
                own = [other for other in self._unfinished() if visitor in other.visitors]
                for other in own[: max(0, len(own) + 1 - _EACH)]:
                    other.leave(visitor)
                self._advance()
                if len(self._line()) >= self._most_waiting:
                    raise BusyError(worded("{count} computations wait already.", count=self._most_waiting))
                job = Job(
                    compute,
                    visitor,
                    expected=self._expected,
                    passing=self._passing,
                    present=self._present,
                    patience=self._patience,
                )
                self._held[name] = job
            job.watch(visitor)
            self._advance()
            if not job.unfinished:
                self._held.move_to_end(name)
            finished = [old for old, other in self._held.items() if not other.unfinished]
            for old in finished[: max(0, len(finished) - _KEPT)]:
                del self._held[old]
            return job

    def place(self, job: Job) -> int:
        """Return how many jobs wait before this one does."""
        with self._guard:
            self._advance()
            line = self._line()
            return line.index(job) if job in line else 0

    def leave(self, visitor: str, but: Collection[str] = ()) -> None:
        """Say that a visitor waits for no job any longer, but for those of these names."""
        with self._guard:
            for name, job in self._held.items():
                if name not in but:
                    job.leave(visitor)
            self._advance()

    def forget_failed(self, name: str) -> None:
        """Let the next one who asks start a job anew that failed."""
        with self._guard:
            if name in self._held and self._held[name].state == "failed":
                del self._held[name]

    def unfinished(self) -> list[Job]:
        """Return the jobs that wait or run, those asked for first before the others."""
        with self._guard:
            return self._unfinished()

    def _unfinished(self) -> list[Job]:
        return [job for job in self._held.values() if job.unfinished]

    def _line(self) -> list[Job]:
        """Return the jobs that wait, the next one first."""
        jobs = self._unfinished()
        served = frozenset[str]().union(*(job.visitors for job in jobs if job.state == "running"))
        return sorted((job for job in jobs if job.state == "waiting"), key=lambda job: job.visitors <= served)

    def _advance(self) -> None:
        """Drop what no one waits for, and start what there is room for."""
        for job in self._unfinished():
            if job.state == "waiting" and not job.is_wanted():
                job.stop()
        while (line := self._line()) and not _ending.is_set():
            running = len(self._unfinished()) - len(line)
            if running >= self._at_once or (running and not has_room(_MEMORY)):
                return
            line[0].start(self._one_ended)

    def _one_ended(self) -> None:
        with self._guard:
            self._advance()
