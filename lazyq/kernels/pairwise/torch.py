"""One matrix product for every group element: any separable action, any device, bounded memory."""

from itertools import pairwise as neighbours

import torch
from torch import Tensor

from lazyq.actions import SeparableAction, SolvableAction
from lazyq.kernels.choosing import why_not_enumerated

NAME = "torch"
_CELLS_AT_ONCE = 2**24
_EXACT_FLOAT32 = 2**24  # below it every integer is a float32


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    return why_not_enumerated(action)


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return (a, b): exact integers lose only when λ²ν² is added; float64 loses digits by cancellation."""
    if dtype == torch.uint8:
        return 4 * float(torch.finfo(torch.float32).eps), 0.0
    return 1e-12, 8 * (action.split(torch.empty(action.shape)).shape[-1] + 4) * torch.finfo(torch.float64).eps


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return Σᵢ min_e ( ‖xᵢ‖² + ‖yᵢ‖² − 2⟨e·xᵢ, yᵢ⟩ + μ ν(e)² ), at least 0.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`; float32 for uint8
    images, whose inner products are exact integers, and float64 for floating-point ones.
    """
    size = action.split(x[:0]).shape[-1]
    exact_in_float32 = x.dtype == torch.uint8 and 2 * size * 255**2 < _EXACT_FLOAT32
    work = torch.float32 if exact_in_float32 else torch.float64
    result = torch.float32 if x.dtype == torch.uint8 else torch.float64
    out = torch.empty(len(mus), len(x), len(y), dtype=result, device=x.device)
    cells = action.factors * (len(mus) + 3)
    columns = max(1, min(len(y), _CELLS_AT_ONCE // cells, 4096))
    rows = max(1, _CELLS_AT_ONCE // (cells * columns))
    for start in range(0, len(y), columns):
        target = action.split(y[start : start + columns].to(work)).movedim(-2, 0)
        for first in range(0, len(x), rows):
            part = _chunk(action, x[first : first + rows].to(work), target, mus)
            out[:, first : first + rows, start : start + columns] = part
    return out


def _chunk(action: SeparableAction, x: Tensor, target: Tensor, mus: Tensor) -> Tensor:
    energy = action.split(x).square().sum(-1).T[:, :, None] + target.square().sum(-1)[:, None, :]
    gain = 2 * (energy.amax() if energy.numel() else energy.new_zeros(()))
    slopes, counts = torch.unique_consecutive(action.squared_lengths, return_counts=True)
    edges = [0, *counts.cumsum(0).tolist()]
    least = energy.new_full((len(mus), *energy.shape), torch.inf)
    for slope, (begin, end) in zip(slopes.tolist(), neighbours(edges), strict=True):
        if slope > 0 and not (mus * slope <= gain.double().to(mus.device)).any():
            break
        inner = _inner(action, x, target, begin)
        for element in range(begin + 1, end):
            inner = torch.maximum(inner, _inner(action, x, target, element))
        residual = energy - 2 * inner
        for level, mu in enumerate(mus.tolist()):
            penalty = mu * slope if slope > 0 else 0.0
            torch.minimum(least[level], residual + penalty, out=least[level])
    return least.sum(1).clamp(min=0)


def _inner(action: SeparableAction, x: Tensor, target: Tensor, element: int) -> Tensor:
    """Return ⟨e·xᵢ, yᵢ⟩ for every factor, (F, n, m)."""
    g = action.assemble(torch.full((action.factors,), element, device=x.device))
    moved = action.split(action.act(g, x)).movedim(-2, 0)
    return moved @ target.mT
