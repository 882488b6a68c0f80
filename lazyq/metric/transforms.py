"""The minimiser within torch.func: its functions can't look at numbers, and a minimiser has to."""

from typing import Any

import torch
from torch import Tensor

from lazyq.actions import SolvableAction
from lazyq.metric.inputs import Pair, check_lam_values, check_values, unit_of
from lazyq.metric.minimiser import minimiser


def transformed_minimiser(action: SolvableAction, pair: Pair, lam: Tensor, kernel: str) -> Tensor:
    """Return g_λ of every pair, as :func:`minimiser`, under vmap, grad, jacrev and so on.

    Raises
    ------
    ValueError : values of x, y or λ that can't be taken
    """
    g: Tensor = _Minimiser.apply(pair.x, pair.y, lam, action, kernel)
    return g


class _Minimiser(torch.autograd.Function):
    @staticmethod
    def forward(x: Tensor, y: Tensor, lam: Tensor, action: SolvableAction, kernel: str) -> Tensor:
        check_values(x, y)
        check_lam_values(lam, lam)
        return minimiser(action, Pair(x, y, unit_of(action, x.dtype)), lam, kernel)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        ctx.mark_non_differentiable(output)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[None, ...]:
        return (None,) * 5

    @staticmethod
    def jvp(ctx: Any, *tangents: Tensor | None) -> None:
        """The minimiser is constant but for jumps."""

    @staticmethod
    def vmap(
        info: Any,
        in_dims: tuple[Any, ...],
        x: Tensor,
        y: Tensor,
        lam: Tensor,
        action: SolvableAction,
        kernel: str,
    ) -> tuple[Tensor, int]:
        """Put the new dimension in front of the batch; λ may have more dimensions than the batch."""
        more = lam.ndim - (in_dims[2] is not None) - (x.ndim - (in_dims[0] is not None) - len(action.shape))
        points = []
        for tensor, dim in ((x, in_dims[0]), (y, in_dims[1])):
            front = tensor[None] if dim is None else tensor.movedim(dim, 0)
            points.append(front.reshape(len(front), *[1] * more, *front.shape[1:]))
        front = lam[None] if in_dims[2] is None else lam.movedim(in_dims[2], 0)
        size = info.batch_size
        own, theirs = (tensor.expand(size, *tensor.shape[1:]) for tensor in points)
        return _Minimiser.apply(own, theirs, front.expand(size, *front.shape[1:]), action, kernel), 0
