"""The pieces of a λ-path as lines in λ²."""

from typing import NamedTuple

import torch
from torch import Tensor


class Lines(NamedTuple):
    """The elements that are best somewhere, from λ = 0 on; the last one, the identity, is best at λ = ∞.

    Attributes
    ----------
    g : (p, S, *element) the elements; the last is repeated as padding
    squared_residuals : (p, S) increasing
    squared_efforts : (p, S) decreasing to 0
    """

    g: Tensor
    squared_residuals: Tensor
    squared_efforts: Tensor

    def squared_breakpoints(self) -> Tensor:
        """Return the λ² where one line gives way to the next, (p, S − 1), padded with inf.

        A quotient of whole numbers, where the lines are whole.
        """
        steeper = -self.squared_efforts.diff(dim=-1)
        return torch.where(steeper > 0, self.squared_residuals.diff(dim=-1) / steeper, torch.inf)


def joined_lines(parts: list[Lines]) -> Lines:
    """Return the lines of several batches of pairs as one, padded to one number of pieces."""
    pieces = max(part.squared_efforts.shape[1] for part in parts)
    return Lines(*(
        torch.cat([tensor[:, torch.arange(pieces).clamp(max=tensor.shape[1] - 1)] for tensor in tensors])
        for tensors in zip(*parts, strict=True)
    ))  # fmt: skip


def squared_distances_of_lines(lines: Lines, mu: float) -> Tensor:
    """Return the least R + μE over the lines, (p,), with ∞·0 = 0."""
    efforts = lines.squared_efforts
    penalties = torch.where(efforts > 0, mu * efforts, 0.0)
    return (lines.squared_residuals + penalties).amin(-1)
