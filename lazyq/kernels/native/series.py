"""Nearest neighbours of series under cyclic shifts: low frequencies say which few shifts may be near.

⟨g·x, y⟩ is at most the inner product of the low frequencies plus Σ |x̂||ŷ|/W over the high ones. A line of
targets is turned to all shifts of its low frequencies, as in :mod:`lazyq.kernels.native.spectral`; what that
leaves, a few shifts of a few targets, are sums of products of pixels, in float32.
"""

import numpy as np

from lazyq.kernels.native.bands import Bounds, Errors, Kept, Lines, Series
from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.keeping import close, greatest_limit, put_in_order, set_bounds, sink, smallest
from lazyq.kernels.native.layout import Part
from lazyq.kernels.native.simd import (
    absolute,
    add,
    any_less,
    first_lane,
    greater,
    lanes_less,
    lanes_of,
    line,
    multiply_add,
    select_less,
    spread_like,
    store,
    subtract,
    total,
)
from lazyq.kernels.native.spectral import WAVES, cross, turn_group

_ZERO = np.float32(0)
_ONE = np.float32(1)
_TWO = np.float32(2)
_SAFE = np.float32(1 + 2.0**-20)  # limits are above 0
_FAR = np.float32(np.inf)  # of a target that has had its turn
_MOST = np.float32(3e38)
_STEP = 16  # of every so many targets the seeds are the least: so many times as many targets come first
_FEW = 3  # lines are filled anew where fewer than one in so many targets is left
_NONE = np.uint64(0)
_BIT = np.uint64(1)


@compiled
def search(
    q: int, series: Series, bounds: Bounds, part: Part, errors: Errors, kept: Kept, room: Lines, count: int,
    pausing: bool, fixed: bool,
) -> int:  # fmt: skip
    """Fill kept with the targets of a part that may be among the k nearest at some λ; return how many.

    Parameters
    ----------
    count : −1, or what a call that paused has returned; the bounds may have been raised since
    pausing : whether to return as soon as the targets of the least bounds have set limits
    fixed : whether the heaps, the limits of what counts, stay as they are; all shifts are measured then
    """
    of_query = bounds.products[q]
    if count < 0:
        set_bounds(q, series.queries, bounds, part, errors)
        count = np.int64(0)  # for a plain 0 Numba would compile all callees anew
    if not fixed:
        held = smallest(of_query, part, room.seeds)
        for place in range(held):
            room.listed[place] = room.seeds[place]
        count = _keep_near(q, series, 0, held, True, bounds, part, errors, kept, room, count, fixed)
    if pausing:
        room.left[0] = _list_below(of_query, part, greatest_limit(kept), room.listed)
        return count
    if not fixed:
        bar = min(_low_bar(of_query, part, room.seeds), greatest_limit(kept))
        held = _list_below(of_query, part, bar, room.listed)
        count = _keep_near(q, series, 0, held, True, bounds, part, errors, kept, room, count, fixed)
    first, last, some = part.first // len(room.members) * len(room.members), part.last, False
    left = _list_below(of_query, part, greatest_limit(kept), room.listed)
    if left * _FEW < part.last - part.first:
        first, last, some = 0, left, True
    count = _keep_near(q, series, first, last, some, bounds, part, errors, kept, room, count, fixed)
    return close(kept, count)


@inner
def _low_bar(of_query: np.ndarray, part: Part, seeds: np.ndarray) -> float:
    """Return a bound that some times as many targets are below as there are seeds."""
    held = np.int64(0)
    for j in range(part.first, part.last, _STEP):
        if of_query[j] < _FAR:
            held = put_in_order(of_query, j, seeds, held)
    return of_query[seeds[held - 1]] if held else _ZERO


@inner
def _list_below(of_query: np.ndarray, part: Part, bar: float, listed: np.ndarray) -> int:
    """List the targets whose bounds are not above a bar; return how many there are."""
    count = 0
    for j in range(part.first, part.last):
        listed[count] = j
        count += of_query[j] <= bar and of_query[j] < _FAR
    return count


@compiled
def _keep_near(
    q: int, series: Series, first: int, last: int, some: bool, bounds: Bounds, part: Part, errors: Errors,
    kept: Kept, room: Lines, count: int, fixed: bool,
) -> int:  # fmt: skip
    """Keep those of the targets first … last − 1, or of some listed ones, that may be near enough.

    They come after count others; returns how many are kept. All lines are taken in one call: the arrays are
    hundreds of arguments.
    """
    lanes = len(room.members)
    for at in range(first, last, lanes):
        if some:
            _gather(q, series, at, last, bounds, room)
            lines, place = room.gathered, 0
        else:
            _take(q, at, bounds, part, room)
            lines, place = series.lines, at // lanes
        if _set_limits(q, series, errors, kept, room):
            count = _keep_of_line(q, series, lines, place, errors, kept, room, count, fixed)
    return count


@inner
def _gather(q: int, series: Series, at: int, last: int, bounds: Bounds, room: Lines) -> None:
    """Fill a line with listed targets, which have had their turn then."""
    lanes = len(room.members)
    lines, gathered = series.lines.reshape(-1), room.gathered.reshape(-1)
    size = series.lines.shape[1] * lanes
    room.floors[:] = _FAR
    for lane in range(min(lanes, last - at)):
        j = room.listed[at + lane]
        place = j // lanes * size + j % lanes
        for step in range(0, size, lanes):
            gathered[np.uint64(step + lane)] = lines[np.uint64(place + step)]
        room.members[lane] = j
        room.energies[0, lane], room.means[0, lane] = bounds.energies[j], bounds.means[j]
        room.floors[0, lane], room.tails[0, lane] = bounds.products[q, j], bounds.tails[q, j]
        bounds.products[q, j] = _FAR


@inner
def _take(q: int, at: int, bounds: Bounds, part: Part, room: Lines) -> None:
    """Take a line of targets as they are stored."""
    lanes, row = len(room.members), q * bounds.products.shape[1]
    store(room.energies, 0, line(bounds.energies, at))
    store(room.means, 0, line(bounds.means, at))
    store(room.floors, 0, line(bounds.products, row + at))
    store(room.tails, 0, line(bounds.tails, row + at))
    for lane in range(lanes):
        room.members[lane] = at + lane
    for lane in range(max(0, part.first - at)):
        room.floors[0, lane] = _FAR
    for lane in range(part.last - at, lanes):
        room.floors[0, lane] = _FAR


@inner
def _keep_of_line(
    q: int, series: Series, lines: np.ndarray, place: int, errors: Errors, kept: Kept, room: Lines,
    count: int, fixed: bool,
) -> int:  # fmt: skip
    """Keep those of a line that may be near enough, after count others; return how many are kept."""
    levels = len(kept.highest)
    size = _turn(q, series, lines, place, kept, room)
    for level in range(levels):
        if kept.highest[level, 0] == _FAR:
            _lower_limits(q, series, errors, room, level, size)
    marks, found = _mark(series, room, levels, size)
    while found != _NONE:
        lane = first_lane(found)
        found &= found - _BIT
        room.measured[0] += 1
        _measure_marked(q, series, room, marks, lane)
        if not _is_within(errors, kept, room, lane):
            continue
        if fixed:
            _measure_all(q, series, room, lane)
        for level in range(levels):
            value, lost = max(_ZERO, room.best[level, lane]), room.lost[0, lane]
            kept.distances[count, level] = value * (_ONE - errors.relative) - lost
            if not fixed:
                sink(kept.highest[level], value * (_ONE + errors.relative) + lost)
        kept.places[count] = room.members[lane]
        count += 1
    return count


@inner
def _set_limits(q: int, series: Series, errors: Errors, kept: Kept, room: Lines) -> bool:
    """Set what the shifts of the low frequencies must be below; return whether any lane is left."""
    energy, mean = line(room.energies, 0), line(room.means, 0)
    own = spread_like(mean, series.queries.means[q])
    apart, both = subtract(mean, own), add(energy, spread_like(energy, series.queries.energies[q]))
    whole = multiply_add(mean, mean, multiply_add(own, own, both))
    base, least = multiply_add(apart, apart, both), spread_like(mean, errors.least)
    store(room.bases, 0, base)
    store(room.lost, 0, multiply_add(whole, spread_like(mean, errors.absolute), least))
    lost = multiply_add(whole, spread_like(mean, errors.bound), least)
    slack = subtract(add(lost, line(room.tails, 0)), base)
    floor, none, left = line(room.floors, 0), spread_like(mean, -_FAR), False
    for level in range(len(kept.highest)):
        limit = spread_like(mean, min(kept.highest[level, 0], _MOST))
        below = select_less(limit, floor, none, add(limit, slack))
        store(room.limits, level * len(room.members), below)
        left = left or any_less(none, below)
    return left


@inner
def _turn(q: int, series: Series, lines: np.ndarray, place: int, kept: Kept, room: Lines) -> int:
    """Turn a line to the shifts that can pay; return how many there are on the desk."""
    desk, turns = series.desk, series.turns
    count, channels, floor = turns.waves.shape[2], series.rows.shape[1], line(room.floors, 0)
    size, numbers = count * channels, series.queries.values
    at = 2 * place * size * lanes_of(lines)
    cross(numbers, 3 * q * size, lines, at, size, count, channels, desk.products)
    for group in range(turns.waves.shape[0]):
        paid = False
        for level in range(len(kept.highest)):
            price = spread_like(floor, turns.reaches[level, group])
            reach = greater(floor, price) if room.priced[0] else add(floor, price)
            paid = paid or any_less(reach, spread_like(floor, kept.highest[level, 0] * _SAFE))
        if not paid:
            return group * 2 * WAVES
        turn_group(turns, group, desk)
    return turns.waves.shape[0] * 2 * WAVES


@inner
def _lower_limits(q: int, series: Series, errors: Errors, room: Lines, level: int, size: int) -> None:
    """Lower the limits of a λ without any to what the shift of least low frequencies measures."""
    desk = series.desk
    for lane in range(len(room.members)):
        if room.floors[0, lane] == _FAR:
            continue
        best, least = 0, _FAR
        for k in range(size):
            value = desk.folded[k, lane] + series.turns.penalties[level, k]
            if value < least:
                best, least = k, value
        shift = _better(series, best, lane)
        value = max(_ZERO, _distances(q, series, room, lane, shift, shift)[0])
        value += series.turns.penalties[level, best]
        above = value * (_ONE + errors.relative) + room.lost[0, lane]
        whole = room.bases[0, lane] + series.queries.means[q] ** 2 + room.means[0, lane] ** 2
        lost = _TWO * (errors.bound * whole + errors.least)
        limit = above + lost + room.tails[0, lane] - room.bases[0, lane]
        room.limits[level, lane] = min(room.limits[level, lane], limit)


@inner
def _mark(series: Series, room: Lines, levels: int, size: int) -> tuple[int, np.uint64]:
    """List the shifts that may be near in some lane; return how many there are, and the lanes."""
    desk, lanes = series.desk, len(room.members)
    marks, found = 0, _NONE
    for k in range(size):
        value, near = line(desk.folded, k * lanes), _NONE
        for level in range(levels):
            cost = add(value, spread_like(value, series.turns.penalties[level, k]))
            near |= lanes_less(cost, line(room.limits, level * lanes))
        if near == _NONE:
            continue
        sine, both = absolute(line(desk.sines, k * lanes)), _NONE
        other = add(value, add(sine, sine))
        for level in range(levels):
            cost = add(other, spread_like(other, series.turns.penalties[level, k]))
            both |= lanes_less(cost, line(room.limits, level * lanes))
        room.marked[marks], room.nearer[marks], room.further[marks] = k, near, both
        marks += 1
        found |= near
    return marks, found


@inner
def _measure_marked(q: int, series: Series, room: Lines, marks: int, lane: int) -> None:
    """Measure the marked shifts of a lane: room.best is the least d² of them, for every λ."""
    width = series.sources.shape[2] - series.rows.shape[2] + 1
    bit, count = np.uint64(lane), 0
    for mark in range(marks):
        k = room.marked[mark]
        shift = _better(series, k, lane)
        room.costs[count], room.moves[count] = k, shift
        count += np.int64(room.nearer[mark] >> bit & _BIT)
        room.costs[count], room.moves[count] = k, width - shift if shift else 0
        count += np.int64(room.further[mark] >> bit & _BIT)
    room.costs[count], room.moves[count] = room.costs[count - 1], room.moves[count - 1]
    for level in range(len(room.best)):
        room.best[level, lane] = _FAR
    for place in range(0, count, 2):
        first, second = _distances(q, series, room, lane, room.moves[place], room.moves[place + 1])
        for level in range(len(room.best)):
            near = min(
                first + series.turns.penalties[level, room.costs[place]],
                second + series.turns.penalties[level, room.costs[place + 1]],
            )
            room.best[level, lane] = min(room.best[level, lane], near)


@inner
def _better(series: Series, k: int, lane: int) -> int:
    """Return the better shift of k and −k, from 0 to W − 1, by the low frequencies."""
    width = series.sources.shape[2] - series.rows.shape[2] + 1
    shift = series.shifts[k]
    return width - shift if shift and series.desk.sines[k, lane] * series.signs[k] < 0 else shift


@inner
def _distances(
    q: int, series: Series, room: Lines, lane: int, first: int, second: int
) -> tuple[float, float]:
    """Return ‖g·x − y‖² of two shifts 0 … W − 1, as much as it is rounded also below 0."""
    (_, channels, size), lanes = series.rows.shape, len(room.members)
    even = odd = other_even = other_odd = spread_like(line(series.rows, 0), 0)
    for channel in range(channels):
        x = (q * channels + channel) * series.sources.shape[2]
        y = (room.members[lane] * channels + channel) * size
        for c in range(0, size, 2 * lanes):
            target, following = line(series.rows, y + c), line(series.rows, y + c + lanes)
            even = multiply_add(line(series.sources, x + first + c), target, even)
            other_even = multiply_add(line(series.sources, x + second + c), target, other_even)
            odd = multiply_add(line(series.sources, x + first + c + lanes), following, odd)
            other_odd = multiply_add(line(series.sources, x + second + c + lanes), following, other_odd)
    base = room.bases[0, lane]
    return base - _TWO * total(add(even, odd)), base - _TWO * total(add(other_even, other_odd))


@inner
def _is_within(errors: Errors, kept: Kept, room: Lines, lane: int) -> bool:
    """Return whether what was measured may be near enough at some λ."""
    within = False
    for level in range(len(kept.highest)):
        value = max(_ZERO, room.best[level, lane]) * (_ONE - errors.relative) - room.lost[0, lane]
        within = within or value <= kept.highest[level, 0]
    return within


@compiled
def _measure_all(q: int, series: Series, room: Lines, lane: int) -> None:
    """Measure all shifts of one lane."""
    width = series.sources.shape[2] - series.rows.shape[2] + 1
    for k in range(len(series.shifts)):
        shift = series.shifts[k]
        if shift < 0:
            continue
        least = min(_distances(q, series, room, lane, shift, width - shift if shift else 0))
        for level in range(len(room.best)):
            cost = least + series.turns.penalties[level, k]
            room.best[level, lane] = min(room.best[level, lane], cost)
