"""Nearest neighbours of uint8 images under row shifts: a bound first, then the distances that it leaves.

A target is a list of its pixels, two neighbouring ones at a time. The shifts of one row are the lanes of
a vector of int32: a pair of pixels is multiplied by the query's row, continued periodically, from its own
column on, and the two products are added. +k and −k are folded by their maximum; then the λ are the lanes,
and all of them take their minimum over k of ‖xᵢ‖² + ‖yᵢ‖² − 2c(k) + λ²k².

A pair of images is given up as soon as the rows done, and for the others (‖xᵢ‖ − ‖yᵢ‖)², say that it is
too far for every λ. What enters the k nearest is measured again, exactly.
"""

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.simd import (
    Lanes,
    add,
    any_less,
    converter,
    greater,
    least_sum,
    loader,
    multiply_add,
    pairs_product,
    select_less,
    spreader,
    store,
    subtract,
    total,
)

LANES = 8
GROUP = 4  # pairs of pixels of a row come in groups of so many
SEEDS = 48  # the targets of least bound come first, and leave limits that most others exceed
TILE = 512  # targets that stay in the second-level cache while the queries take turns
FLOATS, INTS = Lanes("float32", LANES), Lanes("int32", LANES)
load, load_ints = loader(FLOATS), loader(INTS)
spread, spread_int = spreader(FLOATS), spreader(INTS)
floats = converter(FLOATS)
_ZERO = np.float32(0)
_TWO = np.float32(2)
_FAR = np.float32(np.inf)
_TINY = np.float32(1e-30)
_ROOT_ERROR = np.float32(3 * 2.0**-23)  # ‖xᵢ‖ − ‖yᵢ‖ may be off by as much of ‖xᵢ‖


@compiled
def search(
    queries: np.ndarray,
    products: np.ndarray,
    starts: np.ndarray,
    columns: np.ndarray,
    pairs: np.ndarray,
    energies: np.ndarray,
    norms: np.ndarray,
    totals: np.ndarray,
    squares: np.ndarray,
    mus: np.ndarray,
    slack: float,
    first: int,
    last: int,
    offset: int,
    distances: np.ndarray,
    indices: np.ndarray,
) -> int:
    """Take the targets first … last − 1 that are near enough into the k nearest; return the pairs evaluated.

    Parameters
    ----------
    queries : (n, H, W) uint8
    products : (n, m) float32, inner products of embeddings whose squared distance is at most d_λ², and
        overwritten; of shape (n, 0) the bound is Σ (‖xᵢ‖ − ‖yᵢ‖)²
    starts, columns, pairs : the targets' pixels, by :mod:`lazyq.kernels.native.pixels`
    energies : (m, H) int32, Σ of squared levels of every row
    norms : (m, R) float32, their roots, filled up with zeros to a multiple of LANES
    totals : (m,) float32, the sums of the energies
    squares : (S,) float64, δ(k)² of the shifts k = 0 … S − 1, S a multiple of LANES above W/2
    mus : (L,) at most LANES of λ² in squared levels, inf allowed
    slack : the bound by products is too high by at most slack·(‖x‖² + ‖y‖²)
    offset : index of target 0
    distances, indices : (n, L, k) max-heaps of squared distances and indices, changed in place
    """
    count, height = len(queries), queries.shape[1]
    penalties, reaches = _penalties(squares, mus)
    kept, safe = np.float32(1 - slack), _safe(height)
    rows = np.empty((count, 2 * height * _stride(queries.shape[2], len(squares))), np.int32)
    energy = np.empty((count, height), np.int32)
    norm = np.zeros((count, norms.shape[1]), np.float32)
    order = np.empty((count, height), np.int64)
    limits = np.full((count, LANES), np.float32(-1))
    found = np.empty(LANES, np.float32)
    gaps = np.empty(norms.shape[1], np.float32)
    rest, effort = np.empty(len(mus), np.float64), np.empty(len(mus), np.float64)
    scratch = np.empty(len(squares), np.float32)
    bounds = products if products.shape[1] else np.empty((count, last), np.float32)
    seeds = np.empty((count, min(SEEDS, last - first)), np.int64)
    for q in range(count):
        _spread_rows(queries[q], rows[q], energy[q], norm[q], len(squares))
        order[q] = np.argsort(-energy[q])
        whole = np.float32(np.sum(energy[q]))
        if products.shape[1]:
            for j in range(first, last):
                bounds[q, j] = kept * (whole + totals[j]) - _TWO * products[q, j]
        else:
            for j in range(first, last):
                bounds[q, j] = _gaps(norm, norms, q, j, gaps)
        _smallest(bounds[q], first, last, seeds[q])
    evaluated = 0
    for start in range(first - TILE, last, TILE):
        for q in range(count):
            reached = _limits(distances[q], safe, limits[q])
            for turn in range(len(seeds[q]) if start < first else min(TILE, last - start)):
                j = seeds[q, turn] if start < first else start + turn
                if bounds[q, j] > reached or bounds[q, j] == _FAR:
                    continue
                evaluated += 1
                if _approximate(
                    rows, energy, norm, order, q, columns, pairs, starts, energies, norms, j,
                    queries.shape[2], penalties, reaches, squares, limits, bounds[q, j], gaps, found,
                ):  # fmt: skip
                    _exact(
                        rows, energy, q, columns, pairs, starts, energies, j, squares, queries.shape[2], mus,
                        limits, found, rest, effort, scratch,
                    )  # fmt: skip
                    for level in range(len(mus)):
                        if found[level] < limits[q, level]:
                            distance = rest[level]
                            if effort[level] > 0:
                                distance += mus[level] * effort[level]
                            _push(distances[q, level], indices[q, level], distance, offset + j)
                    reached = _limits(distances[q], safe, limits[q])
            if start < first:
                for turn in range(len(seeds[q])):
                    bounds[q, seeds[q, turn]] = _FAR
    return evaluated


@compiled
def within(
    query: np.ndarray,
    starts: np.ndarray,
    columns: np.ndarray,
    pairs: np.ndarray,
    energies: np.ndarray,
    norms: np.ndarray,
    squares: np.ndarray,
    mus: np.ndarray,
    limit: np.ndarray,
    first: int,
    last: int,
    places: np.ndarray,
    distances: np.ndarray,
) -> int:
    """List the targets first … last − 1 that are within the limit at some λ; return how many.

    Parameters
    ----------
    query : (1, H, W) uint8
    limit : (L,) float64, squared distances
    places : (last − first,) int64, their indices
    distances : (last − first, L) float32, their squared distances, right to H·2⁻²¹ or so
    the others : as :func:`search` has them
    """
    height = query.shape[1]
    penalties, reaches = _penalties(squares, mus)
    rows = np.empty((1, 2 * height * _stride(query.shape[2], len(squares))), np.int32)
    energy = np.empty((1, height), np.int32)
    norm = np.zeros((1, norms.shape[1]), np.float32)
    order = np.empty((1, height), np.int64)
    found = np.empty(LANES, np.float32)
    gaps = np.empty(norms.shape[1], np.float32)
    limits = np.full((1, LANES), np.float32(-1))
    for level in range(len(mus)):
        limits[0, level] = np.float32(limit[level]) * _safe(height) + _TINY
    _spread_rows(query[0], rows[0], energy[0], norm[0], len(squares))
    order[0] = np.argsort(-energy[0])
    count = 0
    for j in range(first, last):
        if _approximate(
            rows, energy, norm, order, 0, columns, pairs, starts, energies, norms, j, query.shape[2],
            penalties, reaches, squares, limits, _ZERO, gaps, found,
        ):  # fmt: skip
            places[count] = j
            for level in range(len(mus)):
                distances[count, level] = found[level]
            count += 1
    return count


@inner
def _stride(width: int, shifts: int) -> int:
    return width + shifts


@inner
def _safe(height: int) -> float:
    """Return a factor above all rounding of sums of rows in float32."""
    return np.float32(1 + (4 * height + 40) * 2.0**-23)


@compiled
def _penalties(squares: np.ndarray, mus: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return λ²δ(k)² for every k and λ, and λ²k² for the first k of every vector of shifts and every λ."""
    penalties = np.zeros((len(squares), LANES), np.float32)
    reaches = np.zeros((len(squares) // LANES, LANES), np.float32)
    for k in range(1, len(squares)):
        for level in range(len(mus)):
            if squares[k] > 0:
                penalties[k, level] = np.float32(mus[level] * squares[k])
            if k % LANES == 0:
                reaches[k // LANES, level] = np.float32(mus[level] * k * k)
    return penalties, reaches


@inner
def _spread_rows(
    query: np.ndarray, row: np.ndarray, energy: np.ndarray, norm: np.ndarray, shifts: int
) -> None:
    """Write pairs of neighbouring levels of the rows, continued periodically: forwards, then backwards."""
    height, width = query.shape
    stride = _stride(width, shifts)
    for i in range(height):
        energy[i] = 0
        for j in range(width):
            energy[i] += np.int32(query[i, j]) * np.int32(query[i, j])
        norm[i] = np.sqrt(np.float32(energy[i]))
        for t in range(stride):
            for turn, j in enumerate((t % width, -t % width)):
                pair = np.int32(query[i, j]) | np.int32(query[i, (j + 1) % width]) << np.int32(16)
                row[(2 * i + turn) * stride + t] = pair


@inner
def _smallest(bounds: np.ndarray, first: int, last: int, places: np.ndarray) -> None:
    """Fill places with the positions first … last − 1 of the smallest bounds, in increasing order."""
    count, held = len(places), 0
    for j in range(first, last):
        if held == count and bounds[j] >= bounds[places[count - 1]]:
            continue
        place = held if held < count else count - 1
        while place > 0 and bounds[places[place - 1]] > bounds[j]:
            places[place] = places[place - 1]
            place -= 1
        places[place] = j
        held = min(held + 1, count)


@inner
def _limits(distances: np.ndarray, safe: float, limits: np.ndarray) -> float:
    """Write the greatest distance of every heap, rounded up, and return the greatest of all."""
    greatest = _ZERO
    for level in range(len(distances)):
        limits[level] = np.float32(distances[level, 0]) * safe + _TINY
        greatest = max(greatest, limits[level])
    return greatest


@inner
def _gaps(norm: np.ndarray, norms: np.ndarray, q: int, j: int, gaps: np.ndarray) -> float:
    """Write (‖xᵢ‖ − ‖yᵢ‖)² of every row, rounded down, and return their sum."""
    width = norms.shape[1]
    sums = spread(_ZERO)
    for i in range(0, width, LANES):
        own = load(norm, q * width + i)
        theirs = load(norms, j * width + i)
        gap = greater(subtract(own, theirs), subtract(theirs, own))
        gap = greater(multiply_add(own, spread(-_ROOT_ERROR), gap), spread(_ZERO))
        sums = multiply_add(gap, gap, sums)
        store(gaps, i, multiply_add(gap, gap, spread(_ZERO)))
    return total(sums)


@inner
def _approximate(
    rows: np.ndarray, energy: np.ndarray, norm: np.ndarray, order: np.ndarray, q: int, columns: np.ndarray,
    pairs: np.ndarray, starts: np.ndarray, energies: np.ndarray, norms: np.ndarray, j: int, width: int,
    penalties: np.ndarray, reaches: np.ndarray, squares: np.ndarray, limits: np.ndarray, bound: float,
    gaps: np.ndarray, found: np.ndarray,
) -> bool:  # fmt: skip
    """Return whether target j is near enough at some λ, and write its squared distances, rounded."""
    limit, far = load(limits, q * LANES), spread(_FAR)
    sums = spread(_gaps(norm, norms, q, j, gaps))
    sums = select_less(limit, spread(bound), far, sums)
    if not any_less(sums, limit):
        return False
    shifts = len(squares)
    stride = width + shifts
    for turn in range(order.shape[1]):
        i = np.uint64(order[q, turn])
        whole = energy[q, i]
        if whole == 0:
            break
        begin, end = np.uint64(starts[j, i]), np.uint64(starts[j, i + np.uint64(1)])
        if begin == end:
            continue
        whole += energies[j, i]
        ahead = q * rows.shape[1] + np.int64(i) * (2 * stride)
        back = ahead + stride + width
        gap = spread(gaps[i])
        near = _residuals(rows, ahead, back, columns, pairs, begin, end, whole)
        best = least_sum(far, near, penalties, 0, LANES)
        for k in range(LANES, shifts, LANES):
            if not any_less(add(gap, load(reaches, k)), best):
                break
            more = _residuals(rows, ahead + k, back + k, columns, pairs, begin, end, whole)
            best = least_sum(best, more, penalties, k * LANES, LANES)
        sums = add(sums, subtract(best, gap))
        if not any_less(sums, limit):
            return False
    store(found, 0, sums)
    return True


@inner
def _residuals(
    rows: np.ndarray, ahead: int, back: int, columns: np.ndarray, pairs: np.ndarray, begin: int, end: int,
    whole: int,
) -> object:  # fmt: skip
    """Return ‖xᵢ‖² + ‖yᵢ‖² − 2 max(c(k), c(−k)) for LANES of k, given where those of column 0 begin."""
    right = left = spread_int(np.int32(0))
    p = begin
    while p < end:
        for _ in range(GROUP):
            pair, column = spread_int(pairs[p]), np.int64(columns[p])
            right = add(right, pairs_product(pair, load_ints(rows, ahead + column)))
            left = add(left, pairs_product(pair, load_ints(rows, back - column)))
            p += np.uint64(1)
    inner = greater(right, left)
    return floats(subtract(spread_int(np.int32(whole)), add(inner, inner)))


@inner
def _exact(
    rows: np.ndarray, energy: np.ndarray, q: int, columns: np.ndarray, pairs: np.ndarray,
    starts: np.ndarray, energies: np.ndarray, j: int, squares: np.ndarray, width: int, mus: np.ndarray,
    limits: np.ndarray, found: np.ndarray, rest: np.ndarray, effort: np.ndarray, scratch: np.ndarray,
) -> None:  # fmt: skip
    """Write the integers R = Σ residual² and E = Σ δ² of the best shifts, for every λ that is near enough.

    The best shifts are those of least R + λ²E in float64, of least effort where several are.
    """
    rest[:] = 0
    effort[:] = 0
    stride = width + len(squares)
    for i in range(energy.shape[1]):
        begin, end = np.uint64(starts[j, i]), np.uint64(starts[j, i + 1])
        whole = energy[q, i] + energies[j, i]
        if begin == end or energy[q, i] == 0:
            rest += whole
            continue
        place = q * rows.shape[1] + 2 * i * stride
        back = place + stride + width
        for k in range(0, len(squares), LANES):
            store(scratch, k, _residuals(rows, place + k, back + k, columns, pairs, begin, end, whole))
        for level in range(len(mus)):
            if found[level] < limits[q, level]:
                best, least = 0, np.float64(scratch[0])
                for k in range(1, width // 2 + 1):
                    cost = np.float64(scratch[k]) + mus[level] * squares[k]
                    if cost < least:
                        best, least = k, cost
                rest[level] += scratch[best]
                effort[level] += squares[best]


@inner
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
