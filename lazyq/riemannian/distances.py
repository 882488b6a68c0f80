"""d_λ in closed form up to one root."""

from typing import Any

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

from lazyq.actions.kinds import any_kind
from lazyq.riemannian.actions import RotationAction
from lazyq.riemannian.angle import solve
from lazyq.riemannian.arithmetic import root_sum_of_squares
from lazyq.riemannian.inputs import checked_lam, checked_vectors, scale
from lazyq.riemannian.planar import alignment_in_plane
from lazyq.riemannian.polar import polar

_PAIRS_AT_ONCE = 2**14


@any_kind("x", "y", "v", "w", "towards")
def distance(action: RotationAction, x: Tensor, y: Tensor, lam: float | Tensor) -> Tensor:
    """Return d_λ(x, y) = min_g sqrt(‖gx − y‖² + λ² ν(g)²) for every pair of the broadcast batch.

    With r₁, r₂ the norms and φ the angle of x and y, and c = action.weight,

        d_λ² = min_{θ ∈ [0, φ]} r₁² + r₂² − 2 r₁ r₂ cos(φ−θ) + c λ² θ²,

    summed over the blocks of the action. The minimum is the global one, for every n, and is computed in
    float64 without cancellation, whatever the sizes of λ, x and y and however close or opposite the
    points. λ = 0 gives the quotient pseudometric |r₁ − r₂|, λ = inf the Euclidean distance. Differentiable
    once in x, y and λ (not where two best rotations compete, nor at x = y, where the gradient is given as 0).
    ``x[:, None]`` and ``y[None]`` give all pairs of two sets.

    Parameters
    ----------
    action : a RotationAction
    x, y : (..., n) float32 or float64; batch dimensions broadcast
    lam : ≥ 0, units of x per radian of ν; a number or a tensor that broadcasts with the batch

    Raises
    ------
    ValueError : an action, shape, dtype, value or λ that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, distance
    >>> x, y = torch.tensor([3.0, 0.0]), torch.tensor([0.0, 4.0])
    >>> distance(OrthogonalAction(2), x, y, torch.tensor([0.0, torch.inf]))
    tensor([1., 5.])
    """
    (x, y), dtype = checked_vectors(action, x=x, y=y)
    lam = checked_lam(lam, x)
    shape = torch.broadcast_shapes(x.shape[:-1], lam.shape)
    parts = []
    for size, first, second in zip(action.blocks, action.split(x), action.split(y), strict=True):
        beta = scale(action, lam, size)
        expanded = (first.expand(*shape, size), second.expand(*shape, size), beta.expand(shape))
        parts.append(_PlaneDistance.apply(*expanded))
    return root_sum_of_squares(parts).to(dtype)


class _PlaneDistance(Function):
    """The distance of one block. By the envelope theorem its derivatives are those with g held fixed."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor, beta: Tensor) -> Tensor:
        shape = beta.shape
        pairs = shape.numel()
        result = beta.new_empty(pairs)
        flat = [tensor.reshape(pairs, x.shape[-1]) for tensor in (x, y)]
        betas = beta.reshape(pairs)
        step = _PAIRS_AT_ONCE if x.device.type == "cpu" else 64 * _PAIRS_AT_ONCE
        for start in range(0, pairs, step):
            part = slice(start, start + step)
            first, second = (tensor[part].T.contiguous() for tensor in flat)
            result[part] = _distances(first, second, betas[part])
        result = result.reshape(shape)
        ctx.save_for_backward(x, y, beta, result)
        return result

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x, y, beta, result = ctx.saved_tensors
        flow = torch.where(result > 0, grad / torch.where(result > 0, result, 1.0), 0.0)
        best = alignment_in_plane(x, y, beta)
        price = torch.where(best.theta > 0, beta * best.theta.square(), 0.0)
        return -flow[..., None] * best.pulled_back, flow[..., None] * best.left_over, flow * price


def _distances(x: Tensor, y: Tensor, beta: Tensor) -> Tensor:
    """Return the distances of (n, m) points; the three terms of d_λ² are squares, and none cancels."""
    pair = polar(x, y)
    theta, alpha = solve(pair.r1, pair.r2, pair.angle, pair.opening, beta)
    chord = 2 * pair.r1.sqrt() * pair.r2.sqrt() * (alpha / 2).sin()
    price = torch.where(theta > 0, beta * theta, 0.0)
    return torch.hypot(torch.hypot(pair.growth, chord), price)
