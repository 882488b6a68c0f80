"""Nearest neighbours under cyclic translations: cheap bounds first, then the distances that they leave.

No translation turns a magnitude, so ⟨g·x, y⟩ is at most Σ |x̂||ŷ|/HW, and at most the inner product of the low
frequencies plus Σ |x̂||ŷ|/HW over the high ones. The targets that a bound leaves are gathered to lines, which
are turned as in :mod:`lazyq.kernels.native.planar`. A translation whose penalty and the least possible
residual are together above all limits is left out.
"""

import numpy as np

from lazyq.kernels.native.bands import Band, Bounds, Errors, Kept, Room
from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.keeping import (
    close,
    greatest_limit,
    is_near,
    put_in_order,
    set_bounds,
    sink,
    smallest,
)
from lazyq.kernels.native.layout import Part
from lazyq.kernels.native.planar import fold, multiply, turn_column
from lazyq.kernels.native.simd import (
    absolute,
    add,
    any_less,
    lesser,
    line,
    spread_like,
    store,
    subtract,
)
from lazyq.kernels.native.spectral import WAVES, sum_waves

_ZERO = np.float32(0)
_ONE = np.float32(1)
_SAFE = np.float32(1 + 2.0**-20)  # limits are above 0
_FAR = np.float32(np.inf)  # of a target that has had its turn


@compiled
def search(
    q: int, low: Band, full: Band, narrow: bool, bounds: Bounds, part: Part, errors: Errors, kept: Kept,
    room: Room, fixed: bool,
) -> int:  # fmt: skip
    """Fill kept with the targets of a part that may be among the k nearest at some λ; return how many.

    Parameters
    ----------
    narrow : whether there is a low band
    fixed : whether the heaps, the limits of what counts, stay as they are; no translation is left out then
    """
    set_bounds(q, full.queries, bounds, part, errors)
    of_query, lanes = bounds.products[q], room.least.shape[1]
    count = left = waiting = np.int64(0)  # for a plain 0 Numba would compile all callees anew
    if not fixed:
        held = smallest(of_query, part, room.seeds)
        count = _measure(q, full, room.seeds, held, bounds, errors, kept, room, count, fixed)
        for place in range(held):
            of_query[room.seeds[place]] = _FAR
    limit = greatest_limit(kept)
    for j in range(part.first, part.last):
        if of_query[j] > limit or of_query[j] == _FAR:
            continue
        room.left[left + waiting] = j
        waiting += 1
        if waiting == lanes:
            left = _sift(q, low, narrow, left, waiting, bounds, errors, kept, room, fixed)
            waiting = np.int64(0)
    left = _sift(q, low, narrow, left, waiting, bounds, errors, kept, room, fixed)
    if not fixed:
        for level in range(len(kept.highest)):
            held = _least_left(of_query, room, left, level)
            count = _measure(q, full, room.seeds, held, bounds, errors, kept, room, count, fixed)
            for place in range(held):
                of_query[room.seeds[place]] = _FAR
    waiting = np.int64(0)
    for place in range(left):
        j = room.left[place]
        if of_query[j] < _FAR and is_near(room.lows, place, kept):
            room.seeds[waiting] = j
            waiting += 1
            if waiting == lanes:
                count = _measure(q, full, room.seeds, waiting, bounds, errors, kept, room, count, fixed)
                waiting = np.int64(0)
    count = _measure(q, full, room.seeds, waiting, bounds, errors, kept, room, count, fixed)
    return close(kept, count)


@inner
def _least_left(of_query: np.ndarray, room: Room, left: int, level: int) -> int:
    """Fill the seeds with what is left, has not had its turn and is least at one λ; return how many."""
    lows, held = room.lows[:, level], np.int64(0)
    for place in range(left):
        if of_query[room.left[place]] < _FAR:
            held = put_in_order(lows, place, room.seeds, held)
    for place in range(held):
        room.seeds[place] = room.left[room.seeds[place]]
    return held


@compiled
def _sift(
    q: int, low: Band, narrow: bool, left: int, waiting: int, bounds: Bounds, errors: Errors, kept: Kept,
    room: Room, fixed: bool,
) -> int:  # fmt: skip
    """Take those of a line that are waiting after what is left into it, if the low band leaves them."""
    if waiting == 0:
        return left
    places = room.left[left : left + waiting]
    if not narrow:
        for lane in range(waiting):
            for level in range(len(kept.highest)):
                room.lows[left + lane, level] = bounds.products[q, places[lane]]
        return left + waiting
    _gather(q, low, places, bounds, errors.bound, errors.least, True, room)
    _turn(q, low, kept, room, fixed)
    for lane in range(waiting):
        j, near = places[lane], False
        for level in range(len(kept.highest)):
            least = room.least[level, lane] - room.lost[0, lane]
            room.lows[left, level] = least
            near = near or least <= kept.highest[level, 0]
        if near:
            room.left[left] = j  # not after the lane that it was read from
            left += 1
    return left


@compiled
def _measure(
    q: int, full: Band, places: np.ndarray, waiting: int, bounds: Bounds, errors: Errors, kept: Kept,
    room: Room, count: int, fixed: bool,
) -> int:  # fmt: skip
    """Keep those of some targets that may be near enough, after count others; return how many are kept."""
    lanes = room.least.shape[1]
    for start in range(0, waiting, lanes):
        own = places[start : min(start + lanes, waiting)]
        _gather(q, full, own, bounds, errors.absolute, errors.least, False, room)
        _turn(q, full, kept, room, fixed)
        for lane in range(len(own)):
            near = False
            for level in range(len(kept.highest)):
                value = max(_ZERO, room.least[level, lane])
                least = value * (_ONE - errors.relative) - room.lost[0, lane]
                kept.distances[count, level] = least
                if least <= kept.highest[level, 0]:
                    near = True
                    if not fixed:
                        sink(kept.highest[level], value * (_ONE + errors.relative) + room.lost[0, lane])
            if near:
                kept.places[count] = own[lane]
                count += 1
    return count


@inner
def _gather(
    q: int, band: Band, places: np.ndarray, bounds: Bounds, error: float, least: float, tailed: bool,
    room: Room,
) -> None:  # fmt: skip
    """Fill the band's line with some targets, the last one in lanes that are not used, and the room's."""
    lanes, size = room.least.shape[1], band.targets.shape[1]
    flat = band.line.values.reshape(-1)
    energy, mean = band.queries.energies[q], band.queries.means[q]
    for lane in range(lanes):
        j = places[min(lane, len(places) - 1)]
        for place in range(size):
            flat[np.uint64(place * lanes + lane)] = band.targets[j, place]
        apart, both = bounds.means[j] - mean, bounds.energies[j] + energy
        room.floors[0, lane] = bounds.products[q, j]
        room.bases[0, lane] = both + apart * apart - (bounds.tails[q, j] if tailed else _ZERO)
        room.lost[0, lane] = error * (both + mean * mean + bounds.means[j] * bounds.means[j]) + least


@compiled
def _turn(q: int, band: Band, kept: Kept, room: Room, fixed: bool) -> None:
    """Write the least of base − 2c(g) + λ²ν(g)² of all translations to room.least, for every λ."""
    columns, lanes = band.line.values.shape[1], room.least.shape[1]
    levels, groups = len(kept.highest), band.turns.waves.shape[0]
    room.least[:] = _FAR
    for g in range(columns):
        multiply(band.queries, q, band.line, g, band.sheet)
        fold(band.planar, band.sheet)
        turn_column(band.planar, g, columns, band.sheet)
    floor, base = line(room.floors, 0), line(room.bases, 0)
    for turn in range(len(band.order)):
        a = band.order[turn]
        if not (fixed or _can_pay(band, a, 0, floor, kept)):
            break
        for place in range(2 * columns):
            store(
                band.desk.products, place * lanes,
                line(band.sheet.turned, (a * 2 * columns + place) * lanes),
            )  # fmt: skip
        for group in range(groups):
            if not (fixed or _can_pay(band, a, group, floor, kept)):
                break
            _turn_group(band, group)
            first = group * 2 * WAVES
            for level in range(levels):
                least = line(room.least, level * lanes)
                for k in range(2 * WAVES):
                    value = line(band.desk.folded, (first + k) * lanes)
                    price = band.planar.penalties[a, level, first + k]
                    least = lesser(add(value, spread_like(value, price)), least)
                store(room.least, level * lanes, least)
    for level in range(levels):
        store(room.least, level * lanes, add(base, line(room.least, level * lanes)))


@inner
def _can_pay(band: Band, a: int, group: int, floor: object, kept: Kept) -> bool:
    """Return whether a group of shifts, or one after it, may be near enough in some lane at some λ."""
    for level in range(len(kept.highest)):
        reach = spread_like(floor, band.reaches[a, level, group])
        if any_less(add(floor, reach), spread_like(floor, kept.highest[level, 0] * _SAFE)):
            return True
    return False


@inner
def _turn_group(band: Band, group: int) -> None:
    """Write A − |B| of the shifts of a group to the desk."""
    count, even, lanes = band.turns.waves.shape[2], band.turns.even, band.desk.products.shape[1]
    cosines = group * 2 * count * WAVES
    sines = cosines + count * WAVES
    at = group * 2 * WAVES * lanes
    sum_waves(band.turns.waves, cosines, band.desk.products, 0, count, even, band.desk.folded, at)
    sum_waves(band.turns.waves, sines, band.desk.products, count, count, even, band.desk.sines, 0)
    for k in range(2 * WAVES):
        cosine, sine = line(band.desk.folded, at + k * lanes), line(band.desk.sines, k * lanes)
        store(band.desk.folded, at + k * lanes, subtract(cosine, absolute(sine)))
