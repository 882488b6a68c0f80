"""The optimal rotation of one block, with everything that is read off it."""

from typing import NamedTuple

from torch import Tensor

from lazyq.riemannian.angle import optimal_angle
from lazyq.riemannian.arithmetic import euclidean_norm
from lazyq.riemannian.polar import completed_frame, polar


class PlaneAlignment(NamedTuple):
    """The rotation by θ in the plane (u, w) that minimises ‖gx − y‖² + β² θ².

    Attributes
    ----------
    u, w : (..., n) orthonormal; g turns u towards w
    r1, r2 : (...) ‖x‖ and ‖y‖
    theta, alpha : (...) θ and what is left of the angle
    residual : (...) ‖gx − y‖
    left_over : (..., n) y − gx
    pulled_back : (..., n) g⁻¹y − x
    """

    u: Tensor
    w: Tensor
    r1: Tensor
    r2: Tensor
    theta: Tensor
    alpha: Tensor
    residual: Tensor
    left_over: Tensor
    pulled_back: Tensor


def alignment_in_plane(x: Tensor, y: Tensor, beta: Tensor, towards: Tensor | None = None) -> PlaneAlignment:
    """Return the PlaneAlignment of x and y, (..., n) and float64; β has shape (...)."""
    pair = polar(x.movedim(-1, 0), y.movedim(-1, 0))
    u, w = completed_frame(pair, None if towards is None else towards.movedim(-1, 0))
    theta, alpha = optimal_angle(pair.r1, pair.r2, pair.angle, pair.opening, beta)
    half = 2 * (alpha / 2).sin().square()
    turned, away = pair.angle.cos() * u + pair.angle.sin() * w, pair.angle.cos() * w - pair.angle.sin() * u
    left_over = (pair.growth + pair.r1 * half) * turned + pair.r1 * alpha.sin() * away
    pulled_back = (pair.growth - pair.r2 * half) * u + pair.r2 * alpha.sin() * w
    return PlaneAlignment(
        u=u.movedim(0, -1),
        w=w.movedim(0, -1),
        r1=pair.r1,
        r2=pair.r2,
        theta=theta,
        alpha=alpha,
        residual=euclidean_norm(left_over.movedim(0, -1)),
        left_over=left_over.movedim(0, -1),
        pulled_back=pulled_back.movedim(0, -1),
    )
