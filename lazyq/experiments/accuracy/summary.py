"""What an accuracy table says: claims, gains, and the digits whose vote changes with λ."""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from lazyq.averaging import Interval
from lazyq.experiments.accuracy.table import (
    CLASSES,
    TALK_ACCURACIES,
    TALK_LAMS,
    AccuracySpec,
    AccuracyTable,
    wilson,
)
from lazyq.experiments.digits import load_collection
from lazyq.experiments.lam import lam_text
from lazyq.wording import worded

FINE_LAMS = (
    0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0, 1.25, 1.5, 2.0, 10.0, float("inf"),
)  # fmt: skip


class Claim(NamedTuple):
    """Something that must hold according to the talk: whether it does here, and what is seen here."""

    holds: bool
    text: str


class Change(NamedTuple):
    """One digit's vote changes between two neighbouring λ of a table.

    Attributes
    ----------
    before, after : positions of the two λ
    old, new : what the vote says at them
    neighbor : the training digit that decided, by its place in the data set
    level : the position of a λ at which it is among the nearest
    """

    before: int
    after: int
    old: int
    new: int
    neighbor: int
    level: int


def mean_accuracies(table: AccuracyTable, level: float = 0.95) -> Interval[np.ndarray]:
    """Return the mean over the draws at every λ, (L,), with Wilson's interval for so many test digits.

    The interval is for other test digits; how much other training digits matter, the draws say.
    """
    mean = table.accuracies.mean(0)
    return Interval(mean, *wilson(mean * table.tested, table.tested, level))


def gains(table: AccuracyTable, level: float = 0.95) -> Interval[np.ndarray]:
    """Return what every λ gains over the last one in accuracy for each digit, (L, 10), for the same digits.

    Each test digit counts +1 where only λ reads it right, −1 where only the last λ does, in the mean over the
    draws. The interval is that of a mean: value ± z · standard deviation / √n. NaN for a digit not tested.
    """
    right = (table.answers == table.labels).mean(0)
    gain = right - right[-1]
    shape = (len(table.lams), CLASSES)
    value, half = np.full(shape, np.nan), np.full(shape, np.nan)
    z = NormalDist().inv_cdf((1 + level) / 2)
    for digit in range(CLASSES):
        own = gain[:, table.labels == digit]
        if own.shape[1]:
            value[:, digit] = own.mean(1)
            half[:, digit] = z * own.std(1) / np.sqrt(own.shape[1])
    return Interval(value, value - half, value + half)


def claims(table: AccuracyTable) -> tuple[Claim, ...]:
    """Return what must hold of the talk's shape, as it is seen in this table.

    λ = 0 is worst, the best λ lies in 0.3 … 1, and λ = 10 equals λ = ∞, digit by digit.

    Raises
    ------
    ValueError : 0, 10 or inf is not among the table's λ
    """
    lams, mean = table.lams, table.accuracies.mean(0)
    for lam in (0.0, 10.0, np.inf):
        if lam not in lams:
            raise ValueError(f"the table's λ must have 0, 10 and inf among them, got {lams.tolist()}")
    zero = mean[lams == 0][0]
    best, worst = lams[mean == mean.max()], lams[mean == mean.min()]
    others = mean[lams != 0]
    is_worst = bool((others > zero).all())
    middle = best[(best >= 0.3) & (best <= 1)]
    told = (middle if middle.size else best)[0]
    ten, infinity = (table.answers[:, np.flatnonzero(lams == lam)[0]] for lam in (10.0, np.inf))
    different = int((ten != infinity).sum())
    highest = {"lam": lam_text(told), "most": f"{mean.max():.4f}"}
    return (
        Claim(
            is_worst,
            worded("λ = 0 is worst: {value}, and every other λ reads more digits right.", value=f"{zero:.4f}")
            if is_worst
            else worded(
                "λ = 0 is not worst alone, at {value}: λ = {lam} has {least}.",
                value=f"{zero:.4f}",
                lam=lam_text(worst[-1]),
                least=f"{mean.min():.4f}",
            ),
        ),
        Claim(
            bool(middle.size),
            worded("The best λ lies in 0.3 to 1: λ = {lam} with {most}.", **highest)
            if middle.size
            else worded("The best λ, {lam} with {most}, lies outside 0.3 to 1.", **highest),
        ),
        Claim(
            different == 0,
            worded("λ = 10 equals λ = ∞: the same answer for all {all} digits asked.", all=f"{ten.size:,}")
            if different == 0
            else worded(
                "λ = 10 answers differently from λ = ∞ for {count} of {all} digits asked.",
                count=f"{different:,}",
                all=f"{ten.size:,}",
            ),
        ),
    )


def comparison(spec: AccuracySpec, table: AccuracyTable) -> str:
    """Return in words what of the talk's row can be compared with this table, and what cannot.

    Raises
    ------
    ValueError : inf is not among the table's λ
    """
    if np.inf not in table.lams:
        raise ValueError(f"the table's λ must have inf among them, got {table.lams.tolist()}")
    value, low, high = (row[table.lams == np.inf][0] for row in mean_accuracies(table))
    talk = TALK_ACCURACIES[TALK_LAMS.index(float("inf"))]
    if spec.training_set == "sklearn":
        return worded(
            "The talk’s digits are MNIST’s and these are scikit-learn’s, which are easier: "
            "of the talk’s row only its shape can be compared, not one of its numbers."
        )
    shares = {"value": value, "low": low, "high": high, "talk": talk}
    values = {"train": f"{spec.train:,}", **{name: f"{share:.4f}" for name, share in shares.items()}}
    if low <= talk <= high:
        verdict = worded(
            "Here with {train} training digits λ = ∞ comes to {value} (95 %: {low} to {high}), and the "
            "talk’s {talk} lies inside: at this size the seven numbers may be set side by side, each within "
            "its interval.",
            **values,
        )
    elif talk < low:
        verdict = worded(
            "Here with {train} training digits λ = ∞ comes to {value} (95 %: {low} to {high}), and the "
            "talk’s {talk} lies below: the levels are those of other training digits, and only the shapes "
            "can be compared. Its level is that of fewer training digits.",
            **values,
        )
    else:
        verdict = worded(
            "Here with {train} training digits λ = ∞ comes to {value} (95 %: {low} to {high}), and the "
            "talk’s {talk} lies above: the levels are those of other training digits, and only the shapes "
            "can be compared. Its level is that of more training digits.",
            **values,
        )
    return worded("The talk does not say which digits it trained and tested on. {verdict}", verdict=verdict)


def changing(table: AccuracyTable) -> np.ndarray:
    """Return the positions of the test digits whose vote is not the same at every λ, in the first draw."""
    first = table.answers[0]
    return np.flatnonzero((first != first[0]).any(0))


def changes(spec: AccuracySpec, table: AccuracyTable, positions: np.ndarray) -> list[list[Change]]:
    """Return for each of these test digits where its vote changes in the first draw, and who decided.

    Of the nearest digits that come in with λ, the one decided that is nearest among those voting for the
    new answer; if none comes in, of those that leave, the nearest that voted for the old one; and if there
    is none either, as others came and went, the nearest of the new answer.
    """
    labels = load_collection(spec.training_set).labels.numpy()
    return [_changes_of(table.answers[0, :, at], table.nearest[:, at], labels) for at in positions]


def _changes_of(said: np.ndarray, near: np.ndarray, labels: np.ndarray) -> list[Change]:
    found = []
    for after in range(1, len(said)):
        before, old, new = after - 1, int(said[after - 1]), int(said[after])
        if old == new:
            continue
        come = [place for place in near[after] if place not in near[before] and labels[place] == new]
        gone = [place for place in near[before] if place not in near[after] and labels[place] == old]
        stay = [place for place in near[after] if labels[place] == new]
        neighbor, level = (come[0], after) if come else (gone[0], before) if gone else (stay[0], after)
        found.append(Change(before, after, old, new, int(neighbor), level))
    return found
