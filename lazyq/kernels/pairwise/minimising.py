"""All pairs of an action with a minimiser: the lines of every pair, then every λ from them."""

import torch
from torch import Tensor

from lazyq.actions import MinimisingAction, SolvableAction
from lazyq.kernels import minimising

NAME = "minimising"
_PAIRS_AT_ONCE = 2**14


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if not isinstance(action, MinimisingAction):
        return f"it takes actions with a minimiser, and {type(action).__name__} is enumerated"
    return None


def errors(action: SolvableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return the rounding of R + μE."""
    return 4 * torch.finfo(torch.float64).eps, 0.0


def squared_distances(action: MinimisingAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return min_g ( d(gx, y)² + μ ν(g)² ) for every μ and every pair, in float64.

    Shapes as in :func:`lazyq.kernels.pairwise.reference.squared_distances`.
    """
    out = torch.empty(len(mus), len(x), len(y), dtype=torch.float64, device=x.device)
    rows = max(1, _PAIRS_AT_ONCE // max(1, len(y)))
    kernel = minimising.choose("auto", action, x, y)
    for start in range(0, len(x), rows):
        part = x[start : start + rows]
        pairs = part.repeat_interleave(len(y), 0), y.repeat(len(part), *[1] * (y.ndim - 1))
        lines = kernel.lines(action, *pairs)
        for level, mu in enumerate(mus.tolist()):
            squares = minimising.squared_distances_of_lines(lines, mu)
            out[level, start : start + rows] = squares.reshape(len(part), len(y))
    return out
