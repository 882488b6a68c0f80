"""Row shifts on an NVIDIA GPU, all λ in one launch: correlate, fold, penalise, reduce in registers."""

import math
from importlib.util import find_spec

import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction, SolvableAction
from lazyq.kernels import row_shifts, scaling
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
    """Return (a, b), as :mod:`lazyq.kernels.pairwise` says.

    Tensor cores take a number of float32 as two of 11 bits, without the product of the lower ones: off by at
    most 10 ε. They add eight products at once to a sum, and cut off what float32 has no place for: nine
    times ε/2. Energies and the residual round some times more.
    """
    if dtype == torch.uint8:
        return row_shifts.errors(action)
    height, width = action.shape
    epsilon = torch.finfo(dtype).eps
    return (height + 8) * epsilon, (0.6 * width + 24) * epsilon + scaling.lost_by_means(height)


def energies_of_means(action: SeparableAction, images: Tensor) -> Tensor:
    """Return what of ‖image‖² is in the means of its rows, (n,) float64: it takes no part in what is lost."""
    return images.double().mean(-1).square().sum(-1).mul_(action.shape[1])


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return the squared distances, at least 0: of uint8 in float32 and squared levels, else in float64.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`. Levels 0 … 255 are
    exact in float16, and their products summed in float32 are exact integers. Rows of floats are computed
    with in their own dtype, less their means. λ so large that no shift can pay are one λ.
    """
    work = torch.float32 if x.dtype == torch.uint8 else x.dtype
    out = torch.empty(len(mus), len(x), len(y), dtype=work, device=x.device)
    if x.dtype == torch.uint8:
        source, target = (Rows(rows.half(), rows.float().square().sum(-1)) for rows in (x, y))
        _fill(source, target, mus, out)
        return out
    if not out.numel():
        return out.double()
    unit = scaling.unit_of(x, y)
    (own, own_means), (theirs, their_means) = (scaling.centred(rows, unit) for rows in (x, y))
    source, target = (Rows(rows, rows.double().square().sum(-1).to(work)) for rows in (own, theirs))
    _fill(source, target, mus / unit**2, out)
    between = scaling.squared_distances_of_means(own_means, their_means, action.shape[1])
    squared = out.clamp_(min=0).double().add_(between).mul_(unit**2)
    scaling.measure_dark_pairs(action, x, y, mus, squared, unit)
    return squared


def _fill(x: Rows, y: Rows, mus: Tensor, out: Tensor) -> None:
    """Fill out with the squared distances of rows."""
    from lazyq.kernels.pairwise import tiles

    if not out.numel():
        return
    width, values = x.images.shape[-1], mus.tolist()
    gain = 2 * math.prod(float(rows.energies.amax().double().sqrt()) for rows in (x, y))
    reaches = [_reach(width, mu, gain) for mu in values]
    dearest = torch.finfo(out.dtype).max / (width + 16) ** 2  # times any k² it stays finite
    prices = [mu if reach else dearest for mu, reach in zip(values, reaches, strict=True)]
    first = {price: prices.index(price) for price in prices}
    places = torch.tensor(list(first.values()), device=out.device)
    own = torch.tensor(list(first), dtype=out.dtype, device=out.device)
    tiles.launch(x, y, own, places, max(reaches) + 1, out)
    for level, price in enumerate(prices):
        if first[price] != level:
            out[level] = out[first[price]]


def _reach(width: int, mu: float, gain: float) -> int:
    """Return the greatest |s| that can pay: a shift saves at most 2‖xᵢ‖‖yᵢ‖, the gain, and costs μs²."""
    half = width // 2
    return next((k for k in range(half) if mu * (k + 1) ** 2 > gain * (1 + 1e-9)), half)
