"""Nearest neighbours of uint8 images under row shifts: a bound first, then the distances that it leaves.

The shifts of one row are the lanes of a vector: a pixel of the target that is not zero is multiplied by
the query's row, continued periodically, from its own column on. The query stays in the fastest cache; a
target is a list of its pixels, some 500 bytes. A pair is given up as soon as the rows done, and for the
others (‖xᵢ‖ − ‖yᵢ‖)², say that it is too far. What enters the k nearest is measured again, exactly.
"""

import numpy as np

from lazyq.kernels.native.compiling import compiled
from lazyq.kernels.native.simd import LANES, add, least, lesser, load, multiply_add, spread, store, total

GROUP = 4  # pixels of a row come in groups of so many, filled up with zeros: fewer loops end unexpectedly
SEEDS = 32  # the pairs of least bound come first, and leave a limit that most others exceed
TILE = 512  # targets that stay in the second-level cache while the queries take turns
NEAR = LANES // 2 - 1  # the middle vector of shifts holds −7 … 8
_ZERO = np.float32(0)
_TWO = np.float32(2)
_FAR = np.float32(np.inf)
SAFE = np.float32(1.00001)


@compiled
def search(
    queries: np.ndarray,
    products: np.ndarray,
    starts: np.ndarray,
    columns: np.ndarray,
    values: np.ndarray,
    energies: np.ndarray,
    totals: np.ndarray,
    norms: np.ndarray,
    squares: np.ndarray,
    mu: float,
    slack: float,
    offset: int,
    distances: np.ndarray,
    indices: np.ndarray,
) -> int:
    """Take the targets that are near enough into every query's k nearest; return the pairs evaluated.

    Parameters
    ----------
    queries : (n, H, W) uint8
    products : (n, m) float32, inner products of embeddings whose squared distance is at most d_λ²
    starts, columns, values : the targets' pixels that are not zero, in groups: row i of target j has
        those at starts[j, i] … starts[j, i + 1]; columns and values are uint8
    energies : (m, H) float32, Σ of squared levels of every row
    totals : (m,) float32, their sums
    norms : (m, R) float32, their roots, filled up with zeros to a multiple of LANES
    squares : (S,) float32, δ(s)² of the shifts s = −(S/2 − 1) … S/2, S a multiple of LANES
    mu : λ² in squared levels, or inf
    slack : the bound is too high by at most slack·(‖x‖² + ‖y‖²)
    offset : index of the first target
    distances, indices : (n, k) max-heaps of squared distances and indices, changed in place
    """
    height, width = queries.shape[1:]
    count, shifts = len(starts), len(squares)
    stride = width + shifts - 1
    table = np.arange(256).astype(np.float32)
    kept = np.float32(1 - slack)
    penalties = np.empty(shifts, np.float32)
    for s in range(shifts):
        penalties[s] = np.float32(mu * squares[s]) if squares[s] > 0 else _ZERO
    rows = np.empty((len(queries), height * stride + LANES), np.float32)
    energy = np.empty((len(queries), height), np.float32)
    norm = np.zeros((len(queries), norms.shape[1]), np.float32)
    order = np.empty((len(queries), height), np.int64)
    scratch = np.empty(2 * shifts, np.float32)
    bounds = np.empty(count, np.float32)
    seeds = np.empty((len(queries), min(SEEDS, count)), np.int64)
    set_aside = np.empty(seeds.shape, np.float32)
    evaluated = 0
    for start in range(-TILE, count, TILE):
        for q in range(len(queries)):
            if start < 0:
                _spread_rows(queries[q], rows[q], energy[q], shifts)
                norm[q, :height] = -np.sqrt(energy[q])
                order[q] = np.argsort(-energy[q])
                whole = np.sum(energy[q])
                for j in range(count):
                    bounds[j] = kept * (whole + totals[j]) - _TWO * products[q, j]
                _smallest(bounds, seeds[q])
            whole = np.sum(energy[q])
            first = max(start, 0)
            for turn in range(len(seeds[q]) if start < 0 else min(TILE, count - start)):
                j = seeds[q, turn] if start < 0 else first + turn
                limit = np.float32(distances[q, 0]) * SAFE
                bound = kept * (whole + totals[j]) - _TWO * products[q, j]
                if bound > limit or bound == _FAR:
                    continue
                evaluated += 1
                distance = _approximate(
                    rows, energy, norm, order, q, stride, columns, values, starts, energies, norms, j,
                    penalties, np.float32(mu), table, limit,
                )  # fmt: skip
                if distance <= limit:
                    exact = _exact(
                        rows, energy, q, stride, columns, values, starts, energies, j, squares,
                        penalties, mu, table, scratch,
                    )  # fmt: skip
                    _push(distances[q], indices[q], exact, offset + j)
            if start < 0:
                for turn in range(len(seeds[q])):
                    set_aside[q, turn] = products[q, seeds[q, turn]]
                    products[q, seeds[q, turn]] = -_FAR
    for q in range(len(queries)):
        for turn in range(len(seeds[q])):
            products[q, seeds[q, turn]] = set_aside[q, turn]
    return evaluated


@compiled
def _spread_rows(query: np.ndarray, row: np.ndarray, energy: np.ndarray, shifts: int) -> None:
    """Write the rows, continued periodically from shift −(S/2 − 1) on, and the sums of their squares."""
    height, width = query.shape
    stride = width + shifts - 1
    for i in range(height):
        energy[i] = _ZERO
        for t in range(stride):
            row[i * stride + t] = query[i, (t - shifts // 2 + 1) % width]
        for j in range(width):
            energy[i] += np.float32(query[i, j]) * np.float32(query[i, j])


@compiled
def _smallest(bounds: np.ndarray, places: np.ndarray) -> None:
    """Fill places with the positions of the smallest bounds, in increasing order."""
    count, held = len(places), 0
    for j in range(len(bounds)):
        if held == count and bounds[j] >= bounds[places[count - 1]]:
            continue
        place = held if held < count else count - 1
        while place > 0 and bounds[places[place - 1]] > bounds[j]:
            places[place] = places[place - 1]
            place -= 1
        places[place] = j
        held = min(held + 1, count)


@compiled
def _approximate(
    rows: np.ndarray, energy: np.ndarray, norm: np.ndarray, order: np.ndarray, q: int, stride: int,
    columns: np.ndarray, values: np.ndarray, starts: np.ndarray, energies: np.ndarray, norms: np.ndarray,
    j: int, penalties: np.ndarray, mu: float, table: np.ndarray, limit: float,
) -> float:  # fmt: skip
    """Return the squared distance in float32, or inf as soon as it must be above the limit."""
    gaps = spread(_ZERO)
    for i in range(0, norms.shape[1], LANES):
        gap_lanes = add(load(norm, q * norms.shape[1] + i), load(norms, j * norms.shape[1] + i))
        gaps = multiply_add(gap_lanes, gap_lanes, gaps)
    bound = total(gaps)
    if bound > limit:
        return _FAR
    shifts = len(penalties)
    middle = shifts // 2 - 1 - NEAR
    for turn in range(order.shape[1]):
        i = order[q, turn]
        if energy[q, i] == 0:
            break
        begin, end = np.uint64(starts[j, i]), np.uint64(starts[j, i + 1])
        if begin == end:
            continue
        whole = spread(energy[q, i] + energies[j, i])
        gain = SAFE * _TWO * -norm[q, i] * norms[j, i]
        place = q * rows.shape[1] + i * stride
        if shifts == LANES or gain <= mu * np.float32((NEAR + 1) * (NEAR + 1)):
            best = add(
                _correlated(rows, place + middle, columns, values, begin, end, table, whole),
                load(penalties, middle),
            )
        else:
            best = spread(_FAR)
            for first in range(0, shifts, 2 * LANES):
                best = lesser(
                    best,
                    _least_of_two(
                        rows, place + first, columns, values, begin, end, table, whole, penalties, first
                    ),
                )
        gap = norm[q, i] + norms[j, i]
        bound += least(best) - gap * gap
        if bound > limit:
            return _FAR
    return bound


@compiled
def _correlated(
    row: np.ndarray, place: int, columns: np.ndarray, values: np.ndarray, begin: int, end: int,
    table: np.ndarray, whole: object,
) -> object:  # fmt: skip
    """Return ‖xᵢ‖² + ‖yᵢ‖² − 2c(s) for LANES shifts."""
    sums = spread(_ZERO)
    p = begin
    while p < end:
        for _ in range(GROUP):
            sums = multiply_add(spread(table[values[p]]), load(row, place + np.int64(columns[p])), sums)
            p += np.uint64(1)
    return multiply_add(spread(-_TWO), sums, whole)


@compiled
def _least_of_two(
    row: np.ndarray, place: int, columns: np.ndarray, values: np.ndarray, begin: int, end: int,
    table: np.ndarray, whole: object, penalties: np.ndarray, first: int,
) -> object:  # fmt: skip
    """Return the lesser of the penalised residuals of two times LANES shifts."""
    low, high = spread(_ZERO), spread(_ZERO)
    p = begin
    while p < end:
        for _ in range(GROUP):
            value, source = spread(table[values[p]]), place + np.int64(columns[p])
            low = multiply_add(value, load(row, source), low)
            high = multiply_add(value, load(row, source + LANES), high)
            p += np.uint64(1)
    two = spread(-_TWO)
    return lesser(
        add(multiply_add(two, low, whole), load(penalties, first)),
        add(multiply_add(two, high, whole), load(penalties, first + LANES)),
    )


@compiled
def _exact(
    rows: np.ndarray, energy: np.ndarray, q: int, stride: int, columns: np.ndarray, values: np.ndarray,
    starts: np.ndarray, energies: np.ndarray, j: int, squares: np.ndarray, penalties: np.ndarray,
    mu: float, table: np.ndarray, scratch: np.ndarray,
) -> float:  # fmt: skip
    """Return R + λ²E in float64 with the integers R = Σ residual² and E = Σ δ² of the best shifts."""
    residual, effort = 0.0, 0.0
    shifts = len(squares)
    for i in range(energy.shape[1]):
        begin, end = np.uint64(starts[j, i]), np.uint64(starts[j, i + 1])
        whole = energy[q, i] + energies[j, i]
        if begin == end or energy[q, i] == 0:
            residual += whole
            continue
        least_cost = _FAR
        for first in range(0, shifts, LANES):
            correlated = _correlated(
                rows,
                q * rows.shape[1] + i * stride + first,
                columns,
                values,
                begin,
                end,
                table,
                spread(whole),
            )
            penalised = add(correlated, load(penalties, first))
            store(scratch, first, correlated)
            store(scratch, shifts + first, penalised)
            least_cost = min(least_cost, least(penalised))
        limit = least_cost * SAFE
        value, rest, square = np.inf, 0.0, 0.0
        for s in range(shifts):
            if scratch[shifts + s] <= limit:
                cost = np.float64(scratch[s])
                if squares[s] > 0:
                    cost += mu * np.float64(squares[s])
                if cost < value or (cost == value and squares[s] < square):
                    value, rest, square = cost, np.float64(scratch[s]), np.float64(squares[s])
        residual += rest
        effort += square
    return residual + (mu * effort if effort > 0 else 0.0)


@compiled
def _push(distances: np.ndarray, indices: np.ndarray, distance: float, index: int) -> None:
    """Replace the greatest of a max-heap, by distance and then index, if the new one is less."""
    if distance > distances[0] or (distance == distances[0] and index >= indices[0]):
        return
    count, place = len(distances), 0
    while True:
        child = 2 * place + 1
        if child >= count:
            break
        right = child + 1
        if right < count and (
            distances[right] > distances[child]
            or (distances[right] == distances[child] and indices[right] > indices[child])
        ):
            child = right
        if distances[child] < distance or (distances[child] == distance and indices[child] < index):
            break
        distances[place], indices[place] = distances[child], indices[child]
        place = child
    distances[place], indices[place] = distance, index
