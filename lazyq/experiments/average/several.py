"""Several lazy averages of one class, each serving the digits that are nearest to it, at every λ."""

import math
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from lazyq.averaging.threads import one_thread
from lazyq.compute.progress import report
from lazyq.experiments.average.means import ACTION, AverageSpec, averaged_places
from lazyq.experiments.average.reading import Reading, read_by_nearest
from lazyq.experiments.digits import load_collection
from lazyq.means.lloyd import Clusters, clustered, seeds
from lazyq.means.movable import MovablePoints

SEVERAL_LAMS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 2.0, 10.0, math.inf)
COUNTS = (1, 2, 3, 5)
# Averages are matched from λ to λ by trying all orders.
MOST = 6
_ITERATIONS = 100


@dataclass(frozen=True)
class SeveralSpec:
    """How many averages of which digits.

    Attributes
    ----------
    averages : the digits, and the seed of the draws; its λ and restarts count for nothing
    count : so many averages of the class
    lams : the λ, rising
    """

    averages: AverageSpec
    count: int
    lams: tuple[float, ...] = SEVERAL_LAMS


@dataclass(frozen=True)
class SeveralReadingSpec:
    """Which digits are read by several averages of each class: the last ``tested`` of a data set."""

    several: SeveralSpec
    dataset: str
    tested: int


@dataclass(frozen=True)
class Several:
    """k lazy averages of n digits at every λ.

    Attributes
    ----------
    means : (L, k, 28, 28) float64, 0 to 1; from λ to λ the j-th is the one that has changed least
    served : (L, k) int64, how many digits are nearest to each
    objectives : (L,) the mean of min_j d_λ(x, z_j)² over the digits
    """

    means: np.ndarray
    served: np.ndarray
    objectives: np.ndarray


def several(spec: SeveralSpec) -> Several:
    """Return the averages by k-means in d_λ, from k-means++ at both ends of the λ and on from λ to λ.

    From the largest λ down and from the least up each run begins where the one before ended; at every λ the
    one with the lesser objective is taken. That is a local minimum.

    Raises
    ------
    ValueError : the spec can't be; says what is wrong
    DataError : MNIST is not on this machine
    """
    places = averaged_places(spec.averages)
    if not 1 <= spec.count <= min(MOST, len(places)):
        raise ValueError(f"count must be from 1 to {min(MOST, len(places))}, got {spec.count}")
    images = load_collection(spec.averages.dataset).images[places]
    stage = f"{spec.count} averages of the {spec.averages.digit}s"
    ways = len(spec.lams) * 2
    with one_thread():
        movable = MovablePoints(ACTION, images)
        random = np.random.RandomState(spec.averages.seed)
        best: dict[float, Clusters] = {}
        for way, lams in enumerate((spec.lams[::-1], spec.lams)):
            centres = seeds(movable, movable.penalties(lams[0]), spec.count, random)
            for done, lam in enumerate(lams):
                report(stage, (way * len(lams) + done) / ways)
                found = clustered(movable, movable.penalties(lam), centres, _ITERATIONS)
                centres = found.centres
                best[lam] = min(best.get(lam, found), found, key=lambda each: each.inertia)
    return _in_order([best[lam] for lam in spec.lams])


def several_reading(spec: SeveralReadingSpec, averages: tuple[Several, ...]) -> Reading:
    """Return how often the nearest of all averages of the ten classes is of the digit's class, at every λ.

    Raises
    ------
    ValueError : so many digits can't be read; says how many can
    DataError : MNIST is not on this machine
    """
    means = [each.means for each in averages]
    stage = "Digits by the nearest of several averages"
    return read_by_nearest(spec.dataset, spec.tested, spec.several.lams, means, stage)


def _in_order(found: list[Clusters]) -> Several:
    """Return the clusters, at λ = ∞ the largest first, below so that each is near to the one above."""
    means: list[np.ndarray] = []
    served, objectives = [], []
    for clusters in found[::-1]:
        counts = clusters.labels.bincount(minlength=len(clusters.centres))
        if means:
            order = _nearest_order(means[-1], clusters.centres.numpy())
        else:
            order = counts.argsort(descending=True, stable=True).tolist()
        means.append(clusters.centres[order].numpy())
        served.append(counts[order].numpy())
        objectives.append(clusters.inertia / len(clusters.labels))
    return Several(np.stack(means[::-1]), np.stack(served[::-1]), np.array(objectives[::-1]))


def _nearest_order(above: np.ndarray, means: np.ndarray) -> list[int]:
    """Return the order of means (k, 28, 28) in which they are nearest to those above, one by one."""
    squared = np.square(above[:, None] - means[None]).sum((2, 3))
    places = range(len(means))
    return list(min(permutations(places), key=lambda order: squared[places, order].sum()))
