"""λ-paths of many pairs of images under row shifts, one row after the other, and then of all rows."""

from typing import NamedTuple

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.stepping import (
    Steps,
    element_of,
    first_slope,
    lay_out,
    measure,
    next_meeting,
    next_slope,
)


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
    """The piece that every row is on, (H,): its place, its end, its shift, and what that costs, squared."""

    places: np.ndarray
    ends: np.ndarray
    shifts: np.ndarray
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


@compiled
def walk(x: np.ndarray, steps: Steps, walks: Walks) -> None:
    """Fill the walks of x (n, H, W), float64, towards the y of the steps; not yet in order, nor padded."""
    count, height, _ = x.shape
    for q in range(count):
        breakpoints, choice, residuals = walks.breakpoints[q], walks.choice[q], walks.residuals[q]
        piece = 0
        for i in range(height):  # all rows first: a vector of what has just been written would wait
            lay_out(x, q, i, steps)
        for i in range(height):
            rounding = measure(x, q, i, steps)
            current, start = first_slope(steps, rounding), 0.0
            while True:
                choice[piece], residuals[piece] = element_of(steps, current), steps.heights[current]
                if current == 0:
                    break
                start = next_meeting(steps, current, start)
                current = next_slope(steps, current, start, rounding)
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
