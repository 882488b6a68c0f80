"""The nearest words of a dictionary at several λ: bounds first, then the paths of those that they leave."""

from typing import NamedTuple

import numpy as np

from lazyq.kernels.native.assignment import BLANK, Room, difference, trace
from lazyq.kernels.native.compiling import compiled, inner

_FAR = np.int64(2**62)
_MOST = 255  # a bound above it counts as this one


class Lexicon(NamedTuple):
    """Words as codes of letters, 0 and up."""

    codes: np.ndarray  # (m, N) int32
    lengths: np.ndarray  # (m,) int32


class Rule(NamedTuple):
    """What may move, what a blank costs, and the λ²."""

    held: bool
    price: int
    mus: np.ndarray  # (L,) float64, inf allowed


class Desk(NamedTuple):
    """Memory of one thread, beside the room for assignments."""

    counts: np.ndarray  # (letters,) int32, zero
    bounds: np.ndarray  # (m,) uint8
    order: np.ndarray  # (m,) int32
    starts: np.ndarray  # (257,) int64
    exact: np.ndarray  # (N,) int64 the least squared step of a letter to its like
    dear: np.ndarray  # (N,) int64 its least squared step to a blank


@inner
def lay(word: np.ndarray, length: int, whole: int, held: bool, out: np.ndarray) -> None:
    """Write a word and its blanks: before the last letter where the ends are held, else behind it."""
    for place in range(whole):
        out[place] = word[place] if place < length else BLANK
    if held and 1 < length < whole:
        out[length - 1] = BLANK
        out[whole - 1] = word[length - 1]


@compiled
def lines(word: np.ndarray, length: int, other: np.ndarray, size: int, rule: Rule, room: Room) -> int:
    """Write the lines of the λ-path of two words to room.lines, in no order, and return how many."""
    whole = max(length, size)
    lay(word, length, whole, rule.held, room.x)
    lay(other, size, whole, rule.held, room.y)
    return trace(room, whole, rule.held, rule.price, -1)


@inner
def _quotient(
    word: np.ndarray, length: int, other: np.ndarray, size: int, rule: Rule, counts: np.ndarray
) -> int:
    """Return d₀² of two words; counts are those of the letters that may move of the first."""
    first, bound, same = (1 if rule.held else 0), 0, 0
    if rule.held:
        bound += difference(word[0], other[0], rule.price)
        last = word[length - 1] if length > 1 else BLANK
        its_last = other[size - 1] if size > 1 else BLANK
        bound += difference(last, its_last, rule.price)
    for place in range(first, size - first):
        letter = other[place]
        same += counts[letter] > 0
        counts[letter] -= 1
    for place in range(first, size - first):
        counts[other[place]] += 1
    own, its = max(0, length - 2 * first), max(0, size - 2 * first)
    return bound + 2 * (min(own, its) - same) + rule.price * abs(own - its)


@compiled
def sort_by_bound(word: np.ndarray, length: int, lexicon: Lexicon, rule: Rule, desk: Desk) -> None:
    """Write d₀² of all words to desk.bounds, and the words by it to desk.order."""
    first, counts, starts = (1 if rule.held else 0), desk.counts, desk.starts
    starts[:] = 0
    for place in range(first, length - first):
        counts[word[place]] += 1
    for j in range(len(lexicon.lengths)):
        bound = _quotient(word, length, lexicon.codes[j], lexicon.lengths[j], rule, counts)
        desk.bounds[j] = min(_MOST, bound)
        starts[min(_MOST, bound) + 1] += 1
    for place in range(first, length - first):
        counts[word[place]] -= 1
    for bound in range(_MOST + 1):
        starts[bound + 1] += starts[bound]
    for j in range(len(lexicon.lengths)):
        place = starts[desk.bounds[j]]
        desk.order[place] = j
        starts[desk.bounds[j]] = place + 1


@inner
def _steps(room: Room, whole: int, rule: Rule, desk: Desk) -> int:
    """Write the least squared steps of every letter of room.x, and return the Hamming distance."""
    still, first = 0, (1 if rule.held else 0)
    for i in range(whole):
        still += difference(room.x[i], room.y[i], rule.price)
        exact, dear = _FAR, _FAR
        movable = first <= i < whole - first
        for j in range(first if movable else i, whole - first if movable else i + 1):
            step = (i - j) * (i - j)
            if room.x[i] == room.y[j]:
                exact = min(exact, step)
            elif BLANK in (room.x[i], room.y[j]):
                dear = min(dear, step)
        desk.exact[i], desk.dear[i] = exact, dear
    return still


@inner
def _bound(mu: float, whole: int, still: int, rule: Rule, desk: Desk) -> float:
    """Return the sum of what every letter costs at least: no more than d_λ²."""
    if mu == np.inf:
        return float(still)
    total = 0.0
    for i in range(whole):
        cost = 2.0
        if desk.dear[i] < _FAR:
            cost = min(cost, rule.price + mu * desk.dear[i])
        if desk.exact[i] < _FAR:
            cost = min(cost, mu * desk.exact[i])
        total += cost
    return total * (1 - 1e-12)


@inner
def _value(room: Room, count: int, mu: float) -> float:
    """Return d_λ², the least of R + μE over the lines."""
    least = np.inf
    for line in range(count):
        value = float(room.lines[line, 0])
        if room.lines[line, 1] > 0:
            value += mu * room.lines[line, 1]
        least = min(least, value)
    return least


@inner
def _before(value: float, j: int, other: float, its: int) -> bool:
    return value < other or (value == other and j < its)


@compiled
def nearest(
    word: np.ndarray, length: int, lexicon: Lexicon, rule: Rule, values: np.ndarray, indices: np.ndarray,
    desk: Desk, room: Room,
) -> int:  # fmt: skip
    """Write the k nearest words at every λ, and return how many paths were traced.

    Parameters
    ----------
    word : codes of its letters, −1 for none of the dictionary's
    values : (L, k) float64, filled with inf: their d_λ², increasing
    indices : (L, k) int64, filled with a number that is above all: equal distances in the dictionary's order
    """
    sort_by_bound(word, length, lexicon, rule, desk)
    levels, k = values.shape
    traced = 0
    for turn in range(len(desk.order)):
        j = desk.order[turn]
        bound = desk.bounds[j]
        worst = 0.0
        for level in range(levels):
            worst = max(worst, values[level, k - 1])
        if bound > worst:
            break
        whole = max(length, lexicon.lengths[j])
        lay(word, length, whole, rule.held, room.x)
        lay(lexicon.codes[j], lexicon.lengths[j], whole, rule.held, room.y)
        still = _steps(room, whole, rule, desk)
        enters = False
        for level in range(levels):
            least = max(float(bound), _bound(rule.mus[level], whole, still, rule, desk))
            enters |= _before(least, j, values[level, k - 1], indices[level, k - 1])
        if not enters:
            continue
        count = trace(room, whole, rule.held, rule.price, bound if bound < _MOST else -1)
        traced += 1
        for level in range(levels):
            value = _value(room, count, rule.mus[level])
            place = k
            while place and _before(value, j, values[level, place - 1], indices[level, place - 1]):
                place -= 1
                if place + 1 < k:
                    values[level, place + 1] = values[level, place]
                    indices[level, place + 1] = indices[level, place]
            if place < k:
                values[level, place] = value
                indices[level, place] = j
    return traced


@compiled
def reaching(
    word: np.ndarray, length: int, lexicon: Lexicon, rule: Rule, limits: np.ndarray, found: np.ndarray,
    desk: Desk, room: Room,
) -> int:  # fmt: skip
    """Write the words whose d_λ² is at most the limit of some λ to found, (m,), and return how many."""
    sort_by_bound(word, length, lexicon, rule, desk)
    worst, count = 0.0, 0
    for level in range(len(limits)):
        worst = max(worst, limits[level])
    for turn in range(len(desk.order)):
        j = desk.order[turn]
        bound = desk.bounds[j]
        if bound > worst:
            break
        whole = max(length, lexicon.lengths[j])
        lay(word, length, whole, rule.held, room.x)
        lay(lexicon.codes[j], lexicon.lengths[j], whole, rule.held, room.y)
        still = _steps(room, whole, rule, desk)
        near = False
        for level in range(len(limits)):
            near |= max(float(bound), _bound(rule.mus[level], whole, still, rule, desk)) <= limits[level]
        if not near:
            continue
        written = trace(room, whole, rule.held, rule.price, bound if bound < _MOST else -1)
        near = False
        for level in range(len(limits)):
            near |= _value(room, written, rule.mus[level]) <= limits[level]
        if near:
            found[count] = j
            count += 1
    return count
