"""All squared lazy distances between two sets of images under row shifts, for several λ at once.

Sixteen images of the second set are the lanes of a vector of int32. For every row and every image of the
first set the correlations c(s) of all shifts are summed in registers, over the pixels that are not zero, two
neighbouring ones in one instruction; +k and −k are folded by their maximum, and every λ takes its minimum
over k of ‖xᵢ‖² + ‖yᵢ‖² − 2c(k) + λ²k².

All sums are of integers below 2²⁴, exact in float32 as well; only adding λ²k² and summing the rows rounds,
and both add numbers ≥ 0: the relative error is at most (H + 2)·2⁻²³. Of floating-point images the lanes are
float32, one pixel each, and every sum rounds: :mod:`lazyq.kernels.pairwise.sparse` says by how much.
"""

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.layout import Block, Folds, Levels, Part, Pixels
from lazyq.kernels.native.listing import wrapped
from lazyq.kernels.native.measuring import least_gap
from lazyq.kernels.native.simd import (
    Lanes,
    add,
    any_less,
    correlate,
    floats,
    greater,
    lesser,
    line,
    loader,
    multiply_add,
    spread_like,
    spread_line,
    spreader,
    store,
    subtract,
)

LANES = 16  # targets: two registers of AVX2, one of AVX-512
FLOATS = Lanes("float32", LANES)
load, spread = loader(FLOATS), spreader(FLOATS)
FOLDS_AT_ONCE = 3  # of two shifts and LANES lanes each: twelve of the sixteen registers of AVX2
FIRST_FOLDS = 4  # 0, ±1, ±2, ±3
_SAFE = np.float32(1.00001)  # above the rounding of a product of norms
_ZERO = np.float32(0)


@compiled
def squared_distances(
    queries: Pixels, order: np.ndarray, targets: Levels, folds: Folds, part: Part, block: Block,
    out: np.ndarray,
) -> None:  # fmt: skip
    """Fill out[:, :, first:last] of a part of the targets.

    Parameters
    ----------
    queries : n images, by single pairs
    order : (H, n) the queries by the number of pairs of a row: loops of equal length follow each other, and
        the processor predicts their ends
    targets : m images, of the dtype of the queries
    block : overwritten
    out : (L, n, m) float32, squared levels
    """
    count, height = queries.energies.shape
    levels, reach = len(folds.mus), folds.penalties.shape[1] - 1
    for start in range(part.first, part.last, LANES):
        used = min(LANES, part.last - start)
        _fill(block, targets, start, used, reach)
        block.totals[:] = _ZERO
        for i in range(height):
            energy, norm = line(block.energies, i * LANES), load(block.norms, i * LANES)
            for turn in range(count):
                _add_row(queries, order[i, turn], block, i, energy, norm, folds)
        for q in range(count):
            for level in range(levels):
                for lane in range(used):
                    out[level, q, start + lane] = max(block.totals[q, level, lane], _ZERO)


@inner
def _fill(block: Block, targets: Levels, start: int, used: int, reach: int) -> None:
    """Write the targets from start on into the block; the last one fills lanes that are not used."""
    lines, width = targets.levels.shape[1:]
    height = targets.energies.shape[1]
    channels, pitch = lines // height, width + 2 * reach
    for i in range(height):
        block.greatest[i] = 0
        for lane in range(LANES):
            source = start + min(lane, used - 1)
            energy = targets.energies[source, i]
            block.energies[i, lane] = energy
            block.norms[i, lane] = np.sqrt(np.float32(energy))
            block.greatest[i] = max(block.greatest[i], block.norms[i, lane])
            for c in range(channels):
                for j in range(width):
                    level = wrapped(targets.levels, source, i * channels + c, j)
                    block.pairs[i, c * pitch + reach + j, lane] = level
        for c in range(channels):
            row = (i * channels + c) * pitch * LANES
            for j in range(reach - 1, -1, -1):
                store(block.pairs, row + j * LANES, line(block.pairs, row + (j + width) * LANES))
            for j in range(reach + width, pitch):
                store(block.pairs, row + j * LANES, line(block.pairs, row + (j - width) * LANES))


@inner
def _add_row(
    queries: Pixels, q: int, block: Block, i: int, target_energy: object, target_norm: object, folds: Folds
) -> None:
    """Add to the totals of a query what is least for its row i."""
    energy = add(target_energy, spread_line(queries.energies[q, i]))
    # unsigned, as Numba tests at every access whether a signed index counts from the end
    begin, end = np.uint64(queries.starts[q, i]), np.uint64(queries.starts[q, i + 1])
    levels, reach = folds.penalties.shape[0], folds.penalties.shape[1] - 1
    if begin == end or block.greatest[i] == 0:
        for level in range(levels):
            place = (q * levels + level) * LANES
            store(block.totals, place, add(load(block.totals, place), floats(energy)))
        return
    centre = (i * block.pairs.shape[1] + reach) * LANES
    gain = _SAFE * np.float32(2) * queries.norms[q, i] * block.greatest[i]
    _first_folds(queries, begin, end, block, centre, energy, folds, gain)
    gap = least_gap(spread(queries.norms[q, i]), target_norm)
    first, k = np.int64(0), np.int64(FIRST_FOLDS)  # for plain numbers Numba would compile callees anew
    while k <= reach and _can_pay(gap, folds, first, k, block):
        _next_folds(queries, begin, end, block, centre, k, energy, folds, gap)
        k += FOLDS_AT_ONCE
    for level in range(levels):
        place = (q * levels + level) * LANES
        store(block.totals, place, add(load(block.totals, place), load(block.least, level * LANES)))


@inner
def _can_pay(gap: object, folds: Folds, level: int, k: int, block: Block) -> bool:
    """Return whether a shift by k or more may beat the least in any lane: its residual is ≥ gap²."""
    least = multiply_add(gap, gap, spread(folds.mus[level] * np.float32(k * k)))
    return any_less(least, load(block.least, level * LANES))


@inner
def _first_folds(
    queries: Pixels, begin: int, end: int, block: Block, centre: int, energy: object, folds: Folds,
    gain: float,
) -> None:  # fmt: skip
    """Set the least to that of k = 0 … 3, for every λ that k = 1 can serve; over k = 0 for the others."""
    c0 = c1 = c2 = c3 = d1 = d2 = d3 = spread_like(energy, 0)
    for p in range(begin, end):
        pair = spread_line(queries.pairs[p])
        place = centre + np.int64(queries.columns[p]) * LANES
        c0 = correlate(c0, pair, line(block.pairs, place))
        c1 = correlate(c1, pair, line(block.pairs, place - LANES))
        d1 = correlate(d1, pair, line(block.pairs, place + LANES))
        c2 = correlate(c2, pair, line(block.pairs, place - 2 * LANES))
        d2 = correlate(d2, pair, line(block.pairs, place + 2 * LANES))
        c3 = correlate(c3, pair, line(block.pairs, place - 3 * LANES))
        d3 = correlate(d3, pair, line(block.pairs, place + 3 * LANES))
    r0, r1 = _residual(energy, c0), _residual(energy, greater(c1, d1))
    r2, r3 = _residual(energy, greater(c2, d2)), _residual(energy, greater(c3, d3))
    for level in range(len(folds.mus)):
        least = r0
        if folds.mus[level] <= gain:
            near = lesser(r0, add(r1, spread(folds.penalties[level, 1])))
            far = lesser(
                add(r2, spread(folds.penalties[level, 2])), add(r3, spread(folds.penalties[level, 3]))
            )
            least = lesser(near, far)
        store(block.least, level * LANES, least)


@inner
def _next_folds(
    queries: Pixels, begin: int, end: int, block: Block, centre: int, k: int, energy: object, folds: Folds,
    gap: object,
) -> None:  # fmt: skip
    """Take k, k + 1 and k + 2 into the minimum, for every λ that they can serve."""
    c0 = c1 = c2 = d0 = d1 = d2 = spread_like(energy, 0)
    left, right = centre - (k + 2) * LANES, centre + k * LANES
    for p in range(begin, end):
        pair = spread_line(queries.pairs[p])
        column = np.int64(queries.columns[p]) * LANES
        c2 = correlate(c2, pair, line(block.pairs, left + column))
        c1 = correlate(c1, pair, line(block.pairs, left + LANES + column))
        c0 = correlate(c0, pair, line(block.pairs, left + 2 * LANES + column))
        d0 = correlate(d0, pair, line(block.pairs, right + column))
        d1 = correlate(d1, pair, line(block.pairs, right + LANES + column))
        d2 = correlate(d2, pair, line(block.pairs, right + 2 * LANES + column))
    r0, r1 = _residual(energy, greater(c0, d0)), _residual(energy, greater(c1, d1))
    r2 = _residual(energy, greater(c2, d2))
    for level in range(len(folds.mus)):
        if level and not _can_pay(gap, folds, level, k, block):
            break  # nor for a greater λ
        near = lesser(
            add(r0, spread(folds.penalties[level, k])), add(r1, spread(folds.penalties[level, k + 1]))
        )
        least = lesser(near, add(r2, spread(folds.penalties[level, k + 2])))
        store(block.least, level * LANES, lesser(load(block.least, level * LANES), least))


@inner
def _residual(energy: object, inner_product: object) -> object:
    """Return ‖xᵢ‖² + ‖yᵢ‖² − 2c."""
    return floats(subtract(energy, add(inner_product, inner_product)))
