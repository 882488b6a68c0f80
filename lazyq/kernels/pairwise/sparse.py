"""Row shifts of float32 images on a CPU where most pixels of x are of one level: the others are correlated.

What all pixels of both images have in common cancels in g·x − y, so that level is taken away first.
"""

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import SeparableAction, SolvableAction
from lazyq.kernels import correlating, row_shifts, scaling

NAME = "sparse"
_WIDEST = 128  # rounding grows with the width
_FULLEST = 0.4  # of pixels: above it the spectra are faster at λ = 0
_SAMPLE = 4096
_GROWTH = 2.0  # what taking the level away may multiply ‖x‖² by


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    reason = row_shifts.why_not_wide(action, _WIDEST)
    if reason is None and x.dtype != torch.float32:
        reason = f"it takes float32 images, not {x.dtype}"
    reason = reason or row_shifts.why_no_compiler(x)
    if reason is not None or not x.numel() or not y.numel():
        return reason
    _, full = _level(x.detach().numpy())
    if full > _FULLEST:
        return f"it is for images that are mostly of one level, and {full:.0%} of the pixels of x are others"
    return None


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return (a, b), as :mod:`lazyq.kernels.pairwise` says.

    A correlation of C·W products rounds C·W times, of sums of at most (‖xᵢ‖² + ‖yᵢ‖²)/2; the level that is
    taken away, energies and their sum round eight times more. All of that at most doubles with ‖x‖².
    """
    epsilon = float(torch.finfo(torch.float32).eps)
    size = row_shifts.known_size(action)
    return (size[1] + 2) * epsilon, _GROWTH * (size[0] * size[2] / 2 + 4) * epsilon


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return the squared distances, computed in float32, in float64.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`; as many threads as
    ``torch.get_num_threads()``.
    """
    if not x.numel() or not y.numel():
        return x.new_zeros(len(mus), len(x), len(y), dtype=torch.float64)
    size, unit = row_shifts.known_size(action), scaling.unit_of(x, y)
    sources, targets = (row_shifts.lines(images.detach() / unit, size).numpy() for images in (x, y))
    level, _ = _level(sources)
    if level and not any(_brightened(images, level) for images in (sources, targets)):
        sources, targets = sources - level, targets - level
    found = correlating.squared_distances(sources, targets, mus.numpy() / unit / unit, size[0])
    out = torch.from_numpy(np.multiply(found, unit * unit, dtype=np.float64))
    scaling.measure_dark_pairs(action, x, y, mus, out, unit)
    return out


def _level(images: np.ndarray) -> tuple[np.float32, float]:
    """Return the commonest level of a sample of pixels, and the share of others in it."""
    flat = images.reshape(-1)
    sample = flat[np.linspace(0, len(flat) - 1, min(_SAMPLE, len(flat))).astype(np.int64)]
    levels, counts = np.unique(sample, return_counts=True)
    return levels[counts.argmax()], 1 - float(counts.max()) / len(sample)


def _brightened(images: np.ndarray, level: np.float32) -> bool:
    """Return whether without the level any ‖image‖² grows by as much as errors allows, or nearly so."""
    flat = images.reshape(len(images), -1)
    sums, energies = np.einsum("ij->i", flat).astype(np.float64), np.einsum("ij,ij->i", flat, flat)
    lifted = energies - 2 * float(level) * sums + float(level) ** 2 * flat.shape[1]
    return bool((lifted > 0.95 * _GROWTH * energies).any())
