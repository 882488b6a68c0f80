"""Clouds that the tests of alignment share."""

from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.infoot.problems import Clouds, clouds_of


class Drawn(NamedTuple):
    x: Tensor
    y: Tensor
    p: Tensor
    q: Tensor


def draw(n=9, m=7, d=2, e=2, seed=0, uneven=False):
    generator = torch.Generator().manual_seed(seed)
    x, y = (
        torch.randn(count, dimension, generator=generator, dtype=torch.float64)
        for count, dimension in ((n, d), (m, e))
    )
    p, q = (torch.rand(count, generator=generator, dtype=torch.float64) + 0.5 for count in (n, m))
    if not uneven:
        p, q = torch.ones_like(p), torch.ones_like(q)
    return Drawn(x, y, p / p.sum(), q / q.sum())


def clusters(angle=45.0, seed=0, points=60):
    """Return three clusters each, the second cloud turned and moved, and which cluster every point is of."""
    generator = torch.Generator().manual_seed(seed)
    centres = torch.tensor([[-2.0, -1.5], [2.4, -1.0], [0.3, 2.6]], dtype=torch.float64)
    own = torch.arange(points) * 3 // points
    x, y = (
        centres[own] + 0.45 * torch.randn(points, 2, generator=generator, dtype=torch.float64)
        for _ in range(2)
    )
    turn = torch.deg2rad(torch.tensor(angle, dtype=torch.float64))
    rotation = torch.stack([turn.cos(), -turn.sin(), turn.sin(), turn.cos()]).reshape(2, 2)
    return x, y @ rotation.T + torch.tensor([1.0, 0.5], dtype=torch.float64), own


def kernels_of(drawn, bandwidth=0.5) -> Clouds:
    return clouds_of(*drawn, bandwidth)
