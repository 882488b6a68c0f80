"""Row shifts of images on a CPU: a bound from one matrix product, then few distances, by Numba.

By Parseval no shift of a row correlates better than (1/W) Σ |x̂ᵢ(f)||ŷᵢ(f)|, so ‖ |x̂| − |ŷ| ‖ is at most
d₀ ≤ d_λ. Where λ is so large that no shift can pay, the images themselves take the place of |x̂|. A row of
several channels, which move together, is one row of more pixels: their magnitudes follow one another.
Floating-point images are searched in float32 with bounds for what that loses, and what is near enough is
measured in float64 as defined.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction, SolvableAction
from lazyq.kernels import awaiting, row_shifts
from lazyq.kernels.native.layout import LANES, TINY, Bound, Costs, Found, Heaps, Part, Queries
from lazyq.kernels.nearest import preparing, uncompiled
from lazyq.kernels.nearest.targets import (
    Targets,
    embedding_slack,
    longest,
    magnitudes,
    no_phases,
    phases,
    products,
)
from lazyq.kernels.original import originals

NAME = "pruned"
_TARGETS_AT_ONCE = 2**16
_PRODUCTS_AT_ONCE = 2**25
_QUERIES_AT_ONCE = 16  # of a thread: a search that is to end waits for those that are under way
_WIDEST_OF_FLOATS = 512
_WORTH_PHASES, _WORTH_PHASES_OF_CHANNELS = 256, 16  # queries that pay for making the lowest frequencies ready
_FEW = 4  # queries for which a matrix product costs more than it spares


class Asked(NamedTuple):
    """Lines of some queries, in the frame of the targets and as they were given, and λ² in both units."""

    images: np.ndarray
    originals: np.ndarray
    mus: np.ndarray


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    size = row_shifts.size_of(action)
    if x.is_floating_point() and size is not None and size[2] <= _WIDEST_OF_FLOATS:
        return row_shifts.why_not_wide(action) or row_shifts.why_no_compiler(x)
    return row_shifts.why_not_compiled(action, x)


def is_awaited(action: SolvableAction, x: Tensor) -> bool:
    """Return whether the compiled search of such images is still being made, and begin to make it."""
    return not awaiting.ready(*_code("search", x.dtype))


def prepare(action: SeparableAction, y: Tensor, tick: Callable[[int], None]) -> Iterator[Targets]:
    """Yield the second set in blocks, each made when it is asked for."""
    size = row_shifts.known_size(action)
    for part in y.detach().split(min(_TARGETS_AT_ONCE, 2**30 // math.prod(size))):
        block = _targets(part.contiguous(), size)
        if awaiting.ready(*_code("search", y.dtype)):
            block.pixels(tick)
        yield block


def _targets(given: Tensor, size: tuple[int, int, int]) -> Targets:
    lines = row_shifts.lines(given, size)
    frame = preparing.frame(lines) if given.is_floating_point() else None
    images = frame.of(lines) if frame else lines
    return Targets(images, row_shifts.image_energies(images.numpy()), frame, lines, size)


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
    While the compiled search is being made, a few queries are answered without it; more wait for it:
    :func:`lazyq.kernels.nearest.search` asks for one at a time.
    """
    x = x.detach().contiguous()
    kind, make = _code("search", x.dtype)
    if not awaiting.ready(kind, make):
        if len(x) <= _FEW:
            return uncompiled.nearest(action, prepared, x, mus, k, tick)
        awaiting.wait(kind, tick)
    return _nearest(action, prepared, x, mus, k, tick)


def _code(name: str, dtype: torch.dtype) -> tuple[tuple[str, str, torch.dtype], Callable[[], object]]:
    """Return what names compiled code, and calls it on the least images of a dtype."""
    images, mus = torch.zeros(1, 1, 2, dtype=dtype), torch.zeros(1, dtype=torch.float64)
    calls = {
        "search": lambda: _search_least(images, mus),
        "near": lambda: _near(RowShifts(1, 2), [_targets(images, (1, 1, 2))], images, mus, mus),
    }
    return (NAME, name, dtype), calls[name]


def _search_least(images: Tensor, mus: Tensor) -> None:
    """Search one image without a pool of threads, which a process that is ending no longer gives."""
    block = _targets(images, (1, *images.shape[1:]))
    framed = block.frame.of(images) if block.frame else images
    asked = Asked(framed.numpy(), images.numpy(), mus.numpy())
    costs = preparing.costs(images.shape[-1], mus.numpy())
    heaps = Heaps(np.full((1, 1, 1, 1), np.inf), np.zeros((1, 1, 1, 1), np.int64))
    for _, _, _, bound in _bounded(block, framed, mus, 0.0, lambda pairs: None):
        for job in _searches(asked, block, costs, bound, None, 0, heaps):
            job()


def _nearest(
    action: SeparableAction, prepared: Iterable[Targets], x: Tensor, mus: Tensor, k: int,
    tick: Callable[[int], None],
) -> tuple[Tensor, Tensor]:  # fmt: skip
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
                    heaps = Heaps(distances[0], indices[0])
                    uncompiled.search_all(action, block, x, mus, ~near, offset, heaps)
            own = row_shifts.lines(x if near.all() else x[near], block.size)
            places = near.nonzero().flatten().numpy()
            framed = block.frame.of(own) if block.frame else own
            in_frame = mus * block.scale
            gain = (4 if block.frame else 2) * longest(framed, block.size[0]) * block.longest
            block.pixels(tick)
            for levels, start, turning, bound in _bounded(block, framed, in_frame, gain, tick):
                part = slice(start, start + len(bound.values))
                rows = np.ix_(np.arange(shares), places[part], np.array(levels))
                heaps = Heaps(distances[rows], indices[rows])
                costs = preparing.costs(block.size[2], in_frame[levels].numpy())
                asked = Asked(framed[part].numpy(), own[part].numpy(), mus[levels].numpy())
                fewest = _WORTH_PHASES if block.size[0] == 1 else _WORTH_PHASES_OF_CHANNELS
                worth = block.has_phases or len(own) >= fewest
                turned = block.phases(tick) if turning and worth and mus[levels].any() else None
                searches = _searches(asked, block, costs, bound, turned, offset, heaps)
                for job in [threads.submit(job) for job in searches]:
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


def near(
    action: SeparableAction, prepared: Iterable[Targets], x: Tensor, mus: Tensor, limits: Tensor
) -> tuple[Tensor, Tensor]:
    """Return the targets that one image may be near; as :mod:`lazyq.kernels.nearest` says."""
    if not awaiting.ready(*_code("near", x.dtype)):
        return uncompiled.near(action, prepared, x, mus, limits)
    return _near(action, prepared, x, mus, limits)


def _near(
    action: SeparableAction, prepared: Iterable[Targets], x: Tensor, mus: Tensor, limits: Tensor
) -> tuple[Tensor, Tensor]:
    from lazyq.kernels.native import search

    workers, results, offset = torch.get_num_threads(), [], 0
    with leaving_at_once(ThreadPoolExecutor(workers)) as threads:
        for block in prepared:
            if block.frame and block.frame.too_far(x).any():
                places, distances = uncompiled.near_all(action, block, x, mus, limits)
                results.append([places + offset, distances])
                offset += len(block.images)
                continue
            image = row_shifts.lines(x, block.size)
            image = (block.frame.of(image) if block.frame else image).contiguous()
            costs = preparing.costs(block.size[2], (mus * block.scale).numpy())
            query = preparing.sliding(image.numpy(), len(costs.squares), block.size[0])
            below = preparing.limits(1, block.size[1], block.slack)
            below.values[0, : len(mus)] = (limits * block.scale).numpy() * below.safe + TINY
            jobs, pixels = [], block.pixels(lambda pairs: None)
            for first, last in parts(len(block.images), workers):
                found = Found(
                    np.empty(last - first, np.int64), np.empty((last - first, len(mus)), np.float32)
                )
                job = threads.submit(
                    search.within, query, pixels, costs, Part(first, last, offset), below,
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
    asked: Asked,
    block: Targets,
    costs: Costs,
    bound: Bound,
    turned: np.ndarray | None,
    offset: int,
    heaps: Heaps,
) -> Iterator[Callable[[], None]]:
    """Yield the parts of a search, for heaps (shares of the block, n, λ, k).

    ``turned`` are the lowest frequencies of the targets, where they are to be asked.
    """
    shares, count = len(heaps.distances), len(asked.images)
    if shares > 1:
        queries = preparing.sliding(asked.images, len(costs.squares), block.size[0])
        for share, (first, last) in enumerate(parts(len(block.images), shares)):
            nearest = Heaps(heaps.distances[share], heaps.indices[share])
            part = Part(first, last, offset)
            yield partial(_search, queries, asked, block, costs, bound, turned, part, nearest)
        return
    workers = torch.get_num_threads()
    rounds = math.ceil(count / (workers * _QUERIES_AT_ONCE))
    for first, last in parts(count, min(count, rounds * workers)):
        own = slice(first, last)
        some = asked._replace(images=asked.images[own], originals=asked.originals[own])
        yield partial(
            _slide_and_search, some, block, costs, bound._replace(values=bound.values[own]), turned,
            Part(0, len(block.images), offset), Heaps(heaps.distances[0, own], heaps.indices[0, own]),
        )  # fmt: skip


def _slide_and_search(
    asked: Asked, block: Targets, costs: Costs, bound: Bound, turned: np.ndarray | None, part: Part,
    nearest: Heaps,
) -> None:  # fmt: skip
    """Search for queries that no other thread has."""
    queries = preparing.sliding(asked.images, len(costs.squares), block.size[0])
    _search(queries, asked, block, costs, bound, turned, part, nearest)


def _search(
    queries: Queries, asked: Asked, block: Targets, costs: Costs, bound: Bound, turned: np.ndarray | None,
    part: Part, nearest: Heaps,
) -> None:  # fmt: skip
    """Search with memory of its own, for a thread."""
    from lazyq.kernels.native.search import search

    count, height = queries.energies.shape
    limits = preparing.limits(count, height, block.slack, block.scale)
    scratch = preparing.scratch(queries, costs)
    exact = None
    if block.frame:
        exact = originals(asked.originals, block.originals.numpy(), asked.mus, block.size[0])
    known = no_phases() if turned is None else phases(torch.from_numpy(asked.images), turned)
    pixels = block.pixels(lambda pairs: None)
    search(queries, pixels, costs, bound, part, nearest, limits, scratch, exact, known)


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
) -> Iterator[tuple[list[int], int, bool, Bound]]:
    """Yield some λ, the first of some queries, whether phases say more, and the bounds of all distances.

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
                    yield (
                        levels.tolist(),
                        start,
                        False,
                        Bound(values, block.totals, block.slack, by_products=False),
                    )
                    continue
                own = magnitudes(queries, tick) if moves else queries.flatten(1).float()
                found = products(own, block.magnitudes(tick) if moves else block.images.flatten(1), tick)
                slack = embedding_slack(own.shape[1], x.shape[-1])
                yield levels.tolist(), start, moves, Bound(found, block.totals, slack, by_products=True)
