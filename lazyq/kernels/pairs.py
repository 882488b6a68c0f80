"""The squared distance that decides who is nearer: one formula for every kernel and device, bit for bit."""

import torch
from torch import Tensor

from lazyq import kernels
from lazyq.actions import MinimisingAction, SolvableAction
from lazyq.kernels import minimising, screened
from lazyq.kernels.summing import by_halves

_CELLS_AT_ONCE = 2**22


def squared_distances_of_pairs(action: SolvableAction, x: Tensor, y: Tensor, mu: float) -> Tensor:
    """Return R + μE of every pair (x[p], y[p]), in squared units of x, in float64.

    R = Σ ‖e·xᵢ − yᵢ‖² and E = Σ ν(e)² over the factors, e the least ‖e·xᵢ − yᵢ‖² + μν(e)², of least
    effort where several are; both sums of squares by halves. For uint8 R is an integer, so that equal
    distances are equal bit for bit.

    Parameters
    ----------
    x, y : (p, *shape)
    mu : λ² in squared units of x, or inf
    """
    if isinstance(action, MinimisingAction):
        kernel = minimising.choose("auto", action, x, y)
        return minimising.squared_distances_of_lines(kernel.lines(action, x, y), mu)
    if screened.why_not(action, x) is None:
        return screened.squared_distances_of_pairs(action, x, y, mu)
    squared_lengths = action.squared_lengths.to(x.device)
    penalties = torch.where(squared_lengths > 0, mu * squared_lengths, 0.0)
    step = max(1, _CELLS_AT_ONCE // (action.factors * len(squared_lengths)))
    parts = [x.new_empty(0, dtype=torch.float64)]
    kernel = kernels.choose("auto", action, x, y)
    for start in range(0, len(x), step):
        table = kernel.squared_residuals(action, x[start : start + step], y[start : start + step])
        costs = table + penalties
        choice = (costs <= costs.amin(-1, keepdim=True)).byte().argmax(-1, keepdim=True)
        residual = by_halves(table.gather(-1, choice).squeeze(-1))
        effort = squared_lengths[choice.squeeze(-1)].sum(-1)
        parts.append(residual + torch.where(effort > 0, mu * effort, 0.0))
    return torch.cat(parts)
