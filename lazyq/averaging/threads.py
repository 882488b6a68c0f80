"""How many threads small problems get."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from threadpoolctl import threadpool_limits


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep torch and the linear algebra of NumPy and SciPy to one thread.

    Where matrices are small, threads that wait for each other cost more than they save: on two busy cores a
    second one made the training of the page's default network ten times slower.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(limits=1):
            yield
    finally:
        torch.set_num_threads(before)
