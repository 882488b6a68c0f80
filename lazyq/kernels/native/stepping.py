"""One row of a pair under row shifts: the residuals of all shifts, and how the best one changes with λ.

A row is walked as in :func:`lazyq.kernels.envelope.lower_envelope`, bit for bit.
"""

from typing import NamedTuple

import numpy as np

from lazyq.kernels.native.compiling import inner
from lazyq.kernels.native.layout import Originals
from lazyq.kernels.native.rows import row_residuals, sum_by_halves


class Steps(NamedTuple):
    """The elements of a row by their lengths, and memory for one thread.

    Attributes
    ----------
    row : the rows of one x, each overwritten as it is measured, and all y, float64
    shifts, squares : (W,) the elements, int64, and their ν², float64
    slopes : (K,) float64, the different ν², increasing
    first : (K,) int64, the place in the action's order where the elements of a slope begin
    ahead, back : (K,) int64, the shifts 0 … W − 1 of the first and the last element of a slope: two at most
    heights, meetings : (K,) float64, the least residual of each slope, and the λ² where lines meet
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


class Rounding(NamedTuple):
    """What the root of a residual of a row may be off by, and more than any residual is off by."""

    root: float
    most: float


@inner
def energy_of(values: np.ndarray) -> float:
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
    for value in values:  # noqa: SIM110  Numba compiles no generators
        if value != 0:
            return False
    return True


@inner
def lay_out(x: np.ndarray, q: int, i: int, steps: Steps) -> None:
    """Copy a row of x to where it is measured, continued from its beginning."""
    rows, width = steps.row.queries, x.shape[2]
    for c in range(width):
        rows[0, i, c] = x[q, i, c]
    for c in range(width, rows.shape[2]):
        rows[0, i, c] = rows[0, i, c - width]


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
def measure(x: np.ndarray, q: int, i: int, steps: Steps) -> Rounding:
    """Fill the heights of a row that is laid out; a root of −1 says that no shift can make it better.

    Of each slope it is the first element that may be the least.
    """
    row, own, theirs = steps.row, x[q, i], steps.row.targets[q, i]
    energy, other_energy = energy_of(own), energy_of(theirs)
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
def element_of(steps: Steps, slope: int) -> int:
    """Return the element of a slope that its height is of."""
    if slope == 0:
        return 0
    return steps.first[slope] + (steps.heights[slope] != steps.row.residuals[steps.ahead[slope]])


@inner
def first_slope(steps: Steps, rounding: Rounding) -> int:
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
def next_meeting(steps: Steps, current: int, start: float) -> float:
    """Return the λ² from the start on where the line of a slope first meets one of a smaller slope."""
    slope, height, meeting = steps.slopes[current], steps.heights[current], np.inf
    for other in range(current):
        steps.meetings[other] = (steps.heights[other] - height) / (slope - steps.slopes[other])
        meeting = min(meeting, steps.meetings[other])
    return max(start, meeting)


@inner
def next_slope(steps: Steps, current: int, start: float, rounding: Rounding) -> int:
    """Return the least slope whose line is met at λ² = start, given where all are met."""
    slope, height, other = steps.slopes[current], steps.heights[current], 0
    while steps.meetings[other] > start:
        # slopes are whole numbers: a meeting is off by no more than a height is
        if steps.meetings[other] - 2 * rounding.most <= start:
            low = _low(steps.heights[other], rounding)
            if (low - height) / (slope - steps.slopes[other]) <= start:
                break
        other += 1
    return other
