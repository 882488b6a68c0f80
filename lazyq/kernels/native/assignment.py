"""The λ-path of two words from assignment problems in whole numbers, by shortest augmenting paths."""

from typing import NamedTuple

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner

BLANK = -1  # no letter: what makes the shorter of two words as long as the other
_LETTER = 2  # d² of two letters that differ
_FAR = np.int64(2**62)


class Room(NamedTuple):
    """Memory of one thread for words of up to N letters and paths of up to N + 2 lines."""

    x: np.ndarray  # (N,) int32 the letters, or blanks, of the one word
    y: np.ndarray  # (N,) int32 those of the other
    residuals: np.ndarray  # (N, N) int64, d² of two letters
    costs: np.ndarray  # (N, N) int64
    rows: np.ndarray  # (N + 1,) int64 potentials
    columns: np.ndarray  # (N + 1,) int64 potentials
    slack: np.ndarray  # (N + 1,) int64
    owners: np.ndarray  # (N + 1,) int64 the row of a column, from 1, or 0
    before: np.ndarray  # (N + 1,) int64
    seen: np.ndarray  # (N + 1,) bool
    lines: np.ndarray  # (N + 2, 2) int64 squared residuals and efforts
    waiting: np.ndarray  # (N + 2, 4) int64 two lines each, between which a third may lie


def room(longest: int) -> Room:
    """Return memory for words of so many letters."""
    vectors = [np.empty(longest + 1, np.int64) for _ in range(5)]
    return Room(
        np.empty(longest, np.int32), np.empty(longest, np.int32),
        np.empty((longest, longest), np.int64), np.empty((longest, longest), np.int64),
        *vectors, np.empty(longest + 1, np.bool_),
        np.empty((longest + 2, 2), np.int64), np.empty((longest + 2, 4), np.int64),
    )  # fmt: skip


@inner
def difference(one: int, other: int, price: int) -> int:
    """Return d² of two letters, or of a letter and a blank."""
    if one == other:
        return 0
    return price if BLANK in (one, other) else _LETTER


@compiled
def least_cost(room: Room, size: int) -> int:
    """Return the least sum of an assignment of room.costs[:size, :size]; room.owners has one that is best."""
    costs, rows, columns, slack = room.costs, room.rows, room.columns, room.slack
    owners, before, seen = room.owners, room.before, room.seen
    for place in range(size + 1):
        rows[place] = columns[place] = owners[place] = 0
    for row in range(1, size + 1):
        owners[0] = row
        column = 0
        for place in range(size + 1):
            slack[place] = _FAR
            seen[place] = False
        while True:
            seen[column] = True
            own, step, nearest = owners[column], _FAR, 0
            for place in range(1, size + 1):
                if not seen[place]:
                    reduced = costs[own - 1, place - 1] - rows[own] - columns[place]
                    if reduced < slack[place]:
                        slack[place] = reduced
                        before[place] = column
                    if slack[place] < step:
                        step, nearest = slack[place], place
            for place in range(size + 1):
                if seen[place]:
                    rows[owners[place]] += step
                    columns[place] -= step
                else:
                    slack[place] -= step
            column = nearest
            if owners[column] == 0:
                break
        while column:
            owners[column] = owners[before[column]]
            column = before[column]
    return -columns[0]


@compiled
def solve(room: Room, first: int, size: int, own: int, price: int) -> tuple[int, int]:
    """Return squared residual and effort of the best σ for own·residual + price·effort, least effort first.

    Letter first + i of x goes to place first + j of y, i and j below size: room.residuals[first:, first:].
    """
    scale = (size * size * size - size) // 3 + 1
    for i in range(size):
        for j in range(size):
            effort = (i - j) * (i - j)
            residual = room.residuals[first + i, first + j]
            room.costs[i, j] = (own * residual + price * effort) * scale + effort
    total = least_cost(room, size)
    effort = total % scale
    return (total // scale - price * effort) // own, effort


@compiled
def trace(room: Room, length: int, held: bool, price: int, least: int) -> int:
    """Write the lines of the λ-path of room.x and room.y to room.lines, in no order, and return how many.

    Parameters
    ----------
    length : of both words, blanks included
    held : whether the ends stay
    price : d² of a letter and a blank
    least : d₀², or −1 where it is not known; where it is the Hamming distance, nothing is solved
    """
    first = 1 if held else 0
    size = max(0, length - 2 * first)
    fixed, still = 0, 0
    for i in range(length):
        here = difference(room.x[i], room.y[i], price)
        still += here
        if i < first or i >= first + size:
            fixed += here
    lines, waiting = room.lines, room.waiting
    lines[0, 0], lines[0, 1] = still, 0
    if size < 2 or still in (least, fixed):
        return 1
    for i in range(first, first + size):
        for j in range(first, first + size):
            room.residuals[i, j] = difference(room.x[i], room.y[j], price)
    residual, effort = solve(room, first, size, 1, 0)
    residual += fixed
    if effort == 0:
        return 1
    lines[1, 0], lines[1, 1] = residual, effort
    count, depth = 2, 1
    waiting[0, 0], waiting[0, 1], waiting[0, 2], waiting[0, 3] = residual, effort, still, 0
    while depth:
        depth -= 1
        low, steep, high, flat = waiting[depth, 0], waiting[depth, 1], waiting[depth, 2], waiting[depth, 3]
        own, cost = steep - flat, high - low
        residual, effort = solve(room, first, size, own, cost)
        residual += fixed
        if own * residual + cost * effort < own * low + cost * steep:
            lines[count, 0], lines[count, 1] = residual, effort
            count += 1
            waiting[depth, 2], waiting[depth, 3] = residual, effort
            waiting[depth + 1, 0], waiting[depth + 1, 1] = residual, effort
            waiting[depth + 1, 2], waiting[depth + 1, 3] = high, flat
            depth += 2
    return count
