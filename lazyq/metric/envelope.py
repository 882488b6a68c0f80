"""Lower envelopes of lines: where the minimiser of one factor changes with λ."""

from typing import NamedTuple

import torch
from torch import Tensor


class Envelope(NamedTuple):
    """The minimisers of every factor for all λ at once.

    Piece s holds for breakpoints[..., s−1] ≤ μ < breakpoints[..., s], with μ = λ² in units of the table.

    Attributes
    ----------
    breakpoints : (..., F, S) increasing values of μ, padded with inf
    choice : (..., F, S+1) elements, indices into ``squared_lengths``; the last is repeated as padding
    squared_residuals : (..., F, S+1) their table entries
    """

    breakpoints: Tensor
    choice: Tensor
    squared_residuals: Tensor

    def piece(self, mu: Tensor) -> Tensor:
        """Return the index of the piece of every factor at μ; mu has shape (...)."""
        return (self.breakpoints <= mu[..., None, None]).sum(-1, keepdim=True)


def lower_envelope(table: Tensor, squared_lengths: Tensor, tolerance: Tensor) -> Envelope:
    """Return the envelope over e of the lines μ ↦ table[..., e] + μ · squared_lengths[e].

    Walks from μ = 0 upwards: from the present line the next one is that of smaller slope which it
    meets first. Ties go to the least slope, then to the first element.

    Parameters
    ----------
    table : (..., F, E) float64
    squared_lengths : (E,) float64, non-decreasing, starting at 0
    tolerance : (..., F, 1) ≥ 0; entries that differ by no more count as equal (0 for exact tables)
    """
    slopes, counts = torch.unique_consecutive(squared_lengths, return_counts=True)
    heights, elements = _best_of_each_slope(table, counts, tolerance)

    current = (heights <= heights.amin(-1, keepdim=True) + tolerance).byte().argmax(-1, keepdim=True)
    level = torch.arange(len(slopes), device=table.device)
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
        following = meeting.argmin(-1, keepdim=True)
        breakpoints.append(meeting.gather(-1, following))
        current = torch.where(current > 0, following, current)
    empty = table.new_empty(*table.shape[:-1], 0)
    return Envelope(torch.cat([empty, *breakpoints], -1), torch.cat(choices, -1), torch.cat(residuals, -1))


def _best_of_each_slope(table: Tensor, counts: Tensor, tolerance: Tensor) -> tuple[Tensor, Tensor]:
    heights, elements, start = [], [], 0
    for count in counts.tolist():
        group = table[..., start : start + count]
        first = (group <= group.amin(-1, keepdim=True) + tolerance).byte().argmax(-1, keepdim=True)
        heights.append(group.gather(-1, first))
        elements.append(first + start)
        start += count
    return torch.cat(heights, -1), torch.cat(elements, -1)
