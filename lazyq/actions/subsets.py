"""Best permutations under lengths that are no sum over the letters, over all subsets of positions.

Every function takes costs (n, n) int64 and a price, and returns the permutation σ of least
Σᵢ costs[i, σ(i)] + price·ν(σ)², the first of several in lexicographic order. Memory and time grow as 2ⁿ
(Kendall, Ulam) and 3ⁿ (Cayley).
"""

import numpy as np

_FAR = np.int64(2**62)


def best_by_inversions(costs: np.ndarray, price: int) -> np.ndarray:
    """Return the best σ where ν² counts the inversions: the pairs i < j with σ(i) > σ(j).

    Letter i goes to a free place; the inversions that this closes are the places behind it that are taken.
    """
    count = len(costs)
    taken = np.arange(2**count)
    letters = np.bitwise_count(taken)
    behind = np.array([np.bitwise_count(taken >> (place + 1)) for place in range(count)], dtype=np.int64)
    rest = np.full(2**count, _FAR)
    rest[-1] = 0
    for row in reversed(range(count)):
        here = taken[letters == row]
        for place in range(count):
            free = here[(here >> place) & 1 == 0]
            value = costs[row, place] + price * behind[place, free] + rest[free | 1 << place]
            rest[free] = np.minimum(rest[free], value)
    columns, now = np.empty(count, dtype=np.int64), 0
    for row in range(count):
        for place in range(count):
            if not now >> place & 1:
                value = costs[row, place] + price * behind[place, now] + rest[now | 1 << place]
                if value == rest[now]:
                    columns[row], now = place, now | 1 << place
                    break
    return columns


def best_by_chains(costs: np.ndarray, price: int) -> np.ndarray:
    """Return the best σ where ν² counts the letters outside of a longest increasing subsequence.

    Letter i goes to a free place and either extends the chain, which ends before it, or pays. The end of the
    chain is kept beside the places that are taken: 0 for none, else 1 + its last place.
    """
    count = len(costs)
    taken = np.arange(2**count)
    letters = np.bitwise_count(taken)
    rest = np.full((2**count, count + 1), _FAR)
    rest[-1] = 0
    for row in reversed(range(count)):
        here = taken[letters == row]
        for place in range(count):
            free = here[(here >> place) & 1 == 0]
            after = rest[free | 1 << place] + costs[row, place]
            value = after + price
            value[:, : place + 1] = np.minimum(value[:, : place + 1], after[:, place + 1 : place + 2])
            rest[free] = np.minimum(rest[free], value)
    columns, now, ends, value = np.empty(count, dtype=np.int64), 0, {0}, int(rest[0, 0])
    spent = {0: 0}
    for row in range(count):
        for place in range(count):
            if now >> place & 1:
                continue
            reached: dict[int, int] = {}
            for end in ends:
                for next_end, paid in ((end, price), *(((place + 1, 0),) if end <= place else ())):
                    total = spent[end] + int(costs[row, place]) + paid
                    if total + int(rest[now | 1 << place, next_end]) == value:
                        reached[next_end] = total
            if reached:
                columns[row], now, ends, spent = place, now | 1 << place, set(reached), reached
                break
    return columns


def best_by_cycles(costs: np.ndarray, price: int) -> np.ndarray:
    """Return the best σ where ν² is n minus the number of cycles, the least number of exchanges.

    One letter after the other takes the first place with which the least value can still be reached: what
    is known of σ joins letters to paths, each of which is one letter of a smaller problem.
    """
    count = len(costs)
    columns = np.empty(count, dtype=np.int64)
    small, starts, ends = costs.copy(), list(range(count)), list(range(count))
    value = _least_by_cycles(small, price)
    for row in range(count):
        own = ends.index(row)
        for other in sorted(range(len(starts)), key=starts.__getitem__):
            joined = _joined(small, own, other)
            paid = int(small[own, other]) + (0 if own == other else price)
            left = value - paid
            if _least_by_cycles(joined, price) == left:
                columns[row], value, small = starts[other], left, joined
                if own != other:
                    ends[own] = ends[other]
                del starts[other], ends[other]
                break
    return columns


def _joined(costs: np.ndarray, own: int, other: int) -> np.ndarray:
    """Return the costs when the path ``own`` goes on with the path ``other``, or closes itself."""
    small = costs.copy()
    small[own] = costs[other]
    return np.delete(np.delete(small, other, 0), other, 1)


def _least_by_cycles(costs: np.ndarray, price: int) -> int:
    """Return the least Σ costs + price·(n − cycles), by the best cycle of each subset and partitions."""
    count = len(costs)
    if count == 0:
        return 0
    whole = 2**count
    path = np.full((whole, count), _FAR)  # from the lowest letter of the subset through all of it to the last
    closed = np.full(whole, _FAR)
    for subset in range(1, whole):
        lowest = (subset & -subset).bit_length() - 1
        if subset == 1 << lowest:
            path[subset, lowest] = 0
        closed[subset] = (path[subset] + costs[:, lowest]).min()
        for place in range(lowest + 1, count):
            if not subset >> place & 1:
                path[subset | 1 << place, place] = (path[subset] + costs[:, place]).min() + price
    least = np.zeros(whole, dtype=np.int64)
    for subset in range(1, whole):
        lowest = subset & -subset
        others = subset ^ lowest
        parts = _subsets(others)
        least[subset] = (closed[parts | lowest] + least[others ^ parts]).min()
    return int(least[-1])


def _subsets(mask: int) -> np.ndarray:
    parts = np.zeros(1, dtype=np.int64)
    while mask:
        lowest = mask & -mask
        parts = np.concatenate([parts, parts | lowest])
        mask ^= lowest
    return parts
