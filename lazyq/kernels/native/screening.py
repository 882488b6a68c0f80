"""All squared lazy distances of float64 signals under cyclic shifts: float32 says which shifts may be best.

As in :mod:`lazyq.kernels.native.spectral`, twice as many lanes at once; the few shifts whose costs are within
what float32 is off by are measured from the differences, in float64.
"""

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.layout import Close, Desk, Spectra, Turns
from lazyq.kernels.native.simd import (
    add,
    first_lane,
    lanes_less,
    line,
    multiply_add,
    spread_like,
    store,
    subtract,
    total,
)
from lazyq.kernels.native.spectral import WAVES, multiply, take_least

LANES = 8  # float64 in a cache line
_NONE = np.uint64(0)
_ONE = np.uint64(1)


@compiled
def squared_distances(
    queries: Spectra, targets: Spectra, turns: Turns, desk: Desk, close: Close, first: int, out: np.ndarray
) -> None:
    """Add to out[:, :, first : first + lanes] from one line of targets, or as many as out has.

    Parameters
    ----------
    queries, targets, turns, desk : float32, as of the module named above
    close : of the same signals; limits and best are overwritten
    out : (L, n, m) float64
    """
    count, height = queries.energies.shape
    levels, lanes = len(turns.penalties), desk.products.shape[1]
    everyone = (_ONE << np.uint64(min(lanes, out.shape[2] - first))) - _ONE
    for i in range(height):
        energy = line(targets.energies, i * lanes)
        for q in range(count):
            moving = close.others[i] if close.moving[q, i] else _NONE
            resting = everyone & ~moving
            while resting != _NONE:
                lane = first_lane(resting)
                resting &= resting - _ONE
                still = _residual(close, q, first + lane, i, 0)
                for level in range(levels):
                    out[level, q, first + lane] += still
            if moving == _NONE:
                continue
            own = add(energy, spread_like(energy, queries.energies[q, i]))
            slack = multiply_add(own, spread_like(own, close.share), spread_like(own, close.least))
            multiply(queries, q, targets, i, desk)
            groups = take_least(turns, add(own, add(slack, slack)), desk)
            for level in range(levels):
                store(close.limits, level * lanes, add(line(desk.least, level * lanes), slack))
            close.best[:] = np.inf
            for mark in range(_mark(turns, desk, close, groups * 2 * WAVES, moving)):
                near = close.near[mark]
                while near != _NONE:
                    lane = first_lane(near)
                    near &= near - _ONE
                    _measure(turns, desk, close, q, first, lane, i, close.marked[mark])
            while moving != _NONE:
                lane = first_lane(moving)
                moving &= moving - _ONE
                for level in range(levels):
                    out[level, q, first + lane] += close.best[level, lane]


@inner
def _mark(turns: Turns, desk: Desk, close: Close, size: int, moving: np.uint64) -> int:
    """List the shifts that may be the best ones at some λ, and in which lanes; return how many there are.

    No branch depends on what is found: no processor could foresee it.
    """
    lanes, count = desk.folded.shape[1], 0
    for k in range(size):
        value, near = line(desk.folded, k * lanes), _NONE
        for level in range(len(turns.penalties)):
            cost = add(value, spread_like(value, turns.penalties[level, k]))
            near |= lanes_less(cost, line(close.limits, level * lanes))
        close.marked[count], close.near[count] = k, near & moving
        count += np.int64(near & moving != _NONE)
    return count


@inner
def _measure(
    turns: Turns, desk: Desk, close: Close, q: int, first: int, lane: int, i: int, k: int
) -> None:  # fmt: skip
    """Measure the better of k and −k, and the other one where it may be the best as well."""
    shift, width = close.shifts[k], close.targets.shape[2]
    sine = desk.sines[k, lane] * np.float32(close.signs[k])
    if sine < 0:
        shift = width - shift
    least = _residual(close, q, first + lane, i, shift)
    if shift != 0 and shift != width and 2 * shift != width:
        for level in range(len(turns.penalties)):
            other = desk.folded[k, lane] + turns.penalties[level, k] + np.float32(2) * abs(sine)
            if other < close.limits[level, lane]:
                least = min(least, _residual(close, q, first + lane, i, width - shift))
                break
    for level in range(len(turns.penalties)):
        close.best[level, lane] = min(close.best[level, lane], least + close.penalties[level, k])


@inner
def _residual(close: Close, q: int, j: int, i: int, shift: int) -> float:
    """Return ‖g·xᵢ − yᵢ‖² of one shift 0 … W."""
    height, width = close.targets.shape[1:]
    x = (q * height + i) * 2 * width + shift
    y = (j * height + i) * width
    tail = line(close.tail, 0)
    even = odd = spread_like(tail, 0.0)
    whole = width // LANES * LANES
    for c in range(0, whole - LANES, 2 * LANES):
        apart = subtract(line(close.sources, x + c), line(close.targets, y + c))
        even = multiply_add(apart, apart, even)
        apart = subtract(line(close.sources, x + c + LANES), line(close.targets, y + c + LANES))
        odd = multiply_add(apart, apart, odd)
    if whole // LANES % 2:
        c = whole - LANES
        apart = subtract(line(close.sources, x + c), line(close.targets, y + c))
        even = multiply_add(apart, apart, even)
    if whole < width:
        c = width - LANES
        apart = subtract(line(close.sources, x + c), line(close.targets, y + c))
        odd = multiply_add(multiply_add(apart, tail, spread_like(tail, 0.0)), apart, odd)
    return total(add(even, odd))
