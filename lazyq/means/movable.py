"""Points made ready to be moved towards a centre, again and again, and averaged there."""

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple, final

import torch
from torch import Tensor

from lazyq.actions import GroupAction, SeparableAction
from lazyq.metric.inputs import checked_lam, checked_pair

_CELLS_AT_ONCE = 2**23
_CELLS_IN_CACHE = 2**18


class Fit(NamedTuple):
    """What every point does for one centre.

    Attributes
    ----------
    choice : (n, F) which element each factor takes, in the order of the action
    squared : (n,) d_λ(x_i, z)²
    """

    choice: Tensor
    squared: Tensor


class Change(NamedTuple):
    """Where points take another element.

    Attributes
    ----------
    factors : (m,) which factors
    points : (m,) which points
    elements : (m,) which element each of them takes there now
    """

    factors: Tensor
    points: Tensor
    elements: Tensor


@final
class MovablePoints:
    """Points (n, *shape) of a separable action, in float64 and in units of intensity.

    ⟨e·xᵢ, z⟩ = ⟨xᵢ, e⁻¹·z⟩ for isometries, so that one product of matrices a factor compares all points
    with all elements: only the centre is moved.
    """

    def __init__(self, action: GroupAction, points: Tensor) -> None:
        if not isinstance(action, SeparableAction):
            name = type(action).__name__
            raise ValueError(f"action must be a SeparableAction, got {name}")  # noqa: TRY004  as everywhere
        self.action: SeparableAction = action
        if isinstance(points, Tensor) and points.ndim != len(action.shape) + 1:
            shape = ", ".join(["n", *map(str, action.shape)])
            raise ValueError(f"points must have shape ({shape}), got {tuple(points.shape)}")
        unit = checked_pair(action, points, points[:1] if isinstance(points, Tensor) else points).unit
        if not len(points):
            raise ValueError("points must be at least one, got none")
        self.points = points.double() * unit
        self.blocks = action.split(self.points).movedim(1, 0).contiguous()  # (F, n, D)
        self._columns = self.blocks.mT.float().contiguous()  # (F, D, n)
        self.energies = self.blocks.square().sum(-1).T  # (n, F)
        count = len(action.squared_lengths)
        each = torch.arange(count, device=points.device)[:, None].expand(-1, self.action.factors)
        self.elements = self.action.assemble(each)
        self._inverses = self.action.inverse(self.elements)
        size = math.prod(action.shape)
        self._order = self.action.split(
            torch.arange(size, device=points.device).reshape(action.shape)
        ).flatten()

    def __len__(self) -> int:
        return len(self.points)

    def penalties(self, lam: float) -> Tensor:
        """Return λ²ν(e)² of the elements, (E,), ∞·0 = 0.

        Raises
        ------
        ValueError : λ is not one number of at least 0
        """
        checked = checked_lam(lam, torch.Size(()), self.points.device)
        if checked.ndim:
            raise ValueError(f"lam must be one number, got shape {tuple(checked.shape)}")
        squared_lengths = self.action.squared_lengths.to(self.points.device)
        return torch.where(squared_lengths > 0, checked.square() * squared_lengths, 0.0)

    def fit(self, centre: Tensor, penalties: Tensor) -> Fit:
        """Return the best element of every factor of every point; of equal ones the first in order."""
        moved = self.action.split(self.action.act(self._inverses, centre)).movedim(0, 1)  # (F, E, D)
        energies = self.energies + self.action.split(centre).square().sum(-1)
        choices, squares = [], []
        step = max(1, _CELLS_AT_ONCE // (self.action.factors * len(penalties)))
        for start in range(0, len(self), step):
            part = slice(start, start + step)
            costs = torch.baddbmm(penalties, self.blocks[:, part], moved.mT, alpha=-2)  # (F, n, E)
            least = costs.min(-1)
            choices.append(least.indices.T)
            squares.append((energies[part] + least.values.T).clamp(min=0).sum(-1))
        return Fit(torch.cat(choices), torch.cat(squares))

    def rough_choice(self, centre: Tensor, penalties: Tensor) -> Tensor:
        """Return the choice of :meth:`fit` in single precision, (F, n): where two nearly tie, either."""
        choice = torch.empty(self.blocks.shape[:2], dtype=torch.long, device=self.points.device)
        every = torch.arange(self.action.factors, device=self.points.device)
        for factors, part, costs in self._rough_costs(centre, penalties, every):
            choice[factors, part] = costs.mT.contiguous().argmin(-1)
        return choice

    def rough_changes(
        self, centre: Tensor, penalties: Tensor, choice: Tensor, factors: Tensor
    ) -> list[Change]:
        """Return where another element than that of the choice (F, n) is better in single precision."""
        changes = []
        for some, part, costs in self._rough_costs(centre, penalties, factors):
            held = costs.gather(1, choice[some, part][:, None])[:, 0]
            places, points = (held > costs.amin(1)).nonzero(as_tuple=True)
            if len(places):
                elements = costs.mT[places, points].argmin(-1)
                changes.append(Change(some[places], points + part.start, elements))
        return changes

    def _rough_costs(
        self, centre: Tensor, penalties: Tensor, factors: Tensor
    ) -> Iterator[tuple[Tensor, slice, Tensor]]:
        """Yield some factors, part of the points and costs (f, E, part), but for what all elements share."""
        moved = self.action.split(self.action.act(self._inverses, centre)).movedim(0, 1).float()
        single = penalties.float()[:, None]
        step = max(1, _CELLS_IN_CACHE // len(penalties))
        together = max(1, step // len(self))
        for some in factors.split(together):
            # Several are copied together; one, of many points, is read where it is.
            where = some if together > 1 else slice(int(some), int(some) + 1)
            for start in range(0, len(self), step):
                part = slice(start, min(start + step, len(self)))
                yield some, part, torch.baddbmm(single, moved[where], self._columns[where, :, part], alpha=-2)

    def average(self, choice: Tensor, weights: Tensor) -> Tensor:
        """Return Σ wᵢ gᵢxᵢ / Σ wᵢ, with the weights (n,) of points that are moved by their choices."""
        return self.centre(self.sums(choice.T, weights), weights)

    def sums(self, choice: Tensor, weights: Tensor) -> Tensor:
        """Return Σ wᵢxᵢ of the points that take each element, (F·E, D), for choices (F, n)."""
        sums = self.blocks.new_zeros(self.action.factors * len(self.elements), self.blocks.shape[-1])
        factors = torch.arange(self.action.factors, device=choice.device)
        slots = factors[:, None] * len(self.elements) + choice
        sums.index_add_(0, slots.flatten(), (self.blocks * weights[:, None]).flatten(0, 1))
        return sums

    def amend(self, sums: Tensor, choice: Tensor, changes: Iterable[Change], weights: Tensor) -> None:
        """Make a choice (F, n) and its sums those after the changes: only there is work."""
        for factors, points, elements in changes:
            blocks = self.blocks[factors, points] * weights[points, None]
            first = factors * len(self.elements)
            sums.index_add_(0, first + choice[factors, points], blocks, alpha=-1)
            sums.index_add_(0, first + elements, blocks)
            choice[factors, points] = elements

    def centre(self, sums: Tensor, weights: Tensor) -> Tensor:
        """Return the mean of the points as they are moved, from their sums."""
        count = len(self.elements)
        by_element = sums.unflatten(0, (self.action.factors, count)).movedim(1, 0).flatten(1)
        whole = torch.empty_like(by_element)
        whole[:, self._order] = by_element
        moved = self.action.act(self.elements, whole.reshape(count, *self.action.shape))
        return moved.sum(0) / weights.sum()

    def checked_weights(self, weights: Tensor | None) -> Tensor:
        """Return weights of the points, (n,) float64; all 1 for None.

        Raises
        ------
        ValueError : of another shape, negative or not finite, or all 0
        """
        if weights is None:
            return self.points.new_ones(len(self))
        values = torch.as_tensor(weights, dtype=torch.float64, device=self.points.device)
        if values.shape != (len(self),):
            raise ValueError(f"weights must have shape ({len(self)},), got {tuple(values.shape)}")
        if not ((values >= 0) & (values < math.inf)).all() or not values.sum() > 0:
            raise ValueError("weights must be finite, at least 0 and not all 0")
        return values

    def checked_start(self, start: Tensor) -> Tensor:
        """Return a centre to begin with, in float64 and in units of intensity.

        Raises
        ------
        ValueError : it has another shape than the points, or values that the metric can't take
        """
        unit = checked_pair(self.action, start, start).unit
        if start.shape != self.action.shape:
            raise ValueError(f"start must have shape {self.action.shape}, got {tuple(start.shape)}")
        return start.double() * unit
