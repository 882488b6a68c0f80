"""Row shifts of uint8 images on a CPU: compiled by Numba, all λ from one pass over the correlations."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import SeparableAction, SolvableAction
from lazyq.kernels import row_shifts
from lazyq.kernels.native.layout import Block, Folds, Levels, Part, Pixels

NAME = "numba"
_QUERIES_AT_ONCE = 192  # what is kept of them for every block of targets fits in a second-level cache
_TARGETS_AT_ONCE = 1024


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
    out = torch.empty(len(mus), len(x), len(y))
    if out.numel() == 0:
        return out
    levels, order = torch.sort(mus.cpu())
    folds = _folds(action.shape[1], levels.numpy())
    images = np.ascontiguousarray(y.numpy())
    targets = Levels(images, row_shifts.row_energies(images))
    results = np.empty((len(mus), len(x), len(y)), np.float32)
    with ThreadPoolExecutor(torch.get_num_threads()) as threads:
        for start in range(0, len(x), _QUERIES_AT_ONCE):
            images = np.ascontiguousarray(x[start : start + _QUERIES_AT_ONCE].numpy())
            part = np.empty((len(mus), len(images), len(y)), np.float32)
            fill = partial(_fill, row_shifts.listed(images, 1), targets, folds, part)
            deque(threads.map(fill, range(0, len(y), _TARGETS_AT_ONCE)), maxlen=0)
            results[:, start : start + len(images)] = part
    out[order] = torch.from_numpy(results)
    return out


def _folds(width: int, mus: np.ndarray) -> Folds:
    from lazyq.kernels.native.correlations import FIRST_FOLDS, FOLDS_AT_ONCE

    more = row_shifts.rounded_up(max(0, width // 2 + 1 - FIRST_FOLDS), FOLDS_AT_ONCE)
    squares = row_shifts.squared_shifts(width, FIRST_FOLDS + more)
    return Folds(mus.astype(np.float32), row_shifts.penalties(mus, squares))


def _fill(queries: Pixels, targets: Levels, folds: Folds, out: np.ndarray, first: int) -> None:
    """Fill out[:, :, first : first + _TARGETS_AT_ONCE]."""
    from lazyq.kernels.native.correlations import LANES, squared_distances

    (levels, count, _), (_, height, width) = out.shape, targets.levels.shape
    part = Part(first, min(first + _TARGETS_AT_ONCE, len(targets.levels)), 0)
    order = np.ascontiguousarray(np.argsort(np.diff(queries.starts), axis=0, kind="stable").T)
    block = Block(
        pairs=row_shifts.aligned((height, width + 2 * (folds.penalties.shape[1] - 1), LANES), np.int32),
        energies=row_shifts.aligned((height, LANES), np.int32),
        norms=row_shifts.aligned((height, LANES), np.float32),
        greatest=np.empty(height, np.float32),
        least=row_shifts.aligned((levels, LANES), np.float32),
        totals=row_shifts.aligned((count, levels, LANES), np.float32),
    )
    squared_distances(queries, order, targets, folds, part, block, out)
