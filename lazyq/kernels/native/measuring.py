"""One query and one target: d_λ² of all λ at once, rounded and given up early, and then exactly.

The shifts of a row are the lanes of a vector: a pair of the target's pixels is multiplied by the query's row,
read from the pixels' own column on, and the two products are added, in int32; of floating-point images it is
one pixel, in float32. +k and −k are folded by their maximum; then the λ are the lanes, and all of them take
their minimum over k of ‖xᵢ‖² + ‖yᵢ‖² − 2c(k) + λ²k².
"""

import numpy as np

from lazyq.kernels.native.compiling import inner
from lazyq.kernels.native.layout import GROUP, LANES, Costs, Limits, Originals, Pixels, Queries, Scratch
from lazyq.kernels.native.rows import row_residuals, sum_by_halves
from lazyq.kernels.native.simd import (
    Lanes,
    add,
    any_less,
    correlate,
    floats,
    greater,
    half_line,
    least_sum,
    loader,
    multiply_add,
    select_less,
    spread_half_line,
    spread_like,
    spreader,
    store,
    subtract,
    total,
)

FLOATS = Lanes("float32", LANES)
load = loader(FLOATS)
spread = spreader(FLOATS)
_ZERO = np.float32(0)
_ONE = np.uint64(1)
_INFINITE = np.float32(np.inf)
_ROOT_ERROR = np.float32(3 * 2.0**-23)  # ‖xᵢ‖ − ‖yᵢ‖ may be off by as much of ‖xᵢ‖


@inner
def least_gap(norm: object, others: object) -> object:
    """Return what |‖xᵢ‖ − ‖yᵢ‖| is at least, in every lane: no shift leaves a residual below it."""
    gap = greater(subtract(norm, others), subtract(others, norm))
    return greater(multiply_add(norm, spread_like(norm, -_ROOT_ERROR), gap), spread_like(norm, _ZERO))


@inner
def row_gaps(queries: Queries, q: int, targets: Pixels, j: int, gaps: np.ndarray) -> float:
    """Write the squares of the least gaps of every row and return their sum."""
    padded = targets.norms.shape[1]
    sums = spread(_ZERO)
    for i in range(0, padded, LANES):
        gap = least_gap(load(queries.norms, q * padded + i), load(targets.norms, j * padded + i))
        sums = multiply_add(gap, gap, sums)
        store(gaps, i, multiply_add(gap, gap, spread(_ZERO)))
    return total(sums)


@inner
def near_enough(
    queries: Queries, q: int, targets: Pixels, j: int, costs: Costs, limits: Limits, bound: float,
    scratch: Scratch,
) -> bool:  # fmt: skip
    """Return whether d_λ² is below its limit at some λ, and write those of all λ, rounded, if it is.

    Of floating-point images they are lower by all that rounding may add. The pair is given up as soon as the
    rows done, and the gaps of the others, say that it is too far for every λ; a λ whose limit is below the
    bound of the pair starts as infinitely far.
    """
    limit, infinite = load(limits.values, q * LANES), spread(_INFINITE)
    sums = spread(row_gaps(queries, q, targets, j, scratch.gaps))
    if limits.slack > 0:  # integers lose nothing
        sums = subtract(sums, spread(limits.slack * (queries.totals[q] + targets.totals[j])))
    sums = select_less(limit, spread(bound), infinite, sums)
    if not any_less(sums, limit):
        return False
    for turn in range(queries.order.shape[1]):
        i = np.uint64(queries.order[q, turn])
        if queries.energies[q, i] == 0:
            break  # so are the rows after it, and their gaps are all that they add
        if targets.starts[j, i] == targets.starts[j, i + _ONE]:
            continue
        gap = spread(scratch.gaps[i])
        least = least_sum(
            infinite, floats(_residuals(queries, q, targets, j, i, 0)), costs.penalties, 0, LANES
        )
        for k in range(LANES, len(costs.squares), LANES):
            if not any_less(add(gap, load(costs.reaches, k)), least):
                break
            residuals = floats(_residuals(queries, q, targets, j, i, k))
            least = least_sum(least, residuals, costs.penalties, k * LANES, LANES)
        sums = add(sums, subtract(least, gap))
        if not any_less(sums, limit):
            return False
    store(scratch.rounded, 0, sums)
    return True


@inner
def measure(
    queries: Queries, q: int, targets: Pixels, j: int, costs: Costs, limits: Limits, scratch: Scratch,
    originals: Originals | None,
) -> None:  # fmt: skip
    """Write R = Σ residual² and E = Σ δ² of the best shifts, for every λ that is near enough.

    The best shifts are those of least R + λ²E in float64, of least effort where several are. R is an integer,
    or, where there are originals, float64 and bit for bit that of :mod:`lazyq.kernels.pairs`.
    """
    if originals is None:
        _measure_integers(queries, q, targets, j, costs, limits, scratch)
    else:
        _measure_originals(originals, q, j, limits, scratch)


@inner
def _measure_originals(originals: Originals, q: int, j: int, limits: Limits, scratch: Scratch) -> None:
    levels, height = originals.rows.shape
    scratch.effort[:] = 0
    for i in range(height):
        row_residuals(originals, q, j, i)
        for level in range(levels):
            if scratch.rounded[level] < limits.values[q, level]:
                best, least = 0, originals.residuals[0]
                for element in range(1, len(originals.order)):
                    price = originals.mus[level] * originals.lengths[element]
                    if price >= least:
                        break
                    cost = originals.residuals[originals.order[element]] + price
                    if cost < least:
                        best, least = element, cost
                originals.rows[level, i] = originals.residuals[originals.order[best]]
                scratch.effort[level] += originals.lengths[best]
    for level in range(levels):
        if scratch.rounded[level] < limits.values[q, level]:
            scratch.residual[level] = sum_by_halves(originals.rows[level])


@inner
def _measure_integers(
    queries: Queries, q: int, targets: Pixels, j: int, costs: Costs, limits: Limits, scratch: Scratch
) -> None:
    residual, effort = scratch.residual, scratch.effort
    residual[:] = effort[:] = 0
    for i in range(queries.energies.shape[1]):
        energy, other = queries.energies[q, i], targets.energies[j, i]
        if energy == 0 or other == 0:
            residual += energy + other
            continue
        for k in range(0, len(costs.squares), LANES):
            store(scratch.residuals, k, _residuals(queries, q, targets, j, np.uint64(i), k))
        for level in range(len(costs.mus)):
            if scratch.rounded[level] < limits.values[q, level]:
                best, least = 0, np.float64(scratch.residuals[0])
                for k in range(1, queries.width // 2 + 1):
                    cost = np.float64(scratch.residuals[k]) + costs.mus[level] * costs.squares[k]
                    if cost < least:
                        best, least = k, cost
                residual[level] += scratch.residuals[best]
                effort[level] += costs.squares[best]


@inner
def _residuals(queries: Queries, q: int, targets: Pixels, j: int, i: int, first: int) -> object:
    """Return ‖xᵢ‖² + ‖yᵢ‖² − 2 max(c(k), c(−k)) of row i for the shifts k = first … first + LANES − 1."""
    height, length = queries.rows.shape[1], queries.rows.shape[3]
    ahead = (q * height + np.int64(i)) * 2 * length + first
    back = ahead + queries.back
    right = left = spread_like(half_line(queries.rows, 0), 0)
    # unsigned, as Numba tests at every access whether a signed index counts from the end
    p, end = np.uint64(targets.starts[j, i]), np.uint64(targets.starts[j, i + _ONE])
    while p < end:
        for _ in range(GROUP):
            pair = spread_half_line(targets.pairs[p])
            column = np.int64(targets.columns[p])  # an unsigned and a signed integer would add up to a float
            right = correlate(right, pair, half_line(queries.rows, ahead + column))
            left = correlate(left, pair, half_line(queries.rows, back - column))
            p += _ONE
    inner_product = greater(right, left)
    energy = spread_like(right, queries.energies[q, i] + targets.energies[j, i])
    return subtract(energy, add(inner_product, inner_product))
