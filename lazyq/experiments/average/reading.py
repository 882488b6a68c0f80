"""How often the nearest of ten averages is the right one."""

from dataclasses import dataclass

import numpy as np
import torch

from lazyq.averaging.threads import one_thread
from lazyq.compute.progress import report
from lazyq.experiments.average.means import ACTION, Average, AverageSpec
from lazyq.experiments.digits import load_collection
from lazyq.means.movable import MovablePoints


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
    digits = load_collection(spec.dataset)
    if not 1 <= spec.tested <= len(digits):
        raise ValueError(f"tested must be from 1 to {len(digits)}, got {spec.tested}")
    labels = digits.labels[-spec.tested :]
    lams = spec.averages.lams
    right = []
    with one_thread():
        movable = MovablePoints(ACTION, digits.images[-spec.tested :])
        for level, lam in enumerate(lams):
            report("Digits by the nearest average", level / len(lams))
            penalties = movable.penalties(lam)
            centres = [torch.from_numpy(each.means[level].copy()) for each in averages]
            squared = torch.stack([movable.fit(centre, penalties).squared for centre in centres], 1)
            right.append((squared.argmin(1) == labels).numpy())
    table = np.stack(right)
    accuracies = table.mean(1)
    return Reading(table, accuracies, np.sqrt(accuracies * (1 - accuracies) / spec.tested))
