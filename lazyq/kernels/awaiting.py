"""Machine code that isn't there yet: made in a thread, while what needs none serves small calls."""

import logging
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import final

_MOMENT = 0.1  # seconds
_LOGGER = logging.getLogger("lazyq")
_without: ContextVar[bool] = ContextVar("_without", default=False)
_guard = threading.Lock()
_said = threading.Event()
_codes: dict[Hashable, "_Code"] = {}


@final
class _Code:
    """Code of one kind: there, being read or being compiled."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make
        self._known, self._done = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="lazyq-compiling")
        self._thread.start()

    def _run(self) -> None:
        from lazyq.kernels.native.compiling import watched

        try:
            with watched(self._known.set):
                self._make()
        except Exception:  # whoever calls the code will meet it
            _LOGGER.debug("what was compiled ahead failed", exc_info=True)
        finally:
            self._done.set()
            self._known.set()

    def known(self) -> bool:
        """Return whether it is known if the code has been kept; waits a moment for that."""
        return self._known.wait(_MOMENT)

    def missing(self) -> bool:
        """Return whether the thread is at work and has not found the code kept."""
        return self._known.is_set() and not self._done.is_set()

    def compiling(self) -> bool:
        """Return whether the thread is at work."""
        return not self._done.is_set()

    def wait(self, tick: Callable[[int], None] = lambda pairs: None) -> None:
        """Wait until the thread has ended, with tick(0) several times a second, which may raise."""
        while not self._done.wait(_MOMENT):
            tick(0)


def ready(kind: Hashable, make: Callable[[], object]) -> bool:
    """Return whether code of a kind is there; the first call begins to make it, in a thread.

    Code that has been kept is read, which is waited for. That a thread compiles is said once, to the logger
    ``lazyq``; a process that ends waits for it, so that the next one finds the code.

    Parameters
    ----------
    kind : what names the code
    make : calls, on the least data, what is to be compiled
    """
    with _guard:
        begun = kind in _codes
        code = _codes[kind] if begun else _codes.setdefault(kind, _Code(make))
    # The compiler serves one thread at a time, and the others can't even read then.
    while not code.known() and not any(other.missing() for other in list(_codes.values())):
        pass
    there = not code.compiling()
    if not there and not _said.is_set():
        _said.set()
        _LOGGER.info(
            "compiling the fast search in a thread, once on this machine; "
            "small searches are answered without it until then, with the same results"
        )
    return there


def wait(kind: Hashable, tick: Callable[[int], None]) -> None:
    """Wait until the code of a kind is there, or can't be made; tick(0) is called meanwhile."""
    _codes[kind].wait(tick)


def compiling() -> bool:
    """Return whether a thread of this process is compiling what has not been kept."""
    return any(code.missing() for code in list(_codes.values()))


def wait_for_all() -> None:
    """Wait until no thread of this process is making code."""
    for code in list(_codes.values()):
        code.wait()


@contextmanager
def without_code() -> Iterator[None]:
    """Choose no kernel that is compiled in this block: it would wait for what another thread compiles."""
    token = _without.set(True)
    try:
        yield
    finally:
        _without.reset(token)


def is_without_code() -> bool:
    """Return whether no kernel that is compiled may be chosen here."""
    return _without.get()
