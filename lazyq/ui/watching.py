"""Jobs on the screen: how far they are, a button to stop, and what becomes of one that failed."""

import uuid
from collections.abc import Callable
from typing import Any

import streamlit as st

from lazyq.compute.jobs import Job, Jobs
from lazyq.datasets import DataError
from lazyq.ui.plain import plain

_PATIENCE = 1.5


@st.cache_resource(max_entries=1, show_spinner=False)
def jobs() -> Jobs:
    """Return the jobs that all sessions share."""
    return Jobs(expected=(DataError, ValueError, MemoryError))


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
        _offer(f"Not computed: {plain(job.error)}", name, stopped)
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
