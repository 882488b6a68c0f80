"""Row shifts of images on a CPU: a bound from one matrix product, then few distances, by Numba.

By Parseval no shift of a row correlates better than (1/W) Σ |x̂ᵢ(f)||ŷᵢ(f)|, so ‖ |x̂| − |ŷ| ‖ is at most
d₀ ≤ d_λ. Where λ is so large that no shift can pay, the images themselves take the place of |x̂|.
Floating-point images are searched in float32 with bounds for what that loses, and what is near enough is
measured in float64 as defined.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction, SolvableAction
from lazyq.kernels import row_shifts
from lazyq.kernels.native.layout import GROUP, LANES, TINY, Bound, Costs, Found, Heaps, Part, Pixels, Queries
from lazyq.kernels.nearest import brute, preparing
from lazyq.kernels.nearest.preparing import Frame
from lazyq.kernels.original import originals

NAME = "pruned"
_TARGETS_AT_ONCE = 2**16
_PRODUCTS_AT_ONCE = 2**25
_FLOATS_AT_ONCE = 2**11  # images that are copied as floats: larger copies are new pages of memory every time
_QUERIES_AT_ONCE = 16  # of a thread: a search that is to end waits for those that are under way
_WIDEST_OF_FLOATS = 512
_FEW = 4  # queries for which a matrix product costs more than it spares


@dataclass(frozen=True, eq=False)
class Targets:
    """Targets as the compiled search takes them, and what bounds their distances: totals are their ‖y‖².

    Floating-point images are in a frame, and the originals beside them.
    """

    images: Tensor
    pixels: Pixels
    totals: np.ndarray
    frame: Frame | None
    originals: Tensor
    _embedding: list[Tensor] = field(default_factory=list)

    def magnitudes(self, tick: Callable[[int], None]) -> Tensor:
        """Return the embedding, (m, H·(⌊W/2⌋+1)); made at the first search for more than a few queries."""
        if not self._embedding:
            self._embedding.append(_magnitudes(self.images, tick))
        return self._embedding[0]

    @cached_property
    def slack(self) -> float:
        """What rounding may add to a distance, in parts of ‖x‖² + ‖y‖²: nothing in integers."""
        return preparing.slack(self.images.shape[-1]) if self.frame else 0.0

    @cached_property
    def scale(self) -> float:
        """The factor from squared distances to those in the frame."""
        return self.frame.unit**-2 if self.frame else 1.0


class Asked(NamedTuple):
    """Some queries, in the frame of the targets and as they were given, and λ² in both units."""

    images: np.ndarray
    originals: np.ndarray
    mus: np.ndarray


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if x.is_floating_point() and isinstance(action, RowShifts) and action.width <= _WIDEST_OF_FLOATS:
        return row_shifts.why_no_compiler(x)
    return row_shifts.why_not_compiled(action, x)


def prepare(action: SeparableAction, y: Tensor, tick: Callable[[int], None]) -> Iterator[Targets]:
    """Yield the second set in blocks, each made when it is asked for."""
    step = min(_TARGETS_AT_ONCE, 2**30 // (action.shape[0] * action.shape[1]))
    for part in y.detach().split(step):
        given = part.contiguous()
        frame = preparing.frame(given) if given.is_floating_point() else None
        images = frame.of(given) if frame else given
        pixels = row_shifts.listed(images.numpy(), GROUP, tick)
        yield Targets(images, pixels, pixels.totals, frame, given)


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
    x = x.detach().contiguous()
    workers = torch.get_num_threads()
    shares = 1 if len(x) >= workers else workers
    distances = np.full((shares, len(x), len(mus), k), np.inf)
    indices = np.full(distances.shape, np.iinfo(np.int64).max)
    with leaving_at_once(ThreadPoolExecutor(workers)) as threads:
        offset = 0
        for block in prepared:
            tick(0)
            near = torch.ones(len(x), dtype=torch.bool)
            if block.frame:
                near = ~block.frame.too_far(x)
                if not near.all():
                    _search_all(action, block, x, mus, ~near, offset, Heaps(distances[0], indices[0]))
            own = x if near.all() else x[near]
            places = near.nonzero().flatten().numpy()
            framed = block.frame.of(own) if block.frame else own
            in_frame = mus * block.scale
            gain = (4 if block.frame else 2) * _longest(framed) * float(block.pixels.norms.max(initial=0))
            for levels, start, bound in _bounded(block, framed, in_frame, gain, tick):
                part = slice(start, start + len(bound.values))
                rows = np.ix_(np.arange(shares), places[part], np.array(levels))
                heaps = Heaps(distances[rows], indices[rows])
                costs = preparing.costs(action.shape[1], in_frame[levels].numpy())
                asked = Asked(framed[part].numpy(), own[part].numpy(), mus[levels].numpy())
                for job in [
                    threads.submit(job) for job in _searches(asked, block, costs, bound, offset, heaps)
                ]:
                    job.result()
                    tick(0)
                distances[rows], indices[rows] = heaps
                tick(len(bound.values) * len(block.images) * len(levels))
            tick(int((~near).sum()) * len(block.images) * len(mus))
            offset += len(block.images)
    distances, indices = (np.concatenate(list(array), -1).swapaxes(0, 1) for array in (distances, indices))
    order = np.lexsort((indices, distances))[..., :k]
    sorted_distances, sorted_indices = (np.take_along_axis(a, order, -1) for a in (distances, indices))
    return torch.from_numpy(sorted_distances), torch.from_numpy(sorted_indices)


def _longest(images: Tensor) -> float:
    return float(row_shifts.row_energies(images.numpy()).max(initial=0)) ** 0.5


def _search_all(
    action: SeparableAction, block: Targets, x: Tensor, mus: Tensor, which: Tensor, offset: int, heaps: Heaps
) -> None:
    """Merge the nearest of a block into the heaps of images that don't fit into its frame, by brute force."""
    count = heaps.distances.shape[-1]
    found = brute.nearest(
        action, [block.originals], x[which], mus, min(count, len(block.images)), lambda _: None
    )
    places = which.nonzero().flatten().numpy()
    distances = np.concatenate([heaps.distances[places], found[0].numpy().swapaxes(0, 1)], -1)
    indices = np.concatenate([heaps.indices[places], found[1].numpy().swapaxes(0, 1) + offset], -1)
    order = np.lexsort((indices, distances))[..., :count][..., ::-1]
    for kept, every in ((heaps.distances, distances), (heaps.indices, indices)):
        kept[places] = np.take_along_axis(every, order, -1)


def near(
    action: SeparableAction, prepared: Iterable[Targets], x: Tensor, mus: Tensor, limits: Tensor
) -> tuple[Tensor, Tensor]:
    """Return the targets that one image may be near; as :mod:`lazyq.kernels.nearest` says."""
    from lazyq.kernels.native import search

    workers, results, offset = torch.get_num_threads(), [], 0
    with leaving_at_once(ThreadPoolExecutor(workers)) as threads:
        for block in prepared:
            if block.frame and block.frame.too_far(x).any():
                places, distances = brute.near(action, [block.originals], x, mus, limits)
                results.append([places + offset, distances])
                offset += len(block.images)
                continue
            image = (block.frame.of(x) if block.frame else x).contiguous()
            costs = preparing.costs(action.shape[1], (mus * block.scale).numpy())
            query = preparing.sliding(image.numpy(), len(costs.squares))
            below = preparing.limits(1, action.shape[0], block.slack)
            below.values[0, : len(mus)] = (limits * block.scale).numpy() * below.safe + TINY
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
                indices, distances = (torch.from_numpy(array[: job.result()]) for array in found)
                results.append([indices, distances.double() / block.scale])
            offset += len(block.images)
    indices, distances = (torch.cat(tensors) for tensors in zip(*results, strict=True))
    return indices, distances


def _searches(
    asked: Asked, block: Targets, costs: Costs, bound: Bound, offset: int, heaps: Heaps
) -> Iterator[Callable[[], None]]:
    """Yield the parts of a search, for heaps (shares of the block, n, λ, k)."""
    shares, count = len(heaps.distances), len(asked.images)
    if shares > 1:
        queries = preparing.sliding(asked.images, len(costs.squares))
        for share, (first, last) in enumerate(parts(len(block.images), shares)):
            nearest = Heaps(heaps.distances[share], heaps.indices[share])
            yield partial(_search, queries, asked, block, costs, bound, Part(first, last, offset), nearest)
        return
    workers = torch.get_num_threads()
    rounds = math.ceil(count / (workers * _QUERIES_AT_ONCE))
    for first, last in parts(count, min(count, rounds * workers)):
        own = slice(first, last)
        some = asked._replace(images=asked.images[own], originals=asked.originals[own])
        yield partial(
            _slide_and_search, some, block, costs, bound._replace(values=bound.values[own]),
            Part(0, len(block.images), offset), Heaps(heaps.distances[0, own], heaps.indices[0, own]),
        )  # fmt: skip


def _slide_and_search(
    asked: Asked, block: Targets, costs: Costs, bound: Bound, part: Part, nearest: Heaps
) -> None:
    """Search for queries that no other thread has."""
    queries = preparing.sliding(asked.images, len(costs.squares))
    _search(queries, asked, block, costs, bound, part, nearest)


def _search(
    queries: Queries, asked: Asked, block: Targets, costs: Costs, bound: Bound, part: Part, nearest: Heaps
) -> None:
    """Search with memory of its own, for a thread."""
    from lazyq.kernels.native.search import search

    count, height = queries.energies.shape
    limits = preparing.limits(count, height, block.slack, block.scale)
    scratch = preparing.scratch(queries, costs)
    exact = originals(asked.originals, block.originals.numpy(), asked.mus) if block.frame else None
    search(queries, block.pixels, costs, bound, part, nearest, limits, scratch, exact)


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
                    yield levels.tolist(), start, Bound(values, block.totals, block.slack, by_products=False)
                    continue
                own = _magnitudes(queries, tick) if moves else queries.flatten(1).float()
                products = _products(own, block.magnitudes(tick) if moves else block.images.flatten(1), tick)
                slack = (own.shape[1] + 2 * x.shape[-1] + 48) * float(np.finfo(np.float32).eps)
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
        amplitudes = torch.hypot(levels @ cosines, levels @ sines)
        amplitudes[..., 0] = levels @ cosines[:, 0]  # no shift turns the mean
        magnitudes[start : start + 4096] = amplitudes.flatten(1)
    return magnitudes
