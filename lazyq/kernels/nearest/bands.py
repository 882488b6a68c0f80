"""Cyclic translations of whole images and series on a CPU: bounds from spectra, then few distances, by Numba.

Of several channels that move together the spectra are multiplied one by one and their products added.

A translation turns the phases of a spectrum and leaves its magnitudes. So matrix products of magnitudes bound
all distances, a few low frequencies turned to every translation bound those that are left more closely, and
what is still left is turned with all frequencies, in float32. What could be among the nearest, given how much
that loses, is measured as defined.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction, SolvableAction
from lazyq.kernels import awaiting, planes, row_shifts, spectra
from lazyq.kernels.native.bands import Bounds, Kept, Room
from lazyq.kernels.native.layout import Part
from lazyq.kernels.nearest import brute, series
from lazyq.kernels.nearest.pruned import leaving_at_once, parts
from lazyq.kernels.nearest.spectral_targets import Signals, Targets, band, heaps, magnitudes, signals, targets
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.kernels.threads import one_thread

NAME = "bands"
_TARGETS_AT_ONCE = 2**16
_PRODUCTS_AT_ONCE = 2**22
_FEW = 4  # queries that don't wait for the compiler
_NARROWEST = 48  # row that is not faster shifted pixel by pixel
_SEEDS = 32  # targets of the least bounds come first, and leave limits that most others exceed
_MOST_SEEDS = 1024
_ABOVE = 1 + 2.0**-20  # of a limit that becomes a float32


class Left(NamedTuple):
    """Targets that one query is left with: places (p,), distances (p, L) at least, and their limits (L,)."""

    places: np.ndarray
    distances: np.ndarray
    limits: np.ndarray


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    size = planes.size_of(action)
    if size is None:
        return f"it knows Translations, shifts of one row or series, and Channels of them, not {action}"
    if size[2] > spectra.WIDEST or size[1] > planes.HIGHEST:
        return f"it sums up to {planes.HIGHEST} × {spectra.WIDEST} pixels wave by wave, not {size[1:]}"
    if isinstance(action, RowShifts) and action.width < _NARROWEST:
        return f"rows of fewer than {_NARROWEST} pixels are shifted faster by their pixels"
    return row_shifts.why_no_compiler(x)


def is_awaited(action: SolvableAction, x: Tensor) -> bool:
    """Return whether the compiled search is still being made, and begin to make it."""
    return not awaiting.ready(*_code(action))


def prepare(action: SeparableAction, y: Tensor, tick: Callable[[int], None]) -> Iterator[Targets]:
    """Yield the second set in blocks, each made when it is asked for."""
    size = planes.known_size(action)
    for part in y.detach().split(min(_TARGETS_AT_ONCE, 2**28 // math.prod(size))):
        yield targets(part.contiguous(), size, tick)


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
    code = _code(action)
    if not awaiting.ready(*code):
        if len(x) <= _FEW:
            with awaiting.without_code(), one_thread():
                return brute.nearest(action, (block.given for block in prepared), x, mus, k, tick)
        awaiting.wait(code[0], tick)
    shape = (len(mus), len(x), k)
    distances = torch.full(shape, torch.inf, dtype=torch.float64)
    indices = torch.full(shape, torch.iinfo(torch.int64).max)
    offset = 0
    with leaving_at_once(ThreadPoolExecutor(torch.get_num_threads())) as threads:
        for block in prepared:
            tick(0)
            rows = max(1, _PRODUCTS_AT_ONCE // len(block.given))
            for queries in torch.arange(len(x)).split(rows):
                known = distances[:, queries], indices[:, queries]
                left = _left(threads, block, x[queries], mus, known[0], fixed=False, tick=tick)
                for level, mu in enumerate(mus.tolist()):
                    near, far = _wanted(left, level)
                    exact = squared_distances_of_pairs(action, x[queries][near], block.given[far], mu)
                    merged = brute.merged(known[0][level], known[1][level], near, exact, far + offset)
                    distances[level, queries], indices[level, queries] = merged
                tick(len(queries) * len(block.given) * len(mus))
            offset += len(block.given)
    return distances, indices


def near(
    action: SeparableAction, prepared: Iterable[Targets], x: Tensor, mus: Tensor, limits: Tensor
) -> tuple[Tensor, Tensor]:
    """Return the targets that one image may be near; as :mod:`lazyq.kernels.nearest` says."""
    if not awaiting.ready(*_code(action)):
        with awaiting.without_code(), one_thread():
            return brute.near(action, (block.given for block in prepared), x, mus, limits)
    results, offset = [], 0
    with leaving_at_once(ThreadPoolExecutor(torch.get_num_threads())) as threads:
        for block in prepared:
            known = limits[:, None, None]
            left = _left(threads, block, x.detach(), mus, known, fixed=True, tick=lambda pairs: None)[0]
            places, distances = torch.from_numpy(left.places), torch.from_numpy(left.distances)
            results.append((places + offset, distances.double().clamp(min=0) * block.frame.unit**2))
            offset += len(block.given)
    indices, distances = (torch.cat(tensors) for tensors in zip(*results, strict=True))
    return indices, distances


def _code(action: SolvableAction) -> tuple[tuple[str, bool], Callable[[], object]]:
    """Return what names the code that an action needs, and calls it on the least images."""
    size = planes.size_of(action)
    series = size is not None and size[1] == 1
    return (NAME, series), partial(_search_least, (1, 1, 2) if series else (1, 2, 2))


def _search_least(size: tuple[int, int, int]) -> None:
    """Search in one image, in this thread: a process that is ending gives no others."""
    images, mus = torch.zeros(1, *size), torch.zeros(1, dtype=torch.float64)
    block = targets(images, size, lambda pairs: None)
    own, bounds = _bounded(block, images)
    search = _search if size[1] > 1 else series.search
    search(own, block, bounds, mus.numpy(), np.zeros((1, 1, 1), np.float32), range(1), Part(0, 1, 0), False)


def _left(
    threads: ThreadPoolExecutor, block: Targets, x: Tensor, mus: Tensor, known: Tensor, *, fixed: bool,
    tick: Callable[[int], None],
) -> list[Left]:  # fmt: skip
    """Return what is left of a block for every image, given squared distances (L, n, k) to be below."""
    x = x.reshape(-1, *block.size)
    too_far = block.frame.too_far(x)
    if not too_far.any():
        return _searched(threads, block, x, mus, known, fixed, tick)
    rest = (~too_far).nonzero().flatten()
    found = iter(_searched(threads, block, x[rest], mus, known[:, rest], fixed, tick))
    every = np.arange(len(block.given))
    all_of_them = Left(every, np.zeros((len(every), len(mus)), np.float32), np.full(len(mus), np.inf))
    return [all_of_them if far else next(found) for far in too_far.tolist()]


def _wanted(left: list[Left], level: int) -> tuple[Tensor, Tensor]:
    """Return the queries and the targets that may be near at one λ."""
    near = [own.places[own.distances[:, level] <= own.limits[level]] for own in left]
    rows = np.repeat(np.arange(len(left)), [len(places) for places in near])
    return torch.from_numpy(rows), torch.from_numpy(np.concatenate([*near, np.empty(0, np.int64)]))


def _bounded(block: Targets, x: Tensor) -> tuple[Signals, Bounds]:
    """Return the spectra of images, and products of their magnitudes with those of all targets."""
    own = signals(block.frame.of(x))
    low, tail = (torch.from_numpy(part) for part in magnitudes(own.values, block.cut, block.size))
    tails = tail @ block.tail.T
    products = torch.addmm(tails, low, block.magnitudes.T)
    return own, Bounds(products.numpy(), tails.numpy(), block.energies, block.means)


def _searched(
    threads: ThreadPoolExecutor, block: Targets, x: Tensor, mus: Tensor, known: Tensor, fixed: bool,
    tick: Callable[[int], None],
) -> list[Left]:  # fmt: skip
    """Return what the search leaves for every image that the frame of the block can hold."""
    if not len(x):
        return []
    own, bounds = _bounded(block, x)
    squared = block.frame.unit**2
    highest = known.movedim(0, 1).numpy() / squared * _ABOVE + block.errors().least
    search = partial(
        _search if block.size[1] > 1 else series.search,
        own,
        block,
        bounds,
        mus.numpy() / squared,
        highest.astype(np.float32),
    )
    workers = torch.get_num_threads()
    shares = 1 if len(x) >= workers else workers
    jobs = [
        threads.submit(search, range(*queries), Part(*part, 0), fixed)
        for queries in parts(len(x), min(len(x), workers))
        for part in parts(len(block.given), shares)
    ]
    found = []
    for job in jobs:
        found.append([Left(kept.places, kept.distances, kept.highest[:, 0].copy()) for kept in job.result()])
        tick(0)
    if shares == 1:
        return [left for several in found for left in several]
    return [
        _joined([left for several in found[place : place + shares] for left in several])
        for place in range(0, len(found), shares)
    ]


def _joined(several: list[Left]) -> Left:
    """Return what shares of the targets leave together."""
    places, distances, limits = zip(*several, strict=True)
    return Left(np.concatenate(places), np.concatenate(distances), np.min(limits, 0))


def _search(
    own: Signals, block: Targets, bounds: Bounds, mus: np.ndarray, highest: np.ndarray, queries: range,
    part: Part, fixed: bool,
) -> list[Kept]:  # fmt: skip
    """Search for some queries in a part of the targets, with memory of its own, for a thread."""
    from lazyq.kernels.native.bounding import search

    count, levels, k = len(block.given), len(mus), highest.shape[2]
    lanes = spectra.lanes(np.dtype(np.float32))
    seeds = min(max(_SEEDS, row_shifts.rounded_up(k, lanes)), _MOST_SEEDS)
    low, full = (band(own, block, mus, narrow) for narrow in (block.cut is not None, False))
    floors, bases, lost, least = (row_shifts.aligned((rows, lanes), np.float32) for rows in (1, 1, 1, levels))
    left, lows = np.empty(count, np.int64), np.empty((count, levels), np.float32)
    room = Room(np.empty(seeds, np.int64), left, lows, floors, bases, lost, least)
    places, distances = np.empty(count + 1, np.int64), np.empty((count + 1, levels), np.float32)
    results = []
    for q in queries:
        kept = Kept(places, distances, heaps(highest[q]))
        n = search(q, low, full, block.cut is not None, bounds, part, block.errors(), kept, room, fixed)
        results.append(Kept(places[:n].copy(), distances[:n].copy(), kept.highest))
    return results
