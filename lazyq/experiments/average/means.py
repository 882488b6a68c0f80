"""The lazy mean of one class of digits at every λ of a grid."""

import math
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from lazyq.actions import RowShifts
from lazyq.averaging.threads import one_thread
from lazyq.compute.progress import report
from lazyq.experiments.digits import SIDE, load_collection
from lazyq.means import lazy_mean_path
from lazyq.means.movable import MovablePoints
from lazyq.wording import worded

# From 10 on no row of any two digits moves: λ² is then more than the 2·28 that a row can differ by.
LAMS = (
    0.0, 0.05, 0.07, 0.1, 0.14, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 10.0,
    math.inf,
)  # fmt: skip
ACTION = RowShifts(SIDE, SIDE)


@dataclass(frozen=True)
class AverageSpec:
    """Which digits are averaged, and at which λ.

    Attributes
    ----------
    dataset : where they are
    digit : their class, 0 … 9
    size : so many, the first ones; fewer where there are fewer
    lams : the λ, units of the pixels' intensity a column
    held_out : so many digits at the end of the data set are left out, to be read by the averages
    restarts : how many digits are tried as starts at the least λ
    seed : of their draw
    """

    dataset: str
    digit: int
    size: int = 300
    lams: tuple[float, ...] = LAMS
    held_out: int = 0
    restarts: int = 4
    seed: int = 0


@dataclass(frozen=True)
class Average:
    """The lazy mean z of n digits x at every λ, under row shifts.

    Attributes
    ----------
    means : (L, 28, 28) float64, 0 to 1
    objectives : (L,) the mean of d_λ(x, z)² over the digits, the least that was found
    plain_objectives : (L,) the same where the quick method, from the plain mean, ends
    squared_residuals, squared_penalties : (L,) the two parts of the objectives: what is left, and λ²ν²
    """

    means: np.ndarray
    objectives: np.ndarray
    plain_objectives: np.ndarray
    squared_residuals: np.ndarray
    squared_penalties: np.ndarray


def averaged_places(spec: AverageSpec) -> Tensor:
    """Return where the digits that are averaged are in their data set, (n,).

    Raises
    ------
    ValueError : the class or size can't be; says which
    """
    if spec.digit not in range(10):
        raise ValueError(f"digit must be a whole number from 0 to 9, got {spec.digit}")
    if spec.size < 1:
        raise ValueError(f"size must be at least 1, got {spec.size}")
    labels = load_collection(spec.dataset).labels
    if not 0 <= spec.held_out < len(labels):
        raise ValueError(f"held_out must be from 0 to {len(labels) - 1}, got {spec.held_out}")
    return (labels[: len(labels) - spec.held_out] == spec.digit).nonzero().flatten()[: spec.size]


def average(spec: AverageSpec) -> Average:
    """Return the lazy means of the digits of the spec.

    Raises
    ------
    ValueError : the spec can't be; says what is wrong
    DataError : MNIST is not on this machine
    """
    images = load_collection(spec.dataset).images[averaged_places(spec)]
    stage = worded("Average of the {digit}s", digit=spec.digit)
    with one_thread():
        path = lazy_mean_path(
            ACTION,
            images,
            spec.lams,
            restarts=spec.restarts,
            seed=spec.seed,
            tick=lambda share: report(stage, share),
        )
        movable = MovablePoints(ACTION, images)
        totals, prices = [], []
        for mean, lam in zip(path.means, spec.lams, strict=True):
            penalties = movable.penalties(lam)
            fit = movable.fit(mean, penalties)
            totals.append(float(fit.squared.mean()))
            prices.append(float(penalties[fit.choice].sum(1).mean()))
    objectives = np.array(totals)
    return Average(
        path.means.numpy(),
        objectives,
        (path.plain_objectives / len(images)).numpy(),
        np.maximum(objectives - prices, 0),
        np.array(prices),
    )
