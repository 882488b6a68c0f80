"""Several means of the same points at many λ, each serving the points that are nearest to it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import GroupAction
from lazyq.actions.kinds import any_kind
from lazyq.means.lloyd import Clusters, clustered, seeds
from lazyq.means.movable import MovablePoints
from lazyq.metric.all_pairs import checked_lams, one_or_several


class LazyKMeansPath(NamedTuple):
    """k lazy means at several λ.

    Attributes
    ----------
    lams : (L,) float64, as given
    means : (L, k, *shape) float64; from λ to λ the j-th is the one that has changed least
    served : (L, k) int64, how many points are nearest to each
    objectives : (L,) Σ min_j d_λ(x_i, z_j)²
    """

    lams: Tensor
    means: Tensor
    served: Tensor
    objectives: Tensor


@any_kind("points")
def lazy_kmeans_path(
    action: GroupAction,
    points: Tensor,
    n_clusters: int,
    lam: float | Sequence[float] | Tensor,
    *,
    seed: int = 0,
    max_iter: int = 100,
    tick: Callable[[float], None] | None = None,
) -> LazyKMeansPath:
    """Return the best k means found at every λ, by k-means++ at both ends of the λ and on from λ to λ.

    From the largest λ down and from the least up each run of Lloyd's alternation begins where the one before
    ended; at every λ the one with the lesser objective is taken. That is a local minimum. At the largest λ
    the mean that serves most points comes first.

    Parameters
    ----------
    action : a SeparableAction, such as RowShifts or PolarRotations
    points : (n, *action.shape) uint8 (levels k/255), float32 or float64
    n_clusters : k, from 1 to n
    lam : (L,) ≥ 0, inf included, in any order; units of the points per unit of ν. For one number the result
        has no dimension of L
    seed : of the draws
    max_iter : of one run
    tick : is told the share that is done, and may raise to end it

    Raises
    ------
    ValueError : an argument that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.means import lazy_kmeans_path
    >>> points = torch.tensor([[[1.0, 0, 0, 0]], [[0, 1.0, 0, 0]], [[3.0, 3, 0, 0]]])
    >>> lazy_kmeans_path(RowShifts(1, 4), points, 2, [0.0, float("inf")]).objectives
    tensor([0., 1.], dtype=torch.float64)
    """
    tell = tick or (lambda share: None)
    movable = MovablePoints(action, points)
    for name, value, most in (("n_clusters", n_clusters, len(movable)), ("max_iter", max_iter, None)):
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or value < 1 or (most is not None and value > most):
            accepted = "of at least 1" if most is None else f"from 1 to {most}"
            raise ValueError(f"{name} must be a whole number {accepted}, got {value!r}")
    several, one = one_or_several(lam)
    given = checked_lams(several, movable.points.device)
    order = given.argsort(descending=True).tolist()
    random = np.random.RandomState(seed)
    best: dict[int, Clusters] = {}
    for way, places in enumerate((order, order[::-1])):
        centres = None
        for done, place in enumerate(places):
            tell((way * len(order) + done) / (2 * len(order)))
            penalties = movable.penalties(float(given[place]))
            if centres is None:
                centres = seeds(movable, penalties, n_clusters, random)
            found = clustered(movable, penalties, centres, max_iter)
            centres = found.centres
            best[place] = min(best.get(place, found), found, key=lambda each: each.inertia)
    means = given.new_zeros(len(given), n_clusters, *movable.action.shape)
    served = torch.zeros(len(given), n_clusters, dtype=torch.int64)
    objectives = torch.zeros_like(given)
    above = None
    for place in order:
        centres, labels, objectives[place], _ = best[place]
        counts = labels.bincount(minlength=n_clusters)
        if above is None:
            own = counts.argsort(descending=True, stable=True)
        else:
            own = _nearest_order(above, centres)
        means[place], served[place] = centres[own], counts[own]
        above = means[place]
    path = LazyKMeansPath(given, means, served, objectives)
    return LazyKMeansPath(*(part[0] for part in path)) if one else path


def _nearest_order(above: Tensor, means: Tensor) -> Tensor:
    """Return the order of means (k, *shape) in which they are nearest to those above, one by one."""
    from scipy.optimize import linear_sum_assignment  # late, for its import takes half a second

    squared = (above[:, None] - means[None]).flatten(2).square().sum(-1)
    return torch.from_numpy(linear_sum_assignment(squared.numpy())[1])
