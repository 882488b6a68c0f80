"""Scores of class probabilities, with bootstrap intervals over the examples."""

from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lazyq.actions.kinds import any_kind

BINS = 15
_FLOOR = 1e-38
_ROWS_AT_ONCE = 100


Value = TypeVar("Value")


class Interval(NamedTuple, Generic[Value]):
    """A value with the bounds of its interval: numbers, or arrays of one shape.

    Attributes
    ----------
    value : what was measured
    low, high : the bounds of its interval
    """

    value: Value
    low: Value
    high: Value


class Scores(NamedTuple):
    """How good class probabilities are.

    Attributes
    ----------
    log_loss : −mean log p(label), in nats
    accuracy : share of examples whose most probable class is the label; ties to the smaller class
    calibration_error : ECE, the mean over examples of |accuracy − confidence| of their confidence bin
    brier : mean Σ_c (p_c − [c = label])²
    """

    log_loss: Interval[float]
    accuracy: Interval[float]
    calibration_error: Interval[float]
    brier: Interval[float]


class Reliability(NamedTuple):
    """The reliability diagram: examples binned by confidence, each array (bins,).

    Attributes
    ----------
    size : examples in each bin
    confidence : mean probability of the predicted class, NaN in an empty bin
    accuracy : share that is right, NaN in an empty bin
    """

    size: NDArray[np.int64]
    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]


@any_kind("probabilities", whole=("labels",))
def score(
    probabilities: Tensor, labels: Tensor, *, resamples: int = 1000, level: float = 0.95, seed: int = 0
) -> Scores:
    """Return log-loss, accuracy, calibration error and Brier score with percentile bootstrap intervals.

    Parameters
    ----------
    probabilities : (n, classes)
    labels : (n,) whole numbers from 0 to classes − 1
    resamples : how many times the examples are drawn anew, with the same draws for every call of one seed
    level : coverage of the intervals
    seed : of the draws

    Examples
    --------
    >>> import torch
    >>> from lazyq.averaging import score
    >>> scores = score(torch.tensor([[1.0, 0.0], [0.5, 0.5]]), torch.tensor([0, 1]))
    >>> scores.accuracy.value, round(scores.log_loss.value, 4)  # ½ · log 2
    (0.5, 0.3466)
    """
    table, truth = _checked(probabilities, labels)
    if not (isinstance(resamples, int) and resamples >= 1):
        raise ValueError(f"resamples must be a whole number of at least 1, got {resamples!r}")
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, got {level}")
    count = len(truth)
    confidence, right = table.max(1), table.argmax(1) == truth
    losses = -np.log(np.maximum(table[np.arange(count), truth], _FLOOR))
    squares = np.square(table - np.eye(table.shape[1])[truth]).sum(1)
    # the signed excess of accuracy over confidence, sorted into bins, so that one product sums each bin
    excess = np.zeros((count, BINS))
    excess[np.arange(count), _bins(confidence)] = right - confidence
    columns = np.column_stack([losses, right, squares, excess])

    draws = np.empty((resamples + 1, columns.shape[1]))
    draws[0] = columns.mean(0)
    times = _times_drawn(count, resamples, seed)
    for start in range(0, resamples, _ROWS_AT_ONCE):
        some = times[start : start + _ROWS_AT_ONCE]
        draws[1 + start : 1 + start + len(some)] = some.astype(np.float64) @ columns / count
    tail = 50 * (1 - level)

    def interval(values: NDArray[np.float64]) -> Interval[float]:
        low, high = np.percentile(values[1:], [tail, 100 - tail])
        return Interval(float(values[0]), float(low), float(high))

    return Scores(
        log_loss=interval(draws[:, 0]),
        accuracy=interval(draws[:, 1]),
        calibration_error=interval(np.abs(draws[:, 3:]).sum(1)),
        brier=interval(draws[:, 2]),
    )


@lru_cache(maxsize=2)
def _times_drawn(count: int, resamples: int, seed: int) -> NDArray[np.uint16]:
    """Return how often each example is drawn in each resample: made once for all rows of a table."""
    generator = np.random.default_rng(seed)
    times = np.empty((resamples, count), dtype=np.uint16)
    for row in times:
        row[:] = np.bincount(generator.integers(0, count, count), minlength=count)
    return times


def mean_interval(
    values: NDArray[np.float64], *, resamples: int = 1000, level: float = 0.95, seed: int = 0
) -> Interval[float]:
    """Return the mean of values (n,) with its percentile bootstrap interval."""
    values = np.asarray(values, dtype=np.float64)
    generator = np.random.default_rng(seed)
    draws = [values[generator.integers(0, len(values), len(values))].mean() for _ in range(resamples)]
    low, high = np.percentile(draws, [50 * (1 - level), 100 - 50 * (1 - level)])
    return Interval(float(values.mean()), float(low), float(high))


@any_kind("probabilities", whole=("labels",))
def reliability(probabilities: Tensor, labels: Tensor) -> Reliability:
    """Return accuracy against confidence in equal bins of confidence.

    Parameters
    ----------
    probabilities, labels : as for :func:`score`

    Examples
    --------
    >>> import torch
    >>> from lazyq.averaging import reliability
    >>> found = reliability(torch.tensor([[1.0, 0.0], [0.75, 0.25]]), torch.tensor([0, 1]))
    >>> used = found.size > 0
    >>> found.confidence[used].tolist(), found.accuracy[used].tolist()
    ([0.75, 1.0], [0.0, 1.0])
    """
    table, truth = _checked(probabilities, labels)
    confidence, right = table.max(1), table.argmax(1) == truth
    bins = _bins(confidence)
    size = np.bincount(bins, minlength=BINS)
    divisor = np.where(size > 0, size, np.nan)
    return Reliability(
        size=size,
        confidence=np.bincount(bins, confidence, minlength=BINS) / divisor,
        accuracy=np.bincount(bins, right, minlength=BINS) / divisor,
    )


@any_kind("probabilities", whole=("labels",))
def confusion(probabilities: Tensor, labels: Tensor) -> NDArray[np.int64]:
    """Return how often each label (row) was predicted as each class (column).

    Parameters
    ----------
    probabilities, labels : as for :func:`score`

    Returns
    -------
    (classes, classes) int64

    Examples
    --------
    >>> import torch
    >>> from lazyq.averaging import confusion
    >>> confusion(torch.tensor([[1.0, 0.0], [0.75, 0.25]]), torch.tensor([0, 1])).tolist()
    [[1, 0], [1, 0]]
    """
    table, truth = _checked(probabilities, labels)
    counts = np.zeros((table.shape[1], table.shape[1]), dtype=np.int64)
    np.add.at(counts, (truth, table.argmax(1)), 1)
    return counts


def _bins(confidence: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.minimum((confidence * BINS).astype(np.int64), BINS - 1)


def _checked(probabilities: Tensor, labels: Tensor) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    table = torch.as_tensor(probabilities).detach().double().cpu().numpy()
    truth = torch.as_tensor(labels).cpu().numpy().astype(np.int64)
    if table.ndim != 2 or truth.shape != (len(table),) or len(table) == 0:
        raise ValueError(
            f"probabilities must have shape (n, classes) with n labels, n at least 1, "
            f"got {table.shape} and {truth.shape}"
        )
    if not (np.isfinite(table).all() and table.min() >= 0 and np.abs(table.sum(1) - 1).max() < 1e-3):
        raise ValueError("probabilities must be non-negative with rows of sum 1, got others")
    if truth.min() < 0 or truth.max() >= table.shape[1]:
        raise ValueError(f"labels must be from 0 to {table.shape[1] - 1}, got {truth.min()} to {truth.max()}")
    return table, truth
