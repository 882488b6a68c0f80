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
    row : the rows of one x, each overwritten as it is measured, and all y, float64
    shifts, squares : (W,) the elements, int64, and their ν², float64
    slopes : (K,) float64, the different ν², increasing
    first : (K,) int64, the place in the action's order where the elements of a slope begin
    ahead, back : (K,) int64, the shifts 0 … W − 1 of the first and of the last element of a slope: one or two
    heights, meetings : (K,) float64, the least residual of each slope, and the λ² where it meets another's line
    halves : (W,) float64
    wide : (W + V,) float32, a row of x times ``scale``, continued from its beginning
    scaled : (W,) float32, a row of y times ``scale``
    squared, outside : (V,) float32, ν² of the shifts 0 … W − 1, and what keeps those after them out; V is W,
        rounded up to a cache line
    costs : (V,) float32
    rounding : what the root of a residual may be off by, of ‖xᵢ‖ + ‖yᵢ‖
    scale : a power of two that brings all levels below 1
    unit : of λ, in units of the levels
    """

    row: Originals
    shifts: np.ndarray
    squares: np.ndarray
    slopes: np.ndarray
    first: np.ndarray
    ahead: np.ndarray
    back: np.ndarray
    heights: np.ndarray
    meetings: np.ndarray
    halves: np.ndarray
    wide: np.ndarray
    scaled: np.ndarray
    squared: np.ndarray
    outside: np.ndarray
    costs: np.ndarray
    rounding: float
    scale: float
    unit: float


class Walks(NamedTuple):
    """The envelopes of the rows of n pairs, the pieces of all rows of a pair one after the other.

    Attributes
    ----------
    breakpoints : (n, E) float64, the λ where a piece ends: inf ends a row
    choice : (n, E) int16 elements, from the piece of λ = 0 on
    residuals : (n, E) float64, squared
    ordered : (n, B) float64, the finite breakpoints, padded with inf
    counts : (n,) int64, how many they are
    """

    breakpoints: np.ndarray
    choice: np.ndarray
    residuals: np.ndarray
    ordered: np.ndarray
    counts: np.ndarray


class Now(NamedTuple):
    """The piece that every row is on, (H,): its place, where it ends, its shift, and what that costs, squared."""

    places: np.ndarray
    ends: np.ndarray
    shifts: np.ndarray
    residuals: np.ndarray
    efforts: np.ndarray


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
    g : (n, P + 1, H) int64 shifts; the last are repeated
    residuals, efforts : (n, P + 1) float64, squared
    """

    breakpoints: np.ndarray
    g: np.ndarray
    residuals: np.ndarray
    efforts: np.ndarray


@inner
def _energy(values: np.ndarray) -> float:
    """Return the sum of squares, in four sums that don't wait for each other."""
    first, second, third, fourth = 0.0, 0.0, 0.0, 0.0
    whole = len(values) // 4 * 4
    for c in range(0, whole, 4):
        first += values[c] * values[c]
        second += values[c + 1] * values[c + 1]
        third += values[c + 2] * values[c + 2]
        fourth += values[c + 3] * values[c + 3]
    for c in range(whole, len(values)):
        first += values[c] * values[c]
    return (first + second) + (third + fourth)


@inner
def _is_dark(values: np.ndarray) -> bool:
    for value in values:
        if value != 0:
            return False
    return True


@inner
def _lay_out(x: np.ndarray, q: int, i: int, steps: Steps) -> None:
    """Copy a row of x to where it is measured, continued from its beginning."""
    rows, width = steps.row.queries, x.shape[2]
    for c in range(width):
        rows[0, i, c] = x[q, i, c]
    for c in range(width, rows.shape[2]):
        rows[0, i, c] = rows[0, i, c - width]


class Rounding(NamedTuple):
    """What the root of a residual of a row may be off by, and more than any residual is off by."""

    root: float
    most: float


@inner
def _low(height: float, rounding: Rounding) -> float:
    return height - rounding.root * (2 * np.sqrt(height) + rounding.root)


@inner
def _is_above(height: float, least: float, rounding: Rounding) -> bool:
    """Return whether a residual can't be the least one; looks closely only where that is not plain."""
    if height <= least:
        return False
    return height - rounding.most > least or _low(height, rounding) > least


@inner
def _measure(x: np.ndarray, q: int, i: int, steps: Steps) -> Rounding:
    """Fill the heights of a row that is laid out; a root of −1 says that no shift can make it better.

    Of each slope it is the first element that may be the least.
    """
    row, own, theirs = steps.row, x[q, i], steps.row.targets[q, i]
    energy, other_energy = _energy(own), _energy(theirs)
    if (energy == 0 and _is_dark(own)) or (other_energy == 0 and _is_dark(theirs)):
        for c in range(len(own)):
            steps.halves[c] = (own[c] - theirs[c]) ** 2
        steps.heights[0] = sum_by_halves(steps.halves)
        return Rounding(-1.0, 0.0)
    row_residuals(row, 0, q, i)
    size = np.sqrt(energy) + np.sqrt(other_energy)
    root = steps.rounding * size
    rounding = Rounding(root, 2 * root * (2 * size + root))  # no root of a residual is above the size
    for slope in range(len(steps.slopes)):
        height, other = row.residuals[steps.ahead[slope]], row.residuals[steps.back[slope]]
        is_back = other < height
        if is_back & (height - rounding.most <= other):
            is_back = _is_above(height, other, rounding)
        steps.heights[slope] = other if is_back else height
    return rounding


@inner
def _element(steps: Steps, slope: int) -> int:
    """Return the element of a slope that its height is of."""
    if slope == 0:
        return 0
    return steps.first[slope] + (steps.heights[slope] != steps.row.residuals[steps.ahead[slope]])


@inner
def _first(steps: Steps, rounding: Rounding) -> int:
    """Return the slope that λ = 0 begins with."""
    if rounding.root < 0:
        return 0
    least = np.inf
    for height in steps.heights:
        least = min(least, height)
    current = 0
    while _is_above(steps.heights[current], least, rounding):
        current += 1
    return current


@inner
def _next_meeting(steps: Steps, current: int, start: float) -> float:
    """Return the λ² from the start on where the line of a slope first meets one of a smaller slope."""
    slope, height, meeting = steps.slopes[current], steps.heights[current], np.inf
    for other in range(current):
        steps.meetings[other] = (steps.heights[other] - height) / (slope - steps.slopes[other])
        meeting = min(meeting, steps.meetings[other])
    return max(start, meeting)


@inner
def _next(steps: Steps, current: int, start: float, rounding: Rounding) -> int:
    """Return the least slope whose line is met at λ² = start, given where all are met."""
    slope, height, other = steps.slopes[current], steps.heights[current], 0
    while steps.meetings[other] > start:
        # slopes are whole numbers: a meeting is off by no more than a height is
        if steps.meetings[other] - 2 * rounding.most <= start:
            if (_low(steps.heights[other], rounding) - height) / (slope - steps.slopes[other]) <= start:
                break
        other += 1
    return other


@inner
def _certain(x: np.ndarray, y: np.ndarray, mu: float, steps: Steps) -> int:
    """Return the shift 0 … W − 1 that is best by more than float32 is off by, or −1.

    Of ‖g·x − y‖² that is at most (W + 4) roundings of S², S = ‖x‖ + ‖y‖, where x and y are rounded as well.
    """
    width = len(y)
    own, theirs = _energy(x), _energy(y)
    if own == 0 or theirs == 0 or mu == np.inf:
        return 0 if mu == np.inf else -1
    for c in range(width):
        steps.wide[c] = x[c] * steps.scale
        steps.scaled[c] = y[c] * steps.scale
    for c in range(width, len(steps.wide)):
        steps.wide[c] = steps.wide[c - width]
    size = np.float32((np.sqrt(own) + np.sqrt(theirs)) * steps.scale)
    price = np.float32(min(mu * steps.scale * steps.scale, _DEAR))
    best = spread_line(np.float32(np.inf))
    for first in range(0, len(steps.costs), _SINGLES):
        cost = spread_line(np.float32(0))
        for c in range(width):
            apart = subtract(line(steps.wide, first + c), spread_line(steps.scaled[c]))
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
def align(x: np.ndarray, lams: np.ndarray, steps: Steps, out: Aligned) -> None:
    """Fill the alignments of x (n, H, W), float64, with the y of the steps at λ = lams[q]."""
    count, height, width = x.shape
    y = steps.row.targets
    for q in range(count):
        residual, effort = 0.0, 0.0
        mu = (lams[q] / steps.unit) ** 2
        for i in range(height):
            place = _certain(x[q, i], y[q, i], mu, steps)
            if place < 0:
                shift = steps.shifts[_element(steps, _walk_to(x, q, i, lams[q], steps))]
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
def _walk_to(x: np.ndarray, q: int, i: int, lam: float, steps: Steps) -> int:
    """Return the slope that a row is on at λ."""
    _lay_out(x, q, i, steps)
    rounding = _measure(x, q, i, steps)
    current, start = _first(steps, rounding), 0.0
    while current > 0:
        start = _next_meeting(steps, current, start)
        if not np.sqrt(start) * steps.unit <= lam:
            break
        current = _next(steps, current, start, rounding)
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
def walk(x: np.ndarray, steps: Steps, walks: Walks) -> None:
    """Fill the walks of x (n, H, W), float64, towards the y of the steps; not yet in order, nor padded."""
    count, height, _ = x.shape
    for q in range(count):
        breakpoints, choice, residuals = walks.breakpoints[q], walks.choice[q], walks.residuals[q]
        piece = 0
        for i in range(height):  # all rows first: a vector of what has just been written would wait
            _lay_out(x, q, i, steps)
        for i in range(height):
            rounding = _measure(x, q, i, steps)
            current, start = _first(steps, rounding), 0.0
            while True:
                choice[piece], residuals[piece] = _element(steps, current), steps.heights[current]
                if current == 0:
                    break
                start = _next_meeting(steps, current, start)
                current = _next(steps, current, start, rounding)
                breakpoints[piece] = walks.ordered[q, piece - i] = np.sqrt(start) * steps.unit
                piece += 1
            breakpoints[piece] = np.inf
            piece += 1
        walks.counts[q] = piece - height


@compiled
def count_different(walks: Walks) -> int:
    """Return the most different breakpoints of any pair, in order."""
    most = 0
    for q in range(len(walks.counts)):
        different, last = 0, -1.0
        for place in range(walks.counts[q]):
            different += walks.ordered[q, place] != last
            last = walks.ordered[q, place]
        most = max(most, different)
    return most


@compiled
def merge(walks: Walks, steps: Steps, now: Now, out: Pieces) -> None:
    """Fill whole paths from the walks of the rows, whose breakpoints are in order; ``now`` is overwritten."""
    count, last, height = len(walks.counts), out.breakpoints.shape[1], out.g.shape[2]
    for q in range(count):
        start = 0
        for i in range(height):
            _enter(walks, q, start, steps, now, i)
            while walks.breakpoints[q, start] != np.inf:
                start += 1
            start += 1
        ordered, place, piece = walks.ordered[q], 0, 0
        while True:
            residual, effort = 0.0, 0.0
            for i in range(height):
                residual += now.residuals[i]
                effort += now.efforts[i]
            _write_shifts(out, q, piece, now)
            out.residuals[q, piece], out.efforts[q, piece] = residual, effort
            if place == walks.counts[q]:
                break
            here = ordered[place]
            out.breakpoints[q, piece] = here
            piece += 1
            while place < walks.counts[q] and ordered[place] == here:
                place += 1
            for i in range(height):
                while now.ends[i] <= here:
                    _enter(walks, q, now.places[i] + 1, steps, now, i)
        for rest in range(piece, last):
            out.breakpoints[q, rest] = np.inf
            _write_shifts(out, q, rest + 1, now)
            out.residuals[q, rest + 1], out.efforts[q, rest + 1] = residual, effort


@inner
def _enter(walks: Walks, q: int, place: int, steps: Steps, now: Now, i: int) -> None:
    element = walks.choice[q, place]
    now.places[i], now.ends[i] = place, walks.breakpoints[q, place]
    now.residuals[i], now.efforts[i] = walks.residuals[q, place], steps.squares[element]
    now.shifts[i] = steps.shifts[element]


@inner
def _write_shifts(out: Pieces, q: int, piece: int, now: Now) -> None:
    for i in range(out.g.shape[2]):
        out.g[q, piece, i] = now.shifts[i]
