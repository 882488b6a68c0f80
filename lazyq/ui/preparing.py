"""Imports that take seconds: never two at a time, told to who waits, and made behind the first page."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.memory import imports_frozen

# In the order in which a visitor is likely to want them.
REST = (
    "torch",
    "lazyq.ui.views.lens",
    "lazyq.ui.views.geometry",
    "lazyq.ui.views.words",
    "lazyq.ui.views.six_or_nine",
    "lazyq.ui.views.neighbours",
    "lazyq.kernels.native.search",
    "lazyq.ui.views.accuracy",
    "lazyq.ui.views.average.view",
    "lazyq.ui.views.averaging.view",
    "lazyq.ui.views.sample_gain",
    "lazyq.ui.views.steering",
    "lazyq.ui.views.aligning",
    "lazyq.ui.views.hardness",
    "lazyq.ui.views.about.survey",
    "lazyq.ui.views.teach",
    "lazyq.ui.lessons.computing",
    "lazyq.ui.views.about.reproduce",
)
_HEAD_START = 1.0  # seconds, in which the first page gets its fonts and scripts from this process
# Two threads that import the same packages from different ends can find them half made.
_turn = threading.RLock()
_begun = threading.Event()
_done = threading.Event()


@contextmanager
def arriving(*, prepared: bool = True) -> Iterator[None]:
    """Import in this block what a page needs, and tell the visitor if it takes long.

    Parameters
    ----------
    prepared : whether all of it is among :data:`REST`; nobody is told to wait for what has been imported
    """
    if prepared and _done.is_set():
        with _turn:
            yield
        return
    told = tr("The server has just been started and is getting ready: some seconds, once…")
    with st.spinner(told), _turn:
        yield


def prepare_rest() -> None:
    """Import what other pages need, once a process, in a thread, soon after the first page was sent.

    One module after another, so that a page that is asked for meanwhile waits for one at most.
    """
    if not _begun.is_set():
        _begun.set()
        threading.Timer(_HEAD_START, _import_rest).start()


def _import_rest() -> None:
    with imports_frozen():
        for name in REST:
            if not threading.main_thread().is_alive():
                return  # the server is ending
            # The page that needs it will raise what is wrong, to its visitor and to the log.
            with suppress(Exception), _turn:
                import_module(name)
    _done.set()
