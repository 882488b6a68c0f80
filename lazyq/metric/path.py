"""The whole λ-path: every λ at which the optimal transformation changes."""

from dataclasses import dataclass, field, fields, replace
from typing import Any, final

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import GroupAction, MinimisingAction, SolvableAction
from lazyq.actions.kinds import TENSORS, OfAnyKind, any_kind, as_kind
from lazyq.kernels.summing import square_root
from lazyq.metric.alignment import Alignment, measure
from lazyq.metric.inputs import Pair, checked_lam, checked_pair, require_plain, require_solvable
from lazyq.metric.lines import elements_at, lines_of
from lazyq.metric.minimiser import envelopes, is_walked, walked_path


@final
@dataclass(frozen=True, eq=False)
class LazyPath(OfAnyKind):
    """g_λ for every λ in [0, ∞]: d_λ² = min_g (‖gx − y‖² + λ² ν(g)²) piece by piece.

    On piece p, breakpoints[p−1] ≤ λ < breakpoints[p], the minimiser is g[p], and
    d_λ² = squared_residuals[p] + λ² squared_efforts[p]. From piece to piece the effort falls and the
    residual grows; the first piece is λ = 0, the last one is λ = ∞, where nothing moves.

    Attributes
    ----------
    action, x, y : what the path belongs to; x and y broadcast to one batch
    unit : the length of one level, 1/255 for uint8, else 1
    breakpoints : (..., P) the λ > 0 at which g_λ changes, increasing; in a batch, padded with inf
    g : (..., P+1, *element) the minimisers
    squared_residuals : (..., P+1) in squared units of x
    squared_efforts : (..., P+1) in squared units of ν
    kind : "tensors", "arrays" or "lists": what x and y were given as, and the attributes and answers are

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts, lazy_path
    >>> x, y = torch.tensor([[0.0, 0, 1, 0]]), torch.tensor([[0.0, 1, 0, 0]])
    >>> path = lazy_path(RowShifts(1, 4), x, y)
    >>> path.at(1.0).g, path.at(2.0).g
    (tensor([1]), tensor([0]))
    >>> path.distance(1.0)
    tensor(1., dtype=torch.float64)
    """

    action: SolvableAction
    x: Tensor = field(repr=False)
    y: Tensor = field(repr=False)
    unit: float
    breakpoints: Tensor
    g: Tensor = field(repr=False)
    squared_residuals: Tensor = field(repr=False)
    squared_efforts: Tensor = field(repr=False)
    kind: str = TENSORS

    def at(self, lam: float | Tensor) -> Alignment:
        """Return the Alignment at λ; at a breakpoint the piece of less effort, which begins there.

        Parameters
        ----------
        lam : ≥ 0 or inf; a number or a tensor that broadcasts with the batch

        Raises
        ------
        ValueError : λ is not a number, negative or NaN, or does not broadcast with the batch
        """
        path = self._tensors()
        lam = checked_lam(lam, path.breakpoints.shape[:-1], path.x.device)
        g = elements_at(path.g, path.breakpoints, lam)
        found: Alignment = as_kind(measure(path.action, Pair(path.x, path.y, path.unit), g, lam), self.kind)
        return found

    def distance(self, lam: float | Tensor) -> Tensor:
        """Return d_λ = sqrt(squared_residuals + λ² squared_efforts) from the path alone, in float64.

        Differentiable in λ only: the path holds numbers. ``at(lam).distance`` is in x and y too.
        """
        path = self._tensors()
        lam = checked_lam(lam, path.breakpoints.shape[:-1], path.x.device)
        piece = (path.breakpoints <= lam[..., None]).sum(-1)
        residual, effort = (
            values.expand(*piece.shape, values.shape[-1]).gather(-1, piece[..., None]).squeeze(-1)
            for values in (path.squared_residuals, path.squared_efforts)
        )
        squared = residual + torch.where(effort > 0, lam.square() * effort, 0.0)
        distance: Tensor = as_kind(square_root(squared), self.kind)
        return distance

    def of_kind(self, kind: str) -> "LazyPath":
        """Return the path with its attributes as arrays or lists."""
        held = {field.name: as_kind(getattr(self, field.name), kind) for field in fields(self)}
        return replace(self, **held | {"kind": kind})

    def _tensors(self) -> "LazyPath":
        if self.kind == TENSORS:
            return self
        names = ("x", "y", "breakpoints", "g", "squared_residuals", "squared_efforts")
        held: dict[str, Any] = {name: torch.from_numpy(np.asarray(getattr(self, name))) for name in names}
        return replace(self, **held, kind=TENSORS)


@any_kind("x", "y")
def lazy_path(action: GroupAction, x: Tensor, y: Tensor, *, kernel: str = "auto") -> LazyPath:
    """Return the λ-path of x towards y: all breakpoints, and g_λ with its two terms on every piece.

    The squared distance is a lower envelope of lines in λ², one for every g, so it is concave and
    piecewise linear in λ², and finitely many λ tell everything. Exact, with the ties of
    :func:`lazyq.align`, whose result at any λ is the path's. Changes of different factors of float
    images stay two breakpoints where they differ in the last digits only.

    Parameters
    ----------
    action : a SeparableAction, such as RowShifts or Translations, or a MinimisingAction, such as Permutations
    x, y : (..., *action.shape) tensors, NumPy arrays or lists, which the result is of then; uint8 (levels
        k/255), float32 or float64; batch dimensions broadcast
    kernel : "auto", "walked" or a name of :data:`lazyq.kernels.BY_NAME`

    Returns
    -------
    LazyPath of P ``breakpoints`` (..., P), the λ where g_λ changes, and on each of the P + 1 pieces ``g``
    (..., P+1, *element), ``squared_residuals`` and ``squared_efforts`` (..., P+1);
    d_λ² = squared_residual + λ² squared_effort, which ``.distance(lam)`` and ``.at(lam)`` look up

    Raises
    ------
    ValueError : an action, shape, dtype, value or kernel that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts, lazy_path
    >>> x, y = torch.tensor([[0.0, 0, 1, 0]]), torch.tensor([[0.0, 1, 0, 0]])
    >>> path = lazy_path(RowShifts(1, 4), x, y)
    >>> path.breakpoints  # √2: to move costs λ², to stay 2
    tensor([1.4142], dtype=torch.float64)
    >>> path.squared_residuals.tolist(), path.squared_efforts.tolist()
    ([0.0, 2.0], [1.0, 0.0])
    """
    require_plain("lazy_path")
    action = require_solvable(action)
    pair = checked_pair(action, x, y)
    if isinstance(action, MinimisingAction):
        breakpoints, lines = lines_of(action, pair, kernel)
        return LazyPath(action, pair.x, pair.y, pair.unit, breakpoints, *lines)
    if is_walked(action, pair, kernel, "path"):
        walked = walked_path(action, pair)
        residuals = walked.squared_residuals * pair.unit**2
        return LazyPath(
            action, pair.x, pair.y, pair.unit, walked.breakpoints, walked.g, residuals, walked.squared_efforts
        )
    envelope = envelopes(action, pair, kernel)
    starts = _merged(envelope.breakpoints.flatten(-2))
    lam = torch.cat([starts.new_zeros(*starts.shape[:-1], 1), starts], -1)
    lam = lam[..., None, :].expand(*envelope.choice.shape[:-1], -1).contiguous()
    piece = torch.searchsorted(envelope.breakpoints, lam, right=True)
    choice = envelope.choice.gather(-1, piece).transpose(-1, -2)
    return LazyPath(
        action=action,
        x=pair.x,
        y=pair.y,
        unit=pair.unit,
        breakpoints=starts,
        g=action.assemble(choice),
        squared_residuals=envelope.squared_residuals.gather(-1, piece).sum(-2) * pair.unit**2,
        squared_efforts=action.squared_lengths.to(choice.device)[choice].sum(-1),
    )


def _merged(breakpoints: Tensor) -> Tensor:
    """Return the distinct values of each row in increasing order, padded with inf."""
    ordered = breakpoints.sort(-1).values
    repeated = torch.zeros_like(ordered, dtype=torch.bool)
    repeated[..., 1:] = ordered[..., 1:] == ordered[..., :-1]
    ordered = ordered.masked_fill(repeated, torch.inf).sort(-1).values
    used = int(ordered.isfinite().sum(-1).max()) if ordered.numel() else 0
    return ordered[..., :used]
