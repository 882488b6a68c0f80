"""Act with some elements after others, on a whole batch: any separable action, any dtype."""

import torch
from torch import Tensor

from lazyq.actions import SeparableAction
from lazyq.kernels.summing import by_halves

NAME = "enumeration"
_VALUES_AT_ONCE, _ON_GPU = 2**18, 2**24  # what a cache holds, and what keeps a GPU busy


def why_not(action: SeparableAction, x: Tensor, y: Tensor) -> str | None:
    """Return None: every call can be enumerated."""
    return None


def squared_residuals(action: SeparableAction, x: Tensor, y: Tensor) -> Tensor:
    """Return ‖e·xᵢ − yᵢ‖² from the differences themselves, in float64: nothing cancels,
    and the squares are summed by halves.

    Shapes and units as in :func:`lazyq.kernels.reference.squared_residuals`. uint8 input is exact.
    """
    source, target = x.double(), action.split(y.double())
    most = _ON_GPU if x.device.type == "cuda" else _VALUES_AT_ONCE
    step = max(1, most // max(1, source.numel()))
    parts = []
    for elements in torch.arange(len(action.squared_lengths), device=x.device).split(step):
        g = action.assemble(elements[:, None].expand(-1, action.factors).unsqueeze(1))
        parts.append(by_halves((action.split(action.act(g, source)) - target).square()))
    return torch.cat(parts).movedim(0, -1)
