"""What the compiled search of series is given, and memory for one thread of it."""

from collections.abc import Callable
from functools import cache

import numpy as np

from lazyq.kernels import awaiting, row_shifts, spectra
from lazyq.kernels.native import rounded
from lazyq.kernels.native.bands import Bounds, Kept, Lines, Series
from lazyq.kernels.native.layout import Part
from lazyq.kernels.nearest.spectral_targets import Signals, Targets, heaps, kept_frequencies, scaled, turns

_SEEDS = 32  # targets of the least bounds come first, and leave limits that most others exceed
_LANES = spectra.lanes(np.dtype(np.float32))
_MANY = 0.1  # of the targets: where low frequencies leave so many to be measured, sums of bytes may pay
_NAME = "signed"
_INSTRUCTIONS = "+avx512vnni"


def search(
    own: Signals, block: Targets, bounds: Bounds, mus: np.ndarray, highest: np.ndarray, queries: range,
    part: Part, fixed: bool,
) -> list[Kept]:  # fmt: skip
    """Return what is kept of a part of the targets for every one of some queries."""
    from lazyq.kernels.native.series import search as search_series

    count, levels = len(block.given), len(mus)
    series = _series(own, block, mus)
    room = _lines(series, count, levels)
    places, distances = np.empty(count + 1, np.int64), np.empty((count + 1, levels), np.float32)
    results, lower = [], None
    for turn, q in enumerate(queries):
        if lower is not None:
            lower(q)
        kept = Kept(places, distances, heaps(highest[q]))
        n = search_series(q, series, bounds, part, block.errors(), kept, room, fixed)
        results.append(Kept(places[:n].copy(), distances[:n].copy(), kept.highest))
        many = room.measured[0] > _MANY * (turn + 1) * (part.last - part.first)
        if lower is None and many and turn + 1 < len(queries) and _can_sum_bytes(block, mus, kept):
            lower = _lowering(own, block, bounds, mus, part)
    return results


def _can_sum_bytes(block: Targets, mus: np.ndarray, kept: Kept) -> bool:
    """Return whether bytes can be summed here and now, and a quarter of all shifts may pay at some λ."""
    width = block.size[2]
    pay = mus.min() * (width / 8) ** 2 <= kept.highest.max()
    return bool(pay) and width % 2 == 0 and _INSTRUCTIONS in _features() and awaiting.ready(_NAME, _sum_least)


@cache
def _features() -> tuple[str, ...]:
    """Return what Numba makes code for."""
    from numba.core.registry import cpu_target

    return tuple(cpu_target.target_context.codegen().magic_tuple()[2].split(","))


def _lowering(
    own: Signals, block: Targets, bounds: Bounds, mus: np.ndarray, part: Part
) -> Callable[[int], None]:
    """Return what lowers the products of a query to what bytes say at the least λ."""
    from lazyq.kernels.native.signed import lower_products

    queries = rounded.queries(own.levels[:, :, 0].astype(np.float32))
    penalties = rounded.penalties(mus.min(), block.size[2])
    bound = row_shifts.aligned((1, _LANES), np.float32)

    def lower(q: int) -> None:
        lower_products(q, bounds.products, part, queries, block.rounded, penalties, bound)

    return lower


def _sum_least() -> None:
    """Lower the product of a series of two pixels with itself."""
    from lazyq.kernels.native.signed import lower_products

    rows, products = np.zeros((1, 1, 2), np.float32), np.zeros((1, _LANES), np.float32)
    bound = row_shifts.aligned((1, _LANES), np.float32)
    queries, targets, penalties = rounded.queries(rows), rounded.targets(rows), rounded.penalties(0.0, 2)
    lower_products(0, products, Part(0, 1, 0), queries, targets, penalties, bound)


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
        measured=np.zeros(1, np.int64),
    )
