"""What the compiled search of series is given, and memory for one thread of it."""

from collections.abc import Callable
from functools import cache

import numpy as np

from lazyq.kernels import awaiting, row_shifts, spectra
from lazyq.kernels.native import rounded
from lazyq.kernels.native.bands import Bounds, Errors, Kept, Lines, Series
from lazyq.kernels.native.layout import Part, Planes
from lazyq.kernels.nearest.spectral_targets import Signals, Targets, heaps, kept_frequencies, scaled, turns

_SEEDS = 32  # targets of the least bounds come first, and leave limits that most others exceed
_LANES = spectra.lanes(np.dtype(np.float32))
_MANY = 0.1  # of the targets: where low frequencies leave so many to be measured, sums of bytes may pay
_LEFT = 0.5  # of the targets: where bounds leave so many, sums of bytes of all shifts pay, and less of fewer
_ABOVE = 1 + 2.0**-20  # of a limit that shifts may cost no more than
_NAME = "signed"
_INSTRUCTIONS = "+avx512vnni"


def search(
    own: Signals, block: Targets, bounds: Bounds, mus: np.ndarray, highest: np.ndarray, queries: range,
    part: Part, fixed: bool,
) -> list[Kept]:  # fmt: skip
    """Return what is kept of a part of the targets for every one of some queries."""
    from lazyq.kernels.native.series import search as search_series

    count, size, levels = len(block.given), part.last - part.first, len(mus)
    series, errors = _series(own, block, mus), block.errors()
    room = _lines(series, count, levels)
    places, distances = np.empty(count + 1, np.int64), np.empty((count + 1, levels), np.float32)
    results, raise_by_bytes = [], None
    for turn, q in enumerate(queries):
        kept, n = Kept(places, distances, heaps(highest[q])), -1
        many = turn > 0 and room.measured[0] > _MANY * turn * size
        if raise_by_bytes is None and (block.has_bytes or many) and _can_sum_bytes(block):
            raise_by_bytes = _raising(own, block, series, bounds, mus, part, errors)
        if raise_by_bytes is not None:
            room.priced[0] = False
            n = search_series(q, series, bounds, part, errors, kept, room, n, True, fixed)
            room.priced[0] = raise_by_bytes(q, kept, room.left[0] / size)
        n = search_series(q, series, bounds, part, errors, kept, room, n, False, fixed)
        results.append(Kept(places[:n].copy(), distances[:n].copy(), kept.highest))
    return results


def _can_sum_bytes(block: Targets) -> bool:
    """Return whether bytes can be summed here and now."""
    return block.size[2] % 2 == 0 and _INSTRUCTIONS in _features() and awaiting.ready(_NAME, _sum_least)


@cache
def _features() -> tuple[str, ...]:
    """Return what Numba makes code for, or nothing where it doesn't say: it need not."""
    from numba.core.registry import cpu_target

    try:
        return tuple(cpu_target.target_context.codegen().magic_tuple()[2].split(","))
    except (AttributeError, IndexError, TypeError):
        return ()


def _raising(
    own: Signals, block: Targets, series: Series, bounds: Bounds, mus: np.ndarray, part: Part, errors: Errors
) -> Callable[[int, Kept, float], bool]:
    """Return what raises the bounds of a query to what bytes say at the least λ.

    It returns whether it does: not where the bounds leave few targets, which is its last argument.
    """
    from lazyq.kernels.native.signed import raise_bounds

    words, targets = rounded.queries(own.levels[:, :, 0].astype(np.float32)), block.bytes()
    prices = rounded.prices(mus.min(), block.size[2])
    raised = row_shifts.aligned((1, _LANES), np.float32)

    def raise_by_bytes(q: int, kept: Kept, left: float) -> bool:
        limit = np.float32(max(kept.highest[:, 0].tolist()) * _ABOVE)
        pays = bool(left * len(prices.reaches) > _LEFT * np.count_nonzero(prices.reaches < limit))
        if pays:
            raise_bounds(q, series.queries, bounds, part, errors, words, targets, prices, limit, raised)
        return pays

    return raise_by_bytes


def _sum_least() -> None:
    """Raise the bound of a series of two pixels."""
    from lazyq.kernels.native.signed import raise_bounds

    rows, numbers = np.zeros((1, 1, 2), np.float32), np.zeros(_LANES, np.float32)
    queries = Planes(np.zeros((1, 3, 1, 1, 1), np.float32), numbers, numbers)
    bounds, errors = Bounds(numbers[None], numbers[None], numbers, numbers), Errors(*[np.float32(0)] * 4)
    raise_bounds(
        0, queries, bounds, Part(0, 1, 0), errors, rounded.queries(rows), rounded.targets(rows),
        rounded.prices(0.0, 2), np.float32(1), row_shifts.aligned((1, _LANES), np.float32),
    )  # fmt: skip


def _series(own: Signals, block: Targets, mus: np.ndarray) -> Series:
    width, size = block.size[2], block.full.shape[2]
    columns = kept_frequencies(block)
    again = np.arange(width - 1 + size) % width
    shifts = spectra.waves(width)[2]
    signs = np.where(np.arange(len(shifts)) // spectra.WAVES % 2 == 0, 1, -1).astype(np.float32)
    own_turns = turns(width, columns, mus)
    return Series(
        scaled(own, own.values[:, columns], columns, block.size),
        block.low, np.ascontiguousarray(own.levels[:, :, 0, again], np.float32), block.full,
        own_turns, shifts, signs, spectra.desk(1, own_turns),
    )  # fmt: skip


def _lines(series: Series, count: int, levels: int) -> Lines:
    def lines(count: int) -> np.ndarray:
        return row_shifts.aligned((count, _LANES), np.float32)

    marks = len(series.shifts)
    energies, means, floors, tails, bases, lost = (lines(1) for _ in range(6))
    for numbers in (energies, means, tails):  # of lanes that are never used
        numbers[:] = 0
    return Lines(
        seeds=np.empty(_SEEDS, np.int64),
        listed=np.empty(count + 1, np.int64),
        members=np.zeros(_LANES, np.int64),
        gathered=row_shifts.aligned((1, *series.lines.shape[1:]), np.float32),
        energies=energies,
        means=means,
        floors=floors,
        tails=tails,
        bases=bases,
        lost=lost,
        limits=lines(levels),
        best=lines(levels),
        marked=np.empty(marks, np.int64),
        costs=np.empty(2 * marks + 2, np.int64),
        moves=np.empty(2 * marks + 2, np.int64),
        nearer=np.empty(marks, np.uint64),
        further=np.empty(marks, np.uint64),
        priced=np.zeros(1, np.int64),
        left=np.zeros(1, np.int64),
        measured=np.zeros(1, np.int64),
    )
