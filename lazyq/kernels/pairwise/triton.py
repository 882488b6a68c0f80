"""Row shifts on an NVIDIA GPU, all λ in one launch: correlate, fold, penalise, reduce in registers."""

import math
from importlib.util import find_spec

import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction, SolvableAction
from lazyq.kernels import row_shifts
from lazyq.kernels.row_shifts import Rows

NAME = "triton"
_WIDEST = 128  # 2·W·255² stays below 2²⁴: every sum over a row is an integer that float32 can hold


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if not isinstance(action, RowShifts):
        return f"it knows RowShifts, not {type(action).__name__}"
    if action.width > _WIDEST:
        return f"it takes up to {_WIDEST} columns, and there are {action.width}"
    if not find_spec("triton"):
        return "Triton is not installed"
    from lazyq.kernels.pairwise import tiles

    if x.device.type != "cuda" and not tiles.interpreted():
        return f"it runs on CUDA, and the images are on {x.device}"
    return None


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return (a, b), as :mod:`lazyq.kernels.pairwise` says; float64 loses digits by cancellation."""
    if dtype == torch.uint8:
        return row_shifts.errors(action)
    return 1e-12, 8 * (action.shape[1] + 4) * torch.finfo(torch.float64).eps


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return the squared distances, at least 0: of uint8 in float32 and squared levels, else in float64.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`. Levels 0 … 255 are
    exact in float16, and their products summed in float32 are exact integers. λ so large that no shift can
    pay are one λ.
    """
    from lazyq.kernels.pairwise import tiles

    levels = x.dtype == torch.uint8
    work, result = (torch.float16, torch.float32) if levels else (torch.float64, torch.float64)
    out = torch.empty(len(mus), len(x), len(y), dtype=result, device=x.device)
    if not out.numel():
        return out
    width, values = action.shape[1], mus.tolist()
    source, target = (Rows(images.to(work), images.to(result).square().sum(-1)) for images in (x, y))
    gain = 2 * math.prod(float(images.energies.amax().double().sqrt()) for images in (source, target))
    reaches = [_reach(width, mu, gain) for mu in values]
    dearest = torch.finfo(result).max / (width + 16) ** 2  # times any k² it stays finite
    prices = [mu if reach else dearest for mu, reach in zip(values, reaches, strict=True)]
    first = {price: prices.index(price) for price in prices}
    places = torch.tensor(list(first.values()), device=x.device)
    own = torch.tensor(list(first), dtype=result, device=x.device)
    tiles.launch(source, target, own, places, max(reaches) + 1, out)
    for level, price in enumerate(prices):
        if first[price] != level:
            out[level] = out[first[price]]
    return out if levels else out.clamp_(min=0)


def _reach(width: int, mu: float, gain: float) -> int:
    """Return the greatest |s| that can pay: a shift saves at most 2‖xᵢ‖‖yᵢ‖, the gain, and costs μs²."""
    half = width // 2
    return next((k for k in range(half) if mu * (k + 1) ** 2 > gain * (1 + 1e-9)), half)
