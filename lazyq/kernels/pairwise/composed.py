"""Products of actions and shifts in time: the fastest kernel of the part that has most elements."""

import math

import torch
from torch import Tensor

from lazyq.actions import Product, RowShifts, SeparableAction, SolvableAction, TimeShifts
from lazyq.kernels import composed, pairwise
from lazyq.kernels.pairwise import triton

NAME = "composed"


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if isinstance(action, TimeShifts) and action.channels not in (None, 1):
        return "it knows TimeShifts of one channel, and there are several"
    if not isinstance(action, Product | TimeShifts):
        return f"it knows Product and TimeShifts, not {type(action).__name__}"
    return None


def errors(action: SolvableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return the largest of any kernel that may serve a part, and one rounding more for its price."""
    parts = action.actions if isinstance(action, Product) else (_rows(action),)
    known = [bound for part in parts for bound in _possible(part, dtype)]
    more = torch.finfo(torch.float32 if dtype == torch.uint8 else torch.float64).eps
    return max(a for a, _ in known) + 2 * more, max(b for _, b in known)


def _possible(part: SeparableAction, dtype: torch.dtype) -> list[tuple[float, float]]:
    """Return the errors of the kernels that may serve a part, here or on a GPU."""
    nothing = torch.empty(0, *part.shape, dtype=dtype)
    serving = [kernel for kernel in pairwise.ORDER if kernel.why_not(part, nothing, nothing) is None]
    on_gpu = [triton.errors(part, dtype)] if isinstance(part, RowShifts) else []
    return [*(kernel.errors(part, dtype) for kernel in serving), *on_gpu]


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return the least over the other actions' elements of what the largest action's kernel returns.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`.
    """
    if not isinstance(action, Product):
        rows = _rows(action)
        source, target = (points.reshape(-1, *rows.shape) for points in (x, y))
        return pairwise.choose("auto", rows, source, target).squared_distances(rows, source, target, mus)
    largest = max(range(len(action.actions)), key=lambda place: len(action.actions[place].squared_lengths))
    part, scale = action.actions[largest], action.scales[largest]
    least: Tensor | None = None
    for turn in composed.turns(action, x, y):
        kernel = pairwise.choose("auto", part, turn.x, turn.y)
        found = kernel.squared_distances(part, turn.x, turn.y, mus * scale**2)
        if turn.squared_length > 0:
            found += (mus * turn.squared_length).to(found)[:, None, None]
        least = found if least is None else torch.minimum(least, found)
    if least is None:
        raise AssertionError("a product has at least one element")
    return least


def _rows(action: SolvableAction) -> RowShifts:
    return RowShifts(1, math.prod(action.shape))
