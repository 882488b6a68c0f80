"""Nearest neighbours of images under row shifts: a bound first, then the distances that it leaves.

What could enter the k nearest by a rounded distance is measured again, exactly, and kept by that.
"""

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.layout import (
    SEEDS,
    TINY,
    Bound,
    Costs,
    Found,
    Heaps,
    Limits,
    Originals,
    Part,
    Pixels,
    Queries,
    Scratch,
)
from lazyq.kernels.native.measuring import measure, near_enough, row_gaps
from lazyq.kernels.native.phased import Phases
from lazyq.kernels.native.phases import is_too_far

TILE = 512  # targets that stay in the second-level cache while the queries take turns
_TRIED = 256  # pairs whose phases are asked in any case
_ZERO = np.float32(0)
_TWO = np.float32(2)
_DONE = np.float32(np.inf)  # takes the place of the bound of a target that has had its turn


@compiled
def search(
    queries: Queries, targets: Pixels, costs: Costs, bound: Bound, part: Part, nearest: Heaps,
    limits: Limits, scratch: Scratch, originals: Originals | None, phases: Phases,
) -> int:  # fmt: skip
    """Take the targets of a part that are near enough into the k nearest; return the pairs evaluated.

    Phases are asked as long as they spare so many evaluations that it pays.

    The targets are listed by groups of GROUP pairs. Heaps, limits and the bounds of the part are written.
    What is near enough is measured in the originals, where there are any, else in the integers of the pixels.
    """
    _set_bounds(queries, targets, bound, part, scratch)
    bounds, count, evaluated = bound.values, len(bound.values), 0
    asked = spared = 0
    for tile in range(part.first - TILE, part.last, TILE):
        seeding = tile < part.first  # one pass before the tiles, for the seeds of every query
        turns = min(SEEDS, part.last - part.first) if seeding else min(TILE, part.last - tile)
        for q in range(count):
            if seeding:
                _smallest(bounds[q], part, scratch.seeds)
            furthest = _set_limits(nearest, limits, q)
            for turn in range(turns):
                j = scratch.seeds[turn] if seeding else tile + turn
                if bounds[q, j] > furthest or bounds[q, j] == _DONE:  # furthest may be as infinite
                    continue
                if phases.used and not seeding and (asked < _TRIED or spared > asked * phases.share):
                    asked += 1
                    if is_too_far(queries, q, targets, j, costs, limits, bounds[q, j], phases):
                        spared += 1
                        continue
                evaluated += 1
                if near_enough(queries, q, targets, j, costs, limits, bounds[q, j], scratch):
                    measure(queries, q, targets, j, costs, limits, scratch, originals)
                    _take(nearest, q, part.offset + j, costs, limits, scratch, originals)
                    furthest = _set_limits(nearest, limits, q)
            if seeding:
                for turn in range(turns):
                    bounds[q, scratch.seeds[turn]] = _DONE
    return evaluated


@compiled
def within(
    query: Queries, targets: Pixels, costs: Costs, part: Part, limits: Limits, scratch: Scratch, found: Found
) -> int:
    """Fill found with the targets of a part that are near enough to one query at some λ; return how many."""
    count, q = 0, np.int64(0)  # for a plain 0 Numba would compile all callees anew
    for j in range(part.first, part.last):
        if near_enough(query, q, targets, j, costs, limits, _ZERO, scratch):
            found.indices[count] = part.offset + j
            for level in range(len(costs.mus)):
                found.distances[count, level] = scratch.rounded[level]
            count += 1
    return count


@inner
def _set_bounds(queries: Queries, targets: Pixels, bound: Bound, part: Part, scratch: Scratch) -> None:
    kept = np.float32(1 - bound.slack)
    for q in range(len(bound.values)):
        if bound.by_products:
            for j in range(part.first, part.last):
                whole = kept * (queries.totals[q] + bound.totals[j])
                bound.values[q, j] = whole - _TWO * bound.values[q, j]
        else:
            for j in range(part.first, part.last):
                lost = np.float32(bound.slack) * (queries.totals[q] + bound.totals[j])
                bound.values[q, j] = row_gaps(queries, q, targets, j, scratch.gaps) - lost


@inner
def _smallest(bounds: np.ndarray, part: Part, places: np.ndarray) -> None:
    """Fill places with the targets of the part of the smallest bounds, in increasing order, as there are."""
    count, held = len(places), 0
    for j in range(part.first, part.last):
        if held == count and bounds[j] >= bounds[places[count - 1]]:
            continue
        place = held if held < count else count - 1
        while place > 0 and bounds[places[place - 1]] > bounds[j]:
            places[place] = places[place - 1]
            place -= 1
        places[place] = j
        held = min(held + 1, count)


@inner
def _set_limits(nearest: Heaps, limits: Limits, q: int) -> float:
    """Set the limits of a query to the furthest of its heaps, rounded up, and return the greatest of them.

    What is as far as the furthest is below the limit then, and gets in if it comes before it.
    """
    greatest = _ZERO
    for level in range(nearest.distances.shape[1]):
        furthest = np.float32(nearest.distances[q, level, 0] * limits.scale)
        limits.values[q, level] = furthest * limits.safe + TINY
        greatest = max(greatest, limits.values[q, level])
    return greatest


@inner
def _take(
    nearest: Heaps, q: int, index: int, costs: Costs, limits: Limits, scratch: Scratch,
    originals: Originals | None,
) -> None:  # fmt: skip
    """Push a target into the heaps of every λ at which it is near enough."""
    for level in range(len(costs.mus)):
        if scratch.rounded[level] < limits.values[q, level]:
            distance = scratch.residual[level]
            if scratch.effort[level] > 0:  # λ² may be inf
                mu = costs.mus[level] if originals is None else originals.mus[level]
                distance += mu * scratch.effort[level]
            _push(nearest.distances[q, level], nearest.indices[q, level], distance, index)


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
