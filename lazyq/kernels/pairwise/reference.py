"""The definition as code, slow on purpose: every other kernel is tested against it."""

import torch
from torch import Tensor

from lazyq.actions import SeparableAction, SolvableAction
from lazyq.kernels import reference
from lazyq.kernels.choosing import why_not_enumerated

NAME = "reference"


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    return why_not_enumerated(action)


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return the rounding of a sum of F·D squares in float64, relative to the sum."""
    return 1e-12, 0.0


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return Σᵢ min_e ( ‖e·xᵢ − yᵢ‖² + μ ν(e)² ) for every μ and every pair, in float64.

    Parameters
    ----------
    x, y : (n, *shape) and (m, *shape)
    mus : (L,) float64, λ² in squared units of x; inf allowed

    Returns
    -------
    (L, n, m) float64, in squared units of x
    """
    squared_lengths = action.squared_lengths
    out = torch.empty(len(mus), len(x), len(y), dtype=torch.float64)
    for q in range(len(x)):
        for j in range(len(y)):
            table = reference.squared_residuals(action, x[q : q + 1], y[j : j + 1])[0].cpu()
            for level, mu in enumerate(mus.tolist()):
                terms = [mu * s if s > 0 else 0.0 for s in squared_lengths.tolist()]
                out[level, q, j] = (table + torch.tensor(terms, dtype=torch.float64)).min(-1).values.sum()
    return out.to(x.device)
