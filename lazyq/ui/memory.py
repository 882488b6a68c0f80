"""When garbage is collected: what imports brought stays for good, and one collection serves many runs."""

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import final

from lazyq.ui.turns import TURNS

_MANY = 50  # modules: below a hundredth of what the app imports
_PAUSE = 2.0  # seconds from one collection to the next
_SHARE = 0.05  # of the time at most may go into collecting
_MOMENT = 0.25  # seconds for which a collection is put off
_LATEST = 10.0  # seconds after which it is collected though pages run
_FEW = 700  # objects that aren't worth a collection
# From how many new objects on Python collects by itself, and how often it then walks older ones: hardly ever,
# for each such walk goes through what all visitors have on screen, and the sweeper comes every other second.
_THRESHOLDS = (50_000, 50, 1_000)


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
    all visitors have on screen: when a class opens a page at once, the square of their number. While pages
    run it is put off, for all stand still meanwhile, but not for long.
    """

    def __init__(
        self,
        collect: Callable[[], object] = gc.collect,
        clock: Callable[[], float] = perf_counter,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        self._collect = collect
        self._clock = clock
        self._busy = busy
        self._put_off = 0.0
        self._begun = threading.Event()
        self._ended = threading.Event()
        self._seen = -1

    def begin(self) -> None:
        """Start the thread, the first time only, and leave the collecting to it."""
        if not self._begun.is_set():
            self._begun.set()
            gc.set_threshold(*_THRESHOLDS)
            threading.Thread(target=self._run, name="lazyq-sweeper", daemon=True).start()

    def end(self) -> None:
        """Let the thread end."""
        self._ended.set()

    def sweep(self) -> float:
        """Collect, if objects were made since the last time; return the seconds to wait until the next."""
        made = gc.get_stats()[0]["collections"]
        if made == self._seen and gc.get_count()[0] < _FEW:
            return _PAUSE
        if self._busy() and self._put_off < _LATEST:
            self._put_off += _MOMENT
            return _MOMENT
        self._put_off = 0.0
        began = self._clock()
        self._collect()
        self._seen = gc.get_stats()[0]["collections"]
        return max(_PAUSE, (self._clock() - began) / _SHARE)

    def _run(self) -> None:
        pause = _PAUSE
        while not self._ended.wait(pause):
            pause = self.sweep()


_SWEEPER = Sweeper(busy=lambda: TURNS.busy)


def sweep_regularly() -> None:
    """Collect garbage from now on, once a process."""
    _SWEEPER.begin()
