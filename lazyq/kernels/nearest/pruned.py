"""Row shifts of uint8 images on a CPU: a bound from one matrix product, then few distances, by Numba.

By Parseval no shift of a row correlates better than (1/W) Σ |x̂ᵢ(f)||ŷᵢ(f)|, so ‖ |x̂| − |ŷ| ‖ is at most
d₀ ≤ d_λ. Where λ is so large that no shift can pay, the images themselves take the place of |x̂|.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import SeparableAction
from lazyq.kernels.pairwise import fused

NAME = "pruned"
_TARGETS_AT_ONCE = 2**16
_PRODUCTS_AT_ONCE = 2**25
_LEVELS_AT_ONCE = 8  # the lanes of the search
_FEW = 4  # queries for which a matrix product costs more than it spares


@dataclass(frozen=True, eq=False)
class Block:
    """Targets as the compiled search takes them; :func:`lazyq.kernels.native.search.search` says how."""

    images: Tensor
    starts: np.ndarray
    columns: np.ndarray
    pairs: np.ndarray
    energies: np.ndarray
    norms: np.ndarray
    totals: np.ndarray

    @property
    def lists(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return the arrays in the order of the search's arguments."""
        return self.starts, self.columns, self.pairs, self.energies, self.norms

    @cached_property
    def magnitudes(self) -> Tensor:
        """(m, H·(⌊W/2⌋+1)) the embedding; made at the first search for more than a few queries."""
        return _magnitudes(self.images)


def why_not(action: SeparableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    return fused.why_not(action, x, y)


def prepare(action: SeparableAction, y: Tensor) -> Iterator[Block]:
    """Yield the second set in blocks, each made when it is asked for."""
    from lazyq.kernels.native.search import GROUP

    step = min(_TARGETS_AT_ONCE, 2**30 // (action.shape[0] * action.shape[1]))
    for images in y.split(step):
        images = images.contiguous()
        energies = fused.row_energies(images.numpy())
        totals = energies.sum(1).astype(np.float32)
        yield Block(images, *fused.pixel_pairs(images.numpy(), GROUP), energies, _norms(energies), totals)


def nearest(
    action: SeparableAction,
    prepared: Iterable[Block],
    x: Tensor,
    mus: Tensor,
    k: int,
    tick: Callable[[int], None],
) -> tuple[Tensor, Tensor]:
    """Return the k nearest of every image; arguments and results as :mod:`lazyq.kernels.nearest` says.

    As many threads as ``torch.get_num_threads()``: each has its own queries, or, of few, its own targets.
    """
    x = x.contiguous()
    workers = torch.get_num_threads()
    shares = 1 if len(x) >= workers else workers
    distances = np.full((shares, len(x), len(mus), k), np.inf)
    indices = np.full(distances.shape, np.iinfo(np.int64).max)
    longest = float(fused.row_energies(x.numpy()).max(initial=0)) ** 0.5
    with leaving_at_once(ThreadPoolExecutor(workers)) as threads:
        offset = 0
        for block in prepared:
            gain = 2 * longest * float(block.norms.max(initial=0))
            for levels, start, products, slack in _bounded(block, x, mus, gain):
                own = slice(start, start + len(products))
                heaps = [np.take(array[:, own], levels, axis=2) for array in (distances, indices)]
                for job in _submitted(
                    threads, block, x[own].numpy(), products, mus[levels].numpy(), slack, offset, *heaps
                ):
                    job.result()
                distances[:, own, levels], indices[:, own, levels] = heaps
                tick(len(products) * len(block.images) * len(levels))
            offset += len(block.images)
    distances, indices = (np.concatenate(list(array), -1).swapaxes(0, 1) for array in (distances, indices))
    order = np.lexsort((indices, distances))[..., :k]
    sorted_distances, sorted_indices = (np.take_along_axis(a, order, -1) for a in (distances, indices))
    return torch.from_numpy(sorted_distances), torch.from_numpy(sorted_indices)


def near(
    action: SeparableAction, prepared: Iterable[Block], x: Tensor, mus: Tensor, limits: Tensor
) -> tuple[Tensor, Tensor]:
    """Return the targets that one image may be near; as :mod:`lazyq.kernels.nearest` says."""
    from lazyq.kernels.native import search

    query, squares = x.contiguous().numpy(), squared_shifts(action.shape[1])
    workers = torch.get_num_threads()
    results, offset = [], 0
    with leaving_at_once(ThreadPoolExecutor(workers)) as threads:
        for block in prepared:
            jobs = []
            for first, last in parts(len(block.images), workers):
                places = np.empty(last - first, np.int64)
                found = np.empty((last - first, len(mus)), np.float32)
                job = threads.submit(
                    search.within, query, *block.lists, squares, mus.numpy(), limits.numpy(), first, last,
                    places, found,
                )  # fmt: skip
                jobs.append((job, places, found))
            for job, places, found in jobs:
                count = job.result()
                results.append((torch.from_numpy(places[:count] + offset), torch.from_numpy(found[:count])))
            offset += len(block.images)
    near_places, distances = (torch.cat(tensors) for tensors in zip(*results, strict=True))
    return near_places, distances.double()


def _submitted(
    threads: ThreadPoolExecutor, block: Block, queries: np.ndarray, products: np.ndarray, mus: np.ndarray,
    slack: float, offset: int, distances: np.ndarray, indices: np.ndarray,
) -> list[Future[int]]:  # fmt: skip
    """Begin the search of these queries and λ, for heaps (shares, n, λ, k) of distances and indices."""
    from lazyq.kernels.native import search

    shares, count = len(distances), len(queries)
    squares = squared_shifts(queries.shape[-1])
    return [
        threads.submit(
            search.search, queries[first:last], products[first:last], *block.lists, block.totals, squares,
            mus, slack, begin, end, offset, distances[share, first:last], indices[share, first:last],
        )
        for share, (begin, end) in enumerate(parts(len(block.images), shares))
        for first, last in parts(count, min(count, torch.get_num_threads()) if shares == 1 else 1)
    ]  # fmt: skip


def parts(count: int, shares: int) -> Iterator[tuple[int, int]]:
    """Return the limits of so many nearly equal parts of 0 … count."""
    edges = np.linspace(0, count, max(1, shares) + 1).astype(int)
    return pairwise(edges.tolist())


@contextmanager
def leaving_at_once(threads: ThreadPoolExecutor) -> Iterator[ThreadPoolExecutor]:
    """Drop what has not begun when the block is left by an error or an interrupt."""
    try:
        yield threads
    finally:
        threads.shutdown(cancel_futures=True)


def _bounded(
    block: Block, x: Tensor, mus: Tensor, gain: float
) -> Iterator[tuple[list[int], int, np.ndarray, float]]:
    """Yield some λ, the first of some queries, their products with all targets, and the bound's slack."""
    moving = mus <= gain * 1.0001
    kinds = [(True, moving), (False, ~moving)] if len(x) > _FEW else [(None, torch.ones_like(moving))]
    rows = max(1, _PRODUCTS_AT_ONCE // len(block.images))
    for start in range(0, len(x), rows):
        queries = x[start : start + rows]
        for moves, wanted in kinds:
            products, slack = np.zeros((len(queries), 0), np.float32), 0.0
            for levels in wanted.nonzero().flatten().split(_LEVELS_AT_ONCE):
                if len(levels) and moves is not None:  # the search overwrites them
                    own = _magnitudes(queries) if moves else queries.flatten(1).float()
                    products = _products(own, block.magnitudes if moves else block.images.flatten(1))
                    slack = (own.shape[1] + 2 * x.shape[-1] + 32) * float(np.finfo(np.float32).eps)
                if len(levels):
                    yield levels.tolist(), start, products, slack


def _products(own: Tensor, theirs: Tensor) -> np.ndarray:
    out = torch.empty(len(own), len(theirs))
    for start in range(0, len(theirs), 8192):
        part = slice(start, start + 8192)
        torch.mm(own, theirs[part].float().T, out=out[:, part])
    return out.numpy()


def _magnitudes(images: Tensor) -> Tensor:
    """Return (m, H·(⌊W/2⌋+1)) float32 whose inner products bound the correlations of all shifts.

    The transform is a product with cosines and sines: each magnitude is off by W·2⁻²² ‖row‖ at most.
    """
    width = images.shape[-1]
    frequency = torch.arange(width // 2 + 1, dtype=torch.float64)
    weights = torch.where((frequency == 0) | (2 * frequency == width), 1.0, 2.0)
    angles = torch.arange(width, dtype=torch.float64)[:, None] * frequency * (2 * torch.pi / width)
    cosines, sines = ((wave * (weights / width).sqrt()).float() for wave in (angles.cos(), angles.sin()))
    magnitudes = torch.empty(len(images), images.shape[1] * len(frequency))
    for start in range(0, len(images), 4096):
        levels = images[start : start + 4096].float()
        magnitudes[start : start + 4096] = torch.hypot(levels @ cosines, levels @ sines).flatten(1)
    return magnitudes


def _norms(energies: np.ndarray) -> np.ndarray:
    from lazyq.kernels.native.search import LANES

    count, height = energies.shape
    norms = np.zeros((count, -(-height // LANES) * LANES), np.float32)
    norms[:, :height] = np.sqrt(energies.astype(np.float32))
    return norms


def squared_shifts(width: int) -> np.ndarray:
    """Return δ(k)² of k = 0, 1, …, above W/2, as many as fill whole vectors."""
    from lazyq.kernels.native.search import LANES

    shifts = np.arange(-(-(width // 2 + 1) // LANES) * LANES) % width
    return np.minimum(shifts, width - shifts).astype(np.float64) ** 2
