"""Alignments and λ-paths of many pairs of images under row shifts, one row after the other.

A row is walked as in :func:`lazyq.kernels.envelope.lower_envelope`, bit for bit.
"""

from typing import NamedTuple

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.layout import Originals
from lazyq.kernels.native.rows import row_residuals, sum_by_halves
from lazyq.kernels.native.simd import (
    add,
    lanes_less,
    lesser,
    line,
    multiply_add,
    spread_line,
    store,
    subtract,
)

_SINGLES = 16  # float32 in a cache line
_ONE = np.uint64(1)
_EPSILON = np.float32(2.0**-23)
_UNDERFLOW = np.float32(1e-30)  # more than all squares that float32 makes 0
_DEAR = 1e30


class Steps(NamedTuple):
    """The elements of a row by their lengths, and memory for one thread.

    Attributes
    ----------
    row : one row of x and one of y, to be measured
    shifts, squares : (W,) the elements, int64, and their ν², float64
    slopes : (K,) float64, the different ν², increasing
    first : (K + 1,) int64, the place in the action's order where the elements of a slope begin
    heights, lows : (K,) float64, the least residual of each slope, and what it may be at least
    best : (K,) int64, the element that has it
    halves : (W,) float64
    wide : (W + V,) float32, a row of x in units of ``scale``, continued from its beginning
    squared, outside : (V,) float32, ν² of the shifts 0 … W − 1, and what keeps those after them out; V is W,
        rounded up to a cache line
    costs : (V,) float32
    rounding : what the root of a residual may be off by, of ‖xᵢ‖ + ‖yᵢ‖
    scale : a power of two that all levels are below
    unit : of λ, in units of the levels
    """

    row: Originals
    shifts: np.ndarray
    squares: np.ndarray
    slopes: np.ndarray
    first: np.ndarray
    heights: np.ndarray
    lows: np.ndarray
    best: np.ndarray
    halves: np.ndarray
    wide: np.ndarray
    squared: np.ndarray
    outside: np.ndarray
    costs: np.ndarray
    rounding: float
    scale: float
    unit: float


class Walks(NamedTuple):
    """The envelopes of the rows of n pairs, at most K pieces each.

    Attributes
    ----------
    breakpoints : (n, H, K) float64 values of λ, the last ones inf
    choice : (n, H, K) int16 elements, from the piece of λ = 0 on
    residuals : (n, H, K) float64, squared
    counts : (n, H) int16, how many breakpoints are finite
    """

    breakpoints: np.ndarray
    choice: np.ndarray
    residuals: np.ndarray
    counts: np.ndarray


class Aligned(NamedTuple):
    """The best shifts of n pairs at one λ each.

    Attributes
    ----------
    g : (n, H) int64
    moved : (n, H, W) float64, or of length 0 if it isn't wanted
    residuals, efforts : (n,) float64, squared
    """

    g: np.ndarray
    moved: np.ndarray
    residuals: np.ndarray
    efforts: np.ndarray


class Pieces(NamedTuple):
    """Whole paths of n pairs, P + 1 pieces each.

    Attributes
    ----------
    breakpoints : (n, P) float64, padded with inf
    g : (n, P + 1, H) int16 shifts; the last are repeated
    residuals, efforts : (n, P + 1) float64, squared
    """

    breakpoints: np.ndarray
    g: np.ndarray
    residuals: np.ndarray
    efforts: np.ndarray


@inner
def _low(height: float, rounding: float) -> float:
    return height - rounding * (2 * np.sqrt(height) + rounding)


@inner
def _measure(x: np.ndarray, y: np.ndarray, steps: Steps) -> bool:
    """Fill the heights of a row, and return whether any shift can make it better.

    Of each slope it is the first element that may be the least.
    """
    row, width = steps.row, len(y)
    own, theirs = 0.0, 0.0
    is_dark, is_other_dark = True, True
    for c in range(width):
        own += x[c] * x[c]
        theirs += y[c] * y[c]
        is_dark &= x[c] == 0
        is_other_dark &= y[c] == 0
    if is_dark or is_other_dark:
        for c in range(width):
            steps.halves[c] = (x[c] - y[c]) ** 2
        steps.best[0], steps.heights[0] = 0, sum_by_halves(steps.halves)
        return False
    place = 0
    for t in range(row.queries.shape[2]):
        row.queries[0, 0, t] = x[place]
        place = place + 1 if place + 1 < width else 0
    for c in range(width):
        row.targets[0, 0, c] = y[c]
    row_residuals(row, 0, 0, 0)
    rounding = steps.rounding * (np.sqrt(own) + np.sqrt(theirs))
    for slope in range(len(steps.slopes)):
        start, end = steps.first[slope], steps.first[slope + 1]
        least = np.inf
        for element in range(start, end):
            least = min(least, row.residuals[row.order[element]])
        element = start
        while row.residuals[row.order[element]] > least:
            if _low(row.residuals[row.order[element]], rounding) <= least:
                break
            element += 1
        steps.best[slope] = element
        steps.heights[slope] = row.residuals[row.order[element]]
        steps.lows[slope] = _low(steps.heights[slope], rounding)
    return True


@inner
def _first(steps: Steps) -> int:
    """Return the slope that λ = 0 begins with."""
    least = np.inf
    for height in steps.heights:
        least = min(least, height)
    current = 0
    while not steps.lows[current] <= least:
        current += 1
    return current


@inner
def _next_meeting(steps: Steps, current: int, start: float) -> float:
    """Return the λ² from the start on where the line of a slope first meets one of a smaller slope."""
    slope, height, meeting = steps.slopes[current], steps.heights[current], np.inf
    for other in range(current):
        meeting = min(meeting, (steps.heights[other] - height) / (slope - steps.slopes[other]))
    return max(start, meeting)


@inner
def _next(steps: Steps, current: int, start: float) -> int:
    """Return the least slope whose line is met at λ² = start."""
    slope, height, other = steps.slopes[current], steps.heights[current], 0
    while not (steps.lows[other] - height) / (slope - steps.slopes[other]) <= start:
        other += 1
    return other


@inner
def _certain(x: np.ndarray, y: np.ndarray, mu: float, steps: Steps) -> int:
    """Return the shift 0 … W − 1 that is best by more than float32 is off by, or −1.

    Of ‖g·x − y‖² that is at most (W + 4) roundings of S², S = ‖x‖ + ‖y‖, where x and y are rounded as well.
    """
    width, size = len(y), np.float32(0)
    own, theirs = 0.0, 0.0
    for c in range(width):
        own += x[c] * x[c]
        theirs += y[c] * y[c]
    if own == 0 or theirs == 0 or mu == np.inf:
        return 0 if mu == np.inf else -1
    for c in range(width):
        steps.wide[c] = x[c] / steps.scale
    place = 0
    for c in range(width, len(steps.wide)):
        steps.wide[c] = steps.wide[place]
        place = place + 1 if place + 1 < width else 0
    size = np.float32((np.sqrt(own) + np.sqrt(theirs)) / steps.scale)
    price = np.float32(min(mu / steps.scale / steps.scale, _DEAR))
    best = spread_line(np.float32(np.inf))
    for first in range(0, len(steps.costs), _SINGLES):
        cost = spread_line(np.float32(0))
        for c in range(width):
            apart = subtract(line(steps.wide, first + c), spread_line(np.float32(y[c] / steps.scale)))
            cost = multiply_add(apart, apart, cost)
        cost = multiply_add(spread_line(price), line(steps.squared, first), cost)
        cost = add(cost, line(steps.outside, first))
        store(steps.costs, first, cost)
        best = lesser(best, cost)
    store(steps.wide, 0, best)
    least = np.float32(np.inf)
    for lane in range(_SINGLES):
        least = min(least, steps.wide[lane])
    limit = least + np.float32(3 * (width + 8)) * _EPSILON * size * size + _UNDERFLOW
    found = -1
    for first in range(0, len(steps.costs), _SINGLES):
        near = lanes_less(line(steps.costs, first), spread_line(limit))
        if near != 0:
            if found >= 0 or near & (near - _ONE):
                return -1
            found = first
            while near > _ONE:
                near >>= _ONE
                found += 1
    return found


@compiled
def align(x: np.ndarray, y: np.ndarray, lams: np.ndarray, steps: Steps, out: Aligned) -> None:
    """Fill the alignments of the pairs (x[q], y[q]), (n, H, W) float64, at λ = lams[q]."""
    count, height, width = x.shape
    for q in range(count):
        residual, effort = 0.0, 0.0
        mu = (lams[q] / steps.unit) ** 2
        for i in range(height):
            place = _certain(x[q, i], y[q, i], mu, steps)
            if place < 0:
                shift = steps.shifts[steps.best[_walk_to(x[q, i], y[q, i], lams[q], steps)]]
                place = shift if shift >= 0 else shift + width
            shift = place if 2 * place <= width else place - width
            out.g[q, i] = shift
            effort += shift * shift
            for c in range(width):
                moved = x[q, i, place]
                if len(out.moved):
                    out.moved[q, i, c] = moved
                steps.halves[c] = (moved - y[q, i, c]) ** 2
                place = place + 1 if place + 1 < width else 0
            residual += sum_by_halves(steps.halves)
        out.residuals[q], out.efforts[q] = residual, effort


@inner
def _walk_to(x: np.ndarray, y: np.ndarray, lam: float, steps: Steps) -> int:
    """Return the slope that a row is on at λ."""
    if not _measure(x, y, steps):
        return 0
    current, start = _first(steps), 0.0
    while current > 0:
        start = _next_meeting(steps, current, start)
        if not np.sqrt(start) * steps.unit <= lam:
            break
        current = _next(steps, current, start)
    return current


@compiled
def pull_back(
    x: np.ndarray, y: np.ndarray, g: np.ndarray, weights: np.ndarray, of_x: np.ndarray, of_y: np.ndarray
) -> None:
    """Fill (n, H, W) with weights[q] (gx − y): moved back by g of x, of the other sign of y."""
    count, height, width = x.shape
    for q in range(count):
        for i in range(height):
            shift = g[q, i]
            place = shift if shift >= 0 else shift + width
            for c in range(width):
                value = weights[q] * (np.float64(x[q, i, place]) - np.float64(y[q, i, c]))
                of_x[q, i, place], of_y[q, i, c] = value, -value
                place = place + 1 if place + 1 < width else 0


@compiled
def walk(x: np.ndarray, y: np.ndarray, steps: Steps, walks: Walks) -> None:
    """Fill the walks of the pairs (x[q], y[q]), (n, H, W) float64."""
    count, height, _ = x.shape
    for q in range(count):
        for i in range(height):
            breakpoints, choice, residuals = (
                walks.breakpoints[q, i], walks.choice[q, i], walks.residuals[q, i],
            )  # fmt: skip
            current = _first(steps) if _measure(x[q, i], y[q, i], steps) else 0
            piece, start = 0, 0.0
            choice[0], residuals[0] = steps.best[current], steps.heights[current]
            while current > 0:
                start = _next_meeting(steps, current, start)
                current = _next(steps, current, start)
                breakpoints[piece] = np.sqrt(start) * steps.unit
                piece += 1
                choice[piece], residuals[piece] = steps.best[current], steps.heights[current]
            breakpoints[piece:] = np.inf
            walks.counts[q, i] = piece


@compiled
def count_different(ordered: np.ndarray) -> int:
    """Return the most different finite numbers of any row of (n, B), each row in order."""
    most = 0
    for q in range(len(ordered)):
        different, last = 0, -1.0
        for place in range(ordered.shape[1]):
            value = ordered[q, place]
            if value == np.inf:
                break
            different += value != last
            last = value
        most = max(most, different)
    return most


@compiled
def merge(walks: Walks, ordered: np.ndarray, steps: Steps, now: Walks, out: Pieces) -> None:
    """Fill whole paths from the walks of the rows.

    Parameters
    ----------
    ordered : (n, B) float64, the breakpoints of all rows in order
    now : of one pair, (1, H, 1), overwritten: what every row has on the piece, and where it ends
    """
    count, height, _ = walks.choice.shape
    last = out.breakpoints.shape[1]
    for q in range(count):
        for i in range(height):
            now.counts[0, i] = 0
            now.breakpoints[0, i, 0] = walks.breakpoints[q, i, 0]
            now.choice[0, i, 0] = walks.choice[q, i, 0]
            now.residuals[0, i, 0] = walks.residuals[q, i, 0]
        place, piece = 0, 0
        while True:
            residual, effort = 0.0, 0.0
            for i in range(height):
                element = now.choice[0, i, 0]
                residual += now.residuals[0, i, 0]
                effort += steps.squares[element]
                out.g[q, piece, i] = steps.shifts[element]
            out.residuals[q, piece], out.efforts[q, piece] = residual, effort
            if place == ordered.shape[1] or ordered[q, place] == np.inf:
                break
            here = ordered[q, place]
            out.breakpoints[q, piece] = here
            piece += 1
            while place < ordered.shape[1] and ordered[q, place] == here:
                place += 1
            for i in range(height):
                while now.breakpoints[0, i, 0] <= here:
                    now.counts[0, i] += 1
                    step = now.counts[0, i]
                    now.choice[0, i, 0] = walks.choice[q, i, step]
                    now.residuals[0, i, 0] = walks.residuals[q, i, step]
                    now.breakpoints[0, i, 0] = walks.breakpoints[q, i, step]
        for rest in range(piece, last):
            out.breakpoints[q, rest] = np.inf
            for i in range(height):
                out.g[q, rest + 1, i] = out.g[q, piece, i]
            out.residuals[q, rest + 1], out.efforts[q, rest + 1] = residual, effort
