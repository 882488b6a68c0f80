"""All squared lazy distances between two sets of uint8 images under row shifts, for several λ at once.

Sixteen images of the second set are the lanes of a vector of int32. For every row and every image of the
first set the correlations c(s) of all shifts are summed in registers, over the pixels that are not zero, two
neighbouring ones in one instruction; +k and −k are folded by their maximum, and every λ takes its minimum
over k of ‖xᵢ‖² + ‖yᵢ‖² − 2c(k) + λ²k².

All sums are of integers below 2²⁴, exact in float32 as well; only adding λ²k² and summing the rows rounds,
and both add numbers ≥ 0: the relative error is at most (H + 2)·2⁻²³.
"""

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.simd import (
    Lanes,
    add,
    any_less,
    converter,
    greater,
    lesser,
    loader,
    multiply_add,
    pairs_product,
    spreader,
    store,
    subtract,
)

LANES = 16
FLOATS, INTS = Lanes("float32", LANES), Lanes("int32", LANES)
load, load_ints = loader(FLOATS), loader(INTS)
spread, spread_int = spreader(FLOATS), spreader(INTS)
floats = converter(FLOATS)
FOLDS_AT_ONCE = 3  # of two shifts and LANES lanes each: twelve of the sixteen registers of AVX2
FIRST_FOLDS = 4  # 0, ±1, ±2, ±3
SAFE = np.float32(1.00001)
ROOT_ERROR = np.float32(3 * 2.0**-23)  # ‖xᵢ‖ − ‖yᵢ‖ may be off by as much of ‖xᵢ‖
_ZERO = np.float32(0)


@compiled
def squared_distances(
    starts: np.ndarray,
    columns: np.ndarray,
    pairs: np.ndarray,
    order: np.ndarray,
    norms: np.ndarray,
    energies: np.ndarray,
    targets: np.ndarray,
    target_energies: np.ndarray,
    mus: np.ndarray,
    penalties: np.ndarray,
    first: int,
    last: int,
    out: np.ndarray,
) -> None:
    """Fill out[:, :, first:last], the blocks of LANES targets from first on.

    Parameters
    ----------
    starts, columns, pairs : the pixels of the n first images, by :mod:`lazyq.kernels.native.pixels`
    order : (H, n) the images by the number of such pairs in a row: loops of equal length follow each
        other, and the processor predicts their ends
    norms : (n, H) float32, ‖xᵢ‖ of every row
    energies : (n, H) int32, Σ of squared levels of every row
    targets : (m, H, W) uint8
    target_energies : (m, H) int32
    mus : (L,) float32, λ² in squared levels, increasing
    penalties : (L, K) float32, mus·k² for k = 0 … K − 1; K is 4 and a multiple of 3 more
    out : (L, n, m) float32, squared levels
    """
    count, height = energies.shape
    width = targets.shape[2]
    levels, folds = penalties.shape
    reach = folds - 1
    extended = width + 2 * reach
    block = np.empty(height * extended * LANES, np.int32)
    block_energies = np.empty(height * LANES, np.int32)
    block_norms = np.empty(height * LANES, np.float32)
    greatest = np.empty(height, np.float32)
    best = np.empty(levels * LANES, np.float32)
    totals = np.empty(count * levels * LANES, np.float32)
    for start in range(first, last, LANES):
        used = min(LANES, last - start)
        _fill(block, block_energies, block_norms, greatest, targets, target_energies, start, used, reach)
        totals[:] = _ZERO
        for i in range(height):
            row = i * extended * LANES
            target_energy = load_ints(block_energies, i * LANES)
            target_norm = load(block_norms, i * LANES)
            for turn in range(count):
                q = order[i, turn]
                energy = add(target_energy, spread_int(energies[q, i]))
                begin, end = np.uint64(starts[q, i]), np.uint64(starts[q, i + 1])
                here = q * levels * LANES
                if begin == end or greatest[i] == 0:
                    for level in range(levels):
                        place = here + level * LANES
                        store(totals, place, add(load(totals, place), floats(energy)))
                    continue
                _first_folds(
                    begin, end, columns, pairs, block, row + reach * LANES, energy, mus, penalties,
                    SAFE * np.float32(2) * norms[q, i] * greatest[i], best,
                )  # fmt: skip
                own = spread(norms[q, i])
                gap = greater(subtract(own, target_norm), subtract(target_norm, own))
                gap = greater(multiply_add(own, spread(-ROOT_ERROR), gap), spread(_ZERO))
                k = FIRST_FOLDS
                while k < folds and _can_pay(gap, mus[0], k, best, 0):
                    _next_folds(
                        begin, end, columns, pairs, block, row + reach * LANES, k, energy, mus, penalties,
                        gap, best,
                    )  # fmt: skip
                    k += FOLDS_AT_ONCE
                for level in range(levels):
                    place = here + level * LANES
                    store(totals, place, add(load(totals, place), load(best, level * LANES)))
        for q in range(count):
            for level in range(levels):
                for lane in range(used):
                    out[level, q, start + lane] = totals[(q * levels + level) * LANES + lane]


@inner
def _can_pay(gap: object, mu: float, k: int, best: np.ndarray, level: int) -> bool:
    """Return whether a shift by k or more may be better than the best in any lane: its residual is ≥ gap²."""
    least = multiply_add(gap, gap, spread(mu * np.float32(k * k)))
    return any_less(least, load(best, level * LANES))


@inner
def _fill(
    block: np.ndarray, block_energies: np.ndarray, block_norms: np.ndarray, greatest: np.ndarray,
    targets: np.ndarray, target_energies: np.ndarray, start: int, used: int, reach: int,
) -> None:  # fmt: skip
    """Write the targets from start on as lanes, every row continued by reach columns at both ends.

    block_norms take ‖yᵢ‖ of every lane, greatest the greatest of them.
    """
    height, width = targets.shape[1:]
    extended = width + 2 * reach
    for i in range(height):
        row = i * extended * LANES
        greatest[i] = 0
        for lane in range(LANES):
            source = start + min(lane, used - 1)
            energy = target_energies[source, i]
            block_energies[i * LANES + lane] = energy
            block_norms[i * LANES + lane] = np.sqrt(np.float32(energy))
            greatest[i] = max(greatest[i], block_norms[i * LANES + lane])
            place = row + reach * LANES + lane
            for j in range(width):
                following = np.int32(targets[source, i, j + 1 if j + 1 < width else 0])
                block[place + j * LANES] = np.int32(targets[source, i, j]) | following << np.int32(16)
        for j in range(reach - 1, -1, -1):
            store(block, row + j * LANES, load_ints(block, row + (j + width) * LANES))
        for j in range(reach + width, extended):
            store(block, row + j * LANES, load_ints(block, row + (j - width) * LANES))


@inner
def _first_folds(
    begin: int, end: int, columns: np.ndarray, pairs: np.ndarray, block: np.ndarray, centre: int,
    energy: object, mus: np.ndarray, penalties: np.ndarray, gain: float, best: np.ndarray,
) -> None:  # fmt: skip
    """Set best to the minimum over k = 0 … 3, for every λ that k = 1 can serve; over k = 0 for the others."""
    c0 = c1 = c2 = c3 = d1 = d2 = d3 = spread_int(np.int32(0))
    for p in range(begin, end):
        pair = spread_int(pairs[p])
        place = centre + np.int64(columns[p]) * LANES
        c0 = add(c0, pairs_product(pair, load_ints(block, place)))
        c1 = add(c1, pairs_product(pair, load_ints(block, place - LANES)))
        d1 = add(d1, pairs_product(pair, load_ints(block, place + LANES)))
        c2 = add(c2, pairs_product(pair, load_ints(block, place - 2 * LANES)))
        d2 = add(d2, pairs_product(pair, load_ints(block, place + 2 * LANES)))
        c3 = add(c3, pairs_product(pair, load_ints(block, place - 3 * LANES)))
        d3 = add(d3, pairs_product(pair, load_ints(block, place + 3 * LANES)))
    r0, r1 = _residual(energy, c0), _residual(energy, greater(c1, d1))
    r2, r3 = _residual(energy, greater(c2, d2)), _residual(energy, greater(c3, d3))
    for level in range(len(mus)):
        least = r0
        if mus[level] <= gain:
            near = lesser(r0, add(r1, spread(penalties[level, 1])))
            far = lesser(add(r2, spread(penalties[level, 2])), add(r3, spread(penalties[level, 3])))
            least = lesser(near, far)
        store(best, level * LANES, least)


@inner
def _next_folds(
    begin: int, end: int, columns: np.ndarray, pairs: np.ndarray, block: np.ndarray, centre: int, k: int,
    energy: object, mus: np.ndarray, penalties: np.ndarray, gap: object, best: np.ndarray,
) -> None:  # fmt: skip
    """Take k, k + 1 and k + 2 into the minimum, for every λ that they can serve."""
    c0 = c1 = c2 = d0 = d1 = d2 = spread_int(np.int32(0))
    left, right = centre - (k + 2) * LANES, centre + k * LANES
    for p in range(begin, end):
        pair = spread_int(pairs[p])
        column = np.int64(columns[p]) * LANES
        c2 = add(c2, pairs_product(pair, load_ints(block, left + column)))
        c1 = add(c1, pairs_product(pair, load_ints(block, left + LANES + column)))
        c0 = add(c0, pairs_product(pair, load_ints(block, left + 2 * LANES + column)))
        d0 = add(d0, pairs_product(pair, load_ints(block, right + column)))
        d1 = add(d1, pairs_product(pair, load_ints(block, right + LANES + column)))
        d2 = add(d2, pairs_product(pair, load_ints(block, right + 2 * LANES + column)))
    r0, r1 = _residual(energy, greater(c0, d0)), _residual(energy, greater(c1, d1))
    r2 = _residual(energy, greater(c2, d2))
    for level in range(len(mus)):
        if level and not _can_pay(gap, mus[level], k, best, level):
            break  # nor for a greater λ
        near = lesser(add(r0, spread(penalties[level, k])), add(r1, spread(penalties[level, k + 1])))
        least = lesser(near, add(r2, spread(penalties[level, k + 2])))
        store(best, level * LANES, lesser(load(best, level * LANES), least))


@inner
def _residual(energy: object, inner_product: object) -> object:
    """Return ‖xᵢ‖² + ‖yᵢ‖² − 2c."""
    return floats(subtract(energy, add(inner_product, inner_product)))
