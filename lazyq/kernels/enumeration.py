"""Act with all elements, some at a time, on a whole batch: any separable action, any dtype."""

import torch
from torch import Tensor

from lazyq.actions import SeparableAction
from lazyq.kernels.summing import by_halves

NAME = "enumeration"
_CELLS_AT_ONCE = 2**16  # of moved points, which stay in a processor's own cache
_ON_GPU = 2**24  # which keep one busy


def why_not(action: SeparableAction, x: Tensor, y: Tensor) -> str | None:
    """Return None: every call can be enumerated."""
    return None


def squared_residuals(action: SeparableAction, x: Tensor, y: Tensor) -> Tensor:
    """Return ‖e·xᵢ − yᵢ‖² from the differences themselves, in float64: nothing cancels,
    and the squares are summed by halves.

    Shapes and units as in :func:`lazyq.kernels.reference.squared_residuals`. uint8 input is exact.
    """
    source, target = x.double(), action.split(y.double())
    cells = _ON_GPU if x.device.type == "cuda" else _CELLS_AT_ONCE
    step = max(1, cells // max(1, source.numel()))
    parts = []
    for elements in torch.arange(len(action.squared_lengths), device=x.device).split(step):
        g = action.assemble(elements[:, None, None].expand(-1, 1, action.factors))
        parts.append(by_halves((action.split(action.act(g, source)) - target).square()))
    return torch.cat(parts).movedim(0, -1).contiguous()
