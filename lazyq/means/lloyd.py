"""Lloyd's alternation under the lazy metric: points join their nearest centres, centres become lazy means."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from lazyq.means.movable import MovablePoints


class Clusters(NamedTuple):
    """Where the alternation has ended.

    Attributes
    ----------
    centres : (k, *shape) float64
    labels : (n,) the nearest centre of every point, of equal ones the first
    inertia : Σ d_λ² of the points to their centres
    iterations : how many it took
    """

    centres: Tensor
    labels: Tensor
    inertia: float
    iterations: int


def clustered(movable: MovablePoints, penalties: Tensor, start: Tensor, max_iter: int) -> Clusters:
    """Return the clusters that the alternation comes to from centres (k, *shape): Σ d_λ² never grows."""
    centres, iterations, inertia = start, 0, np.inf
    while iterations < max_iter:
        iterations += 1
        renewed, sum_before = _step(movable, penalties, centres)
        if sum_before >= inertia * (1 - 1e-12):
            break
        centres, inertia = renewed, sum_before
    least = squared_distances(movable, centres, penalties).min(1)
    return Clusters(centres, least.indices, float(least.values.sum()), iterations)


def squared_distances(movable: MovablePoints, centres: Tensor, penalties: Tensor) -> Tensor:
    """Return d_λ² of all points to all centres, (n, k)."""
    return torch.stack([movable.fit(centre, penalties).squared for centre in centres], 1)


def seeds(movable: MovablePoints, penalties: Tensor, count: int, random: np.random.RandomState) -> Tensor:
    """Return points drawn one after another, each with a chance in proportion to d_λ² to those before."""
    places = [int(random.randint(len(movable)))]
    least = movable.fit(movable.points[places[0]], penalties).squared
    while len(places) < count:
        weights = least.clone()
        weights[places] = 0
        if not weights.sum() > 0:  # what is left lies on the centres: any other point will do
            weights = torch.ones_like(least)
            weights[places] = 0
        places.append(int(random.choice(len(movable), p=(weights / weights.sum()).numpy())))
        least = torch.minimum(least, movable.fit(movable.points[places[-1]], penalties).squared)
    return movable.points[places]


def _step(movable: MovablePoints, penalties: Tensor, centres: Tensor) -> tuple[Tensor, float]:
    """Return the centres of the points that are nearest to each, and Σ d_λ² to the centres before.

    A centre that has lost all its points takes the one that is farthest from its own.
    """
    fits = [movable.fit(centre, penalties) for centre in centres]
    squared = torch.stack([fit.squared for fit in fits], 1)
    least = squared.min(1)
    labels = least.indices
    renewed = []
    farthest = least.values.argsort(descending=True).tolist()
    for cluster, fit in enumerate(fits):
        weights = (labels == cluster).double()
        if weights.sum() > 0:
            renewed.append(movable.average(fit.choice, weights))
        else:
            renewed.append(movable.points[farthest.pop(0)])
    return torch.stack(renewed), float(least.values.sum())
