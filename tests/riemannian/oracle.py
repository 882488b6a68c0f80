"""d_λ of SO(n) at 50 digits and more, from the exact values of the given floats; and hard cases for it."""

import itertools

import mpmath
import torch
from torch import Tensor

DIGITS = 50


def exact_distance(x: list[float], y: list[float], beta: float) -> mpmath.mpf:
    """Return min_θ sqrt(r₁² + r₂² − 2 r₁ r₂ cos(φ−θ) + β² θ²) for β = sqrt(weight)·λ, 0 and inf included."""
    with mpmath.workdps(DIGITS + 30):
        x, y = [mpmath.mpf(value) for value in x], [mpmath.mpf(value) for value in y]
        r1, r2 = (mpmath.sqrt(mpmath.fdot(vector, vector)) for vector in (x, y))
        if beta == mpmath.inf or r1 == 0 or r2 == 0:
            return mpmath.sqrt(sum((a - b) ** 2 for a, b in zip(x, y, strict=True)))
        if beta == 0:
            return abs(r1 - r2)
        pairs = itertools.combinations(zip(x, y, strict=True), 2)
        area = mpmath.sqrt(sum((a * d - b * c) ** 2 for (a, b), (c, d) in pairs))
        angle = mpmath.atan2(area, mpmath.fdot(x, y))
        ratio = r1 * r2 / mpmath.mpf(beta) ** 2
        theta, alpha = _split(angle, ratio)
        chord = 2 * mpmath.sin(alpha / 2)
        return mpmath.sqrt((r1 - r2) ** 2 + r1 * r2 * chord**2 + (beta * theta) ** 2)


def _split(angle: mpmath.mpf, ratio: mpmath.mpf) -> tuple[mpmath.mpf, mpmath.mpf]:
    """Return θ and φ − θ at the largest root of θ = κ sin(φ − θ), by Newton's method until nothing moves."""
    turned = ratio > 2
    root = angle / (1 + ratio) if turned else min(angle * ratio / (1 + ratio), ratio)
    for _ in range(400):
        if turned:
            step = (root + ratio * mpmath.sin(root) - angle) / (1 + ratio * mpmath.cos(root))
        else:
            step = (root - ratio * mpmath.sin(angle - root)) / (1 + ratio * mpmath.cos(angle - root))
        root -= step
        if abs(step) <= abs(root) * mpmath.mpf(10) ** -DIGITS:
            break
    return (angle - root, root) if turned else (root, angle - root)


def hard_cases(count: int, dimension: int, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Return x, y and λ: a third at random, the rest with sizes, angles and λ that break naive formulas.

    Among them are nearly equal norms, angles down to 1e-20, nearly opposite points around the cut locus,
    sizes from 1e-120 to 1e120, λ from 1e-150 to 1e150, and zero vectors.
    """

    def normal(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator, dtype=torch.float64)

    def uniform(low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand(count, generator=generator, dtype=torch.float64)

    kind = torch.arange(count) % 12
    x, y, lam = normal(count, dimension), normal(count, dimension), 10 ** uniform(-1.5, 1.5)
    nearby = x + 10 ** uniform(-20, -1)[:, None] * normal(count, dimension)
    nearby[:, 1] = torch.where(torch.arange(count) % 2 == 0, nearby[:, 1], x[:, 1] + 10 ** uniform(-300, -1))
    y = torch.where(((kind == 4) | (kind == 9))[:, None], nearby, y)
    opposite = -(10 ** uniform(-1, 1))[:, None] * (
        x + 10 ** uniform(-18, -1)[:, None] * normal(count, dimension)
    )
    y = torch.where(((kind == 5) | (kind == 6))[:, None], opposite, y)
    critical = (x.norm(dim=-1) * y.norm(dim=-1) / 2).sqrt() * (1 + normal(count) * 10 ** uniform(-16, -1))
    lam = torch.where(kind == 6, critical.abs(), lam)
    same_norm = y * (x.norm(dim=-1) / y.norm(dim=-1))[:, None]
    y = torch.where((kind == 7)[:, None], same_norm, y)
    lam = torch.where((kind == 8) | (kind == 9) | (kind == 7), 10 ** uniform(-150, 150), lam)
    x = torch.where((kind == 10)[:, None], x * 10 ** uniform(-120, 120)[:, None], x)
    y = torch.where((kind == 10)[:, None], y * 10 ** uniform(-120, 120)[:, None], y)
    lam = torch.where(kind == 10, 10 ** uniform(-120, 120), lam)
    parallel = x * (kind - 11 + torch.arange(count) % 5 - 2.0)[:, None]
    y = torch.where((kind == 11)[:, None], parallel, y)
    return x, y, lam
