"""How well lazy nearest neighbours tell digits apart, λ by λ."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import RowShifts
from lazyq.compute.progress import report
from lazyq.datasets import Digits
from lazyq.experiments.cluster import neighbors_on
from lazyq.experiments.digits import SIDE, load_collection
from lazyq.neighbors import Neighbors, neighbors

TALK_LAMS = (0.0, 0.3, 0.5, 0.7, 1.0, 10.0, float("inf"))
TALK_ACCURACIES = (0.6630, 0.7819, 0.7827, 0.7840, 0.7837, 0.7665, 0.7665)
CLASSES = 10


@dataclass(frozen=True)
class AccuracySpec:
    """A k-nearest-neighbour classifier under row shifts, trained on one data set and tested on another.

    Attributes
    ----------
    lams : the λ ≥ 0 to compare
    train, test : how many digits to train on and to test on
    neighbors : k
    draws : how many random training subsets; 0 takes the first digits, once
    seed : of the draws
    leave_one_out : whether λ is also chosen on the training digits, each classified by the others
    training_set, test_set : "mnist-train", "mnist-test" or "sklearn"; of one data set the last digits test
    """

    lams: tuple[float, ...] = TALK_LAMS
    train: int = 60_000
    test: int = 10_000
    neighbors: int = 10
    draws: int = 0
    seed: int = 0
    leave_one_out: bool = False
    training_set: str = "mnist-train"
    test_set: str = "mnist-test"


@dataclass(frozen=True)
class AccuracyTable:
    """What came out, for every draw and λ.

    Attributes
    ----------
    lams : (L,)
    tested : digits tested in each draw
    confusion : (draws, L, 10, 10) counts, true label by answer
    leave_one_out : (draws, L) accuracy on the training digits, NaN where it was not asked for
    seconds : time that the search took, all draws and λ together
    labels : (tested,) of the test digits
    answers : (draws, L, tested) what every test digit was read as
    nearest : (L, tested, k) the nearest training digits in the first draw, by their place in the data set
    """

    lams: np.ndarray
    tested: int
    confusion: np.ndarray
    leave_one_out: np.ndarray
    seconds: float
    labels: np.ndarray
    answers: np.ndarray
    nearest: np.ndarray

    @property
    def accuracies(self) -> np.ndarray:
        """(draws, L) the part of the answers that are right."""
        return np.trace(self.confusion, axis1=-2, axis2=-1) / self.tested

    @property
    def class_accuracies(self) -> np.ndarray:
        """(L, 10) the part of right answers for each digit, over all draws; NaN for a digit not tested."""
        counts = self.confusion.sum(0)
        asked = counts.sum(-1)
        return np.divide(
            np.diagonal(counts, axis1=-2, axis2=-1), asked, out=np.full(asked.shape, np.nan), where=asked > 0
        )

    @property
    def chosen(self) -> np.ndarray:
        """(draws,) position of the λ that leave-one-out chooses: the best, of equals the largest λ."""
        order = np.argsort(-self.lams, kind="stable")
        return order[np.argmax(self.leave_one_out[:, order], axis=1)]

    def intervals(self, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Return Wilson's lower and upper limits for the accuracies, (draws, L) each."""
        right = np.trace(self.confusion, axis1=-2, axis2=-1)
        return wilson(right, self.tested, level)


class Split(NamedTuple):
    """Training digits, by their places in the data set, and test digits."""

    places: Tensor
    images: Tensor
    labels: Tensor
    test_images: Tensor
    test_labels: Tensor


def accuracy_table(spec: AccuracySpec, *, client: Any = None) -> AccuracyTable:
    """Return what every λ and draw answers; exact, equal distances in order, equal votes to the smaller.

    Parameters
    ----------
    client : a dask.distributed.Client whose workers search; the result is the same

    Raises
    ------
    ValueError : a spec that asks for what is not there; says what
    DataError : MNIST is not on this machine
    """
    draws, levels = max(1, spec.draws), len(spec.lams)
    stages = draws * (2 if spec.leave_one_out else 1)
    confusion = np.zeros((draws, levels, CLASSES, CLASSES), np.int64)
    left_out = np.full((draws, levels), np.nan)
    said: list[np.ndarray] = []
    labels = nearest = np.zeros(0, np.uint8)
    began, stage = time.perf_counter(), 0

    def progress(part: float) -> None:
        report("Searching", (stage + part) / stages)

    def search(x: Tensor, y: Tensor, k: int) -> Neighbors:
        nonlocal stage
        progress(0.0)
        action = RowShifts(SIDE, SIDE)
        if client is not None:
            found = neighbors_on(client, action, x, y, spec.lams, k, progress=progress)
        else:
            found = neighbors(action, x, y, spec.lams, k, progress=progress)
        stage += 1
        return found

    for draw, split in enumerate(_splits(spec)):
        found = search(split.test_images, split.images, spec.neighbors)
        answers = votes(split.labels[found.indices]).numpy()
        said.append(answers.astype(np.uint8))
        if draw == 0:
            labels = split.test_labels.numpy().astype(np.uint8)
            nearest = split.places[found.indices].numpy().astype(np.int32)
        for level in range(levels):
            np.add.at(confusion[draw, level], (split.test_labels.numpy(), answers[level]), 1)
        if spec.leave_one_out:
            found = search(split.images, split.images, spec.neighbors + 1)
            answers = votes(split.labels[_others(found.indices)]).numpy()
            left_out[draw] = (answers == split.labels.numpy()).mean(-1)
    seconds = time.perf_counter() - began
    return AccuracyTable(
        np.array(spec.lams), len(labels), confusion, left_out, seconds, labels, np.stack(said), nearest
    )


def training_places(spec: AccuracySpec, draw: int = 0) -> Tensor:
    """Return the places of a draw's training digits in their data set, (train,) in ascending order.

    Raises
    ------
    ValueError : a spec that asks for what is not there, or for another draw; says what
    DataError : MNIST is not on this machine
    """
    _require("draw", draw, 0, max(1, spec.draws) - 1)
    sizes = (len(load_collection(name).images) for name in (spec.training_set, spec.test_set))
    return next(places for number, places in enumerate(_places(spec, *sizes)) if number == draw)


def votes(labels: Tensor) -> Tensor:
    """Return the most frequent of the labels along the last dimension, the smallest of several."""
    counts = torch.zeros(*labels.shape[:-1], CLASSES, dtype=torch.int64)
    counts.scatter_add_(-1, labels.long(), torch.ones_like(labels, dtype=torch.int64))
    return (counts == counts.amax(-1, keepdim=True)).byte().argmax(-1)


def wilson(right: np.ndarray, total: int, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return Wilson's interval for a probability, from right answers out of total.

    Raises
    ------
    ValueError : level is not between 0 and 1
    """
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, got {level}")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = np.asarray(right) / total
    centre = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z / (1 + z**2 / total) * np.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def _others(indices: Tensor) -> Tensor:
    """Return the indices (L, n, k) of (L, n, k + 1) without each point itself."""
    others = indices != torch.arange(indices.shape[1])[:, None]
    others[..., -1] &= ~others.all(-1)
    return indices[others].reshape(*indices.shape[:-1], -1)


def _splits(spec: AccuracySpec) -> Iterator[Split]:
    train, test = load_collection(spec.training_set), load_collection(spec.test_set)
    tested = len(test.images)
    last = slice(tested - spec.test, None) if spec.training_set == spec.test_set else slice(spec.test)
    for places in _places(spec, len(train.images), tested):
        yield _split(train, places, test, last)


def _places(spec: AccuracySpec, available: int, tested: int) -> Iterator[Tensor]:
    """Yield the places of the training digits of every draw, once the spec is found to be possible."""
    if spec.training_set == spec.test_set:
        available -= spec.test
    _require("test", spec.test, 1, tested)
    _require("train", spec.train, 1, max(1, available))
    _require("neighbors", spec.neighbors, 1, spec.train - spec.leave_one_out)
    if not spec.lams:
        raise ValueError("lams must have at least one λ, got none")
    if not spec.draws >= 0:
        raise ValueError(f"draws must be at least 0, got {spec.draws}")
    generator = torch.Generator().manual_seed(spec.seed)
    for _ in range(max(1, spec.draws)):
        every = torch.randperm(available, generator=generator) if spec.draws else torch.arange(available)
        yield every[: spec.train].sort().values


def _split(train: Digits, own: Tensor, test: Digits, last: slice) -> Split:
    return Split(
        own, torch.as_tensor(train.images)[own], torch.as_tensor(train.labels)[own],
        torch.as_tensor(test.images)[last], torch.as_tensor(test.labels)[last],
    )  # fmt: skip


def _require(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise ValueError(f"{name} must be from {least} to {most}, got {value}")
