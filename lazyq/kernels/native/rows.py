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
    """Write the squared residuals of the shifts 0 … W − 1 of row i of query q to originals.residuals."""
    height, width = originals.targets.shape[1:]
    length = originals.queries.shape[2]
    place = (q * height + i) * length
    for first in range(0, len(originals.residuals), LANES):
        for c in range(width):
            moved = line(originals.queries, place + first + c)
            apart = subtract(moved, spread_like(moved, originals.targets[j, i, c]))
            store(originals.squares, c * LANES, multiply_add(apart, apart, spread_like(moved, 0)))
        count, size = width, originals.padded
        while size > 1:
            size //= 2
            for c in range(count - size):
                both = add(line(originals.squares, c * LANES), line(originals.squares, (c + size) * LANES))
                store(originals.squares, c * LANES, both)
            count = min(count, size)
        store(originals.residuals, first, line(originals.squares, 0))


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
