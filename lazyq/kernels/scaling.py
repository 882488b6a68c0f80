"""Floating-point images in units in which no square leaves the range of float32."""

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import SeparableAction
from lazyq.kernels.pairs import squared_distances_of_pairs

_SMALLEST = 2.0**-60  # an energy of scaled images below which float32 has too few digits left
_PAIRS_AT_ONCE = 2**16


def unit_of(x: Tensor, y: Tensor) -> float:
    """Return the power of two that brings float32 images to at most 1; 1 for float64 and blank ones."""
    if x.dtype != torch.float32:
        return 1.0
    greatest = max(float(images.abs().amax()) for images in (x, y))
    return 2.0 ** np.frexp(greatest)[1] if greatest else 1.0


def centred(images: Tensor, unit: float) -> tuple[Tensor, Tensor]:
    """Return images (…, N) less their means, in units and of their dtype, and the means, (…) in float64.

    Shifts keep means: ‖g·x − y‖² is that of the centred images and N (x̄ − ȳ)², which loses no digits where
    both images are far from zero.
    """
    values = images.detach().double() / unit
    means = values.mean(-1, keepdim=True)
    return (values - means).to(images.dtype), means.squeeze(-1)


def squared_distances_of_means(x: Tensor, y: Tensor, size: int) -> Tensor:
    """Return Σᵢ N (x̄ᵢ − ȳᵢ)² of all pairs of images of size N, (n, m), from means (n, H) and (m, H).

    They are off by at most :func:`lost_by_means` times ‖x‖² + ‖y‖².
    """
    squares = x.square().sum(-1, keepdim=True) + y.square().sum(-1)
    return torch.addmm(squares, x, y.T, alpha=-2).clamp_(min=0).mul_(size)


def lost_by_means(count: int) -> float:
    """Return what the products of so many means lose in float64."""
    return (count + 8) * torch.finfo(torch.float64).eps


def measure_dark_pairs(
    action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor, out: Tensor, unit: float
) -> None:
    """Measure pairs again that are so dark beside the brightest image that float32 underflows."""
    if x.dtype != torch.float32:
        return
    if not any(bool((_energies(images, unit) < 2 * _SMALLEST).any()) for images in (x, y)):
        return
    own, theirs = (_energies(images.double(), unit) for images in (x, y))
    dark, darker = ((energies > 0) & (energies < _SMALLEST) for energies in (own, theirs))
    pairs = ((own[:, None] + theirs < _SMALLEST) & (dark[:, None] | darker)).nonzero()
    for rows, columns in (part.unbind(1) for part in pairs.split(_PAIRS_AT_ONCE)):
        for level, mu in enumerate(mus.tolist()):
            out[level, rows, columns] = squared_distances_of_pairs(action, x[rows], y[columns], mu)


def _energies(images: Tensor, unit: float) -> Tensor:
    return (images.detach() / unit).flatten(1).square_().sum(1)
