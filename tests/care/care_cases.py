"""Rotations and points on spheres, from seeds."""

import math

import torch
from torch import Tensor


def on_sphere(count: int, dimension: int, seed: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    points = torch.randn(count, dimension, generator=generator, dtype=torch.float64)
    return points / points.norm(dim=-1, keepdim=True)


def rotation(dimension: int, seed: int, proper: bool = True) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    q, r = torch.linalg.qr(torch.randn(dimension, dimension, generator=generator, dtype=torch.float64))
    q = q * r.diagonal().sign()
    if bool(torch.linalg.det(q) > 0) != proper:
        q[:, 0] = -q[:, 0]
    return q


def plane(degrees: float) -> Tensor:
    radians = math.radians(degrees)
    cosine, sine = math.cos(radians), math.sin(radians)
    return torch.tensor([[cosine, -sine], [sine, cosine]], dtype=torch.float64)


def representation(degrees: float, frequencies: tuple[int, ...], frame: Tensor) -> Tensor:
    """Return exp(aA) with planes that turn as often as the frequencies say, in a frame."""
    blocks = torch.block_diag(*(plane(frequency * degrees) for frequency in frequencies))
    return frame @ blocks @ frame.mT
