"""Pairs of floating-point images under cyclic translations of the whole: few elements are measured.

Transforms in float64 tell the cost of every translation up to an error that is known. Those that could be the
best are measured from the differences, as defined.
"""

import torch
from torch import Tensor

from lazyq.actions import SeparableAction
from lazyq.actions.cyclic import translations
from lazyq.kernels.planes import size_of
from lazyq.kernels.summing import by_halves

_CELLS_AT_ONCE = 2**20
_DARKEST, _BRIGHTEST = 2.0**-800, 2.0**1000  # energies between which no transform loses more than digits
_EPSILON = float(torch.finfo(torch.float64).eps)


def why_not(action: SeparableAction, x: Tensor) -> str | None:
    """Return the reason why this can't serve the call, or None."""
    if size_of(action) is None:
        name = type(action).__name__
        return f"it knows Translations, shifts of one row or series, and Channels of them, not {name}"
    if not x.is_floating_point():
        return f"it takes floating-point images, not {x.dtype}"
    return None


def squared_distances_of_pairs(action: SeparableAction, x: Tensor, y: Tensor, mu: float) -> Tensor:
    """Return what :func:`lazyq.kernels.pairs.squared_distances_of_pairs` does, bit for bit."""
    size = size_of(action)
    if size is None:
        raise ValueError(why_not(action, x))
    shifts = translations(*size[1:]).to(x.device)
    squared_lengths = shifts.double().square().sum(-1)
    penalties = torch.where(squared_lengths > 0, mu * squared_lengths, 0.0)
    step = max(1, _CELLS_AT_ONCE // (size[0] * len(shifts)))
    parts = [x.new_empty(0, dtype=torch.float64)]
    for start in range(0, len(x), step):
        own, theirs = (points[start : start + step].detach().double().reshape(-1, *size) for points in (x, y))
        parts.append(_measured(own, theirs, shifts, penalties))
    return torch.cat(parts)


def _measured(x: Tensor, y: Tensor, shifts: Tensor, penalties: Tensor) -> Tensor:
    pairs, elements = _possible(x, y, shifts, penalties).nonzero(as_tuple=True)
    channels, height, width = x.shape[1:]
    rows = torch.arange(height, device=x.device)[:, None]
    columns = torch.arange(width, device=x.device)
    residuals, step = [], max(1, _CELLS_AT_ONCE // (channels * height * width))
    for start in range(0, len(pairs), step):
        part = slice(start, start + step)
        a, b = shifts[elements[part]].unbind(-1)
        cells = (rows + a[:, None, None]) % height * width + (columns + b[:, None, None]) % width
        source = x[pairs[part]].flatten(2)
        moved = source.gather(2, cells.flatten(1)[:, None].expand(source.shape))
        residuals.append(by_halves(by_halves((moved - y[pairs[part]].flatten(2)).square())))
    residual = torch.cat(residuals)
    cost = residual + penalties[elements]
    least = cost.new_full((len(x),), torch.inf).scatter_reduce(0, pairs, cost, "amin")
    best = (cost <= least[pairs]).nonzero().flatten()
    _, counts = pairs[best].unique_consecutive(return_counts=True)
    first = best[counts.cumsum(0) - counts]  # in the order of elements, the first of equals
    return residual[first] + penalties[elements[first]]


def _possible(x: Tensor, y: Tensor, shifts: Tensor, penalties: Tensor) -> Tensor:
    """Return which translations may cost least, (p, H·W)."""
    channels, height, width = x.shape[1:]
    spectrum = (torch.fft.rfft2(x) * torch.fft.rfft2(y).conj()).sum(1)
    inner = torch.fft.irfft2(spectrum, s=(height, width)).flatten(1)
    places = shifts[:, 0] % height * width + shifts[:, 1] % width
    energy = x.flatten(1).square().sum(1) + y.flatten(1).square().sum(1)
    costs = energy[:, None] - 2 * inner.index_select(1, places) + penalties
    margin = (64 * (4 + (height * width).bit_length()) + 4 * channels) * _EPSILON * energy
    limit = costs.amin(1) + 2 * margin
    known = (energy > _DARKEST) & (energy < _BRIGHTEST)
    return (costs <= limit[:, None]) | ~known[:, None]
