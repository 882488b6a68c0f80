"""Global shape: the surface of revolution, the cut locus, the volume of balls."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.riemannian.actions import OrthogonalAction, RotationAction
from lazyq.riemannian.arithmetic import euclidean_norm
from lazyq.riemannian.inputs import checked_lam, checked_vectors, scale


class EmbeddingProfile(NamedTuple):
    """The curve whose revolution about an axis has the geometry of d_λ.

    Attributes
    ----------
    radius : (...) ρ(r), distance from the axis; an orbit has length 2πρ
    height : (...) z(r), along the axis
    """

    radius: Tensor
    height: Tensor


class CutRay(NamedTuple):
    """The cut locus of a point in one block: all t · direction with t ≥ start.

    Attributes
    ----------
    direction : (..., n) unit vector opposite to x, in the block
    start : (...) β²/‖x‖; inf where the cut locus is empty. The first point is conjugate to x and has one
        minimiser; every later one has two in the plane, a sphere of them beyond.
    """

    direction: Tensor
    start: Tensor


@any_kind("r")
def embedding_profile(action: OrthogonalAction, r: Tensor, lam: float | Tensor) -> EmbeddingProfile:
    """Return the profile of (Rⁿ, d_λ) as a hypersurface of revolution in R^(n+1).

    The metric is dr² + ρ(r)² dφ² with ρ = βr / sqrt(β² + r²), β² = action.weight·λ², and
    z = ∫₀ʳ sqrt(1 − ρ′²): with c = β/sqrt(β² + r²), the cosine of the angle that has tangent r/β,

        z = β ∫_c¹ sqrt(1 + c² + c⁴)/c² dc,

    an elliptic integral, taken by Gauss–Legendre quadrature where its integrand is smooth. A plane for
    λ = inf (z = 0), a cigar of radius β between, a ray for λ = 0 (ρ = 0, z = r).

    Parameters
    ----------
    action : OrthogonalAction(n)
    r : (...) distance from the origin, ≥ 0
    lam : ≥ 0; a number or a tensor that broadcasts with r

    Raises
    ------
    ValueError : another action, a negative r, or a λ that can't be taken

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, embedding_profile
    >>> profile = embedding_profile(OrthogonalAction(2), torch.tensor(2.0), torch.tensor([0.0, torch.inf]))
    >>> profile.radius.tolist(), profile.height.tolist()  # a ray, a plane
    ([0.0, 2.0], [2.0, 0.0])
    """
    beta, r = _length_and_radius(action, r, lam, "r")
    bounded = torch.where((beta > 0) & beta.isfinite(), beta, 1.0)
    size = torch.hypot(bounded, r)
    cosine, deficit = bounded / size, (r / size) * (r / (size + bounded))
    height = bounded * torch.where(cosine > 0.5, _near_tip(deficit), _far_out(cosine))
    height = torch.where(beta > 0, height, r)
    height = torch.where(beta.isinf(), 0.0, height)
    radius = torch.where(beta > 0, cosine * r, 0.0)
    return EmbeddingProfile(torch.where(beta.isinf(), r, radius), height)


@any_kind("radius")
def ball_volume(action: OrthogonalAction, radius: Tensor, lam: float | Tensor) -> Tensor:
    """Return the volume of the ball of the given radius about the origin, ω ∫₀ᴿ ρ(r)ⁿ⁻¹ dr.

    ω is the area of the unit sphere and ρ as in :func:`embedding_profile`. In the plane this is
    2πβR² / (β + sqrt(β² + R²)): πR² for small R, of linear growth 2πβR for large R. λ = inf gives the
    Euclidean volume, λ = 0 gives 0.

    Parameters
    ----------
    action : OrthogonalAction(n)
    radius : (...) R ≥ 0
    lam : ≥ 0; a number or a tensor that broadcasts with the radius

    Raises
    ------
    ValueError : another action, a negative radius, or a λ that can't be taken

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, ball_volume
    >>> ball_volume(OrthogonalAction(2), torch.tensor(1.0), torch.tensor([0.0, torch.inf]))
    tensor([0.0000, 3.1416], dtype=torch.float64)
    """
    beta, radius = _length_and_radius(action, radius, lam, "radius")
    n = action.dimension
    sphere = 2 * math.pi ** (n / 2) / math.gamma(n / 2)
    bounded = torch.where((beta > 0) & beta.isfinite(), beta, 1.0)
    reach = radius / bounded
    if n == 2:
        volume = radius.square() / (1 + torch.hypot(reach, torch.ones_like(reach)))
    else:
        volume = bounded.pow(n) * _power_integral(reach, n - 1)
    volume = torch.where(beta > 0, volume, 0.0)
    return sphere * torch.where(beta.isinf(), radius.pow(n) / n, volume)


@any_kind("x")
def cut_locus(action: RotationAction, x: Tensor, lam: float | Tensor) -> tuple[CutRay, ...]:
    """Return where the minimal geodesics from x stop being unique, one CutRay for each block.

    In a block, opposite points with ‖x‖‖y‖ > β² have several minimisers; y is in the cut locus of x if in
    some block it is on the ray. Blocks that are never turned, x = 0 and λ = inf have none.

    Parameters
    ----------
    action : a RotationAction
    x : (..., n) float32 or float64
    lam : > 0; a number or a tensor that broadcasts with the batch

    Raises
    ------
    ValueError : an action, shape, dtype, value or λ that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, cut_locus
    >>> (ray,) = cut_locus(OrthogonalAction(2), torch.tensor([0.6, -0.8]), 1.0)
    >>> ray.direction, ray.start
    (tensor([-0.6000,  0.8000]), tensor(2.))
    """
    (x,), dtype = checked_vectors(action, x=x)
    lam = checked_lam(lam, x, positive=True)
    shape = torch.broadcast_shapes(lam.shape, x.shape[:-1])
    frames = action.frame.to(x).split(action.blocks, -1)
    rays = []
    for axes, part in zip(frames, action.split(x), strict=True):
        size = euclidean_norm(part)
        beta = scale(action, lam, part.shape[-1])
        start = torch.where(size > 0, beta / torch.where(size > 0, size, 1.0) * beta, torch.inf)
        direction = -part / torch.where(size > 0, size, 1.0)[..., None]
        direction = (direction @ axes.mT).expand(*shape, -1)
        rays.append(CutRay(direction.to(dtype), start.expand(shape).to(dtype)))
    return tuple(rays)


def _length_and_radius(
    action: OrthogonalAction, r: Tensor, lam: float | Tensor, name: str
) -> tuple[Tensor, Tensor]:
    if not isinstance(action, OrthogonalAction):
        raise ValueError(f"action must be an OrthogonalAction, got {type(action).__name__}")  # noqa: TRY004
    r = torch.as_tensor(r, dtype=torch.float64)
    if not ((r >= 0) & r.isfinite()).all():
        raise ValueError(f"{name} must be at least 0 and finite, got {r.tolist()}")
    beta = scale(action, checked_lam(lam, r), action.dimension)
    beta, r = torch.broadcast_tensors(beta, r)
    return beta, r


@lru_cache(maxsize=4)
def _gauss_legendre(count: int) -> tuple[Tensor, Tensor]:
    """Return nodes and weights of [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return torch.from_numpy((nodes + 1) / 2), torch.from_numpy(weights / 2)


def _near_tip(deficit: Tensor) -> Tensor:
    """Return ∫_c¹ sqrt(1 + c² + c⁴)/c² dc for c = 1 − deficit ≥ ½."""
    nodes, weights = (tensor.to(deficit.device) for tensor in _gauss_legendre(32))
    squared = (1 - deficit.clamp_max(0.5)[..., None] * nodes).square()
    return deficit.clamp_max(0.5) * (weights * (1 + squared + squared.square()).sqrt() / squared).sum(-1)


def _far_out(cosine: Tensor) -> Tensor:
    """Return the same integral for c ≤ ½, by parts.

    It is sqrt(Q(c))/c − √3 + ∫_c¹ (1 + 2c²)/sqrt(Q) dc with Q = 1 + c² + c⁴.
    """
    nodes, weights = (tensor.to(cosine.device) for tensor in _gauss_legendre(32))
    cosine = cosine.clamp_max(0.5)
    squared = (cosine[..., None] + (1 - cosine)[..., None] * nodes).square()
    smooth = (1 - cosine) * (weights * (1 + 2 * squared) / (1 + squared + squared.square()).sqrt()).sum(-1)
    squared = cosine.square()
    return (1 + squared + squared.square()).sqrt() / cosine.clamp_min(1e-300) - math.sqrt(3) + smooth


def _power_integral(reach: Tensor, power: int) -> Tensor:
    """Return ∫₀^R (r/sqrt(1 + r²))ᵐ dr = ∫ tanhᵐ(u) cosh(u) du over [0, asinh R], panel by panel.

    The integrand is analytic in a strip of half-width π/2, so 24 nodes on a panel of length at most 1 are
    exact to rounding.
    """
    nodes, weights = (tensor.to(reach.device) for tensor in _gauss_legendre(24))
    end = torch.asinh(reach)
    panels = max(1, math.ceil(float(end.max()))) if end.numel() else 1
    starts = torch.arange(panels, dtype=torch.float64, device=reach.device) / panels
    u = end[..., None, None] * (starts[:, None] + nodes / panels)
    return end / panels * (weights * u.tanh().pow(power) * u.cosh()).sum((-2, -1))
