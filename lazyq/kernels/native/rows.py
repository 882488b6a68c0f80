"""‖g·xᵢ − yᵢ‖² of one row and all its shifts in float64, from the differences, summed by halves.

Eight shifts are the lanes of a vector; what is rounded, and when, is as in :mod:`lazyq.kernels.enumeration`,
bit for bit.
"""

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.layout import Originals
from lazyq.kernels.native.simd import add, line, multiply_add, spread_like, store, subtract

LANES = 8  # float64 in a cache line


@inner
def row_residuals(originals: Originals, q: int, j: int, i: int) -> None:
    """Write the squared residuals of the shifts 0 … W − 1 of row i of query q to originals.residuals.

    They are those of its channels, added by halves.
    """
    channels, size = originals.channels, 1
    shifts = len(originals.residuals) // channels
    for c in range(channels):
        _line_residuals(originals, q, j, i * channels + c, c * shifts, shifts)
    count = channels
    while size < count:
        size *= 2
    while size > 1:
        size //= 2
        for place in range(0, (count - size) * shifts, LANES):
            more = line(originals.residuals, size * shifts + place)
            store(originals.residuals, place, add(line(originals.residuals, place), more))
        count = min(count, size)


@inner
def _line_residuals(originals: Originals, q: int, j: int, i: int, at: int, shifts: int) -> None:
    """Write those of one line from a place on.

    Three halvings at once leave the sums of eight columns each, which are a whole number of ``step`` apart.
    """
    height, width = originals.targets.shape[1:]
    length = originals.queries.shape[2]
    place = (q * height + i) * length
    step = max(1, originals.padded // 8)
    for first in range(0, shifts, LANES):
        start = place + first
        for c in range(min(step, width)):
            even = add(
                _two(originals, start, j, i, c, step), _two(originals, start, j, i, c + 2 * step, step)
            )
            odd = add(
                _two(originals, start, j, i, c + step, step),
                _two(originals, start, j, i, c + 3 * step, step),
            )
            store(originals.squares, c * LANES, add(even, odd))
        count, size = min(step, width), step
        while size > 1:
            size //= 2
            for c in range(count - size):
                both = add(line(originals.squares, c * LANES), line(originals.squares, (c + size) * LANES))
                store(originals.squares, c * LANES, both)
            count = min(count, size)
        store(originals.residuals, at + first, line(originals.squares, 0))


@inner
def _two(originals: Originals, start: int, j: int, i: int, c: int, step: int) -> object:
    """Return the squares of two columns, half of the padded row apart, added up."""
    square = _square(originals, start, j, i, c)
    if c + 4 * step < originals.targets.shape[2]:
        square = add(square, _square(originals, start, j, i, c + 4 * step))
    return square


@inner
def _square(originals: Originals, start: int, j: int, i: int, c: int) -> object:
    """Return the squared differences of a column of y and eight of x, or 0 beyond the row."""
    nothing = spread_like(line(originals.queries, start), 0)
    if c >= originals.targets.shape[2]:
        return nothing
    moved = line(originals.queries, start + c)
    apart = subtract(moved, spread_like(moved, originals.targets[j, i, c]))
    return multiply_add(apart, apart, nothing)


@inner
def sum_by_halves(values: np.ndarray) -> float:
    """Return the sum as :func:`lazyq.kernels.summing.by_halves` does; overwrites the values."""
    count, size = len(values), 1
    while size < count:
        size *= 2
    while size > 1:
        size //= 2
        for place in range(count - size):
            values[place] += values[place + size]
        count = min(count, size)
    return values[0]


@compiled
def squared_residuals(originals: Originals, out: np.ndarray) -> None:
    """Fill out (n, H, W) with the squared residuals of all shifts of the pairs (q, q), in tie order."""
    for q in range(len(out)):
        for i in range(out.shape[1]):
            row_residuals(originals, q, q, i)
            for element in range(out.shape[2]):
                out[q, i, element] = originals.residuals[originals.order[element]]
