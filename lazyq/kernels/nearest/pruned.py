"""Row shifts of uint8 images on a CPU: a bound from one matrix product, then few distances, by Numba.

By Parseval no shift of a row correlates better than (1/W) Σ |x̂ᵢ(f)||ŷᵢ(f)|, so ‖ |x̂| − |ŷ| ‖ is at most
d₀ ≤ d_λ. Where λ is so large that no shift can pay, the images themselves take the place of |x̂|.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import SeparableAction
from lazyq.kernels.pairwise import fused

NAME = "pruned"
_TARGETS_AT_ONCE = 2**16
_PRODUCTS_AT_ONCE = 2**24


class Block(NamedTuple):
    """Targets as the compiled search takes them; :func:`lazyq.kernels.native.search.search` says how."""

    images: Tensor
    starts: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    energies: np.ndarray
    totals: np.ndarray
    norms: np.ndarray
    magnitudes: Tensor


def why_not(action: SeparableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    return fused.why_not(action, x, y)


def prepare(action: SeparableAction, y: Tensor) -> Iterator[Block]:
    """Yield the second set in blocks, each made when it is asked for."""
    step = min(_TARGETS_AT_ONCE, 2**30 // (action.shape[0] * action.shape[1]))
    for images in y.split(step):
        images = images.contiguous()
        starts, columns, values = _grouped(images.numpy())
        energies = fused.row_energies(images.numpy())
        yield Block(
            images, starts, columns, values, energies, energies.sum(1), _norms(energies), _magnitudes(images)
        )


def nearest(
    action: SeparableAction,
    prepared: Iterable[Block],
    x: Tensor,
    mus: Tensor,
    k: int,
    tick: Callable[[int], None],
) -> tuple[Tensor, Tensor]:
    """Return the k nearest of every image; arguments and results as :mod:`lazyq.kernels.nearest` says.

    As many threads as ``torch.get_num_threads()``.
    """
    from lazyq.kernels.native import search
    from lazyq.kernels.native.simd import LANES

    x = x.contiguous()
    distances = np.full((len(mus), len(x), k), np.inf)
    indices = np.full(distances.shape, np.iinfo(np.int64).max)
    squares = _squares(action.shape[1], LANES)
    longest = float(fused.row_energies(x.numpy()).max(initial=0)) ** 0.5
    workers = torch.get_num_threads()
    with _leaving_at_once(ThreadPoolExecutor(workers)) as threads:
        offset = 0
        for block in prepared:
            gain = 2 * longest * float(block.norms.max(initial=0))
            jobs: list[Future[int]] = []
            pending = 0
            for start, level, queries, products, slack in _bounded(block, x, mus, gain):
                alone = len(queries) < workers  # then several λ are searched at once, each with its own copy
                own = products.copy() if alone else products
                edges = np.linspace(start, start + len(queries), min(workers, len(queries)) + 1).astype(int)
                jobs += [
                    threads.submit(
                        search.search, queries[first - start : last - start],
                        own[first - start : last - start], block.starts, block.columns, block.values,
                        block.energies, block.totals, block.norms, squares, float(mus[level]), slack, offset,
                        distances[level, first:last], indices[level, first:last],
                    )
                    for first, last in pairwise(edges.tolist())
                ]  # fmt: skip
                pending += len(queries) * len(block.images)
                if not alone:
                    _finish(jobs, tick, pending)
                    pending = 0
            _finish(jobs, tick, pending)
            offset += len(block.images)
    order = np.lexsort((indices, distances))
    sorted_distances, sorted_indices = (np.take_along_axis(a, order, -1) for a in (distances, indices))
    return torch.from_numpy(sorted_distances), torch.from_numpy(sorted_indices)


def _finish(jobs: list[Future[int]], tick: Callable[[int], None], pairs: int) -> None:
    """Wait for the jobs, forget them, and count their pairs."""
    for job in jobs:
        job.result()
    jobs.clear()
    if pairs:
        tick(pairs)


@contextmanager
def _leaving_at_once(threads: ThreadPoolExecutor) -> Iterator[ThreadPoolExecutor]:
    """Drop what has not begun when the block is left by an error or an interrupt."""
    try:
        yield threads
    finally:
        threads.shutdown(cancel_futures=True)


def _bounded(
    block: Block, x: Tensor, mus: Tensor, gain: float
) -> Iterator[tuple[int, int, np.ndarray, np.ndarray, float]]:
    """Yield, for some queries and one λ at a time: their start, the λ, them, their products and its slack."""
    rows = max(1, _PRODUCTS_AT_ONCE // len(block.images))
    moving = mus <= gain * 1.0001
    for start in range(0, len(x), rows):
        queries = x[start : start + rows]
        for moves, levels in ((True, moving.nonzero()), (False, (~moving).nonzero())):
            if len(levels) == 0:
                continue
            own = _magnitudes(queries) if moves else queries.flatten(1).float()
            products = _products(own, block.magnitudes if moves else block.images.flatten(1))
            slack = (own.shape[1] + 32) * float(np.finfo(np.float32).eps)
            for level in levels.flatten().tolist():
                yield start, level, queries.numpy(), products, slack


def _products(own: Tensor, theirs: Tensor) -> np.ndarray:
    if theirs.dtype == torch.float32:
        return (own @ theirs.T).numpy()
    return torch.cat([own @ part.float().T for part in theirs.split(8192)], 1).numpy()


def _magnitudes(images: Tensor) -> Tensor:
    """Return (n, H·(⌊W/2⌋+1)) float32 whose inner products bound the correlations of all shifts."""
    width = images.shape[-1]
    weights = torch.full((width // 2 + 1,), 2.0, dtype=torch.float64)
    weights[0] = 1.0
    if width % 2 == 0:
        weights[-1] = 1.0
    scale = (weights / width).sqrt()
    parts = [(torch.fft.rfft(part.double()).abs() * scale).flatten(1).float() for part in images.split(4096)]
    return torch.cat(parts) if parts else images.new_zeros((0, 1), dtype=torch.float32)


def _grouped(images: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return starts, columns and values of the pixels above 0, every row filled up to whole groups."""
    from lazyq.kernels.native.search import GROUP

    count, height, _ = images.shape
    counts = np.count_nonzero(images, axis=-1).ravel()
    before = np.concatenate([[0], counts.cumsum()])
    ends = np.concatenate([[0], (-(-counts // GROUP) * GROUP).cumsum()])
    starts = np.empty((count, height + 1), np.int32)
    starts[:, :height] = ends[:-1].reshape(count, height)
    starts[:, height] = ends[height::height]
    places = np.nonzero(images)
    row = places[0] * height + places[1]
    position = ends[row] + np.arange(len(row)) - before[row]
    columns, values = np.zeros(ends[-1], np.uint8), np.zeros(ends[-1], np.uint8)
    columns[position], values[position] = places[2], images[places]
    return starts, columns, values


def _norms(energies: np.ndarray) -> np.ndarray:
    from lazyq.kernels.native.simd import LANES

    count, height = energies.shape
    norms = np.zeros((count, -(-height // LANES) * LANES), np.float32)
    norms[:, :height] = np.sqrt(energies)
    return norms


def _squares(width: int, lanes: int) -> np.ndarray:
    """Return δ(s)² of the shifts −(S/2 − 1) … S/2, S = one or an even number of vectors that covers W."""
    vectors = -(-width // lanes)
    size = lanes * (vectors if vectors == 1 else vectors + vectors % 2)
    shifts = (np.arange(size) - (size // 2 - 1)) % width
    return np.minimum(shifts, width - shifts).astype(np.float32) ** 2
