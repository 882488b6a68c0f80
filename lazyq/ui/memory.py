"""What imports brought stays for good: the garbage collector need not walk it after every run of a page."""

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import final

_MANY = 50  # modules: below a hundredth of what the app imports


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

    Streamlit collects garbage after every run, which takes a quarter of a second among the half million
    objects of torch, scikit-learn and Numba, for all visitors, since Python stands still meanwhile.
    """
    try:
        yield
    finally:
        _FROZEN.renew()
