"""When garbage is collected: what imports brought stays for good, and one collection serves many runs."""

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import final

_MANY = 50  # modules: below a hundredth of what the app imports
_PAUSE = 2.0  # seconds from one collection to the next
_SHARE = 0.05  # of the time at most may go into collecting


@final
class FrozenImports:
    """The objects that the collector leaves alone; taken anew when many modules have come since."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._modules = 0

    def renew(self) -> None:
        """Freeze what is alive, if many modules were imported since the last time.

        Garbage is collected first, and so is what was frozen alive before and has died since: no more is
        kept from the collector than was alive at one moment. Who comes while another thread does it goes on.
        """
        if not self._guard.acquire(blocking=False):
            return
        try:
            count = len(sys.modules)
            if count - self._modules >= _MANY:
                gc.unfreeze()
                gc.collect()
                gc.freeze()
                self._modules = count
        finally:
            self._guard.release()


_FROZEN = FrozenImports()


@contextmanager
def imports_frozen() -> Iterator[None]:
    """Run a page, then freeze what it was the first in this process to import, however it ended.

    A collection takes a quarter of a second among the half million objects of torch, scikit-learn and Numba,
    for all visitors, since Python stands still meanwhile.
    """
    try:
        yield
    finally:
        _FROZEN.renew()


@final
class Sweeper:
    """Collects garbage from time to time, in a thread of its own, as long as garbage is made.

    Streamlit can collect after every run instead (``runner.postScriptGC``), but each collection walks what
    all visitors have on screen: when a class opens a page at once, the square of their number.
    """

    def __init__(
        self, collect: Callable[[], object] = gc.collect, clock: Callable[[], float] = perf_counter
    ) -> None:
        self._collect = collect
        self._clock = clock
        self._begun = threading.Event()
        self._ended = threading.Event()
        self._seen = -1

    def begin(self) -> None:
        """Start the thread, the first time only."""
        if not self._begun.is_set():
            self._begun.set()
            threading.Thread(target=self._run, name="lazyq-sweeper", daemon=True).start()

    def end(self) -> None:
        """Let the thread end."""
        self._ended.set()

    def sweep(self) -> float:
        """Collect, if objects were made since the last time; return the seconds to wait until the next."""
        made = gc.get_stats()[0]["collections"]
        if made == self._seen:
            return _PAUSE
        began = self._clock()
        self._collect()
        self._seen = made
        return max(_PAUSE, (self._clock() - began) / _SHARE)

    def _run(self) -> None:
        pause = _PAUSE
        while not self._ended.wait(pause):
            pause = self.sweep()


_SWEEPER = Sweeper()


def sweep_regularly() -> None:
    """Collect garbage from now on, once a process."""
    _SWEEPER.begin()
