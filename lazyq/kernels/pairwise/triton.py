"""Row shifts of uint8 images on an NVIDIA GPU: correlate, fold, penalise, reduce in registers."""

from importlib.util import find_spec

import torch
from torch import Tensor

from lazyq.actions import SeparableAction, SolvableAction
from lazyq.kernels import row_shifts

NAME = "triton"
_WIDEST = 128  # 2·W·255² stays below 2²⁴: every sum over a row is an integer that float32 can hold


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    reason = row_shifts.why_not(action, x, _WIDEST)
    if reason is not None:
        return reason
    if not find_spec("triton"):
        return "Triton is not installed"
    from lazyq.kernels.pairwise import tiles

    if x.device.type != "cuda" and not tiles.interpreted():
        return f"it runs on CUDA, and the images are on {x.device}"
    return None


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return (a, b), as :mod:`lazyq.kernels.pairwise` says."""
    return row_shifts.errors(action)


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return the squared distances in float32, in squared levels.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`. Levels 0 … 255 are
    exact in float16, and their products summed in float32 are exact integers.
    """
    from lazyq.kernels.pairwise import tiles

    out = torch.empty(len(mus), len(x), len(y), device=x.device)
    if out.numel():
        gain = 2 * _greatest_norm(x) * _greatest_norm(y)
        for level, mu in enumerate(mus.tolist()):
            tiles.launch(x, y, mu, _reach(action.shape[1], mu, gain), out[level])
    return out


def _greatest_norm(images: Tensor) -> float:
    return max(
        float(part.double().square().sum(-1).amax().sqrt())
        for part in images.split(max(1, 2**24 // images[0].numel()))
    )


def _reach(width: int, mu: float, gain: float) -> int:
    """Return the greatest |s| that can pay: a shift saves at most 2‖xᵢ‖‖yᵢ‖ and costs μs²."""
    half = width // 2
    return next((k for k in range(half) if mu * (k + 1) ** 2 > gain * (1 + 1e-9)), half)
