"""How often the nearest of ten averages is the right one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from lazyq.averaging.threads import one_thread
from lazyq.compute.progress import report
from lazyq.experiments.average.means import ACTION, Average, AverageSpec
from lazyq.experiments.digits import load_collection
from lazyq.means.lloyd import squared_distances
from lazyq.means.movable import MovablePoints
from lazyq.wording import Worded, worded


@dataclass(frozen=True)
class ReadingSpec:
    """Which digits are read, and by which averages.

    Attributes
    ----------
    averages : the averages, whose class counts for nothing: there is one of each
    dataset : of the digits that are read
    tested : so many, the last ones
    """

    averages: AverageSpec
    dataset: str
    tested: int


@dataclass(frozen=True)
class Reading:
    """How digits are read at every λ.

    Attributes
    ----------
    right : (L, T) bool, whether the nearest average has the digit's class; of equal ones the smaller class
    accuracies : (L,) the share that is right
    standard_errors : (L,) sqrt(p (1 − p) / T)
    """

    right: np.ndarray
    accuracies: np.ndarray
    standard_errors: np.ndarray


def reading(spec: ReadingSpec, averages: tuple[Average, ...]) -> Reading:
    """Return how often the nearest of the ten averages is right, at every λ.

    Raises
    ------
    ValueError : so many digits can't be read; says how many can
    DataError : MNIST is not on this machine
    """
    means = [each.means[:, None] for each in averages]
    return read_by_nearest(
        spec.dataset, spec.tested, spec.averages.lams, means, worded("Digits by the nearest average")
    )


def read_by_nearest(
    dataset: str, tested: int, lams: Sequence[float], means: Sequence[np.ndarray], stage: Worded
) -> Reading:
    """Return how often the nearest of all means is of the digit's class, at every λ.

    Parameters
    ----------
    dataset, tested : the digits that are read, the last so many
    lams : (L,) the λ
    means : for every class (L, k, 28, 28)
    stage : what is said of the progress

    Raises
    ------
    ValueError, DataError : as for :func:`reading`
    """
    digits = load_collection(dataset)
    if not 1 <= tested <= len(digits):
        raise ValueError(f"tested must be from 1 to {len(digits)}, got {tested}")
    labels = digits.labels[-tested:]
    right = []
    with one_thread():
        movable = MovablePoints(ACTION, digits.images[-tested:])
        for level, lam in enumerate(lams):
            report(stage, level / len(lams))
            penalties = movable.penalties(lam)
            squared = [
                squared_distances(movable, torch.from_numpy(of_class[level].copy()), penalties).amin(1)
                for of_class in means
            ]
            right.append((torch.stack(squared, 1).argmin(1) == labels).numpy())
    table = np.stack(right)
    accuracies = table.mean(1)
    return Reading(table, accuracies, np.sqrt(accuracies * (1 - accuracies) / tested))
