"""The lazy Fréchet mean: the centre that is nearest to all points when each may move towards it."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions import GroupAction
from lazyq.actions.kinds import any_kind
from lazyq.means.movable import Fit, MovablePoints
from lazyq.metric.all_pairs import checked_lams, one_or_several


class LazyMean(NamedTuple):
    """A mean of points under d_λ; for L numbers λ everything begins with a dimension of L, tensors all.

    Attributes
    ----------
    mean : (*shape) float64, z
    g : (n, *element) what moves each point to z
    moved : (n, *shape) float64, g_i·x_i
    objective : Σ w_i d_λ(x_i, z)²
    iterations : of the run that led here
    converged : whether nothing changed any more
    better_start : whether another start than the first led here
    """

    mean: Tensor
    g: Tensor
    moved: Tensor
    objective: float | Tensor
    iterations: int | Tensor
    converged: bool | Tensor
    better_start: bool | Tensor


class Descent(NamedTuple):
    """Where the alternation from one start has ended."""

    centre: Tensor
    fit: Fit
    objective: float
    iterations: int
    converged: bool


@any_kind("points", "start")
def lazy_mean(
    action: GroupAction,
    points: Tensor,
    lam: float | Sequence[float] | Tensor,
    weights: Tensor | None = None,
    *,
    start: Tensor | None = None,
    restarts: int = 0,
    seed: int = 0,
    max_iter: int = 200,
) -> LazyMean:
    """Return a lazy Fréchet mean, z that minimises Σ w_i d_λ(x_i, z)², as far as alternation finds it.

    Every point is moved to z as d_λ does, z becomes the mean of the moved points, and so on until no g_i
    changes: for isometries the objective never grows. That is a local minimum. It is the global one at λ = ∞,
    where z is the plain mean; elsewhere restarts may find a better one, which is told.

    Parameters
    ----------
    action : a SeparableAction, such as RowShifts or PolarRotations
    points : (n, *action.shape) uint8 (levels k/255), float32 or float64
    lam : ≥ 0, inf included; units of the points per unit of ν; one number, or L of them, each begun anew
        (:func:`lazy_mean_path` begins each where its neighbour ended)
    weights : (n,) of the points, default all 1
    start : (*action.shape) where to begin, in the dtype of the points or float64; default the plain mean
    restarts : how many points are tried as further starts, drawn without repetition; at most n
    seed : of that draw
    max_iter : of one run

    Returns
    -------
    LazyMean of the ``mean`` z (*shape) in float64, the ``g`` (n, *element) that move each point towards it,
    ``moved`` (n, *shape), the ``objective`` in squared units, and whether the alternation ``converged``;
    for L numbers λ each begins with a dimension of L

    Raises
    ------
    ValueError : an argument that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.means import lazy_mean
    >>> points = torch.tensor([[[0.0, 1.0, 0.0, 0.0]], [[0.0, 0.0, 1.0, 0.0]]])
    >>> lazy_mean(RowShifts(1, 4), points, lam=0.1, start=points[0].double()).mean
    tensor([[0., 1., 0., 0.]], dtype=torch.float64)
    >>> lazy_mean(RowShifts(1, 4), points, lam=float("inf")).mean
    tensor([[0.0000, 0.5000, 0.5000, 0.0000]], dtype=torch.float64)
    """
    movable = MovablePoints(action, points)
    shares = movable.checked_weights(weights)
    several, one = one_or_several(lam)
    lams = checked_lams(several, movable.points.device).tolist()
    if not lams:
        raise ValueError("lam must be one number at least, got none")
    for name, value, least in (("restarts", restarts, 0), ("max_iter", max_iter, 1)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ValueError(f"{name} must be a whole number of at least {least}, got {value!r}")
    first = plain_mean(movable, shares) if start is None else movable.checked_start(start)
    order = torch.randperm(len(movable), generator=torch.Generator().manual_seed(seed))[:restarts].tolist()
    found = [_best(movable, first, order, each, shares, max_iter) for each in lams]
    if one:
        return found[0]
    return LazyMean(
        *(torch.stack([torch.as_tensor(part) for part in parts]) for parts in zip(*found, strict=True))
    )


def _best(
    movable: MovablePoints, first: Tensor, others: list[int], lam: float, shares: Tensor, max_iter: int
) -> LazyMean:
    """Return the best mean at one λ, from a start and from some of the points."""
    penalties = movable.penalties(lam)
    best = descend(movable, first, penalties, shares, max_iter)
    better = False
    for place in others:
        found = descend(movable, movable.points[place], penalties, shares, max_iter)
        if found.objective < best.objective * (1 - 1e-12):
            best, better = found, True
    g = movable.action.assemble(best.fit.choice)
    moved = movable.action.act(g, movable.points)
    return LazyMean(best.centre, g, moved, best.objective, best.iterations, best.converged, better)


def plain_mean(movable: MovablePoints, weights: Tensor) -> Tensor:
    """Return Σ wᵢxᵢ / Σ wᵢ."""
    return torch.einsum("n,n...->...", weights, movable.points) / weights.sum()


def descend(
    movable: MovablePoints, start: Tensor, penalties: Tensor, weights: Tensor, max_iter: int
) -> Descent:
    """Alternate from a start until no point is moved otherwise than before.

    Most of the way is gone in single precision, and only what has changed is summed anew; where that comes to
    rest, or all but one of the iterations are used up, double precision takes over.
    """
    centre, settled_at, done = _approach(movable, start, penalties, weights, max_iter - 1)
    fit = movable.fit(centre, penalties)
    if settled_at is not None and fit.choice.equal(settled_at.T):
        return Descent(centre, fit, float(weights @ fit.squared), done, True)
    for iteration in range(done + 1, max_iter + 1):
        centre = movable.average(fit.choice, weights)
        renewed = movable.fit(centre, penalties)
        settled = renewed.choice.equal(fit.choice)
        fit = renewed
        if settled:
            return Descent(centre, fit, float(weights @ fit.squared), iteration, True)
    return Descent(centre, fit, float(weights @ fit.squared), max_iter, False)


def _approach(
    movable: MovablePoints, start: Tensor, penalties: Tensor, weights: Tensor, max_iter: int
) -> tuple[Tensor, Tensor | None, int]:
    """Return a centre on the way, the choice that it rests on or None, and after how many iterations."""
    centre, choice = start, movable.rough_choice(start, penalties)
    sums = movable.sums(choice, weights)
    factors = torch.arange(movable.action.factors, device=start.device)
    for iteration in range(1, max_iter + 1):
        centre = movable.centre(sums, weights)
        changes = movable.rough_changes(centre, penalties, choice, factors)
        if not changes:
            return centre, choice, iteration
        movable.amend(sums, choice, changes, weights)
        # The others keep their sums, hence their part of the centre, hence their choices.
        factors = torch.cat([change.factors for change in changes]).unique()
    return centre, None, max_iter
