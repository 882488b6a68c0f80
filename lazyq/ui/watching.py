"""Jobs on the screen: their place in line, how far they are, a button to stop, and what failed."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lazyq.compute.jobs import BusyError, Job, Jobs
from lazyq.datasets import DataError
from lazyq.ui.language import tr
from lazyq.ui.leaving import AWAITS
from lazyq.ui.plain import plain
from lazyq.wording import message_of

_PATIENCE = 1.5

Result = TypeVar("Result")


@st.cache_resource(max_entries=1, show_spinner=False)
def jobs() -> Jobs:
    """Return the jobs that all sessions share."""
    return _jobs()


@st.cache_resource(max_entries=1, show_spinner=False)
def sketches() -> Jobs:
    """Return the short jobs of all sessions, one at a time: a sketch doesn't wait for long ones to end."""
    return _jobs(at_once=1)


def awaited(
    name: str,
    known: Callable[[], Result | None],
    compute: Callable[[], Result],
    line: Callable[[], Jobs] = jobs,
) -> Result:
    """Return the result, or show how far it is, with a button to stop, and end this run of the page."""
    result = glimpsed(name, known, compute, line)
    if result is None:
        st.stop()
    return result


def glimpsed(
    name: str,
    known: Callable[[], Result | None],
    compute: Callable[[], Result],
    line: Callable[[], Jobs] = jobs,
    beside: Callable[[], None] = lambda: None,
    patience: float = _PATIENCE,
) -> Result | None:
    """Return the result, or show how far it is, with a button to stop, and return None.

    Who stops a job stops waiting for it; it goes on for others that wait for the same.

    Parameters
    ----------
    name : of the job
    known : returns the result if it need not be computed, else None
    compute : what else to do in a job
    line : which jobs it is one of
    beside : shows more of how far it is, again and again
    patience : seconds that a running job gets to end first; 0 where a figure waits to be shown
    """
    result = known()
    if result is not None:
        return result
    stopped = f"stopped {name}"
    if st.session_state.get(stopped):
        _offer(tr("Stopped before it was done."), name, stopped, line)
        return None
    st.session_state[AWAITS] = True
    try:
        job = line().ask(name, compute, _visitor())
    except BusyError as error:
        st.fragment(_come_again, run_every=3.0)(name, compute, tr(message_of(error)), line)
        return None
    job.wait(patience if job.state == "running" else 0.0)
    if job.state == "failed":
        _offer(tr("Not computed: {reason}", reason=plain(job.error)), name, stopped, line)
        return None
    if job.state != "done":
        st.fragment(_watch, run_every=0.7)(name, job, stopped, line, beside)
        return None
    finished: Result = job.result
    return finished


def wait_only_for(*names: str) -> None:
    """Say which jobs this visitor still waits for, as soon as the settings are known: the others may end."""
    for line in (jobs, sketches):
        line().leave(_visitor(), names)


def _offer(words: str, name: str, stopped: str, line: Callable[[], Jobs]) -> None:
    st.warning(words)
    if st.button(tr("Compute it again"), key=f"again {name}"):
        st.session_state.pop(stopped, None)
        line().forget_failed(name)
        st.rerun()


def _come_again(name: str, compute: Callable[[], Any], words: str, line: Callable[[], Jobs]) -> None:
    try:
        line().ask(name, compute, _visitor())
    except BusyError:
        st.warning(tr("The server is busy: {reason} This page asks again by itself.", reason=words))
    else:
        st.rerun()


def _watch(name: str, job: Job, stopped: str, line: Callable[[], Jobs], beside: Callable[[], None]) -> None:
    # A run of this fragment may already be on its way when the visitor stops.
    if not job.unfinished or st.session_state.get(stopped):
        st.rerun()
    before = line().place(job)
    with st.container(horizontal=True, vertical_alignment="center"):
        if job.state == "waiting":
            told = tr("Waiting: {count} before you", count=before) if before else tr("Waiting: you are next")
            st.progress(0.0, text=told)
        else:
            percent = f"{100 * job.share:.0f}"
            told = tr("{stage}: {percent}%", stage=job.stage, percent=percent)
            st.progress(job.share, text=told)
        is_unwanted = st.button(tr("Stop"), key=f"stop {name}")
    beside()
    if is_unwanted:
        st.session_state[stopped] = True
        job.leave(_visitor())
        st.rerun()


def _jobs(at_once: int | None = None) -> Jobs:
    passing = (DataError, MemoryError)
    return Jobs(expected=(*passing, ValueError), passing=passing, present=_is_connected, at_once=at_once)


def _visitor() -> str:
    """Return the name of this visitor's session."""
    context = get_script_run_ctx()
    return "" if context is None else context.session_id


def _is_connected(visitor: str) -> bool:
    """Return whether a session has a connection to its tab: one in the background has, a closed one not."""
    return not runtime.exists() or bool(runtime.get_instance().is_active_session(visitor))
