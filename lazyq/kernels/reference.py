"""The definition as code, slow on purpose: every other kernel is tested against it."""

import torch
from torch import Tensor

from lazyq.actions import SeparableAction
from lazyq.kernels.summing import by_halves

NAME = "reference"


def why_not(action: SeparableAction, x: Tensor, y: Tensor) -> str | None:
    """Return None: the definition serves every call."""
    return None


def squared_residuals(action: SeparableAction, x: Tensor, y: Tensor) -> Tensor:
    """Return ‖e·xᵢ − yᵢ‖² for every factor i and element e by looping over all of them in float64.

    Parameters
    ----------
    x, y : (n, *shape), in any numeric dtype

    Returns
    -------
    (n, F, E) float64, in squared units of x
    """
    count = len(action.squared_lengths)
    table = torch.empty(len(x), action.factors, count, dtype=torch.float64)
    for n in range(len(x)):
        target = action.split(y[n].double())
        for element in range(count):
            g = action.assemble(torch.full((action.factors,), element))
            moved = action.split(action.act(g, x[n].double()))
            for factor in range(action.factors):
                table[n, factor, element] = by_halves((moved[factor] - target[factor]).square())
    return table.to(x.device)
