"""Shifts of whole byte images on an NVIDIA GPU: every shifted image times every target, by tensor cores."""

import math
from importlib.util import find_spec

import torch
from torch import Tensor
from torch.nn.functional import pad

from lazyq.actions import SeparableAction, SolvableAction
from lazyq.kernels import planes

NAME = "orbits"
_LARGEST = 2**12  # pixels of all channels: beyond it Fourier transforms are faster
_MIDDLE = 128  # what makes a level 0 … 255 a signed byte
_BYTES_AT_ONCE = 2**28


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    size = planes.size_of(action)
    if size is None:
        return f"it knows Translations, and shifts of several channels, not {action}"
    if x.dtype != torch.uint8:
        return f"it takes uint8 images, not {x.dtype}"
    if math.prod(size) > _LARGEST:
        return f"it takes up to {_LARGEST} pixels, and there are {math.prod(size)}"
    if not find_spec("triton"):
        return "Triton is not installed"
    from lazyq.kernels.pairwise import orbit_tiles, tiles

    if x.device.type != "cuda" and not tiles.interpreted():
        return f"it runs on CUDA, and the images are on {x.device}"
    return orbit_tiles.why_not(x.device)


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return (a, b): sums are exact integers, which lose only when float32 takes them and λ²ν² is added."""
    return 4 * float(torch.finfo(torch.float32).eps), 0.0


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return min_e ( ‖e·x − y‖² + μ ν(e)² ) in squared levels, float32.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`. Shifts keep
    ‖e·x − y‖² when 128 is taken from all levels, which then are signed bytes: their products are summed in
    32-bit integers, all λ in one launch. Shifted images take N² bytes for one of N pixels, so a block of
    images has a launch.
    """
    from lazyq.kernels.pairwise import orbit_tiles

    out = torch.empty(len(mus), len(x), len(y), dtype=torch.float32, device=x.device)
    if not out.numel():
        return out
    squares = action.squared_lengths.to(x.device, torch.float32)
    dearest = torch.finfo(torch.float32).max / (4 + 4 * float(squares.amax()))  # its price stays finite
    prices = mus.to(x.device, torch.float32).clamp(max=dearest)
    size = math.prod(action.shape)
    behind = -size % orbit_tiles.DEPTH  # pixels of nothing
    source, target = (
        pad((images.flatten(1).to(torch.int16) - _MIDDLE).to(torch.int8), (0, behind)) for images in (x, y)
    )
    cells = pad(_cells(action, x.device), (0, behind), value=size)
    rows = max(1, _BYTES_AT_ONCE // cells.numel())
    for first in range(0, len(x), rows):
        part = slice(first, first + rows)
        orbit_tiles.launch(source[part][:, cells], target, prices, squares, out[:, part])
    return out


def _cells(action: SeparableAction, device: torch.device) -> Tensor:
    """Return the pixel that every pixel of every shifted image is taken from, (shifts, N)."""
    pixels = torch.arange(math.prod(action.shape), device=device).reshape(action.shape)
    elements = torch.arange(len(action.squared_lengths), device=device)[:, None]
    return action.act(action.assemble(elements), pixels).flatten(1)
