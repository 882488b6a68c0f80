"""All squared lazy distances between two sets of uint8 images under row shifts, for several λ at once.

Sixteen images of the second set are the lanes of a vector. For every row and every image of the first set
the correlations c(s) of all shifts are summed in registers, over the pixels that are not zero; +k and −k
are folded by their maximum, and every λ takes its minimum over k of ‖xᵢ‖² + ‖yᵢ‖² − 2c(k) + λ²k².

All sums are of integers below 2²⁴, exact in float32; only adding λ²k² and summing the rows rounds, and
both add numbers ≥ 0: the relative error is at most (H + 2)·2⁻²³.
"""

import numpy as np

from lazyq.kernels.native.compiling import compiled
from lazyq.kernels.native.simd import LANES, add, greater, lesser, load, multiply_add, spread, store

FOLDS_AT_ONCE = 3  # of two shifts and LANES lanes each: twelve of the sixteen registers of AVX2
FIRST_FOLDS = 4  # 0, ±1, ±2, ±3
SAFE = np.float32(1.00001)
_ZERO = np.float32(0)
_MINUS_TWO = np.float32(-2)
_FAR = np.float32(np.inf)


@compiled
def squared_distances(
    starts: np.ndarray,
    columns: np.ndarray,
    values: np.ndarray,
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
    starts, columns, values : the pixels of the n first images that are not zero, by row: row i of image
        q has the columns and (float32) levels at starts[q, i] … starts[q, i + 1]
    order : (H, n) the images by the number of such pixels in a row: loops of equal length follow each
        other, and the processor predicts their ends
    norms : (n, H) float32, ‖xᵢ‖ of every row
    energies : (n, H) float32, Σ of squared levels of every row
    targets : (m, H, W) uint8
    target_energies : (m, H) float32
    mus : (L,) float32, λ² in squared levels, increasing
    penalties : (L, K) float32, mus·k² for k = 0 … K − 1; K is 4 and a multiple of 3 more
    out : (L, n, m) float32, squared levels
    """
    count, height = energies.shape
    width = targets.shape[2]
    levels, folds = penalties.shape
    reach = folds - 1
    extended = width + 2 * reach
    block = np.empty(height * extended * LANES, np.float32)
    block_energies = np.empty(height * LANES, np.float32)
    block_norms = np.empty(height, np.float32)
    best = np.empty(levels * LANES, np.float32)
    totals = np.empty(count * levels * LANES, np.float32)
    for start in range(first, last, LANES):
        used = min(LANES, last - start)
        _fill(block, block_energies, block_norms, targets, target_energies, start, used, reach)
        totals[:] = _ZERO
        for i in range(height):
            row = i * extended * LANES
            target_energy = load(block_energies, i * LANES)
            for turn in range(count):
                q = order[i, turn]
                energy = add(target_energy, spread(energies[q, i]))
                begin, end = np.uint64(starts[q, i]), np.uint64(starts[q, i + 1])
                here = q * levels * LANES
                if begin == end:
                    for level in range(levels):
                        place = here + level * LANES
                        store(totals, place, add(load(totals, place), energy))
                    continue
                gain = SAFE * np.float32(2) * norms[q, i] * block_norms[i]
                _first_folds(
                    begin,
                    end,
                    columns,
                    values,
                    block,
                    row + reach * LANES,
                    energy,
                    mus,
                    penalties,
                    gain,
                    best,
                )
                k = FIRST_FOLDS
                while k < folds and mus[0] * np.float32(k * k) <= gain:
                    _next_folds(
                        begin, end, columns, values, block, row + reach * LANES, k, energy, mus, penalties,
                        gain, best,
                    )  # fmt: skip
                    k += FOLDS_AT_ONCE
                for level in range(levels):
                    place = here + level * LANES
                    store(totals, place, add(load(totals, place), load(best, level * LANES)))
        for q in range(count):
            for level in range(levels):
                for lane in range(used):
                    out[level, q, start + lane] = totals[(q * levels + level) * LANES + lane]


@compiled
def _fill(
    block: np.ndarray, block_energies: np.ndarray, block_norms: np.ndarray, targets: np.ndarray,
    target_energies: np.ndarray, start: int, used: int, reach: int,
) -> None:  # fmt: skip
    """Write the targets from start on as lanes, every row continued by reach columns at both ends.

    block_norms take the greatest ‖yᵢ‖ of the lanes.
    """
    height, width = targets.shape[1:]
    extended = width + 2 * reach
    for i in range(height):
        row = i * extended * LANES
        greatest = _ZERO
        for lane in range(LANES):
            source = start + min(lane, used - 1)
            block_energies[i * LANES + lane] = target_energies[source, i]
            greatest = max(greatest, target_energies[source, i])
            place = row + reach * LANES + lane
            for j in range(width):
                block[place + j * LANES] = targets[source, i, j]
        block_norms[i] = np.sqrt(greatest)
        for j in range(reach - 1, -1, -1):
            store(block, row + j * LANES, load(block, row + (j + width) * LANES))
        for j in range(reach + width, extended):
            store(block, row + j * LANES, load(block, row + (j - width) * LANES))


@compiled
def _first_folds(
    begin: int, end: int, columns: np.ndarray, values: np.ndarray, block: np.ndarray, centre: int,
    energy: object, mus: np.ndarray, penalties: np.ndarray, gain: float, best: np.ndarray,
) -> None:  # fmt: skip
    """Set best to the minimum over k = 0 … 3, for every λ that k = 1 can serve; over k = 0 for the others."""
    c0 = c1 = c2 = c3 = d1 = d2 = d3 = spread(_ZERO)
    for p in range(begin, end):
        value = spread(values[p])
        place = centre + np.int64(columns[p]) * LANES
        c0 = multiply_add(value, load(block, place), c0)
        c1 = multiply_add(value, load(block, place - LANES), c1)
        d1 = multiply_add(value, load(block, place + LANES), d1)
        c2 = multiply_add(value, load(block, place - 2 * LANES), c2)
        d2 = multiply_add(value, load(block, place + 2 * LANES), d2)
        c3 = multiply_add(value, load(block, place - 3 * LANES), c3)
        d3 = multiply_add(value, load(block, place + 3 * LANES), d3)
    two = spread(_MINUS_TWO)
    r0 = multiply_add(two, c0, energy)
    r1 = multiply_add(two, greater(c1, d1), energy)
    r2 = multiply_add(two, greater(c2, d2), energy)
    r3 = multiply_add(two, greater(c3, d3), energy)
    for level in range(len(mus)):
        least = r0
        if mus[level] <= gain:
            near = lesser(r0, add(r1, spread(penalties[level, 1])))
            far = lesser(add(r2, spread(penalties[level, 2])), add(r3, spread(penalties[level, 3])))
            least = lesser(near, far)
        store(best, level * LANES, least)


@compiled
def _next_folds(
    begin: int, end: int, columns: np.ndarray, values: np.ndarray, block: np.ndarray, centre: int, k: int,
    energy: object, mus: np.ndarray, penalties: np.ndarray, gain: float, best: np.ndarray,
) -> None:  # fmt: skip
    """Take k, k + 1 and k + 2 into the minimum, for every λ that they can serve."""
    c0 = c1 = c2 = d0 = d1 = d2 = spread(_ZERO)
    left, right = centre - (k + 2) * LANES, centre + k * LANES
    for p in range(begin, end):
        value = spread(values[p])
        column = np.int64(columns[p]) * LANES
        c2 = multiply_add(value, load(block, left + column), c2)
        c1 = multiply_add(value, load(block, left + LANES + column), c1)
        c0 = multiply_add(value, load(block, left + 2 * LANES + column), c0)
        d0 = multiply_add(value, load(block, right + column), d0)
        d1 = multiply_add(value, load(block, right + LANES + column), d1)
        d2 = multiply_add(value, load(block, right + 2 * LANES + column), d2)
    two = spread(_MINUS_TWO)
    r0 = multiply_add(two, greater(c0, d0), energy)
    r1 = multiply_add(two, greater(c1, d1), energy)
    r2 = multiply_add(two, greater(c2, d2), energy)
    for level in range(len(mus)):
        if mus[level] * np.float32(k * k) > gain:
            break
        near = lesser(add(r0, spread(penalties[level, k])), add(r1, spread(penalties[level, k + 1])))
        least = lesser(near, add(r2, spread(penalties[level, k + 2])))
        store(best, level * LANES, lesser(load(best, level * LANES), least))
