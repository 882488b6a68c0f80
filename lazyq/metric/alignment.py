"""The minimiser g_λ of one λ, and the distance that it gives."""

from typing import NamedTuple

import torch
from torch import Tensor

from lazyq import kernels
from lazyq.actions import GroupAction, MinimisingAction, SeparableAction, SolvableAction
from lazyq.actions.kinds import any_kind
from lazyq.metric.envelope import Envelope, lower_envelope
from lazyq.metric.inputs import Pair, checked_lam, checked_pair, require_solvable
from lazyq.metric.lines import elements_at, lines_of

_CELLS_AT_ONCE = 2**24


class Alignment(NamedTuple):
    """The optimal transformation of x towards y at one λ.

    Attributes
    ----------
    g : (..., *element) the minimiser g_λ
    moved : (..., *shape) g_λ·x, in the dtype of x
    residual : (...) ‖g_λ x − y‖, in units of x (uint8 levels count as k/255)
    effort : (...) ν(g_λ)
    distance : (...) d_λ(x, y) = sqrt(residual² + λ² effort²)
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
    quotient pseudometric, λ = inf leaves x where it is. Residual and distance are differentiable in
    floating-point x and y, with g_λ held fixed (the envelope theorem).

    Parameters
    ----------
    action : a SeparableAction, such as RowShifts or Translations, or a MinimisingAction, such as Permutations
    x, y : (..., *action.shape) tensors, NumPy arrays or lists, which the result is of then; uint8,
        float32 or float64, or what the MinimisingAction takes; batch dimensions broadcast
    lam : ≥ 0, units of x per unit of ν; a number or a tensor that broadcasts with the batch
    kernel : "auto" or a name of :data:`lazyq.kernels.BY_NAME`, of an action with a minimiser of
        :data:`lazyq.kernels.minimising.BY_NAME`

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
    lam = checked_lam(lam, _batch(action, pair.x), pair.x.device)
    if isinstance(action, MinimisingAction):
        breakpoints, lines = lines_of(action, pair, kernel)
        return measure(action, pair, elements_at(lines.g, breakpoints, lam), lam)
    envelope = envelopes(action, pair, kernel)
    piece = (envelope.breakpoints <= lam[..., None, None]).sum(-1, keepdim=True)
    choice = envelope.choice.expand(*lam.shape, *envelope.choice.shape[-2:])
    g = action.assemble(choice.gather(-1, piece).squeeze(-1))
    return measure(action, pair, g, lam)


def measure(action: SolvableAction, pair: Pair, g: Tensor, lam: Tensor) -> Alignment:
    """Return the Alignment of a given g: residual and effort from their definitions."""
    moved = action.act(g, pair.x if isinstance(action, MinimisingAction) else pair.x.double())
    effort = action.length(g)
    penalty = torch.where(effort > 0, lam * effort, 0.0)
    residual = _residual(action, pair, moved)
    distance = torch.linalg.vector_norm(torch.stack(torch.broadcast_tensors(residual, penalty), -1), dim=-1)
    dtype = torch.float32 if pair.x.dtype == torch.float32 else torch.float64
    return Alignment(g, moved.to(pair.x.dtype), residual.to(dtype), effort.to(dtype), distance.to(dtype))


def _residual(action: SolvableAction, pair: Pair, moved: Tensor) -> Tensor:
    if isinstance(action, MinimisingAction):
        return action.squared_distance(moved, pair.y).sqrt()
    difference = (moved - pair.y.double()).flatten(-len(action.shape))
    if pair.x.dtype == torch.uint8:
        return difference.square().sum(-1).sqrt() * pair.unit
    return torch.linalg.vector_norm(difference, dim=-1)


def envelopes(action: SeparableAction, pair: Pair, kernel: str) -> Envelope:
    """Return the envelope of every factor of every pair, λ in units of x, in slices of bounded memory."""
    with torch.no_grad():
        batch = _batch(action, pair.x)
        squared_lengths = action.squared_lengths.to(pair.x.device)
        x, y = (tensor.reshape(-1, *action.shape) for tensor in (pair.x, pair.y))
        chosen = kernels.choose(kernel, action, x, y)
        step = max(1, _CELLS_AT_ONCE // (action.factors * len(squared_lengths)))
        parts = []
        for start in range(0, max(len(x), 1), step):
            source, target = x[start : start + step], y[start : start + step]
            table = chosen.squared_residuals(action, source, target)
            parts.append(lower_envelope(table, squared_lengths, _rounding(action, source, target)))
        whole = parts[0] if len(parts) == 1 else _joined(parts)
        breakpoints, choice, residuals = (tensor.reshape(*batch, *tensor.shape[1:]) for tensor in whole)
        return Envelope(breakpoints * pair.unit, choice, residuals)


def _rounding(action: SeparableAction, x: Tensor, y: Tensor) -> Tensor:
    """Return what ‖e·xᵢ − yᵢ‖ may be off by: nothing for uint8, else 16 roundings of ‖xᵢ‖ + ‖yᵢ‖."""
    source, target = (action.split(tensor.double()).square().sum(-1, keepdim=True) for tensor in (x, y))
    if x.dtype == torch.uint8:
        return torch.zeros_like(source)
    return 16 * torch.finfo(torch.float64).eps * (source.sqrt() + target.sqrt())


def _joined(parts: list[Envelope]) -> Envelope:
    pieces = max(part.choice.shape[-1] for part in parts)

    def padded(tensor: Tensor, size: int, value: Tensor) -> Tensor:
        return torch.cat([tensor, value.expand(*tensor.shape[:-1], size - tensor.shape[-1])], -1)

    infinity = parts[0].breakpoints.new_tensor([torch.inf])
    return Envelope(
        torch.cat([padded(part.breakpoints, pieces - 1, infinity) for part in parts]),
        torch.cat([padded(part.choice, pieces, part.choice[..., -1:]) for part in parts]),
        torch.cat(
            [padded(part.squared_residuals, pieces, part.squared_residuals[..., -1:]) for part in parts]
        ),
    )


def _batch(action: SolvableAction, x: Tensor) -> torch.Size:
    return x.shape[: x.ndim - len(action.shape)]
