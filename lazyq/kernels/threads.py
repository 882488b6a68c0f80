"""How many threads of torch small work has."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def one_thread() -> Iterator[None]:
    """Use one thread of torch in this block of many small steps.

    Several would be little faster, and wait for each other after every step: where other programs or the
    compiler need the cores too, they take twenty times as long.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
