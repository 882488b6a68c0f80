"""Long computations that a visitor can watch and stop: one job for all who ask for the same."""

import atexit
import math
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, final

import streamlit as st

from lazyq.compute.progress import listening
from lazyq.datasets import DataError

_KEPT = 6
_PATIENCE = 1.5
# Browsers wake a page in the background about once a minute.
_ABANDONED = 150.0
_GRACE = 20.0


class StoppedError(RuntimeError):
    """No one waits for the job any longer."""


@final
class Job:
    """One computation in a thread of its own, for as long as someone waits for it.

    Attributes
    ----------
    state : "running", "done", "abandoned" or "failed"
    stage, share : what it does now, and how much of that is done
    result : of a job that is done
    error : in words, of a job that failed
    """

    def __init__(self, compute: Callable[[], Any], visitor: str) -> None:
        self.state = "running"
        self.stage, self.share = "Starting", 0.0
        self.result: Any = None
        self.error = ""
        self._watched = {visitor: time.monotonic()}
        self._stop = threading.Event()
        self._finished = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(compute,), daemon=True)
        _running.add(self)
        self._thread.start()

    def stop(self) -> None:
        """Ask the job to end at its next report."""
        self._stop.set()

    def watch(self, visitor: str) -> None:
        """Say that a visitor still waits for the result; a job for which no one does ends itself."""
        self._watched[visitor] = time.monotonic()

    def leave(self, visitor: str) -> None:
        """Say that a visitor waits no longer: the job ends at its next report, unless others wait for it."""
        self._watched.pop(visitor, None)

    def wait(self, seconds: float) -> None:
        """Return when the job has ended, or after so many seconds."""
        self._finished.wait(seconds)

    def _run(self, compute: Callable[[], Any]) -> None:
        try:
            with listening(self._listen):
                self.result = compute()
            self.state = "done"
        except StoppedError:
            self.state = "abandoned"
        except (DataError, ValueError, MemoryError) as error:
            self.state, self.error = "failed", str(error)
        finally:
            if self.state == "running":
                self.state, self.error = "failed", "The computation ended unexpectedly."
            self._finished.set()
            _running.discard(self)

    def end(self) -> None:
        """Stop the job and wait for its thread, but not for ever."""
        self.stop()
        self._thread.join(_GRACE)

    def _listen(self, stage: str, share: float) -> None:
        seen = max(tuple(self._watched.values()), default=-math.inf)
        if self._stop.is_set() or time.monotonic() - seen > _ABANDONED:
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
    """The jobs of all sessions by name; the newest few are kept."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Job] = OrderedDict()
        self._guard = threading.Lock()

    def ask(self, name: str, compute: Callable[[], Any], visitor: str) -> Job:
        """Return the job of this name, started if there is none; one that failed stays so.

        One that ended because no one waited for it any longer starts anew.
        """
        with self._guard:
            job = self._held.pop(name, None)
            if job is None or job.state == "abandoned":
                job = Job(compute, visitor)
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


@st.cache_resource(max_entries=1, show_spinner=False)
def jobs() -> Jobs:
    """Return the jobs that all sessions share."""
    return Jobs()


def awaited(name: str, compute: Callable[[], Any]) -> Any:
    """Return the result, or show how far it is, with a button to stop, and end this run of the page."""
    result = glimpsed(name, compute)
    if result is None:
        st.stop()
    return result


def glimpsed(name: str, compute: Callable[[], Any]) -> Any:
    """Return the result, or show how far it is, with a button to stop, and return None.

    Who stops a job stops waiting for it; it goes on for others that wait for the same.
    """
    stopped = f"stopped {name}"
    if st.session_state.get(stopped):
        _offer("Stopped before it was done.", name, stopped)
        return None
    job = jobs().ask(name, compute, _visitor())
    job.wait(_PATIENCE)
    if job.state == "failed":
        _offer(f"Not computed: {job.error}", name, stopped)
        return None
    if job.state != "done":
        st.fragment(_watch, run_every=0.7)(name, job, stopped)
        return None
    return job.result


def _offer(words: str, name: str, stopped: str) -> None:
    st.warning(words)
    if st.button("Compute it again", key=f"again {name}"):
        st.session_state.pop(stopped, None)
        jobs().forget_failed(name)
        st.rerun()


def _watch(name: str, job: Job, stopped: str) -> None:
    # A run of this fragment may already be on its way when the visitor stops.
    if job.state != "running" or st.session_state.get(stopped):
        st.rerun()
    job.watch(_visitor())
    st.progress(job.share, text=f"{job.stage}: {job.share:.0%}")
    if st.button("Stop", key=f"stop {name}"):
        st.session_state[stopped] = True
        job.leave(_visitor())
        st.rerun()


def _visitor() -> str:
    """Return a name for this visitor's session."""
    return str(st.session_state.setdefault("_visitor", uuid.uuid4().hex))
