"""One rotation for a whole cloud of points: the lazy form of Kabsch's problem."""

import math
from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.riemannian.actions import OrthogonalAction
from lazyq.riemannian.angle import solve
from lazyq.riemannian.inputs import checked_lam, checked_vectors

_STARTS = 48
_SECULAR_STEPS = 64
_STEPS = 40
_TINY = 1e-300


class CloudAlignment(NamedTuple):
    """The optimal rotation of one cloud towards another at one λ.

    Attributes
    ----------
    g : (..., d, d) the minimiser g_λ, one for all points
    moved : (..., n, d) g_λ·xᵢ
    residual : (...) sqrt(Σᵢ ‖g_λ xᵢ − yᵢ‖²)
    effort : (...) ν(g_λ)
    distance : (...) d_λ(x, y) = sqrt(residual² + λ² effort²)
    """

    g: Tensor
    moved: Tensor
    residual: Tensor
    effort: Tensor
    distance: Tensor


@any_kind("x", "y")
def align_clouds(action: OrthogonalAction, x: Tensor, y: Tensor, lam: float | Tensor) -> CloudAlignment:
    """Return the one rotation that minimises Σᵢ ‖g·xᵢ − yᵢ‖² + λ² ν(g)², and what it costs.

    Point i of x belongs to point i of y. At λ = 0 this is Kabsch's (Procrustes') problem, solved by the
    singular values of M = Σᵢ yᵢxᵢᵀ; at λ = ∞ nothing moves. In the plane the best angle is one root; in
    space, for an angle θ and an axis a,

        ⟨g, M⟩ = cos θ tr M + sin θ ⟨a, v⟩ + (1 − cos θ) aᵀSa,

    with S the symmetric part of M and v the vector of its other part. The best axis of an angle is exact, by
    a secular equation, and so is the best angle of an axis; from 49 angles these two alternate, and the best
    end is taken. Clouds are turned about the origin: subtract their means first for rigid motions of space.
    Residual and distance are differentiable, with g_λ held fixed; effort is not.

    **Not** :func:`lazyq.riemannian.align`, which turns every point of a batch by a rotation of its own.

    Parameters
    ----------
    action : OrthogonalAction(2) or OrthogonalAction(3); of a higher dimension for λ = 0 and ∞ only
    x, y : (..., n, d) float32 or float64; batch dimensions broadcast
    lam : ≥ 0, units of x per radian of ν; a number or a tensor that broadcasts with the batch

    Raises
    ------
    ValueError : an action, shape, dtype, value or λ that can't be taken; says which, and what is

    Source: W. Kabsch, *A solution for the best rotation to relate two sets of vectors*, 1976.

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, align_clouds
    >>> x = torch.tensor([[1.0, 0.0], [0.0, 2.0]])
    >>> y = torch.tensor([[0.0, 1.0], [-2.0, 0.0]])  # both points turned by 90°
    >>> best = align_clouds(OrthogonalAction(2), x, y, lam=0.0)
    >>> best.residual, best.effort  # √2 · π/2
    (tensor(0.), tensor(2.2214))
    """
    if not isinstance(action, OrthogonalAction):
        raise ValueError(  # noqa: TRY004  one error type for all bad input
            f"action must be an OrthogonalAction, got {type(action).__name__}"
        )
    (x, y), dtype = checked_vectors(action, x=x, y=y)
    if x.ndim < 2:
        raise ValueError(f"x must have shape (..., n, {action.dimension}), got {tuple(x.shape)}")
    lam = checked_lam(lam, x)
    batch = torch.broadcast_shapes(x.shape[:-2], lam.shape)
    stiffness = (action.weight * lam.square()).expand(batch)
    with torch.no_grad():
        covariance = (y.mT @ x).expand(*batch, action.dimension, action.dimension)
        g = _best(covariance.reshape(-1, *covariance.shape[-2:]), stiffness.reshape(-1))
    g = g.reshape(covariance.shape)
    moved = x @ g.mT
    residual = torch.linalg.vector_norm((moved - y).flatten(-2), dim=-1)
    effort = action.length(g)
    penalty = torch.where(effort > 0, lam * effort, 0.0)
    distance = torch.linalg.vector_norm(torch.stack(torch.broadcast_tensors(residual, penalty), -1), dim=-1)
    return CloudAlignment(*(part.to(dtype) for part in (g, moved, residual, effort, distance)))


@any_kind("x", "y")
def cloud_distance(action: OrthogonalAction, x: Tensor, y: Tensor, lam: float | Tensor) -> Tensor:
    """Return d_λ(x, y) = min_g sqrt(Σᵢ ‖g·xᵢ − yᵢ‖² + λ² ν(g)²), one g for all points of a cloud.

    A metric on clouds for λ > 0; at λ = 0 the pseudometric of clouds up to rotation. Arguments, limits and
    errors as :func:`align_clouds`. :func:`lazyq.riemannian.distance` of a batch is another thing: there every
    point has a g of its own, and Σᵢ d_{λ/√n}(xᵢ, yᵢ)² is at most the square of this distance.

    Parameters
    ----------
    action, x, y, lam : as for :func:`align_clouds`

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, cloud_distance
    >>> x, y = torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.tensor([[0.0, 1.0], [-2.0, 0.0]])
    >>> cloud_distance(OrthogonalAction(2), x, y, torch.tensor([0.0, torch.inf]))  # √(2·1² + 2·2²)
    tensor([0.0000, 3.1623])
    """
    return align_clouds(action, x, y, lam).distance


def _best(covariance: Tensor, stiffness: Tensor) -> Tensor:
    """Return the rotations that maximise 2⟨g, M⟩ − c λ² θ², (p, d, d)."""
    dimension = covariance.shape[-1]
    identity = torch.eye(dimension, dtype=covariance.dtype, device=covariance.device)
    still, free = stiffness.isinf(), stiffness == 0
    if dimension > 3 and not (still | free).all():
        raise ValueError(f"lam must be 0 or inf for clouds of dimension {dimension}; 2 and 3 take any")
    g = _kabsch(covariance)
    if dimension == 2:
        g = torch.where(free[:, None, None], g, _in_plane(covariance, stiffness))
    elif dimension == 3:
        limited = torch.where(still, 0.0, stiffness)
        g = torch.where(free[:, None, None], g, _in_space(covariance, limited, g))
    return torch.where(still[:, None, None], identity, g)


def _kabsch(covariance: Tensor) -> Tensor:
    left, _, right = torch.linalg.svd(covariance)
    sign = torch.linalg.det(left @ right).sign()
    left = torch.cat([left[..., :-1], left[..., -1:] * sign[:, None, None]], -1)
    return left @ right


def _in_plane(covariance: Tensor, stiffness: Tensor) -> Tensor:
    """Return the rotation of the plane: 2ρ cos(θ − φ) − c λ² θ² is largest for a θ between 0 and φ."""
    even = covariance[:, 0, 0] + covariance[:, 1, 1]
    odd = covariance[:, 1, 0] - covariance[:, 0, 1]
    angle = _angle_of(even, odd.abs(), stiffness) * torch.where(odd < 0, -1.0, 1.0)
    cosine, sine = angle.cos(), angle.sin()
    return torch.stack([cosine, -sine, sine, cosine], -1).unflatten(-1, (2, 2))


def _angle_of(even: Tensor, odd: Tensor, stiffness: Tensor) -> Tensor:
    """Return the θ in [0, π] that maximises 2(even·cos θ + odd·sin θ) − cλ²θ², for odd ≥ 0."""
    root = torch.hypot(even, odd).sqrt()
    phase, opening = torch.atan2(odd, even), torch.atan2(odd, -even)
    return solve(root, root, phase, opening, stiffness.sqrt())[0]


def _in_space(covariance: Tensor, stiffness: Tensor, free: Tensor) -> Tensor:
    """Return the rotation of space: from a grid of angles, the best axis and the best angle in turns."""
    trace = covariance.diagonal(dim1=-2, dim2=-1).sum(-1)
    skew = covariance - covariance.mT
    v = torch.stack([skew[:, 2, 1], skew[:, 0, 2], skew[:, 1, 0]], -1)
    values, vectors = torch.linalg.eigh((covariance + covariance.mT) / 2)
    w = (v[:, None, :] @ vectors).squeeze(-2)[:, None]
    values, trace, stiffness = values[:, None], trace[:, None], stiffness[:, None]
    grid = torch.linspace(0, math.pi, _STARTS, dtype=covariance.dtype, device=covariance.device)
    own = torch.linalg.vector_norm(_axis_vector(free), dim=-1)
    start = torch.atan2(own / 2, (free.diagonal(dim1=-2, dim2=-1).sum(-1) - 1) / 2)
    theta = torch.cat([grid.expand(len(covariance), -1), start[:, None]], -1)
    for _ in range(_STEPS):
        axis = _best_axis(theta, values, w)
        along = (axis * w).sum(-1)
        bent = (axis.square() * values).sum(-1)
        theta = _angle_of(trace - bent, along.clamp(min=0), stiffness)
    axis = _best_axis(theta, values, w)
    along, bent = (axis * w).sum(-1), (axis.square() * values).sum(-1)
    gain = 2 * ((trace - bent) * theta.cos() + along * theta.sin() + bent) - stiffness * theta.square()
    margin = 1e-14 * (gain.abs().amax(-1, keepdim=True) + stiffness * math.pi**2)
    close = gain >= gain.amax(-1, keepdim=True) - margin
    place = torch.where(close, theta, torch.inf).argmin(-1, keepdim=True)
    chosen = (vectors @ axis.gather(1, place[..., None].expand(-1, 1, 3)).squeeze(1)[..., None]).squeeze(-1)
    return _rotation(chosen, theta.gather(1, place).squeeze(-1))


def _best_axis(theta: Tensor, values: Tensor, w: Tensor) -> Tensor:
    """Return the unit a that maximises sin θ ⟨a, w⟩ + (1 − cos θ) Σ eᵢaᵢ², in the frame of the eigenvectors.

    a = (tI + k(e₃ − E))⁻¹ b with b = sin θ w/2, k = 1 − cos θ and the t ≥ 0 that makes its length 1: found by
    halving, since the length falls with t. What is missing at t = 0 goes along the last eigenvector.
    """
    b = theta.sin()[..., None] * w / 2
    gaps = (1 - theta.cos())[..., None] * (values[..., -1:] - values)
    low, high = b[..., -1].abs(), torch.linalg.vector_norm(b, dim=-1)
    for _ in range(_SECULAR_STEPS):
        middle = (low + high) / 2
        long = (b / (middle[..., None] + gaps).clamp(min=_TINY)).square().sum(-1) > 1
        low, high = torch.where(long, middle, low), torch.where(long, high, middle)
    others = torch.where(b == 0, 0.0, b / (high[..., None] + gaps).clamp(min=_TINY))[..., :-1]
    last = (1 - others.square().sum(-1)).clamp(min=0).sqrt() * torch.where(b[..., -1] < 0, -1.0, 1.0)
    axis = torch.cat([others, last[..., None]], -1)
    return axis / torch.linalg.vector_norm(axis, dim=-1, keepdim=True)


def _axis_vector(g: Tensor) -> Tensor:
    return torch.stack([g[:, 2, 1] - g[:, 1, 2], g[:, 0, 2] - g[:, 2, 0], g[:, 1, 0] - g[:, 0, 1]], -1)


def _rotation(axis: Tensor, theta: Tensor) -> Tensor:
    """Return the rotation about an axis, by Rodrigues' formula."""
    zero = torch.zeros_like(theta)
    first, second, third = axis.unbind(-1)
    cross = torch.stack([zero, -third, second, third, zero, -first, -second, first, zero], -1)
    cross = cross.unflatten(-1, (3, 3))
    identity = torch.eye(3, dtype=axis.dtype, device=axis.device)
    versine = 2 * (theta / 2).sin().square()[:, None, None]
    return identity + theta.sin()[:, None, None] * cross + versine * (cross @ cross)
