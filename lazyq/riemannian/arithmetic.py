"""Sums that cancel, computed as in twice the precision."""

import torch
from torch import Tensor

_SPLITTER = 134217729.0  # 2²⁷ + 1, Veltkamp's


def power_of_two(x: Tensor, dim: int = 0, *, keepdim: bool = False) -> Tensor:
    """Return the powers of two 2⁻ᵉ that bring max |x| over a dimension to [½, 1); 1 for x = 0."""
    largest = x.detach().abs().amax(dim, keepdim=keepdim)
    exponent = torch.frexp(largest).exponent.clamp(-1000, 1000)
    return torch.ldexp(torch.ones_like(largest), -exponent)


def plain_norm(x: Tensor, dim: int = 0, *, keepdim: bool = False) -> Tensor:
    """Return the Euclidean norm of coordinates that are not far from 1; its derivative at 0 is 0."""
    squared = x.square().sum(dim, keepdim=keepdim)
    return torch.where(squared > 0, torch.where(squared > 0, squared, 1.0).sqrt(), 0.0)


def euclidean_norm(x: Tensor, *, keepdim: bool = False) -> Tensor:
    """Return the Euclidean norm over the last dimension, of any size; its derivative at 0 is 0."""
    scale = power_of_two(x, -1, keepdim=True)
    size = plain_norm(x * scale, -1, keepdim=True) / scale
    return size if keepdim else size.squeeze(-1)


def root_sum_of_squares(parts: list[Tensor]) -> Tensor:
    """Return sqrt(Σ part²) of non-negative parts; nothing overflows and the derivative at 0 is 0."""
    if len(parts) == 1:
        return parts[0]
    stacked = torch.stack(torch.broadcast_tensors(*parts), -1)
    largest = stacked.detach().amax(-1)
    largest = torch.where(largest > 0, largest, 1.0)
    return largest * torch.linalg.vector_norm(stacked / largest[..., None], dim=-1)


def squares(x: Tensor) -> tuple[Tensor, Tensor]:
    """Return the rounded squares of x and their rounding errors (Dekker's product)."""
    product = x * x
    big = x * _SPLITTER
    high = big - (big - x)
    low = x - high
    return product, ((high * high - product) + 2 * high * low) + low * low


def compensated_sum(terms: Tensor, errors: Tensor) -> Tensor:
    """Return Σ terms + Σ errors over the first dimension, adding up what every addition rounds away."""
    lost = errors.sum(0)
    while len(terms) > 1:
        half = len(terms) // 2
        a, b, rest = terms[:half], terms[half : 2 * half], terms[2 * half :]
        total = a + b
        shadow = total - a
        lost = lost + ((a - (total - shadow)) + (b - shadow)).sum(0)
        terms = torch.cat([total, rest]) if len(rest) else total
    return terms[0] + lost
