"""Row shifts of all pairs by correlation of the pixels that are not zero, of bytes in integers."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import torch

from lazyq.kernels import row_shifts
from lazyq.kernels.native.layout import Block, Folds, Levels, Part, Pixels

_QUERIES_AT_ONCE = 192  # what is kept of them for every block of targets fits in a second-level cache
_TARGETS_AT_ONCE = 1024


def squared_distances(
    sources: np.ndarray, targets: np.ndarray, mus: np.ndarray, channels: int = 1
) -> np.ndarray:
    """Return the squared distances (L, n, m) in float32 of uint8 or float32 images.

    They are lines (n, H·C, W) and (m, H·C, W), those of the channels of a row together; mus are λ² in squared
    levels. As many threads as ``torch.get_num_threads()``.
    """
    out = np.empty((len(mus), len(sources), len(targets)), np.float32)
    if out.size == 0:
        return out
    order = np.argsort(mus, kind="stable")
    folds = _folds(targets.shape[2], mus[order])
    pitch = targets.shape[2] + 2 * (folds.penalties.shape[1] - 1)
    targets = np.ascontiguousarray(targets)
    levels = Levels(targets, row_shifts.row_energies(row_shifts.joined(targets, channels)))
    with ThreadPoolExecutor(torch.get_num_threads()) as threads:
        for start in range(0, len(sources), _QUERIES_AT_ONCE):
            images = np.ascontiguousarray(sources[start : start + _QUERIES_AT_ONCE])
            part = np.empty((len(mus), len(images), len(targets)), np.float32)
            fill = partial(_fill, row_shifts.listed(images, 1, channels, pitch), levels, folds, part)
            deque(threads.map(fill, range(0, len(targets), _TARGETS_AT_ONCE)), maxlen=0)
            out[order, start : start + len(images)] = part
    return out


def _folds(width: int, mus: np.ndarray) -> Folds:
    from lazyq.kernels.native.correlations import FIRST_FOLDS, FOLDS_AT_ONCE

    more = row_shifts.rounded_up(max(0, width // 2 + 1 - FIRST_FOLDS), FOLDS_AT_ONCE)
    squares = row_shifts.squared_shifts(width, FIRST_FOLDS + more)
    return Folds(mus.astype(np.float32), row_shifts.penalties(mus, squares))


def _fill(queries: Pixels, targets: Levels, folds: Folds, out: np.ndarray, first: int) -> None:
    """Fill out[:, :, first : first + _TARGETS_AT_ONCE]."""
    from lazyq.kernels.native.correlations import LANES, squared_distances

    (levels, count, _), (_, lines, width) = out.shape, targets.levels.shape
    height = targets.energies.shape[1]
    length = lines // height * (width + 2 * (folds.penalties.shape[1] - 1))
    part = Part(first, min(first + _TARGETS_AT_ONCE, len(targets.levels)), 0)
    order = np.ascontiguousarray(np.argsort(np.diff(queries.starts), axis=0, kind="stable").T)
    block = Block(
        pairs=row_shifts.aligned((height, length, LANES), queries.pairs.dtype.type),
        energies=row_shifts.aligned((height, LANES), queries.energies.dtype.type),
        norms=row_shifts.aligned((height, LANES), np.float32),
        greatest=np.empty(height, np.float32),
        least=row_shifts.aligned((levels, LANES), np.float32),
        totals=row_shifts.aligned((count, levels, LANES), np.float32),
    )
    squared_distances(queries, order, targets, folds, part, block, out)
