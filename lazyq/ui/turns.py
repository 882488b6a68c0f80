"""Who runs a page now: a few at a time, the others in the order in which they came.

Two hundred runs at once take turns every few milliseconds, all end at the end, and each waiting thread wakes
Python two hundred times a second. One after another they take less time, and half of a class has its page in
half of that.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import final

_AT_ONCE = 2
_PATIENCE = 0.25


@final
class Turns:
    """So many at once, as long as these end: who has waited while nobody ended goes on without a turn.

    Parameters
    ----------
    at_once : how many
    patience : seconds; what takes long must not keep the others
    """

    def __init__(self, at_once: int = _AT_ONCE, patience: float = _PATIENCE) -> None:
        self._at_once, self._patience = at_once, patience
        self._changed = threading.Condition()
        self._running = self._ended = 0

    @property
    def busy(self) -> bool:
        """Whether anyone has a turn."""
        return self._running > 0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Run the block when it is its turn."""
        with self._changed:
            while self._running >= self._at_once:
                ended = self._ended
                self._changed.wait(self._patience)
                if ended == self._ended:
                    break
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._ended += 1
                self._changed.notify()


TURNS = Turns()
"""Of all visitors of the process."""
