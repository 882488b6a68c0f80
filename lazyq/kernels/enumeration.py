"""Act with one element after the other, on a whole batch: any separable action, any dtype."""

import torch
from torch import Tensor

from lazyq.actions import SeparableAction
from lazyq.kernels.summing import by_halves

NAME = "enumeration"


def why_not(action: SeparableAction, x: Tensor, y: Tensor) -> str | None:
    """Return None: every call can be enumerated."""
    return None


def squared_residuals(action: SeparableAction, x: Tensor, y: Tensor) -> Tensor:
    """Return ‖e·xᵢ − yᵢ‖² from the differences themselves, in float64: nothing cancels,
    and the squares are summed by halves.

    Shapes and units as in :func:`lazyq.kernels.reference.squared_residuals`. uint8 input is exact.
    """
    source, target = x.double(), action.split(y.double())
    columns = []
    for element in range(len(action.squared_lengths)):
        g = action.assemble(torch.full((action.factors,), element, device=x.device))
        columns.append(by_halves((action.split(action.act(g, source)) - target).square()))
    return torch.stack(columns, -1)
