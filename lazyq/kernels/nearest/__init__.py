"""Nearest neighbours by the exact lazy distance: one task, several kernels.

A kernel is a module with

- ``NAME``,
- ``why_not(action, x, y)``: the reason why it can't serve the call, or None,
- ``is_awaited(action, x)``: whether machine code that it needs is still being made, which this begins,
- ``prepare(action, y, tick)``: the second set as it takes it, in blocks; a list of them serves many queries,
- ``nearest(action, prepared, x, mus, k, tick)``: squared distances (λ, n, k) in float64, in squared units of
  x, and indices; tick(pairs) is called as the work goes on, and may raise to end it,
- ``near(action, prepared, x, mus, limits)``: of one image x (1, *shape) the indices of all points whose
  squared distance is at most the limit at some λ, and maybe of some others; and what their squared
  distances are at least, but for a relative error of the last digits of float32.

Every kernel returns the same, bit for bit: distances of :mod:`lazyq.kernels.pairs`, ties in the
order of the second set.
"""

from collections.abc import Callable, Iterable
from types import ModuleType

import torch
from torch import Tensor

from lazyq.actions import SolvableAction
from lazyq.kernels.choosing import chosen
from lazyq.kernels.nearest import bands, brute, pruned

ORDER: tuple[ModuleType, ...] = (bands, pruned, brute)
BY_NAME: dict[str, ModuleType] = {kernel.NAME: kernel for kernel in ORDER}


def choose(name: str, action: SolvableAction, x: Tensor, y: Tensor) -> ModuleType:
    """Return the kernel that serves, as :func:`lazyq.kernels.choosing.chosen` says."""
    return chosen(name, ORDER, BY_NAME, action, x, y)


def search(
    kernel: ModuleType, action: SolvableAction, prepared: Iterable[object], x: Tensor, mus: Tensor, k: int,
    tick: Callable[[int], None],
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Return what the kernel's ``nearest`` does.

    While its machine code is being made, queries are answered without it, one at a time, if ``prepared`` is a
    list, which can be gone through again.
    """
    parts: list[tuple[Tensor, Tensor]] = []
    while isinstance(prepared, list) and len(parts) < len(x) and kernel.is_awaited(action, x):
        query = x[len(parts) : len(parts) + 1]
        parts.append(kernel.nearest(action, prepared, query, mus, k, tick))
    if not parts or len(parts) < len(x):
        parts.append(kernel.nearest(action, prepared, x[len(parts) :], mus, k, tick))
    distances, indices = (torch.cat(tensors, 1) for tensors in zip(*parts, strict=True))
    return distances, indices


__all__ = ["BY_NAME", "ORDER", "bands", "brute", "choose", "pruned", "search"]
