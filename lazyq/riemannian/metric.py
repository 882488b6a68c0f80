"""The Riemannian metric itself: the talk's proposition, its inverse, its derivatives, its pullbacks."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.riemannian.actions import RotationAction
from lazyq.riemannian.arithmetic import euclidean_norm, root_sum_of_squares
from lazyq.riemannian.inputs import checked_lam, checked_vectors, scale


class Shrinkage(NamedTuple):
    """How much the metric of a block bends at x; with m² = β² + ‖x‖², g_x = s I + (x/m)(x/m)ᵀ.

    Attributes
    ----------
    root, s : (...) β/m, the length of a unit vector across x, and its square
    inverse_size : (...) 1/m, 0 for β = ∞
    """

    root: Tensor
    s: Tensor
    inverse_size: Tensor


def shrinkage(x: Tensor, beta: Tensor) -> Shrinkage:
    """Return the Shrinkage at x; at x = 0 and at β = ∞ the metric is Euclidean, also for β = 0."""
    radius = euclidean_norm(x)
    flat = beta.isinf() | ((beta == 0) & (radius == 0))
    finite = torch.where(flat, 1.0, beta)
    size = torch.hypot(finite, radius)
    root = torch.where(flat, 1.0, finite / size)
    return Shrinkage(root, root.square(), torch.where(beta.isinf(), 0.0, 1 / size))


@any_kind("x", "y", "v", "w", "towards")
def metric_matrix(action: RotationAction, x: Tensor, lam: float | Tensor) -> Tensor:
    """Return the matrix of g_x, the Riemannian metric of d_λ.

    With c = action.weight, in every block

        g_x(v, w) = ⟨v, w⟩ − ‖x‖² / (cλ² + ‖x‖²) ⟨P_x v, P_x w⟩,   P_x = I − xxᵀ/‖x‖²,

    which is (cλ² I + xxᵀ) / (cλ² + ‖x‖²). λ = inf is the Euclidean metric, λ = 0 its radial part alone.

    Parameters
    ----------
    action : a RotationAction
    x : (..., n) float32 or float64
    lam : ≥ 0, units of x per radian of ν; a number or a tensor that broadcasts with the batch

    Returns
    -------
    (..., n, n) symmetric, positive definite for λ > 0

    Raises
    ------
    ValueError : an action, shape, dtype, value or λ that can't be taken; says which, and what is

    Source: the talk *Lazy Quotient Metrics*, slide "Theoretical Example", Prop.

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, metric_matrix
    >>> metric_matrix(OrthogonalAction(2), torch.tensor([1.0, 0.0]), 1.0)  # across x, 1 − 1/(2 + 1)
    tensor([[1.0000, 0.0000],
            [0.0000, 0.6667]])
    """
    (x,), dtype = checked_vectors(action, x=x)
    lam = checked_lam(lam, x)
    shape = torch.broadcast_shapes(x.shape[:-1], lam.shape)
    blocks = []
    for size, part in zip(action.blocks, action.split(x), strict=True):
        bend = shrinkage(part.expand(*shape, size), scale(action, lam, size).expand(shape))
        unit = part * bend.inverse_size[..., None]
        identity = torch.eye(size, dtype=x.dtype, device=x.device)
        blocks.append(bend.s[..., None, None] * identity + unit[..., :, None] * unit[..., None, :])
    return _in_frame(action, blocks).to(dtype)


@any_kind("x", "y", "v", "w", "towards")
def inner_product(action: RotationAction, x: Tensor, v: Tensor, w: Tensor, lam: float | Tensor) -> Tensor:
    """Return g_x(v, w), (...); x, v, w (..., n), the rest as :func:`metric_matrix`.

    Parameters
    ----------
    action : a RotationAction
    x, v, w : (..., n) float32 or float64; batch dimensions broadcast
    lam : ≥ 0; a number or a tensor that broadcasts with the batch

    Raises
    ------
    ValueError : an action, shape, dtype, value or λ that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, inner_product
    >>> x, v, w = torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0]), torch.tensor([0.0, 3.0])
    >>> inner_product(OrthogonalAction(2), x, v, w, 1.0)  # 2/3 of 3
    tensor(2.)
    """
    (x, v, w), dtype = checked_vectors(action, x=x, v=v, w=w)
    lam = checked_lam(lam, x)
    total = torch.zeros(())
    for size, point, first, second in zip(action.blocks, *map(action.split, (x, v, w)), strict=True):
        bend = shrinkage(
            point, scale(action, lam, size).expand(torch.broadcast_shapes(lam.shape, x.shape[:-1]))
        )
        unit = point * bend.inverse_size[..., None]
        across = bend.s * (first * second).sum(-1)
        total = total + across + (unit * first).sum(-1) * (unit * second).sum(-1)
    return total.to(dtype)


@any_kind("x", "y", "v", "w", "towards")
def norm(action: RotationAction, x: Tensor, v: Tensor, lam: float | Tensor) -> Tensor:
    """Return sqrt(g_x(v, v)), (...), without over- or underflow; arguments as :func:`inner_product`.

    Parameters
    ----------
    action, x, v, lam : as for :func:`inner_product`

    Raises
    ------
    ValueError : an action, shape, dtype, value or λ that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, norm
    >>> x = torch.tensor([1.0, 0.0])
    >>> norm(OrthogonalAction(2), x, torch.tensor([[5.0, 0.0], [0.0, 5.0]]), 0.0)  # along x, across x
    tensor([5., 0.])
    """
    (x, v), dtype = checked_vectors(action, x=x, v=v)
    lam = checked_lam(lam, x)
    shape = torch.broadcast_shapes(lam.shape, x.shape[:-1])
    parts = []
    for size, point, vector in zip(action.blocks, *map(action.split, (x, v)), strict=True):
        bend = shrinkage(point.expand(*shape, size), scale(action, lam, size).expand(shape))
        along = (point * bend.inverse_size[..., None] * vector).sum(-1)
        parts += [bend.root * euclidean_norm(vector), along.abs()]
    return root_sum_of_squares(parts).to(dtype)


@any_kind("x")
def pullback_metric(
    action: RotationAction, function: Callable[[Tensor], Tensor], x: Tensor, lam: float | Tensor
) -> Tensor:
    """Return the metric that a differentiable map f: Rᵐ → Rⁿ pulls back, Dfᵀ g_{f(x)} Df, (..., m, m).

    Parameters
    ----------
    action : a RotationAction on Rⁿ
    function : takes a tensor (m,) and returns one (n,), in operations that torch can differentiate
    x : (..., m) float32 or float64
    lam : ≥ 0; a number or a tensor that broadcasts with the batch

    Raises
    ------
    ValueError : x that is no floating-point tensor, or values of the function that the metric can't take

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, pullback_metric
    >>> circle = lambda t: torch.cat([t.cos(), t.sin()])
    >>> pullback_metric(OrthogonalAction(2), circle, torch.zeros(1), 1.0)
    tensor([[0.6667]])
    """
    if not (isinstance(x, Tensor) and x.is_floating_point() and x.ndim >= 1):
        raise ValueError("x must be floating-point numbers of shape (..., m)")
    points = x.reshape(-1, x.shape[-1])
    images = torch.func.vmap(function)(points)
    jacobians = torch.func.vmap(torch.func.jacrev(function))(points)
    if images.shape != (len(points), *action.shape):
        raise ValueError(f"function must return shape {action.shape}, got {tuple(images.shape[1:])}")
    batch = x.shape[:-1]
    metric = metric_matrix(action, images.reshape(*batch, -1), lam)
    jacobian = jacobians.reshape(*batch, *jacobians.shape[1:])
    return jacobian.mT @ metric @ jacobian


@any_kind("x")
def christoffel_symbols(action: RotationAction, x: Tensor, lam: float | Tensor) -> Tensor:
    """Return Γ with Γ[..., i, j, k] = Γⁱ_jk, shape (..., n, n, n), symmetric in j and k.

    In a block, with q = β² + ‖x‖² and β² = action.weight·λ²,

        Γⁱ_jk = ( (q+β²) xᵢ δ_jk + xᵢ x_j x_k ) / q² − ( x_j δ_ik + x_k δ_ij ) / q.

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
    >>> from lazyq.riemannian import OrthogonalAction, christoffel_symbols
    >>> christoffel_symbols(OrthogonalAction(2), torch.tensor([1.0, 0.0]), 1.0)[1]  # Γ¹₀₁ = −1/(2 + 1)
    tensor([[ 0.0000, -0.3333],
            [-0.3333,  0.0000]])
    """
    (x,), dtype = checked_vectors(action, x=x)
    lam = checked_lam(lam, x, positive=True)
    shape = torch.broadcast_shapes(x.shape[:-1], lam.shape)
    frame = action.frame.to(x)
    result = x.new_zeros(*shape, *[x.shape[-1]] * 3)
    parts = zip(frame.split(action.blocks, -1), action.split(x), strict=True)
    for axes, part in parts:
        size = part.shape[-1]
        bend = shrinkage(part.expand(*shape, size), scale(action, lam, size).expand(shape))
        scaled = part * bend.inverse_size[..., None]
        identity = torch.eye(size, dtype=x.dtype, device=x.device)
        outer = (1 + bend.s)[..., None, None] * identity + scaled[..., :, None] * scaled[..., None, :]
        mixed = torch.einsum("...j,ik->...ijk", scaled, identity)
        symbols = scaled[..., :, None, None] * outer[..., None, :, :] - mixed - mixed.mT
        symbols = symbols * bend.inverse_size[..., None, None, None]
        result = result + torch.einsum("ai,bj,ck,...ijk->...abc", axes, axes, axes, symbols)
    return result.to(dtype)


@any_kind("generators", "x")
def cheeger_metric_matrix(generators: Tensor, x: Tensor, lam: float | Tensor) -> Tensor:
    """Return the metric that d_λ has for any closed connected subgroup of SO(n), (..., n, n).

    By the construction, Rⁿ × G modulo G: with A₁, A₂, … a basis of the Lie algebra that is orthonormal in
    the Frobenius product, g_x = ( I + λ⁻² Σₐ (Aₐx)(Aₐx)ᵀ )⁻¹. The closed forms of the rotation actions
    are special cases; this is for every other group.

    Parameters
    ----------
    generators : (m, n, n) skew matrices that span the Lie algebra, linearly independent
    x : (..., n)
    lam : > 0; a number or a tensor that broadcasts with the batch

    Raises
    ------
    ValueError : generators that are not skew or not independent, shapes or a λ that can't be taken

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import cheeger_metric_matrix
    >>> turn = torch.tensor([[[0.0, -1.0], [1.0, 0.0]]])  # SO(2), so as metric_matrix has it
    >>> cheeger_metric_matrix(turn, torch.tensor([1.0, 0.0]), 1.0)
    tensor([[1.0000, 0.0000],
            [0.0000, 0.6667]], dtype=torch.float64)
    """
    for name, numbers in (("generators", generators), ("x", x)):
        if not isinstance(numbers, Tensor) or numbers.ndim == 0:
            raise ValueError(f"{name} must be a torch.Tensor, a NumPy array or a list of numbers")
    generators, x = generators.double(), x.double()
    if generators.ndim != 3 or generators.shape[1:] != (x.shape[-1],) * 2:
        size = x.shape[-1]
        raise ValueError(f"generators must have shape (m, {size}, {size}), got {tuple(generators.shape)}")
    if not torch.allclose(generators, -generators.mT, rtol=0, atol=1e-12 * float(generators.abs().max())):
        raise ValueError("generators must be skew-symmetric, got one with Aᵀ ≠ −A")
    basis, triangle = torch.linalg.qr(generators.flatten(1).T)
    if not triangle.diagonal().abs().min() > 1e-10 * triangle.diagonal().abs().max():
        raise ValueError("generators must be linearly independent")
    lam = checked_lam(lam, x, positive=True)
    velocities = torch.einsum("ijm,...j->...im", basis.reshape(*generators.shape[1:], -1), x)
    velocities = velocities / lam[..., None, None]
    identity = torch.eye(x.shape[-1], dtype=x.dtype, device=x.device)
    return torch.linalg.inv(identity + velocities @ velocities.mT)


def _in_frame(action: RotationAction, blocks: list[Tensor]) -> Tensor:
    """Return the block-diagonal bilinear form in the coordinates of Rⁿ."""
    if len(blocks) == 1:
        return blocks[0]
    frames = action.frame.to(blocks[0]).split(action.blocks, -1)
    total = blocks[0].new_zeros(())
    for axes, block in zip(frames, blocks, strict=True):
        total = total + axes @ block @ axes.mT
    return total
