"""Row shifts of uint8 images on a CPU: a bound from one matrix product, then few distances, by Numba.

By Parseval no shift of a row correlates better than (1/W) Σ |x̂ᵢ(f)||ŷᵢ(f)|, so ‖ |x̂| − |ŷ| ‖ is at most
d₀ ≤ d_λ. Where λ is so large that no shift can pay, the images themselves take the place of |x̂|.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import SeparableAction, SolvableAction
from lazyq.kernels import row_shifts
from lazyq.kernels.native.layout import GROUP, LANES, TINY, Bound, Costs, Found, Heaps, Part, Pixels, Queries
from lazyq.kernels.nearest import preparing

NAME = "pruned"
_TARGETS_AT_ONCE = 2**16
_PRODUCTS_AT_ONCE = 2**25
_FLOATS_AT_ONCE = 2**11  # images that are copied as floats: larger copies are new pages of memory every time
_QUERIES_AT_ONCE = 16  # of a thread: a search that is to end waits for those that are under way
_FEW = 4  # queries for which a matrix product costs more than it spares


@dataclass(frozen=True, eq=False)
class Targets:
    """Targets as the compiled search takes them, and what bounds their distances: totals are their ‖y‖²."""

    images: Tensor
    pixels: Pixels
    totals: np.ndarray
    _embedding: list[Tensor] = field(default_factory=list)

    def magnitudes(self, tick: Callable[[int], None]) -> Tensor:
        """Return the embedding, (m, H·(⌊W/2⌋+1)); made at the first search for more than a few queries."""
        if not self._embedding:
            self._embedding.append(_magnitudes(self.images, tick))
        return self._embedding[0]


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    return row_shifts.why_not_compiled(action, x)


def prepare(action: SeparableAction, y: Tensor, tick: Callable[[int], None]) -> Iterator[Targets]:
    """Yield the second set in blocks, each made when it is asked for."""
    step = min(_TARGETS_AT_ONCE, 2**30 // (action.shape[0] * action.shape[1]))
    for part in y.split(step):
        images = part.contiguous()
        pixels = row_shifts.listed(images.numpy(), GROUP, tick)
        yield Targets(images, pixels, pixels.energies.sum(1).astype(np.float32))


def nearest(
    action: SeparableAction,
    prepared: Iterable[Targets],
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
    longest = float(row_shifts.row_energies(x.numpy()).max(initial=0)) ** 0.5
    with leaving_at_once(ThreadPoolExecutor(workers)) as threads:
        offset = 0
        for block in prepared:
            gain = 2 * longest * float(block.pixels.norms.max(initial=0))
            tick(0)
            for levels, start, bound in _bounded(block, x, mus, gain, tick):
                own = slice(start, start + len(bound.values))
                heaps = Heaps(*(np.take(array[:, own], levels, axis=2) for array in (distances, indices)))
                costs = preparing.costs(action.shape[1], mus[levels].numpy())
                searches = _searches(x[own].numpy(), block, costs, bound, offset, heaps)
                for job in [threads.submit(search) for search in searches]:
                    job.result()
                    tick(0)
                distances[:, own, levels], indices[:, own, levels] = heaps
                tick(len(bound.values) * len(block.images) * len(levels))
            offset += len(block.images)
    distances, indices = (np.concatenate(list(array), -1).swapaxes(0, 1) for array in (distances, indices))
    order = np.lexsort((indices, distances))[..., :k]
    sorted_distances, sorted_indices = (np.take_along_axis(a, order, -1) for a in (distances, indices))
    return torch.from_numpy(sorted_distances), torch.from_numpy(sorted_indices)


def near(
    action: SeparableAction, prepared: Iterable[Targets], x: Tensor, mus: Tensor, limits: Tensor
) -> tuple[Tensor, Tensor]:
    """Return the targets that one image may be near; as :mod:`lazyq.kernels.nearest` says."""
    from lazyq.kernels.native import search

    costs, workers = preparing.costs(action.shape[1], mus.numpy()), torch.get_num_threads()
    query = preparing.sliding(x.contiguous().numpy(), len(costs.squares))
    below = preparing.limits(1, action.shape[0])
    below.values[0, : len(mus)] = limits.numpy() * below.safe + TINY
    results, offset = [], 0
    with leaving_at_once(ThreadPoolExecutor(workers)) as threads:
        for block in prepared:
            jobs = []
            for first, last in parts(len(block.images), workers):
                found = Found(
                    np.empty(last - first, np.int64), np.empty((last - first, len(mus)), np.float32)
                )
                job = threads.submit(
                    search.within, query, block.pixels, costs, Part(first, last, offset), below,
                    preparing.scratch(query, costs), found,
                )  # fmt: skip
                jobs.append((job, found))
            for job, found in jobs:
                results.append([torch.from_numpy(array[: job.result()]) for array in found])
            offset += len(block.images)
    indices, distances = (torch.cat(tensors) for tensors in zip(*results, strict=True))
    return indices, distances.double()


def _searches(
    images: np.ndarray, block: Targets, costs: Costs, bound: Bound, offset: int, heaps: Heaps
) -> Iterator[Callable[[], None]]:
    """Yield the parts of a search, for heaps (shares of the block, n, λ, k)."""
    shares, count = len(heaps.distances), len(images)
    if shares > 1:
        queries = preparing.sliding(images, len(costs.squares))
        for share, (first, last) in enumerate(parts(len(block.images), shares)):
            nearest = Heaps(heaps.distances[share], heaps.indices[share])
            yield partial(_search, queries, block, costs, bound, Part(first, last, offset), nearest)
        return
    workers = torch.get_num_threads()
    rounds = math.ceil(count / (workers * _QUERIES_AT_ONCE))
    for first, last in parts(count, min(count, rounds * workers)):
        own = slice(first, last)
        yield partial(
            _slide_and_search, images[own], block, costs, bound._replace(values=bound.values[own]),
            Part(0, len(block.images), offset), Heaps(heaps.distances[0, own], heaps.indices[0, own]),
        )  # fmt: skip


def _slide_and_search(
    images: np.ndarray, block: Targets, costs: Costs, bound: Bound, part: Part, nearest: Heaps
) -> None:
    """Search for queries that no other thread has."""
    _search(preparing.sliding(images, len(costs.squares)), block, costs, bound, part, nearest)


def _search(queries: Queries, block: Targets, costs: Costs, bound: Bound, part: Part, nearest: Heaps) -> None:
    """Search with memory of its own, for a thread."""
    from lazyq.kernels.native.search import search

    limits, scratch = preparing.limits(*queries.energies.shape), preparing.scratch(queries, costs)
    search(queries, block.pixels, costs, bound, part, nearest, limits, scratch)


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
    block: Targets, x: Tensor, mus: Tensor, gain: float, tick: Callable[[int], None]
) -> Iterator[tuple[list[int], int, Bound]]:
    """Yield some λ, the first of some queries, and the bounds of their distances to all targets.

    Where λ² is above the gain no shift can pay, and the images are their own embedding.
    """
    moving = mus <= gain * 1.0001
    kinds = [(True, moving), (False, ~moving)] if len(x) > _FEW else [(None, torch.ones_like(moving))]
    rows = max(1, _PRODUCTS_AT_ONCE // len(block.images))
    for start in range(0, len(x), rows):
        queries = x[start : start + rows]
        for moves, wanted in kinds:
            for levels in wanted.nonzero().flatten().split(LANES):
                if not len(levels):
                    continue
                if moves is None:
                    values = np.empty((len(queries), len(block.images)), np.float32)
                    yield levels.tolist(), start, Bound(values, block.totals, 0.0, by_products=False)
                    continue
                own = _magnitudes(queries, tick) if moves else queries.flatten(1).float()
                products = _products(own, block.magnitudes(tick) if moves else block.images.flatten(1), tick)
                slack = (own.shape[1] + 2 * x.shape[-1] + 32) * float(np.finfo(np.float32).eps)
                yield levels.tolist(), start, Bound(products, block.totals, slack, by_products=True)


def _products(own: Tensor, theirs: Tensor, tick: Callable[[int], None]) -> np.ndarray:
    out = torch.empty(len(own), len(theirs))
    for start in range(0, len(theirs), _FLOATS_AT_ONCE):
        part = slice(start, start + _FLOATS_AT_ONCE)
        tick(0)
        torch.mm(own, theirs[part].float().T, out=out[:, part])
    return out.numpy()


def _magnitudes(images: Tensor, tick: Callable[[int], None]) -> Tensor:
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
        tick(0)
        levels = images[start : start + 4096].float()
        magnitudes[start : start + 4096] = torch.hypot(levels @ cosines, levels @ sines).flatten(1)
    return magnitudes
