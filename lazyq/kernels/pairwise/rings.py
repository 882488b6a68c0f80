"""All turns of all pairs of polar images: products of spectra, ring by ring, and one inverse transform."""

import torch
from torch import Tensor

from lazyq.actions import PolarRotations, SeparableAction

NAME = "rings"
_CELLS_AT_ONCE = 2**23


def why_not(action: SeparableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if not isinstance(action, PolarRotations):
        return f"it knows PolarRotations, not {type(action).__name__}"
    if x.dtype == torch.uint8:
        return "it computes in float64 and takes floating-point images, not uint8"
    return None


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return (a, b): float64 loses digits by cancellation, the transforms some more."""
    radii, angles = action.shape
    return 1e-12, 8 * (radii + 4 * angles.bit_length()) * torch.finfo(torch.float64).eps


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return min_g ( ‖x‖² + ‖y‖² − 2⟨g·x, y⟩ + μ ν(g)² ), at least 0, in float64.

    Σ_r conj(x̂_r) ŷ_r is the spectrum of g ↦ ⟨g·x, y⟩: one product of matrices a frequency serves all
    turns. Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`.
    """
    angles = action.shape[-1]
    out = torch.empty(len(mus), len(x), len(y), dtype=torch.float64, device=x.device)
    columns = max(1, min(len(y), _CELLS_AT_ONCE // angles))
    rows = max(1, _CELLS_AT_ONCE // (angles * columns))
    for start in range(0, len(y), columns):
        for first in range(0, len(x), rows):
            residuals = squared_residuals(x[first : first + rows], y[start : start + columns])
            _least(action, residuals, mus, out[:, first : first + rows, start : start + columns])
    return out


def squared_residuals(x: Tensor, y: Tensor) -> Tensor:
    """Return ‖x‖² + ‖y‖² − 2⟨g·x, y⟩ of turns by 0 … K − 1 steps, (K, n, m), for (n, R, K) and (m, R, K)."""
    x, y = x.double(), y.double()
    spectrum = torch.fft.rfft(x).conj().permute(2, 0, 1) @ torch.fft.rfft(y).permute(2, 1, 0)
    inner = torch.fft.irfft(spectrum, n=x.shape[-1], dim=0)
    return x.square().sum((1, 2))[:, None] + y.square().sum((1, 2)) - 2 * inner


def _least(action: SeparableAction, residuals: Tensor, mus: Tensor, out: Tensor) -> None:
    """Fill out (L, n, m) with the least penalised residual."""
    angles = len(residuals)
    out.fill_(torch.inf)
    for steps, squared_length in enumerate(action.length(torch.arange(angles // 2 + 1)).square().tolist()):
        residual = torch.minimum(residuals[steps], residuals[-steps % angles])
        for level, mu in enumerate(mus.tolist()):
            penalty = mu * squared_length if steps else 0.0
            torch.minimum(out[level], residual + penalty, out=out[level])
    out.clamp_(min=0)
