"""How many threads small problems get."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import final

import torch
from threadpoolctl import threadpool_limits


@final
class _Limit:
    """One thread while anyone is inside, as many as before when the last one leaves."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._inside = 0

    def enter(self) -> None:
        with self._guard:
            if self._inside == 0:
                self._before = torch.get_num_threads()
                self._pools = threadpool_limits(limits=1)
            self._inside += 1
            torch.set_num_threads(1)

    def leave(self) -> None:
        with self._guard:
            self._inside -= 1
            if self._inside == 0:
                self._pools.restore_original_limits()
                torch.set_num_threads(self._before)


_LIMIT = _Limit()


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep torch and the linear algebra of NumPy and SciPy to one thread.

    Where matrices are small, threads that wait for each other cost more than they save, and on a busy machine
    they cost a hundred times as much. May be entered again, and by several threads of Python at once.
    """
    _LIMIT.enter()
    try:
        yield
    finally:
        _LIMIT.leave()
