"""The one-dimensional problem that the distance comes down to: by how much to turn."""

import math
from typing import Any

import torch
from torch import Tensor
from torch.autograd import Function

_STEPS = 7
_LARGEST_RATIO = 1e300
_SMALLEST = 1e-300


def optimal_angle(
    r1: Tensor, r2: Tensor, angle: Tensor, opening: Tensor, beta: Tensor
) -> tuple[Tensor, Tensor]:
    """Return θ, which minimises r₁² + r₂² − 2 r₁ r₂ cos(φ−θ) + β² θ² over [0, φ], and α = φ − θ.

    With κ = r₁r₂/β², θ is the largest root of θ = κ sin(φ − θ). Newton's method runs to it from the
    side where the function's convexity keeps every step on that side: for κ ≤ 2 in θ from above, for
    κ > 2 in α from below, each with full relative precision; from the bounds below, six steps reach
    it. Both results are differentiable, by the implicit function theorem.

    Parameters
    ----------
    r1, r2 : (...) norms
    angle, opening : (...) φ in [0, π] and π − φ
    beta : (...) β from 0 to inf, both included
    """
    shape = torch.broadcast_shapes(r1.shape, beta.shape)
    tensors = (tensor.expand(shape) for tensor in (r1, r2, angle, opening, beta))
    return _OptimalAngle.apply(*tensors)


def solve(r1: Tensor, r2: Tensor, angle: Tensor, opening: Tensor, beta: Tensor) -> tuple[Tensor, Tensor]:
    """Return θ and α as optimal_angle, without derivatives."""
    ratio = torch.where((r1 > 0) & (r2 > 0), (r1 / beta) * (r2 / beta), 0.0).clamp_max(_LARGEST_RATIO)
    turned, acute = ratio > 2, angle < opening
    factor = torch.where(turned, ratio, -ratio)
    shift = torch.where(turned, 0.0, torch.where(acute, angle, opening))
    sign = torch.where(turned | ~acute, 1.0, -1.0)
    target = torch.where(turned, angle, 0.0)
    root = torch.where(turned, angle / (1 + ratio), _upper_bound(ratio, angle, opening))
    for _ in range(_STEPS):
        argument = shift + sign * root
        value = root + factor * argument.sin() - target
        slope = 1 + factor * sign * argument.cos()
        root = (root - value / slope.clamp_min(_SMALLEST)).clamp_min(0.0).minimum(angle)
    root = torch.where(turned & (beta == 0), 0.0, root)
    return torch.where(turned, angle - root, root), torch.where(turned, root, angle - root)


def _upper_bound(ratio: Tensor, angle: Tensor, opening: Tensor) -> Tensor:
    """Return a bound of the largest θ = κ sin(φ−θ), within a factor of two of it for κ ≤ 2.

    It follows from sin(φ−θ) ≤ φ−θ, 1, t and t − t³/π², where t = π − φ + θ.
    """
    positive = ratio.clamp_min(_SMALLEST)
    excess = (1 - 1 / positive).clamp_min(0.0)
    cubic = math.pi * excess.sqrt() + (math.pi**2 * opening / positive).pow(1 / 3) - opening
    bound = torch.minimum(ratio * angle / (1 + ratio), ratio).minimum(cubic.clamp_min(0.0))
    linear = ratio * opening / (1 - ratio).clamp_min(_SMALLEST)
    return torch.where(ratio < 1, bound.minimum(linear), bound)


class _OptimalAngle(Function):
    @staticmethod
    def forward(ctx: Any, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        theta, alpha = solve(*inputs)
        ctx.save_for_backward(*inputs, theta, alpha)
        return theta, alpha

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        r1, r2, _, _, beta, theta, alpha = ctx.saved_tensors
        grad_theta, grad_alpha = grads
        bounded = torch.where(beta.isinf(), 1.0, beta)
        stiffness = bounded.square() + r1 * r2 * alpha.cos()
        flow = torch.where(beta.isinf() | (stiffness <= 0), 0.0, 1.0) / torch.where(
            stiffness > 0, stiffness, 1.0
        )
        turning = (grad_theta - grad_alpha) * flow
        return (
            turning * r2 * alpha.sin(),
            turning * r1 * alpha.sin(),
            turning * r1 * r2 * alpha.cos() + grad_alpha,
            None,
            -2 * turning * bounded * theta,
        )
