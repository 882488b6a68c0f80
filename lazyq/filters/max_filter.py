"""The lazy max filter as a function, differentiable, and as a layer with templates that can be trained."""

from collections.abc import Sequence
from typing import final

import torch
from torch import Tensor, nn

from lazyq.actions import GroupAction, SeparableAction
from lazyq.actions.kinds import any_kind
from lazyq.metric.all_pairs import checked_sets
from lazyq.metric.inputs import checked_lam
from lazyq.metric.samples import one_lam

_CELLS_AT_ONCE = 2**23


@any_kind("x", "z")
def max_filter(action: GroupAction, x: Tensor, z: Tensor, lam: float | Sequence[float] | Tensor) -> Tensor:
    """Return ⟨⟨x, z⟩⟩_λ = max_g ⟨g·x, z⟩ − (λ²/2) ν(g)² for every point and every template.

    d_λ(x, z)² = ‖x‖² + ‖z‖² − 2⟨⟨x, z⟩⟩_λ. Convex in x and in z, ‖z‖-Lipschitz in x; the gradient in z is
    g*·x, with g* the maximiser. Moving x changes it little: for the larger g* of the two maximisers

        |⟨⟨h·x, z⟩⟩_λ − ⟨⟨x, z⟩⟩_λ| ≤ λ² (ν(g*) ν(h) + ν(h)²/2).

    λ = 0 is the max filter, invariant under the group; λ = inf the inner product. Differentiable in
    floating-point x and z.

    Parameters
    ----------
    action : a SeparableAction
    x, z : (n, *action.shape) and (m, *action.shape), of one dtype: uint8 (levels k/255), float32 or float64
    lam : ≥ 0, inf included; units of the points per unit of ν; one number, or L of them

    Returns
    -------
    (n, m), or (L, n, m) for several λ, in squared units of the points; float32 for uint8

    Raises
    ------
    ValueError : an action, shape, dtype, value or λ that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.filters import max_filter
    >>> x, z = torch.eye(4)[:1, None], torch.eye(4)[1:2, None]  # two spots, one pixel apart
    >>> max_filter(RowShifts(1, 4), x, z, lam=0.5)  # 1 − 0.5²/2
    tensor([[0.8750]])
    """
    if not isinstance(action, SeparableAction):
        name = type(action).__name__
        raise ValueError(f"action must be a SeparableAction, got {name}")  # noqa: TRY004  as everywhere
    checked_sets(action, x, z)
    values = checked_lam(lam, torch.Size(()), x.device)  # type: ignore[arg-type]
    if values.ndim > 1:
        raise ValueError(f"lam must be one number or several in one dimension, got {tuple(values.shape)}")
    if x.dtype == torch.uint8:
        x, z = x.float() / 255, z.float() / 255
    found = [_filtered(action, x, z, value) for value in values.reshape(-1)]
    if values.ndim == 0:
        return found[0]
    return torch.stack(found) if found else x.new_empty(0, len(x), len(z))


def _filtered(action: SeparableAction, x: Tensor, z: Tensor, lam: Tensor) -> Tensor:
    squared_lengths = action.squared_lengths.to(x.device)
    halves = torch.where(squared_lengths > 0, lam.square() * squared_lengths / 2, 0.0).to(x.dtype)
    blocks = action.split(x).movedim(-2, 0)
    step = max(1, _CELLS_AT_ONCE // (action.factors * len(halves)))
    columns = [_column(action, blocks, template, halves, step) for template in z]
    return torch.stack(columns, -1) if columns else x.new_empty(len(x), 0)


def _column(action: SeparableAction, blocks: Tensor, template: Tensor, halves: Tensor, step: int) -> Tensor:
    """Return the filter of one template, (n,); ⟨e·x, z⟩ = ⟨x, e⁻¹·z⟩, so that the template alone is moved."""
    each = torch.arange(len(halves), device=blocks.device)[:, None].expand(-1, action.factors)
    moved = action.split(action.act(action.inverse(action.assemble(each)), template)).movedim(-2, 0)
    parts = [((part @ moved.mT) - halves).amax(-1).sum(0) for part in blocks.split(step, 1)]
    return torch.cat(parts)


@final
class LazyMaxFilter(nn.Module):
    """A layer of max filters whose templates are parameters: (n, *action.shape) → (n, templates).

    Parameters
    ----------
    action : a SeparableAction
    templates : (m, *action.shape) float32 or float64, where the templates begin; a tensor, array or list
    lam : ≥ 0, inf included; units of the points per unit of ν

    Raises
    ------
    ValueError : as :func:`max_filter`

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.filters import LazyMaxFilter
    >>> layer = LazyMaxFilter(RowShifts(1, 4), torch.eye(4)[1:2, None], lam=0.0)
    >>> layer(torch.eye(4)[:, None]).tolist()  # at λ = 0 a spot is a spot, wherever it is
    [[1.0], [1.0], [1.0], [1.0]]
    """

    @any_kind("templates")
    def __init__(self, action: GroupAction, templates: Tensor, lam: float) -> None:
        super().__init__()
        if not isinstance(templates, Tensor) or not templates.is_floating_point():
            found = templates.dtype if isinstance(templates, Tensor) else type(templates).__name__
            raise ValueError(f"templates must be float32 or float64 numbers, got {found}")
        max_filter(action, templates[:1], templates[:1], one_lam(lam))  # says what can't be taken
        self.action = action
        self.lam = lam
        self.templates = nn.Parameter(templates.detach().clone())

    @any_kind("x")
    def forward(self, x: Tensor) -> Tensor:
        """Return ⟨⟨x, z⟩⟩_λ of every point and template, (n, m)."""
        return max_filter(self.action, x, self.templates, self.lam)
