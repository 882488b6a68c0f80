"""The minimiser g_λ of one λ, and the distance that it gives."""

from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions import GroupAction, MinimisingAction, SolvableAction
from lazyq.actions.kinds import any_kind
from lazyq.kernels.summing import has_derivative, square_root
from lazyq.metric.inputs import Pair, checked_lam, checked_pair, require_solvable, transforming
from lazyq.metric.minimiser import is_walked, minimiser, walked_alignment
from lazyq.metric.transforms import transformed_minimiser


class Alignment(NamedTuple):
    """The optimal transformation of x towards y at one λ.

    Attributes
    ----------
    g : (..., *element) the minimiser g_λ
    moved : (..., *shape) g_λ·x, in the dtype of x
    residual : (...) ‖g_λ x − y‖, in units of x (uint8 levels count as k/255)
    effort : (...) ν(g_λ)
    distance : (...) d_λ(x, y) = sqrt(residual² + λ² effort²)

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts, align
    >>> found = align(RowShifts(1, 4), torch.tensor([[0.0, 0, 1, 0]]), torch.tensor([[0.0, 1, 0, 0]]), 0.5)
    >>> found.g, found.effort, found.distance  # one step to the left, at the price of 0.5
    (tensor([1]), tensor(1.), tensor(0.5000))
    """

    g: Tensor
    moved: Tensor
    residual: Tensor
    effort: Tensor
    distance: Tensor


@any_kind("x", "y")
def align(
    action: GroupAction, x: Tensor, y: Tensor, lam: float | Tensor, *, kernel: str = "auto"
) -> Alignment:
    """Return g_λ, the g that minimises ‖gx − y‖² + λ² ν(g)², and what it costs.

    Exact: for uint8 in integers, for floats in float64 with values equal up to rounding taken as ties.
    Ties go to the least effort, then to the first element in the action's order. λ = 0 gives the
    quotient pseudometric, λ = inf leaves x where it is.

    Residual and distance are differentiable in floating-point x and y, and the distance in λ, with g_λ held
    fixed (the envelope theorem): ∂d²/∂y = 2(y − g_λx), ∂d²/∂λ = 2λν(g_λ)². Where several g are best, it is
    the gradient for the one that is taken, an element of the generalised gradient. Second derivatives hold
    g_λ fixed too, which is right wherever it is the only best one. :func:`torch.func.vmap`, ``grad``,
    ``jacrev`` and ``jvp`` can be used.

    Parameters
    ----------
    action : a SeparableAction, such as RowShifts or Translations, or a MinimisingAction, such as Permutations
    x, y : (..., *action.shape) tensors, NumPy arrays or lists, which the result is of then; uint8,
        float32 or float64, or what the MinimisingAction takes; batch dimensions broadcast
    lam : ≥ 0, units of x per unit of ν; a number or a tensor that broadcasts with the batch
    kernel : "auto", "walked" or a name of :data:`lazyq.kernels.BY_NAME`, of an action with a minimiser of
        :data:`lazyq.kernels.minimising.BY_NAME`

    Returns
    -------
    Alignment of ``g`` (..., *element), ``moved`` = g·x (..., *shape), and, each (...), ``residual`` ‖gx − y‖
    in units of x, ``effort`` ν(g) and ``distance`` d_λ in units of x

    Raises
    ------
    ValueError : an action, shape, dtype, value, λ or kernel that can't be taken; says which, and what is

    Source: the talk *Lazy Quotient Metrics*, slides "Lazy Quotient Metric" and "Practical case".

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts, align
    >>> x, y = torch.tensor([[0.0, 0, 1, 0]]), torch.tensor([[0.0, 1, 0, 0]])
    >>> best = align(RowShifts(1, 4), x, y, 1.0)  # to move costs 1, to stay 2
    >>> best.g, best.effort, best.residual, best.distance
    (tensor([1]), tensor(1.), tensor(0.), tensor(1.))
    """
    action = require_solvable(action)
    pair = checked_pair(action, x, y)
    lam = checked_lam(lam, pair.batch(action), pair.x.device)
    if transforming():
        return measure(action, pair, transformed_minimiser(action, pair, lam, kernel), lam)
    is_plain = not any(map(has_derivative, (pair.x, pair.y, lam))) and lam.shape == pair.batch(action)
    if is_plain and is_walked(action, pair, kernel, "align"):
        found = walked_alignment(action, pair, lam)
        residual = square_root(found.squared_residuals) * pair.unit
        effort = square_root(found.squared_efforts)
        return _alignment(pair, found.g, found.moved, residual, effort, lam)
    return measure(action, pair, minimiser(action, pair, lam, kernel), lam)


def measure(action: SolvableAction, pair: Pair, g: Tensor, lam: Tensor) -> Alignment:
    """Return the Alignment of a given g: residual and effort from their definitions."""
    moved = action.act(g, pair.x if isinstance(action, MinimisingAction) else pair.x.double())
    return _alignment(pair, g, moved, _residual(action, pair, moved), action.length(g), lam)


def _alignment(
    pair: Pair, g: Tensor, moved: Tensor, residual: Tensor, effort: Tensor, lam: Tensor
) -> Alignment:
    penalty = torch.where(effort > 0, lam * effort, 0.0)
    distance = torch.linalg.vector_norm(torch.stack(torch.broadcast_tensors(residual, penalty), -1), dim=-1)
    dtype = torch.float32 if pair.x.dtype == torch.float32 else torch.float64
    return Alignment(g, moved.to(pair.x.dtype), residual.to(dtype), effort.to(dtype), distance.to(dtype))


def _residual(action: SolvableAction, pair: Pair, moved: Tensor) -> Tensor:
    if isinstance(action, MinimisingAction):
        return square_root(action.squared_distance(moved, pair.y))
    difference = (moved - pair.y.double()).flatten(-len(action.shape))
    if pair.x.dtype == torch.uint8:
        return square_root(difference.square().sum(-1)) * pair.unit
    return torch.linalg.vector_norm(difference, dim=-1)
