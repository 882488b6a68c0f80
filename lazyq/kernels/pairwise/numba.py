"""Row shifts of uint8 images on a CPU: compiled by Numba, all λ from one pass over the correlations."""

import torch
from torch import Tensor

from lazyq.actions import SeparableAction, SolvableAction
from lazyq.kernels import correlating, row_shifts

NAME = "numba"


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    return row_shifts.why_not_compiled(action, x)


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return (a, b), as :mod:`lazyq.kernels.pairwise` says."""
    return row_shifts.errors(action)


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return the squared distances in float32, in squared levels.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`; as many threads as
    ``torch.get_num_threads()``.
    """
    size = row_shifts.known_size(action)
    sources, targets = (row_shifts.lines(images, size).numpy() for images in (x, y))
    return torch.from_numpy(correlating.squared_distances(sources, targets, mus.numpy(), size[0]))
