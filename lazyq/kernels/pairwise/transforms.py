"""All cyclic shifts of all pairs by PyTorch's fast Fourier transform: any device, bytes exactly."""

import math

import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction, SolvableAction
from lazyq.actions.cyclic import translations
from lazyq.kernels import planes

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

    Inner products of bytes are rounded to the integers that they are. Those of others pass three transforms,
    each of at most log₂ N steps, which lose some ten ε ‖x‖‖y‖ a step; each of C channels is added.
    """
    if dtype == torch.uint8:
        return 4 * float(torch.finfo(torch.float32).eps), 0.0
    channels, *sides = _sizes(action)
    steps = math.log2(math.prod(sides)) + 2
    return 1e-12, (32 * steps + channels) * torch.finfo(torch.float64).eps


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return Σᵢ min_e ( ‖xᵢ‖² + ‖yᵢ‖² − 2⟨e·xᵢ, yᵢ⟩ + μ ν(e)² ), at least 0.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`; float32 for uint8
    images and float64 for floating-point ones. One transform back a pair serves all λ.
    """
    result = torch.float32 if x.dtype == torch.uint8 else torch.float64
    out = torch.empty(len(mus), len(x), len(y), dtype=result, device=x.device)
    if out.numel() == 0:
        return out
    channels, *sides = _sizes(action)
    dims = tuple(range(-len(sides), 0))
    penalties = _penalties(sides, action.squared_lengths.to(x.device), mus.to(x.device))
    source, target = (_by_channel(images, channels, sides) for images in (x, y))
    own, theirs = (images.square().flatten(3).sum((0, -1)) for images in (source, target))
    spectra, conjugates = torch.fft.rfftn(source, dim=dims), torch.fft.rfftn(target, dim=dims).conj()
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
            inner = torch.fft.irfftn(products, s=sides, dim=dims).flatten(3)
            if x.dtype == torch.uint8:
                inner.round_()
            energies = own[part, None] + theirs[block]
            # Before the penalty is added, which may be lost beside the energies
            residuals = torch.add(energies[..., None], inner, alpha=-2, out=inner)
            for level, penalty in enumerate(penalties):
                least = residuals[..., 0] if mus[level] == torch.inf else (residuals + penalty).amin(-1)
                out[level, part, block] = least.sum(-1).clamp(min=0)
    return out


def _sizes(action: SolvableAction) -> tuple[int, ...]:
    """Return (C, W) of rows that shift each for itself, (C, H, W) of what shifts as a whole, () of others."""
    return (1, action.width) if isinstance(action, RowShifts) else planes.size_of(action) or ()


def _by_channel(images: Tensor, channels: int, sides: list[int]) -> Tensor:
    """Return images as float64 (C, n, parts that are shifted for themselves, *sides)."""
    return images.double().reshape(len(images), channels, -1, *sides).movedim(1, 0)


def _penalties(sides: list[int], squared_lengths: Tensor, mus: Tensor) -> Tensor:
    """Return μ ν(e)² of every shift, (L, shifts), in the order in which transforms have them."""
    height, width = [1, *sides][-2:]
    shifts = translations(height, width)
    places = shifts[:, 0] % height * width + shifts[:, 1] % width
    squares = torch.empty_like(squared_lengths)
    squares[places.to(squares.device)] = squared_lengths
    return mus[:, None] * squares
