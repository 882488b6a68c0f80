"""The whole path from one table of all elements a pair: rigid motions, whose minimiser would make it anew."""

import torch
from torch import Tensor

from lazyq.actions import MinimisingAction, RigidMotions
from lazyq.kernels.minimising.lines import Lines, joined_lines
from lazyq.kernels.minimising.own import searched_lines

NAME = "tables"


def why_not(action: MinimisingAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if not isinstance(action, RigidMotions):
        return f"it takes RigidMotions, and {type(action).__name__} has too many elements for a table"
    return None


def lines(action: RigidMotions, x: Tensor, y: Tensor) -> Lines:
    """Return the envelope of every pair (x[p], y[p]), as :func:`lazyq.kernels.minimising.own.lines`."""
    places = torch.arange(len(x), device=x.device).split(action.pairs_at_once)
    return joined_lines([_some(action, x[rows], y[rows]) for rows in places])


def _some(action: RigidMotions, x: Tensor, y: Tensor) -> Lines:
    table = action.squared_residuals(x, y)
    return searched_lines(action, x, y, lambda pair, weights: action.chosen(table[pair], weights))
