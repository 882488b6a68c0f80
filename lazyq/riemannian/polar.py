"""Two points seen in the plane that they span: norms, their difference, the angle."""

from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.riemannian.arithmetic import compensated_sum, plain_norm, power_of_two, squares


class Polar(NamedTuple):
    """x = r₁ u and y = r₂ (cos φ u + sin φ w), with u and w orthonormal.

    Attributes
    ----------
    r1, r2 : (...) the norms
    growth : (...) r₂ − r₁, accurate also where the two are nearly equal
    angle, opening : (...) φ and π − φ, each accurate where it is small
    across : (n, ...) a non-negative multiple of w, 0 where x and y are parallel
    u : (n, ...) direction of x; that of y where x = 0, and 0 where both are
    """

    r1: Tensor
    r2: Tensor
    growth: Tensor
    angle: Tensor
    opening: Tensor
    across: Tensor
    u: Tensor


def polar(x: Tensor, y: Tensor) -> Polar:
    """Return the Polar of x and y, (n, ...) and float64: coordinates first, so that sums over them vectorise.

    Nothing overflows, and nothing is lost to cancellation that d_λ depends on: r₂² − r₁² is summed as in
    twice the precision, and where x and y are close the angle comes from y − x.
    """
    scale_x, scale_y = power_of_two(x), power_of_two(y)
    x_scaled, y_scaled = x * scale_x, y * scale_y
    size_x, size_y = plain_norm(x_scaled), plain_norm(y_scaled)
    r1, r2 = size_x / scale_x, size_y / scale_y

    u = x_scaled / torch.where(size_x > 0, size_x, 1.0)
    u = torch.where(size_x > 0, u, y_scaled / torch.where(size_y > 0, size_y, 1.0))
    close = (r2 <= 2 * r1) & (r1 <= 2 * r2)
    target = torch.where(close, (y - x) * scale_x, y_scaled)
    scale = power_of_two(target)
    target = target * scale
    along = (u * target).sum(0)
    across = target - along * u
    across = across - (u * across).sum(0) * u
    along = along + torch.where(close, size_x * scale, 0.0)
    height = plain_norm(across)

    growth = r2 - r1
    with torch.no_grad():
        ratio = torch.where(close, scale_x / scale_y, 1.0)
        products_x, errors_x = squares(x_scaled)
        products_y, errors_y = squares(y_scaled * ratio)
        difference = compensated_sum(torch.cat([products_y, -products_x]), errors_y - errors_x)
        total = size_x + size_y * ratio
        precise = difference / torch.where(total > 0, total, 1.0) / scale_x
        correction = torch.where(close, precise - growth, 0.0)
    return Polar(
        r1=r1,
        r2=r2,
        growth=growth + correction,
        angle=torch.atan2(height, along),
        opening=torch.atan2(height, -along),
        across=across,
        u=u,
    )


def completed_frame(pair: Polar, towards: Tensor | None) -> tuple[Tensor, Tensor]:
    """Return the orthonormal u and w of a Polar, also where x and y leave w, or even u, undetermined.

    There w is the direction of the component of ``towards`` across u, and without it (or where it has
    none) that of the coordinate axis which is nearest to being orthogonal to u, the first of equals.
    """
    with torch.no_grad():
        lost = (pair.u == 0).all(0)
        first = torch.zeros_like(pair.u)
        first[0] = 1.0
        axis = torch.zeros_like(pair.u).scatter_(0, pair.u.abs().argmin(0, keepdim=True), 1.0)
    u = torch.where(lost, first, pair.u)
    w = _direction(pair.across)
    for candidate in (towards, axis):
        if candidate is not None:
            direction = _direction(candidate * power_of_two(candidate))
            across = direction - (u * direction).sum(0) * u
            across = across - (u * across).sum(0) * u
            w = torch.where((w == 0).all(0), _direction(across), w)
    return u, w


def _direction(vector: Tensor) -> Tensor:
    size = plain_norm(vector)
    return vector / torch.where(size > 0, size, 1.0)
