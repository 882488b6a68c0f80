"""What the k nearest of one image vote for at every λ, under row shifts of uint8 images.

The λ-paths of all targets are sums of the lower envelopes of their rows. Between two λ of a grid a squared
distance is at least that at the lower one, and the k-th least at most that at the upper one: few targets can
be near there, and between two events of theirs all squared distances are lines in λ².
"""

from typing import NamedTuple

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner

_NEVER = np.inf


class Lines(NamedTuple):
    """The targets' λ-paths, in squared levels: what is overwritten for every query.

    Attributes
    ----------
    costs : (K,) float64, of one row, the least residual² of the shifts ±k
    events : (m, E) float64, every λ² at which the path has another piece, increasing, inf after the last
    residuals, efforts : (m, E + 1) float64, those of the piece before each event, and after the last
    values : (m, G) float64, d² on the grid
    """

    costs: np.ndarray
    events: np.ndarray
    residuals: np.ndarray
    efforts: np.ndarray
    values: np.ndarray


class Sweep(NamedTuple):
    """What is overwritten between two λ of the grid.

    Attributes
    ----------
    limits : (G,) float64, the k-th least d² on the grid
    least : (k,) float64
    held : (m,) int64, the targets that can be near
    pieces : (m,) int64, where their paths are
    near : (m,) bool, which of those held are among the k nearest
    counts : (classes,) int64
    """

    limits: np.ndarray
    least: np.ndarray
    held: np.ndarray
    pieces: np.ndarray
    near: np.ndarray
    counts: np.ndarray


@compiled
def trace(x: np.ndarray, y: np.ndarray, doubled: np.ndarray, grid: np.ndarray, lines: Lines) -> None:
    """Fill the λ-paths of one image (H, W) towards all targets (m, H, W), and their values on the grid.

    ``doubled`` (3 W,) int32 is overwritten. The grid is λ² in squared levels, increasing from 0.
    """
    for j in range(len(y)):
        count, residual, effort = 0, 0.0, 0.0
        for i in range(x.shape[0]):
            _row_costs(x[i], y[j, i], doubled, lines.costs)
            costs = lines.costs
            best = 0
            for k in range(1, len(costs)):
                if costs[k] < costs[best]:
                    best = k
            residual += costs[best]
            effort += best * best
            while best > 0:
                following, meeting = 0, _NEVER
                for k in range(best):
                    mu = (costs[k] - costs[best]) / (best * best - k * k)
                    if mu < meeting:
                        following, meeting = k, mu
                place = count
                while place > 0 and lines.events[j, place - 1] > meeting:
                    lines.events[j, place] = lines.events[j, place - 1]
                    lines.residuals[j, place + 1] = lines.residuals[j, place]
                    lines.efforts[j, place + 1] = lines.efforts[j, place]
                    place -= 1
                lines.events[j, place] = meeting
                lines.residuals[j, place + 1] = costs[following] - costs[best]
                lines.efforts[j, place + 1] = following * following - best * best
                count += 1
                best = following
        lines.events[j, count:] = _NEVER
        lines.residuals[j, 0], lines.efforts[j, 0] = residual, effort
        for place in range(count):
            lines.residuals[j, place + 1] += lines.residuals[j, place]
            lines.efforts[j, place + 1] += lines.efforts[j, place]
        piece = 0
        for at in range(len(grid)):
            while lines.events[j, piece] <= grid[at]:
                piece += 1
            lines.values[j, at] = lines.residuals[j, piece] + lines.efforts[j, piece] * grid[at]
        while lines.events[j, piece] < _NEVER:
            piece += 1
        lines.values[j, len(grid)] = lines.residuals[j, piece]


@compiled
def sweep(
    lines: Lines, grid: np.ndarray, labels: np.ndarray, own: int, k: int, scratch: Sweep,
    starts: np.ndarray, answers: np.ndarray,
) -> int:  # fmt: skip
    """Fill starts with every λ² at which the vote changes, and answers with what it then is; return how many.

    The first start is 0; what holds right after it only comes with the least λ² above 0. ``own`` is a target
    that doesn't count, or −1. Where there is no room for more, the rest is counted only.
    """
    limits, held, pieces, near = scratch.limits, scratch.held, scratch.pieces, scratch.near
    for at in range(len(grid) + 1):
        limits[at] = _kth_least(lines.values, at, own, scratch.least)
    changes = 0
    answer = -1
    for at in range(len(grid)):
        count = 0
        for j in range(len(labels)):
            if j != own and lines.values[j, at] <= limits[at + 1]:
                held[count] = j
                pieces[count] = 0
                while lines.events[j, pieces[count]] <= grid[at]:
                    pieces[count] += 1
                count += 1
        now = grid[at]
        end = grid[at + 1] if at + 1 < len(grid) else _NEVER
        if at == 0:
            _select(lines, held, pieces, near, count, 0.0, k, False)
            answer = _vote(labels, held, near, count, scratch.counts)
            starts[0], answers[0] = 0.0, answer
            changes = 1
        while now < end:
            until = end
            for c in range(count):
                until = min(until, lines.events[held[c], pieces[c]])
            _select(lines, held, pieces, near, count, now, k, True)
            while True:
                said = _vote(labels, held, near, count, scratch.counts)
                if said != answer:
                    answer = said
                    if changes < len(starts):
                        starts[changes], answers[changes] = max(now, 5e-324), answer
                    changes += 1
                meeting, leaving, coming = until, -1, -1
                for c in range(count):
                    if near[c]:
                        residual = lines.residuals[held[c], pieces[c]]
                        effort = lines.efforts[held[c], pieces[c]]
                        for other in range(count):
                            less = effort - lines.efforts[held[other], pieces[other]]
                            if not near[other] and less > 0:
                                mu = (lines.residuals[held[other], pieces[other]] - residual) / less
                                before = mu < meeting
                                if mu == meeting and leaving >= 0 and leaving != c:
                                    # Of equal lines the last leaves first.
                                    before = effort >= lines.efforts[held[leaving], pieces[leaving]]
                                if before:
                                    meeting, leaving, coming = mu, c, other
                if leaving < 0:
                    break
                near[leaving], near[coming] = False, True
                now = max(now, meeting)
            for c in range(count):
                while lines.events[held[c], pieces[c]] <= until and until < end:
                    pieces[c] += 1
            now = until
    return changes


@inner
def _row_costs(x: np.ndarray, y: np.ndarray, doubled: np.ndarray, costs: np.ndarray) -> None:
    """Write the least residual² of the shifts by ±k of one row, k = 0 … ⌊W/2⌋."""
    width = len(x)
    energy, other = np.int64(0), np.int64(0)
    for j in range(width):
        energy += np.int64(x[j]) * x[j]
        other += np.int64(y[j]) * y[j]
    if energy == 0 or other == 0:
        costs[:] = energy + other
        return
    for j in range(width):
        doubled[j] = doubled[width + j] = doubled[2 * width + j] = x[j]
    for k in range(len(costs)):
        left, right = np.int32(0), np.int32(0)
        for j in range(width):
            left += doubled[width + j + k] * np.int32(y[j])
            right += doubled[width + j - k] * np.int32(y[j])
        costs[k] = energy + other - 2 * max(left, right)


@inner
def _kth_least(values: np.ndarray, at: int, own: int, least: np.ndarray) -> float:
    least[:] = _NEVER
    last = len(least) - 1
    for j in range(len(values)):
        if j != own and values[j, at] < least[last]:
            place = last
            while place > 0 and least[place - 1] > values[j, at]:
                least[place] = least[place - 1]
                place -= 1
            least[place] = values[j, at]
    return least[last]


@inner
def _select(
    lines: Lines, held: np.ndarray, pieces: np.ndarray, near: np.ndarray, count: int, mu: float, k: int,
    after: bool,
) -> None:  # fmt: skip
    """Mark the k nearest of those held at μ, or right after it; of equals the first."""
    for c in range(count):
        near[c] = False
    for _ in range(min(k, count)):
        best, least, slope = -1, _NEVER, _NEVER
        for c in range(count):
            if not near[c]:
                effort = lines.efforts[held[c], pieces[c]]
                value = lines.residuals[held[c], pieces[c]] + effort * mu
                if value < least or (after and value == least and effort < slope):
                    best, least, slope = c, value, effort
        near[best] = True


@inner
def _vote(labels: np.ndarray, held: np.ndarray, near: np.ndarray, count: int, counts: np.ndarray) -> int:
    counts[:] = 0
    for c in range(count):
        if near[c]:
            counts[labels[held[c]]] += 1
    best = 0
    for label in range(1, len(counts)):
        if counts[label] > counts[best]:
            best = label
    return best
