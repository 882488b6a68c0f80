"""Lower envelopes of lines: where the minimiser of one factor changes with λ."""

from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.kernels.summing import square_root


class Envelope(NamedTuple):
    """The minimisers of every factor for all λ at once.

    Piece s holds for breakpoints[..., s−1] ≤ λ < breakpoints[..., s].

    Attributes
    ----------
    breakpoints : (..., F, S) non-decreasing values of λ > 0, padded with inf
    choice : (..., F, S+1) elements, indices into ``squared_lengths``; the last is repeated as padding
    squared_residuals : (..., F, S+1) their table entries
    """

    breakpoints: Tensor
    choice: Tensor
    squared_residuals: Tensor


def lower_envelope(table: Tensor, squared_lengths: Tensor, rounding: Tensor) -> Envelope:
    """Return the envelope over e of the lines λ² ↦ table[..., e] + λ² · squared_lengths[e].

    Walks from λ = 0 upwards: from the present line the next one is that of smaller slope which it
    meets first. Ties go to the least slope, then to the first element. Exact for tables of integers:
    equal quotients of integers are equal floats, and different ones differ.

    Parameters
    ----------
    table : (..., F, E) float64
    squared_lengths : (E,) float64, non-decreasing, starting at 0
    rounding : (..., F, 1) ≥ 0, what a residual (the root of an entry) may be off by; entries that could
        be equal count as equal (0 for exact tables)
    """
    slopes, counts = torch.unique_consecutive(squared_lengths, return_counts=True)
    heights, elements = _best_of_each_slope(table, counts, rounding)
    lowest = _lowest(heights, rounding)

    current = (lowest <= heights.amin(-1, keepdim=True)).byte().argmax(-1, keepdim=True)
    level = torch.arange(len(slopes), device=table.device)
    start = torch.zeros_like(heights[..., :1])
    breakpoints, choices, residuals = [], [], []
    while True:
        height = heights.gather(-1, current)
        choices.append(elements.gather(-1, current))
        residuals.append(height)
        lower = level < current
        if not lower.any():
            break
        drop = torch.where(lower, slopes[current] - slopes, 1.0)
        meeting = torch.where(lower, (heights - height) / drop, torch.inf)
        start = torch.maximum(start, meeting.amin(-1, keepdim=True))
        breakpoints.append(start)
        met = lower & ((lowest - height) / drop <= start)
        current = met.byte().argmax(-1, keepdim=True)
    empty = table.new_empty(*table.shape[:-1], 0)
    squares = torch.cat([empty, *breakpoints], -1)
    return Envelope(square_root(squares), torch.cat(choices, -1), torch.cat(residuals, -1))


def _best_of_each_slope(table: Tensor, counts: Tensor, rounding: Tensor) -> tuple[Tensor, Tensor]:
    heights, elements, start = [], [], 0
    for count in counts.tolist():
        group = table[..., start : start + count]
        least = group.amin(-1, keepdim=True)
        first = (_lowest(group, rounding) <= least).byte().argmax(-1, keepdim=True)
        heights.append(group.gather(-1, first))
        elements.append(first + start)
        start += count
    return torch.cat(heights, -1), torch.cat(elements, -1)


def _lowest(heights: Tensor, rounding: Tensor) -> Tensor:
    """Return what the heights may be at least, if their roots are off by rounding."""
    return heights - rounding * (2 * heights.sqrt() + rounding)
