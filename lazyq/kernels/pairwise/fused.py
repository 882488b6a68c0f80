"""Row shifts of uint8 images on a CPU: compiled by Numba, all λ from one pass over the correlations."""

import os
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction

NAME = "numba"
WIDEST = 128  # 2·W·255² stays below 2²⁴
_QUERIES_AT_ONCE = 192  # what is kept of them for every block of targets fits in a second-level cache
_TARGETS_AT_ONCE = 1024


def why_not(action: SeparableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if not isinstance(action, RowShifts):
        return f"it knows RowShifts, not {type(action).__name__}"
    if x.dtype != torch.uint8:
        return f"it computes in integers and takes uint8 images, not {x.dtype}"
    if x.device.type != "cpu":
        return f"it runs on the CPU, and the images are on {x.device}"
    if action.width > WIDEST:
        return f"its integers are exact up to {WIDEST} columns, and there are {action.width}"
    if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
        return "NUMBA_DISABLE_JIT is set, and it needs the compiler"
    return None if find_spec("numba") else "Numba is not installed; pip install numba"


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return (a, b): adding λ²k² rounds once and summing H rows H times, all of numbers at least 0."""
    return (action.factors + 2) * float(np.finfo(np.float32).eps), 0.0


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return the squared distances in float32, in squared levels.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`; as many threads as
    ``torch.get_num_threads()``.
    """
    from lazyq.kernels.native import correlations

    out = torch.empty(len(mus), len(x), len(y))
    if out.numel() == 0:
        return out
    levels, order = torch.sort(mus.cpu())
    width = action.shape[1]
    folds = _folds(width, correlations.FIRST_FOLDS, correlations.FOLDS_AT_ONCE)
    k = np.arange(folds) % width
    squares = np.minimum(k, width - k).astype(np.float64) ** 2
    with np.errstate(invalid="ignore"):
        penalties = np.where(squares > 0, levels.numpy()[:, None] * squares, 0.0).astype(np.float32)
    targets = np.ascontiguousarray(y.numpy())
    target_energies = row_energies(targets)
    results = np.empty((len(mus), len(x), len(y)), np.float32)
    with ThreadPoolExecutor(torch.get_num_threads()) as threads:
        for start in range(0, len(x), _QUERIES_AT_ONCE):
            queries = np.ascontiguousarray(x[start : start + _QUERIES_AT_ONCE].numpy())
            starts, columns, pairs = pixel_pairs(queries, 1)
            turns = np.ascontiguousarray(np.argsort(np.diff(starts), axis=0, kind="stable").T)
            energies = row_energies(queries)
            norms = np.sqrt(energies.astype(np.float32))
            part = np.empty((len(mus), len(queries), len(y)), np.float32)
            jobs = [
                threads.submit(
                    correlations.squared_distances,
                    starts, columns, pairs, turns, norms, energies, targets, target_energies,
                    levels.numpy().astype(np.float32), penalties, first,
                    min(first + _TARGETS_AT_ONCE, len(y)), part,
                )
                for first in range(0, len(y), _TARGETS_AT_ONCE)
            ]  # fmt: skip
            for job in jobs:
                job.result()
            results[:, start : start + len(queries)] = part
    out[order] = torch.from_numpy(results)
    return out


def row_energies(images: np.ndarray) -> np.ndarray:
    """Return the sums of squared levels of every row, (n, H) int32."""
    return np.einsum("nij,nij->ni", images, images, dtype=np.int32, casting="unsafe")


def pixel_pairs(images: np.ndarray, group: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return starts, columns and pairs as :mod:`lazyq.kernels.native.pixels` lists them, in whole groups."""
    from lazyq.kernels.native import pixels

    starts = np.empty((len(images), images.shape[1] + 1), np.int32)
    count = pixels.counted_pairs(images, group, starts)
    columns, pairs = np.empty(count, np.uint8), np.empty(count, np.int32)
    pixels.listed_pairs(images, group, columns, pairs)
    return starts, columns, pairs


def _folds(width: int, first: int, more: int) -> int:
    """Return how many k ≥ 0 reach ⌊W/2⌋: a first few, and a multiple of some more."""
    missing = max(0, width // 2 + 1 - first)
    return first + -(-missing // more) * more
