"""Distances of many pairs of images under row shifts, and their gradients, by compiled code."""

from typing import Any

import torch
from torch import Tensor

from lazyq.actions import RowShifts
from lazyq.kernels import walked
from lazyq.kernels.summing import square_root
from lazyq.metric.alignment import measure
from lazyq.metric.inputs import Pair
from lazyq.metric.minimiser import walked_measure


def walked_distance(action: RowShifts, pair: Pair, lam: Tensor) -> Tensor:
    """Return d_λ of every pair, for a λ of each, with the gradients that :func:`lazyq.align` states."""
    distance: Tensor = _Distance.apply(pair.x, pair.y, lam, action, pair.unit)
    return distance


class _Distance(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor, lam: Tensor, action: RowShifts, unit: float) -> Tensor:
        found = walked_measure(action, Pair(x, y, unit), lam)
        residual = square_root(found.squared_residuals) * unit
        effort = square_root(found.squared_efforts)
        distance = torch.hypot(residual, torch.where(effort > 0, lam * effort, 0.0))
        ctx.save_for_backward(x, y, lam, found.g, effort, distance)
        ctx.save_for_forward(x, y, lam, found.g, effort, distance)
        ctx.action, ctx.unit = action, unit
        return distance.to(torch.float32 if x.dtype == torch.float32 else torch.float64)

    @staticmethod
    def jvp(ctx: Any, of_x: Tensor | None, of_y: Tensor | None, of_lam: Tensor | None, *_: None) -> Tensor:
        x, y, lam, g, effort, distance = ctx.saved_tensors
        act, total = ctx.action.act, torch.zeros_like(distance)
        difference = act(g, x.double()) - y.double()
        if of_x is not None:
            total += (difference * act(g, of_x.double())).flatten(-2).sum(-1)
        if of_y is not None:
            total -= (difference * of_y.double()).flatten(-2).sum(-1)
        if of_lam is not None:
            total += torch.where(effort > 0, lam * of_lam * effort.square(), 0.0)
        slope = torch.where(distance > 0, total / distance, 0.0)
        return slope.to(torch.float32 if x.dtype == torch.float32 else torch.float64)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        x, y, lam, g, effort, distance = ctx.saved_tensors
        wanted = ctx.needs_input_grad[:3]
        if torch.is_grad_enabled():  # second derivatives are wanted
            found = measure(ctx.action, Pair(x, y, ctx.unit), g, lam).distance
            inputs = [part for part, is_wanted in zip((x, y, lam), wanted, strict=True) if is_wanted]
            gradients = iter(torch.autograd.grad(found, inputs, gradient, create_graph=True))
            return (*(next(gradients) if is_wanted else None for is_wanted in wanted), None, None)
        weights = torch.where(distance > 0, gradient.double() / distance, 0.0)
        of_lam = torch.where(effort > 0, weights * lam * effort.square(), 0.0)
        if not any(wanted[:2]):
            return None, None, of_lam, None, None
        own, theirs = (part.reshape(-1, *ctx.action.shape) for part in (x, y))
        of_x, of_y = walked.pull_back(g.reshape(-1, ctx.action.height), own, theirs, weights.reshape(-1))
        return of_x.reshape(x.shape), of_y.reshape(y.shape), of_lam, None, None
