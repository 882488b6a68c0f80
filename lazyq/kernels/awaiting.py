"""Machine code that isn't there yet: made in a thread, while what needs none serves small calls."""

import logging
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import monotonic
from typing import final

_MOMENT = 0.1  # seconds
# Seconds of work without code, all in all, from which on code is worth it.
_WORTH_READING = 0.5
_WORTH_MAKING = 5.0
_LOGGER = logging.getLogger("lazyq")
_without: ContextVar[bool] = ContextVar("_without", default=False)
_block: ContextVar[tuple[float, float, float] | None] = ContextVar("_block", default=None)
_guard = threading.Lock()
_said = threading.Event()
_codes: dict[Hashable, "_Code"] = {}
_not_kept: set[Hashable] = set()
_done = 0.0  # seconds of work without code


class _NotKeptError(Exception):
    """Code that was only to be read has not been kept."""


@final
class _Code:
    """Code of one kind: there, being read or, unless it is only to be read, being compiled."""

    def __init__(self, make: Callable[[], object], only_read: bool) -> None:
        self._make, self._only_read = make, only_read
        self.lacks = False
        self._known, self._done = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="lazyq-compiling")
        self._thread.start()

    def _run(self) -> None:
        from lazyq.kernels.native.compiling import watched

        try:
            with watched(self._missed):
                self._make()
        except _NotKeptError:
            self.lacks = True
        except Exception:  # whoever calls the code will meet it
            _LOGGER.debug("what was compiled ahead failed", exc_info=True)
        finally:
            self._done.set()
            self._known.set()

    def _missed(self) -> None:
        if self._only_read:
            raise _NotKeptError
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
    ``lazyq``; a process that ends waits for it, so that the next one finds the code. In a block of
    :func:`sparing` that may be left for later.

    Parameters
    ----------
    kind : what names the code
    make : calls, on the least data, what is to be compiled
    """
    with _guard:
        begun, work = kind in _codes, _work()
        only_read = work <= _WORTH_MAKING
        if not begun and only_read and (kind in _not_kept or work <= _WORTH_READING):
            return False
        code = _codes[kind] if begun else _codes.setdefault(kind, _Code(make, only_read))
    # The compiler serves one thread at a time, and the others can't even read then.
    while not code.known() and not any(other.missing() for other in list(_codes.values())):
        pass
    if code.lacks:
        with _guard:
            _not_kept.add(kind)
            _codes.pop(kind, None)
        return False
    there = not code.compiling()
    if not there and not _said.is_set():
        _said.set()
        _LOGGER.info(
            "compiling the fast search in a thread, once on this machine; "
            "small searches are answered without it until then, with the same results"
        )
    return there


def wait(kind: Hashable, tick: Callable[[int], None]) -> None:
    """Wait until the code of a kind that is begun is there or can't be made; tick(0) is called meanwhile."""
    if kind in _codes:
        _codes[kind].wait(tick)


def compiling() -> bool:
    """Return whether a thread of this process is compiling what has not been kept."""
    return any(code.missing() for code in list(_codes.values()))


def wait_for_all() -> None:
    """Wait until no thread of this process is making code."""
    for code in list(_codes.values()):
        code.wait()


@contextmanager
def sparing(seconds: float) -> Iterator[None]:
    """Make no code in this block as long as all such work of this process together is small.

    To compile takes some ten seconds, and slows down meanwhile what runs in Python, so small work is done
    sooner without. What has taken five seconds all in all is worth it, since more may follow; what has taken
    half a second is worth reading code that has been kept.

    Parameters
    ----------
    seconds : roughly how long the work takes without code; where it takes longer, that counts
    """
    global _done
    begin = monotonic()
    token = _block.set((_done, seconds, begin))
    try:
        yield
    finally:
        _block.reset(token)
        with _guard:
            _done += max(seconds, monotonic() - begin)


def _work() -> float:
    """Return how many seconds of work without code there have been, with those of this block."""
    block = _block.get()
    if block is None:
        return inf
    done, seconds, begin = block
    return done + max(seconds, monotonic() - begin)


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
