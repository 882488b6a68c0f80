"""Curvature in closed form: Gauss, sectional, Ricci and scalar, in any dimension."""

from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.riemannian.actions import RotationAction
from lazyq.riemannian.arithmetic import euclidean_norm
from lazyq.riemannian.inputs import checked_lam, checked_vectors, scale
from lazyq.riemannian.metric import shrinkage


@any_kind("x")
def gauss_curvature(action: RotationAction, x: Tensor, lam: float | Tensor) -> Tensor:
    """Return the Gauss curvature 3β² / (β² + ‖x‖²)² of the plane, (...); β² = action.weight·λ².

    At the origin it is 3/β², the largest; λ = inf is flat.

    Parameters
    ----------
    action : a RotationAction on R², such as OrthogonalAction(2)
    x : (..., 2) float32 or float64
    lam : > 0; a number or a tensor that broadcasts with the batch

    Raises
    ------
    ValueError : an action on another space; a shape, dtype, value or λ that can't be taken

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, gauss_curvature
    >>> gauss_curvature(OrthogonalAction(2), torch.zeros(2), 1.0)  # 3 / (2 · 1²)
    tensor(1.5000)
    """
    (x,), dtype = checked_vectors(action, x=x)
    if action.shape != (2,):
        raise ValueError(
            f"action must act on the plane, got one on R^{action.shape[0]}; use sectional_curvature there"
        )
    lam = checked_lam(lam, x, positive=True)
    if action.blocks != (2,):
        return torch.zeros(torch.broadcast_shapes(lam.shape, x.shape[:-1]), dtype=dtype, device=x.device)
    return _curvatures(x, scale(action, lam, 2))[0].to(dtype)


@any_kind("x", "v", "w")
def sectional_curvature(
    action: RotationAction, x: Tensor, v: Tensor, w: Tensor, lam: float | Tensor
) -> Tensor:
    """Return the sectional curvature of the plane of v and w at x, (...).

    In a block a plane that contains x has K = 3β²/q², one across x has K = (1 + β²/q + β⁴/q²)/β², with
    q = β² + ‖x‖², and others lie between; planes that mix blocks have what their parts contribute.

    Parameters
    ----------
    action : a RotationAction
    x, v, w : (..., n) float32 or float64, v and w linearly independent; batch dimensions broadcast
    lam : > 0; a number or a tensor that broadcasts with the batch

    Raises
    ------
    ValueError : v and w that span no plane; a shape, dtype, value or λ that can't be taken

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, sectional_curvature
    >>> x, v, w = torch.zeros(3), torch.tensor([1.0, 0.0, 0.0]), torch.tensor([0.0, 1.0, 0.0])
    >>> sectional_curvature(OrthogonalAction(3), x, v, w, 1.0)
    tensor(1.5000)
    """
    (x, v, w), dtype = checked_vectors(action, x=x, v=v, w=w)
    lam = checked_lam(lam, x, positive=True)
    shape = torch.broadcast_shapes(lam.shape, x.shape[:-1])
    spaces = [
        _tangents(point, first, second, scale(action, lam, size).expand(shape))
        for size, point, first, second in zip(action.blocks, *map(action.split, (x, v, w)), strict=True)
    ]
    sizes = [space.v.shape[-1] for space in spaces]
    area, first, second = _plane(
        torch.cat([space.v for space in spaces], -1), torch.cat([space.w for space in spaces], -1)
    )
    if not (area > 0).all():
        raise ValueError("v and w must be linearly independent, got a pair that spans no plane")
    total = torch.zeros_like(area)
    for space, a, b in zip(spaces, first.split(sizes, -1), second.split(sizes, -1), strict=True):
        radial = (a[..., :1] * b[..., 1:] - b[..., :1] * a[..., 1:]).square().sum(-1)
        total = total + space.radial * radial + space.across * _wedge(a[..., 1:], b[..., 1:])
    return total.to(dtype)


@any_kind("x")
def ricci_tensor(action: RotationAction, x: Tensor, lam: float | Tensor) -> Tensor:
    """Return the matrix of the Ricci tensor, (..., n, n); x (..., n), λ > 0.

    In a block of dimension n the radial direction has (n−1) K₁, those across it K₁ + (n−2) K₂ per unit of
    g-length squared, K₁ and K₂ being the two curvatures of :func:`sectional_curvature`.

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
    >>> from lazyq.riemannian import OrthogonalAction, ricci_tensor
    >>> ricci_tensor(OrthogonalAction(3), torch.zeros(3), 1.0)
    tensor([[3., 0., 0.],
            [0., 3., 0.],
            [0., 0., 3.]])
    """
    (x,), dtype = checked_vectors(action, x=x)
    lam = checked_lam(lam, x, positive=True)
    shape = torch.broadcast_shapes(lam.shape, x.shape[:-1])
    frames = action.frame.to(x).split(action.blocks, -1)
    total = x.new_zeros(())
    for axes, part in zip(frames, action.split(x), strict=True):
        size = part.shape[-1]
        beta = scale(action, lam, size).expand(shape)
        radial, sideways = _curvatures(part, beta)
        bend = shrinkage(part.expand(*shape, size), beta)
        radius = euclidean_norm(part, keepdim=True)
        unit = part / torch.where(radius > 0, radius, 1.0)
        across = bend.s * (radial + (size - 2) * sideways)
        along = torch.where(radius.squeeze(-1) > 0, (size - 1) * radial - across, 0.0)
        identity = torch.eye(size, dtype=x.dtype, device=x.device)
        block = along[..., None, None] * unit[..., :, None] * unit[..., None, :]
        block = block + across[..., None, None] * identity if size > 1 else torch.zeros_like(block)
        total = total + axes @ block @ axes.mT
    return total.to(dtype)


@any_kind("x")
def scalar_curvature(action: RotationAction, x: Tensor, lam: float | Tensor) -> Tensor:
    """Return the scalar curvature, (...): 2(n−1) K₁ + (n−1)(n−2) K₂ summed over the blocks; λ > 0.

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
    >>> from lazyq.riemannian import OrthogonalAction, scalar_curvature
    >>> scalar_curvature(OrthogonalAction(3), torch.zeros(3), 1.0)
    tensor(9.)
    """
    (x,), dtype = checked_vectors(action, x=x)
    lam = checked_lam(lam, x, positive=True)
    total = x.new_zeros(torch.broadcast_shapes(lam.shape, x.shape[:-1]))
    for size, part in zip(action.blocks, action.split(x), strict=True):
        radial, sideways = _curvatures(part, scale(action, lam, size))
        total = total + 2 * (size - 1) * radial + (size - 1) * (size - 2) * sideways
    return total.to(dtype)


def _curvatures(x: Tensor, beta: Tensor) -> tuple[Tensor, Tensor]:
    """Return K₁ of planes that contain x and K₂ of planes across x."""
    shape = torch.broadcast_shapes(x.shape[:-1], beta.shape)
    bend = shrinkage(x.expand(*shape, x.shape[-1]), beta.expand(shape))
    radial = 3 * bend.s * bend.inverse_size.square()
    return radial, (1 + bend.s + bend.s.square()) / beta.square()


class _Tangents(NamedTuple):
    """Tangent vectors in coordinates (along x, across x) whose dot product is g_x; and K₁, K₂."""

    v: Tensor
    w: Tensor
    radial: Tensor
    across: Tensor


def _tangents(x: Tensor, v: Tensor, w: Tensor, beta: Tensor) -> _Tangents:
    radius = euclidean_norm(x, keepdim=True)
    unit = x / torch.where(radius > 0, radius, 1.0)
    shrunk = shrinkage(x.expand(*beta.shape, x.shape[-1]), beta).root[..., None]

    def coordinates(vector: Tensor) -> Tensor:
        along = (unit * vector).sum(-1, keepdim=True)
        return torch.cat([along, shrunk * (vector - along * unit)], -1)

    return _Tangents(coordinates(v), coordinates(w), *_curvatures(x, beta))


def _plane(v: Tensor, w: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return |w across v| relative to |w|, 0 for dependent vectors, and an orthonormal basis of the plane."""
    sizes = [euclidean_norm(vector, keepdim=True) for vector in (v, w)]
    first, second = (
        vector / torch.where(size > 0, size, 1.0) for vector, size in zip((v, w), sizes, strict=True)
    )
    across = second - (first * second).sum(-1, keepdim=True) * first
    across = across - (first * across).sum(-1, keepdim=True) * first
    size = euclidean_norm(across, keepdim=True)
    independent = (size > 1e-14) & (sizes[0] > 0)
    area = torch.where(independent, size, 0.0).squeeze(-1)
    return area, first, across / torch.where(size > 0, size, 1.0)


def _wedge(a: Tensor, b: Tensor) -> Tensor:
    """Return |a ∧ b|²."""
    return ((a * a).sum(-1) * (b * b).sum(-1) - (a * b).sum(-1).square()).clamp_min(0.0)
