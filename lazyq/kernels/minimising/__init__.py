"""The lower envelope of all elements of an action with a minimiser: one task, several kernels.

A kernel is a module with ``NAME``, ``why_not(action, x, y)`` and ``lines(action, x, y)``, which returns the
:class:`Lines` of every pair. Every kernel returns the same, elements included.
"""

from types import ModuleType

from torch import Tensor

from lazyq.actions import MinimisingAction
from lazyq.kernels.choosing import chosen
from lazyq.kernels.minimising import own, tables
from lazyq.kernels.minimising.lines import Lines, joined_lines, squared_distances_of_lines

ORDER: tuple[ModuleType, ...] = (tables, own)
BY_NAME: dict[str, ModuleType] = {kernel.NAME: kernel for kernel in ORDER}


def choose(name: str, action: MinimisingAction, x: Tensor, y: Tensor) -> ModuleType:
    """Return the kernel that serves, as :func:`lazyq.kernels.choosing.chosen` says."""
    return chosen(name, ORDER, BY_NAME, action, x, y)


__all__ = [
    "BY_NAME",
    "ORDER",
    "Lines",
    "choose",
    "joined_lines",
    "own",
    "squared_distances_of_lines",
    "tables",
]
