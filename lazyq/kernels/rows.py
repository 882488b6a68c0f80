"""All shifts of the rows of many pairs of floating-point images on a CPU, compiled by Numba."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction
from lazyq.kernels import row_shifts
from lazyq.kernels.original import originals

NAME = "rows"
_FEWEST = 256  # pairs for which it pays to start Numba
_PAIRS_AT_ONCE = 1024


def why_not(action: SeparableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if not isinstance(action, RowShifts):
        return f"it knows RowShifts, not {type(action).__name__}"
    if not x.is_floating_point():
        return f"it takes floating-point images, not {x.dtype}"
    if len(x) < _FEWEST:
        return f"it starts a compiler for {_FEWEST} pairs or more, and there are {len(x)}"
    return row_shifts.why_no_compiler(x)


def squared_residuals(action: SeparableAction, x: Tensor, y: Tensor) -> Tensor:
    """Return what :func:`lazyq.kernels.enumeration.squared_residuals` returns, bit for bit.

    As many threads as ``torch.get_num_threads()``.
    """
    from lazyq.kernels.native import rows

    out = np.empty((len(x), *action.shape))
    sources, targets = (images.detach().contiguous().numpy() for images in (x, y))

    def fill(start: int) -> None:
        own = slice(start, start + _PAIRS_AT_ONCE)
        rows.squared_residuals(originals(sources[own], targets[own], np.empty(0)), out[own])

    with ThreadPoolExecutor(torch.get_num_threads()) as threads:
        for _ in threads.map(fill, range(0, len(x), _PAIRS_AT_ONCE)):
            pass
    return torch.from_numpy(out)
