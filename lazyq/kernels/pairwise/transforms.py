"""All cyclic shifts of all pairs by PyTorch's fast Fourier transform: any device, bytes exactly."""

import math

import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction, SolvableAction, Translations
from lazyq.actions.cyclic import signed_shifts, translations

NAME = "transforms"
_SHORTEST = 128
_CELLS_AT_ONCE = {"cpu": 2**20, "cuda": 2**25}


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if not isinstance(action, RowShifts | Translations):
        return f"it knows RowShifts and Translations, not {type(action).__name__}"
    if isinstance(action, RowShifts) and action.width < _SHORTEST:
        return f"products are faster for rows of fewer than {_SHORTEST} columns, and there are {action.width}"
    if x.device.type not in _CELLS_AT_ONCE:
        return f"it needs complex numbers of float64, which {x.device.type} has not"
    return None


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return (a, b), as :mod:`lazyq.kernels.pairwise` says.

    Inner products of bytes are rounded to the integers that they are. Those of others pass three transforms,
    each of at most log₂ N steps, which lose some ten ε ‖x‖‖y‖ a step.
    """
    if dtype == torch.uint8:
        return 4 * float(torch.finfo(torch.float32).eps), 0.0
    steps = math.log2(math.prod(action.shape)) + 2
    return 1e-12, 32 * steps * torch.finfo(torch.float64).eps


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return Σᵢ min_e ( ‖xᵢ‖² + ‖yᵢ‖² − 2⟨e·xᵢ, yᵢ⟩ + μ ν(e)² ), at least 0.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`; float32 for uint8
    images and float64 for floating-point ones. One transform back a pair serves all λ.
    """
    result = torch.float32 if x.dtype == torch.uint8 else torch.float64
    out = torch.empty(len(mus), len(x), len(y), dtype=result, device=x.device)
    if out.numel() == 0:
        return out
    dims = (-1,) if isinstance(action, RowShifts) else (-2, -1)
    penalties = _penalties(action, mus.to(x.device))
    source, target = x.double(), y.double()
    spectra, conjugates = torch.fft.rfftn(source, dim=dims), torch.fft.rfftn(target, dim=dims).conj()
    own, theirs = (images.square().sum(dims) for images in (source, target))
    cells = _CELLS_AT_ONCE[x.device.type] // x[0].numel()
    columns = max(1, min(len(y), cells))
    rows = max(1, cells // columns)
    for start in range(0, len(y), columns):
        block = slice(start, start + columns)
        for first in range(0, len(x), rows):
            part = slice(first, first + rows)
            products = spectra[part, None] * conjugates[block]
            inner = torch.fft.irfftn(products, s=[action.shape[dim] for dim in dims], dim=dims)
            inner = inner.round_() if x.dtype == torch.uint8 else inner
            gains = inner.mul_(-2).flatten(-len(dims))
            energies = own[part, None] + theirs[block]
            for level, penalty in enumerate(penalties):
                least = gains[..., 0] if mus[level] == torch.inf else (gains + penalty).amin(-1)
                squared = (energies + least).flatten(2).sum(-1) if energies.ndim > 2 else energies + least
                out[level, part, block] = squared.clamp(min=0)
    return out


def _penalties(action: SeparableAction, mus: Tensor) -> Tensor:
    """Return μ ν(e)² of every shift, (L, shifts), in the order in which transforms have them."""
    if isinstance(action, RowShifts):
        places = signed_shifts(action.width) % action.width
    else:
        height, width = action.shape
        shifts = translations(height, width)
        places = shifts[:, 0] % height * width + shifts[:, 1] % width
    squares = torch.empty(len(places), dtype=torch.float64, device=mus.device)
    squares[places.to(mus.device)] = action.squared_lengths.to(mus.device)
    return mus[:, None] * squares
