"""All cyclic shifts of all pairs by PyTorch's fast Fourier transform: any device, bytes exactly."""

import math

import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction, SolvableAction
from lazyq.actions.cyclic import translations
from lazyq.kernels import planes, scaling

NAME = "transforms"
_SHORTEST = 128
_CELLS_AT_ONCE = {"cpu": 2**20, "cuda": 2**25}


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if not _sizes(action):
        return f"it knows RowShifts, Translations, and shifts of several channels, not {action}"
    if isinstance(action, RowShifts) and action.width < _SHORTEST:
        return f"products are faster for rows of fewer than {_SHORTEST} columns, and there are {action.width}"
    if x.device.type not in _CELLS_AT_ONCE:
        return f"it needs complex numbers of float64, which {x.device.type} has not"
    return None


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return (a, b), as :mod:`lazyq.kernels.pairwise` says.

    Inner products of bytes are rounded to the integers that they are. Those of others pass three transforms
    of log₂ N steps at most. In each a term is multiplied by a rounded wave and added, which loses less than
    2.5 ε of it; the terms of an inner product are at most ‖x‖ ‖y‖ together. Each of C channels is added.
    """
    if dtype == torch.uint8:
        return 4 * float(torch.finfo(torch.float32).eps), 0.0
    channels, *sides = _sizes(action)
    epsilon = torch.finfo(_working(sides, dtype)).eps
    steps = math.log2(math.prod(sides)) + 2
    parts = action.height if isinstance(action, RowShifts) else 1
    lost = (8 * steps + channels + 8) * epsilon + scaling.lost_by_means(channels * parts)
    return (parts + 16) * epsilon, lost


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return Σᵢ min_e ( ‖xᵢ‖² + ‖yᵢ‖² − 2⟨e·xᵢ, yᵢ⟩ + μ ν(e)² ), at least 0.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`; float32 for uint8
    images and float64 for floating-point ones, whose means are taken away first. One transform back a pair
    serves all λ.
    """
    levels = x.dtype == torch.uint8
    out = torch.empty(
        len(mus), len(x), len(y), dtype=torch.float32 if levels else torch.float64, device=x.device
    )
    if out.numel() == 0:
        return out
    channels, *sides = _sizes(action)
    dims = tuple(range(-len(sides), 0))
    work = torch.float64 if levels else _working(sides, x.dtype)
    unit = scaling.unit_of(x, y)
    penalties = _penalties(sides, action.squared_lengths.to(x.device), mus.to(x.device) / unit**2).to(work)
    (source, own_means), (target, their_means) = (
        _by_channel(images, channels, sides, unit) for images in (x, y)
    )
    own, theirs = (images.square().flatten(3).sum((0, -1)).to(work) for images in (source, target))
    source, target = source.to(work), target.to(work)
    factor = 1 if levels else -2
    spectra, conjugates = torch.fft.rfftn(source, dim=dims), torch.fft.rfftn(target * factor, dim=dims).conj()
    cells = _CELLS_AT_ONCE[x.device.type] // x[0].numel()
    columns = max(1, min(len(y), cells))
    queries = max(1, cells // columns)
    for start in range(0, len(y), columns):
        block = slice(start, start + columns)
        for first in range(0, len(x), queries):
            part = slice(first, first + queries)
            products = spectra[0, part, None] * conjugates[0, block]
            for channel in range(1, channels):
                products.addcmul_(spectra[channel, part, None], conjugates[channel, block])
            gains = torch.fft.irfftn(products, s=sides, dim=dims)
            if levels:
                gains.round_().mul_(-2)
            gains = gains.flatten(3)
            energies = own[part, None] + theirs[block]
            for level, penalty in enumerate(penalties):
                least = gains[..., 0] if mus[level] == torch.inf else (gains + penalty).amin(-1)
                out[level, part, block] = (energies + least).sum(-1).clamp(min=0)
    if not levels:
        out += scaling.squared_distances_of_means(own_means, their_means, math.prod(sides))
        out *= unit**2
        scaling.measure_dark_pairs(action, x, y, mus, out, unit)
    return out


def _working(sides: list[int], dtype: torch.dtype) -> torch.dtype:
    """Return float32 of float32 whose transforms are made of short ones, else float64."""
    rest = math.prod(sides)
    for prime in (2, 3, 5, 7):
        while rest % prime == 0:
            rest //= prime
    return dtype if rest == 1 else torch.float64


def _sizes(action: SolvableAction) -> tuple[int, ...]:
    """Return (C, W) of rows that shift each for itself, (C, H, W) of what shifts as a whole, () of others."""
    return (1, action.width) if isinstance(action, RowShifts) else planes.size_of(action) or ()


def _by_channel(images: Tensor, channels: int, sides: list[int], unit: float) -> tuple[Tensor, Tensor]:
    """Return images as float64 (C, n, parts that are shifted for themselves, *sides), and means (n, C·parts).

    Floats are in units, less the mean of every part.
    """
    flat = images.reshape(len(images), channels, -1, math.prod(sides))
    if images.dtype == torch.uint8:
        values, means = flat.double(), flat.sum(-1)
    else:
        values, means = scaling.centred(flat, unit)
    return values.double().unflatten(-1, sides).movedim(1, 0), means.flatten(1)


def _penalties(sides: list[int], squared_lengths: Tensor, mus: Tensor) -> Tensor:
    """Return μ ν(e)² of every shift, (L, shifts), in the order in which transforms have them."""
    height, width = [1, *sides][-2:]
    shifts = translations(height, width)
    places = shifts[:, 0] % height * width + shifts[:, 1] % width
    squares = torch.empty_like(squared_lengths)
    squares[places.to(squares.device)] = squared_lengths
    return mus[:, None] * squares
