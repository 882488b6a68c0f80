"""Several lazy averages of one class, each serving the digits that are nearest to it, at every λ."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lazyq.averaging.threads import one_thread
from lazyq.compute.progress import report
from lazyq.experiments.average.means import ACTION, AverageSpec, averaged_places
from lazyq.experiments.average.reading import Reading, read_by_nearest
from lazyq.experiments.digits import load_collection
from lazyq.means import lazy_kmeans_path
from lazyq.wording import worded

SEVERAL_LAMS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 2.0, 10.0, math.inf)
COUNTS = (1, 2, 3, 5)
ITERATIONS = 100


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


@dataclass(frozen=True)
class Gains:
    """How much more often several averages read digits right than one, at every λ.

    Attributes
    ----------
    differences : (L,) of the shares that are right
    standard_errors : (L,) of these, digit by digit: the same digits are read by both
    """

    differences: np.ndarray
    standard_errors: np.ndarray


def several(spec: SeveralSpec) -> Several:
    """Return the averages by k-means in d_λ, as :func:`lazyq.means.lazy_kmeans_path` finds them.

    Raises
    ------
    ValueError : the spec can't be; says what is wrong
    DataError : MNIST is not on this machine
    """
    places = averaged_places(spec.averages)
    if not 1 <= spec.count <= len(places):
        raise ValueError(f"count must be from 1 to {len(places)}, got {spec.count}")
    images = load_collection(spec.averages.dataset).images[places]
    stage = worded("{count} averages of the {digit}s", count=spec.count, digit=spec.averages.digit)
    with one_thread():
        path = lazy_kmeans_path(
            ACTION,
            images,
            spec.count,
            spec.lams,
            seed=spec.averages.seed,
            max_iter=ITERATIONS,
            tick=lambda share: report(stage, share),
        )
    return Several(path.means.numpy(), path.served.numpy(), (path.objectives / len(images)).numpy())


def several_reading(spec: SeveralReadingSpec, averages: tuple[Several, ...]) -> Reading:
    """Return how often the nearest of all averages of the ten classes is of the digit's class, at every λ.

    Raises
    ------
    ValueError : so many digits can't be read; says how many can
    DataError : MNIST is not on this machine
    """
    means = [each.means for each in averages]
    stage = worded("Digits by the nearest of several averages")
    return read_by_nearest(spec.dataset, spec.tested, spec.several.lams, means, stage)


def gains(several: Reading, lams: Sequence[float], one: Reading, one_lams: Sequence[float]) -> Gains:
    """Return what several averages a class gain on one, of the same digits, at the λ of the several.

    Raises
    ------
    ValueError : other digits were read, or one average was not tried at a λ of the several
    """
    if several.right.shape[1] != one.right.shape[1]:
        raise ValueError(
            f"both must have read the same digits, got {several.right.shape[1]} and {one.right.shape[1]}"
        )
    missing = set(lams) - set(one_lams)
    if missing:
        raise ValueError(f"one_lams must have all of lams, got none of {sorted(missing)}")
    places = [list(one_lams).index(lam) for lam in lams]
    change = several.right.astype(float) - one.right[places]
    return Gains(change.mean(1), change.std(1) / np.sqrt(change.shape[1]))
