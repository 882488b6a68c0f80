"""How well lazy nearest neighbours tell digits apart, λ by λ."""

import time
from dataclasses import dataclass
from itertools import islice
from statistics import NormalDist
from typing import Any

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import GroupAction, RowShifts
from lazyq.compute import choose_device
from lazyq.compute.progress import report
from lazyq.experiments.cluster import neighbors_on
from lazyq.experiments.digits import SIDE, load_collection
from lazyq.experiments.draws import Draw, draws
from lazyq.experiments.received import shown
from lazyq.neighbors import Neighbors, count_votes, neighbors, winner
from lazyq.wording import worded

TALK_LAMS = (0.0, 0.3, 0.5, 0.7, 1.0, 10.0, float("inf"))
TALK_ACCURACIES = (0.6630, 0.7819, 0.7827, 0.7840, 0.7837, 0.7665, 0.7665)
CLASSES = 10
MOST_DRAWS = 10_000


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
    train, test = load_collection(spec.training_set), load_collection(spec.test_set)
    _require_possible(spec, len(train), len(test))
    repeats, levels = max(1, spec.draws), len(spec.lams)
    tested = slice(len(test) - spec.test, None) if spec.training_set == spec.test_set else slice(spec.test)
    test_images, test_labels = test.images[tested], test.labels[tested].numpy()
    stages = repeats * (2 if spec.leave_one_out else 1)
    confusion = np.zeros((repeats, levels, CLASSES, CLASSES), np.int64)
    left_out = np.full((repeats, levels), np.nan)
    said: list[np.ndarray] = []
    nearest = np.zeros(0, np.int32)
    began, stage = time.perf_counter(), 0

    def progress(part: float) -> None:
        report(worded("Searching"), (stage + part) / stages)

    def search(x: Tensor, y: Tensor, *, leave_one_out: bool = False) -> Neighbors:
        nonlocal stage
        progress(0.0)
        asked = (RowShifts(SIDE, SIDE), x, y, spec.lams, spec.neighbors)
        if client is not None:
            found = neighbors_on(client, *asked, leave_one_out=leave_one_out, progress=progress)
        else:
            found = _neighbors_here(*asked, leave_one_out=leave_one_out, progress=progress)
        stage += 1
        return found

    for number, places in enumerate(islice(draws(training_draw(spec)), repeats)):
        images, labels = train.images[places], train.labels[places]
        found = search(test_images, images)
        answers = _voted(labels, found)
        said.append(answers.astype(np.uint8))
        if number == 0:
            nearest = places[found.indices].numpy().astype(np.int32)
        for level in range(levels):
            np.add.at(confusion[number, level], (test_labels, answers[level]), 1)
        if spec.leave_one_out:
            answers = _voted(labels, search(images, images, leave_one_out=True))
            left_out[number] = (answers == labels.numpy()).mean(-1)
    return AccuracyTable(
        lams=np.array(spec.lams),
        tested=spec.test,
        confusion=confusion,
        leave_one_out=left_out,
        seconds=time.perf_counter() - began,
        labels=test_labels.astype(np.uint8),
        answers=np.stack(said),
        nearest=nearest,
    )


def training_draw(spec: AccuracySpec, number: int = 0) -> Draw:
    """Return which training digits a draw of the spec takes; digits that test are set aside."""
    return Draw(
        spec.training_set,
        spec.train,
        seed=spec.seed if spec.draws else None,
        number=number,
        aside=spec.test if spec.training_set == spec.test_set else 0,
    )


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


def _neighbors_here(action: GroupAction, x: Tensor, y: Tensor, *asked: Any, **options: Any) -> Neighbors:
    """Return what :func:`neighbors` does, bit for bit, searched by CUDA where the device is one.

    Others, such as Apple's, have no float64.
    """
    device = choose_device()
    exact = device if device.type == "cuda" else torch.device("cpu")
    found = neighbors(action, x.to(exact), y.to(exact), *asked, **options)
    return Neighbors(*(part.cpu() for part in found))


def _voted(labels: Tensor, found: Neighbors) -> np.ndarray:
    """Return what the neighbours of every point vote for."""
    return winner(count_votes(labels[found.indices], CLASSES)).numpy()


def _require_possible(spec: AccuracySpec, trained: int, tested: int) -> None:
    if spec.training_set == spec.test_set:
        trained -= spec.test
    _require("test", spec.test, 1, tested)
    _require("train", spec.train, 1, max(1, trained))
    _require("neighbors", spec.neighbors, 1, spec.train - spec.leave_one_out)
    if not spec.lams:
        raise ValueError("lams must have at least one λ, got none")
    _require("draws", spec.draws, 0, MOST_DRAWS)


def _require(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise ValueError(f"{name} must be from {least} to {most}, got {shown(value)}")
