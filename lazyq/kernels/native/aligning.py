"""Alignments of many pairs of images under row shifts at one λ each, and the gradients of their distances."""

from typing import NamedTuple

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.rows import sum_by_halves
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
from lazyq.kernels.native.stepping import (
    Steps,
    element_of,
    energy_of,
    first_slope,
    lay_out,
    measure,
    next_meeting,
    next_slope,
)

_SINGLES = 16  # float32 in a cache line
_ONE = np.uint64(1)
_EPSILON = np.float32(2.0**-23)
_UNDERFLOW = np.float32(1e-30)  # more than all squares that float32 makes 0
_DEAR = 1e30


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


@inner
def _certain(x: np.ndarray, y: np.ndarray, mu: float, steps: Steps) -> int:
    """Return the shift 0 … W − 1 that is best by more than float32 is off by, or −1.

    Of ‖g·x − y‖² that is at most (W + 4) roundings of S², S = ‖x‖ + ‖y‖, where x and y are rounded as well.
    """
    width = len(y)
    own, theirs = energy_of(x), energy_of(y)
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
                shift = steps.shifts[element_of(steps, _walk_to(x, q, i, lams[q], steps))]
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
    lay_out(x, q, i, steps)
    rounding = measure(x, q, i, steps)
    current, start = first_slope(steps, rounding), 0.0
    while current > 0:
        start = next_meeting(steps, current, start)
        if not np.sqrt(start) * steps.unit <= lam:
            break
        current = next_slope(steps, current, start, rounding)
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
