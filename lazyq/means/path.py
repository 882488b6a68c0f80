"""The means of many λ, each begun where its neighbour ended."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions import GroupAction
from lazyq.actions.kinds import any_kind
from lazyq.means.mean import Descent, descend, plain_mean
from lazyq.means.movable import MovablePoints
from lazyq.metric.all_pairs import checked_lams, one_or_several


class LazyMeanPath(NamedTuple):
    """The lazy mean at several λ.

    Attributes
    ----------
    lams : (L,) float64, as given
    means : (L, *shape) float64
    objectives : (L,) Σ w_i d_λ(x_i, z)²
    plain_objectives : (L,) where the alternation from the plain mean ends
    """

    lams: Tensor
    means: Tensor
    objectives: Tensor
    plain_objectives: Tensor


@any_kind("points")
def lazy_mean_path(
    action: GroupAction,
    points: Tensor,
    lam: float | Sequence[float] | Tensor,
    weights: Tensor | None = None,
    *,
    restarts: int = 8,
    seed: int = 0,
    max_iter: int = 200,
    tick: Callable[[float], None] | None = None,
) -> LazyMeanPath:
    """Return the best lazy mean found at every λ: from the plain mean, and by warm starts from both ends.

    From large λ to small ones each mean begins where the one before ended; at the least λ some points are
    tried as starts as well; then back again. Of the runs at one λ that with the least objective is taken.

    Parameters
    ----------
    action : a SeparableAction, such as RowShifts or PolarRotations
    points : (n, *action.shape) uint8 (levels k/255), float32 or float64
    lam : (L,) ≥ 0, inf included, in any order; units of the points per unit of ν. For one number the result
        has no dimension of L
    weights : (n,) of the points, default all 1
    restarts : how many points are tried at the least λ
    seed : of their draw
    max_iter : of one run
    tick : is told the share that is done, and may raise to end it

    Returns
    -------
    LazyMeanPath of ``lams`` as given, the ``means`` z (L, *shape) in float64, their ``objectives`` (L,) in
    squared units of the points, and ``plain_objectives``, where the plain start ends

    Raises
    ------
    ValueError : an argument that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.means import lazy_mean_path
    >>> points = torch.eye(4)[:2, None]
    >>> lazy_mean_path(RowShifts(1, 4), points, [0.0, float("inf")]).objectives
    tensor([0., 1.], dtype=torch.float64)
    """
    tell = tick or (lambda share: None)
    movable = MovablePoints(action, points)
    shares = movable.checked_weights(weights)
    several, one = one_or_several(lam)
    given = checked_lams(several, movable.points.device)
    order = given.argsort(descending=True).tolist()
    plain = plain_mean(movable, shares)
    best: dict[int, Descent] = {}
    plain_objectives = given.clone()

    def run(place: int, start: Tensor) -> Descent:
        return descend(movable, start, movable.penalties(float(given[place])), shares, max_iter)

    for done, place in enumerate(order):
        found = run(place, plain)
        plain_objectives[place] = found.objective
        warm = run(place, best[order[done - 1]].centre) if done else found
        best[place] = min(found, warm, key=lambda descent: descent.objective)
        tell((done + 1) / (2 * len(order) - 1))
    if order:
        lowest = order[-1]
        draw = torch.randperm(len(movable), generator=torch.Generator().manual_seed(seed))
        tried = [run(lowest, movable.points[start]) for start in draw[:restarts].tolist()]
        best[lowest] = min([best[lowest], *tried], key=lambda descent: descent.objective)
    for done, (place, before) in enumerate(zip(order[-2::-1], order[:0:-1], strict=True)):
        warm = run(place, best[before].centre)
        best[place] = min(best[place], warm, key=lambda descent: descent.objective)
        tell((len(order) + done + 1) / (2 * len(order) - 1))
    ordered = [best[place] for place in range(len(given))]
    means = [found.centre for found in ordered]
    objectives = torch.tensor([found.objective for found in ordered], dtype=torch.float64)
    stacked = torch.stack(means) if means else movable.points[:0]
    path = LazyMeanPath(given, stacked, objectives, plain_objectives)
    return LazyMeanPath(*(part[0] for part in path)) if one else path
