"""What one λ is worth beside another, on the same test digits; and the λ that is chosen without them."""

from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from lazyq.averaging import Interval
from lazyq.experiments.accuracy.table import AccuracySpec, AccuracyTable
from lazyq.experiments.lam import lam_text
from lazyq.wording import worded


class Pairs(NamedTuple):
    """Every λ (row) beside every other (column), (L, L) each.

    Attributes
    ----------
    value, low, high : how much more of the test digits the row's λ reads right, and its interval
    only : how many test digits only the row's λ reads right, in the first draw
    p : McNemar's exact two-sided p, in the first draw: of the digits that just one of the two reads right,
        each is as likely as not the row's; 1 where there are none
    """

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    only: np.ndarray
    p: np.ndarray


class Choice(NamedTuple):
    """The λ that leave-one-out chooses on the training digits, and what that costs on the test digits.

    Attributes
    ----------
    chosen : (draws,) position of the λ chosen in each draw: the best, of equals the largest λ
    best : position of the λ that reads most test digits, in the mean over the draws; of equals the first
    accuracy : on the test digits, with each draw's own λ, mean over the draws
    cost : how much more the best λ reads, on the same digits, with its interval
    """

    chosen: np.ndarray
    best: int
    accuracy: float
    cost: Interval[float]


def pairs(table: AccuracyTable, level: float = 0.95) -> Pairs:
    """Return every λ beside every other, on the same test digits.

    Each test digit counts +1 where only the row's λ reads it right, −1 where only the column's does, in the
    mean over the draws. The interval is that of a mean, value ± z · standard deviation / √n: for other test
    digits and one pair that was chosen beforehand.

    Raises
    ------
    ValueError : level is not between 0 and 1
    """
    from scipy.special import bdtr  # here, for no one who opens the page waits for it

    right = table.answers == table.labels
    mean = right.mean(0)
    value, low, high = (
        np.stack(rows) for rows in zip(*(paired(row - mean, level) for row in mean), strict=True)
    )
    first = right[0].astype(np.int64)
    only = first @ (1 - first).T
    fewer, either = np.minimum(only, only.T), only + only.T
    return Pairs(value, low, high, only, np.minimum(1.0, 2 * bdtr(fewer, either, 0.5)))


def choice(table: AccuracyTable, level: float = 0.95) -> Choice | None:
    """Return what leave-one-out chooses and what that costs, None where it was not asked for.

    Raises
    ------
    ValueError : level is not between 0 and 1
    """
    if np.isnan(table.leave_one_out).any():
        return None
    right = table.answers == table.labels
    best = int(table.accuracies.mean(0).argmax())
    taken = np.stack([draw[at] for draw, at in zip(right, table.chosen, strict=True)]).mean(0)
    cost = paired(right[:, best].mean(0) - taken, level)
    return Choice(table.chosen, best, float(taken.mean()), Interval(*map(float, cost)))


def choice_words(spec: AccuracySpec, table: AccuracyTable) -> str:
    """Return in words which λ leave-one-out chooses, and what it costs."""
    found = choice(table)
    if found is None:
        return worded(
            "λ can be chosen without test digits, by leave-one-out on the training digits. "
            "For {train} of them that is not computed here.",
            train=f"{spec.train:,}",
        )
    counts = [(at, int((found.chosen == at).sum())) for at in dict.fromkeys(found.chosen.tolist())]
    told = worded("λ = {lam}", lam=lam_text(table.lams[counts[0][0]]))
    if len(counts) > 1:
        names = [worded("λ = {lam} in {count}", lam=lam_text(table.lams[at]), count=n) for at, n in counts]
        told = worded("{lams} of {count} draws", lams=listed(names), count=len(found.chosen))
    value, low, high = (f"{100 * part:.2f}".replace("-", "−") for part in found.cost)
    best = lam_text(table.lams[found.best])
    if (found.chosen == found.best).all():
        cost = worded(
            "λ = {lam} is also the one that reads most test digits, so that the choice costs nothing.",
            lam=best,
        )
    else:
        cost = worded(
            "That is {value} points less than with λ = {lam} (95 %: {low} to {high}), which is known to be "
            "best only from the test digits.",
            value=value,
            lam=best,
            low=low,
            high=high,
        )
    return worded(
        "Without a look at the test digits: leave-one-out on the {train} training digits chooses {lams}, and "
        "{share} % of the test digits are then read right. {cost}",
        train=f"{spec.train:,}",
        lams=told,
        share=f"{100 * found.accuracy:.1f}",
        cost=cost,
    )


def listed(texts: Sequence[str]) -> str:
    """Return texts one after the other, as people say them: a, b and c."""
    if len(texts) == 1:
        return texts[0]
    first, *others, last = texts
    for other in others:
        first = worded("{some}, {last}", some=first, last=other)
    return worded("{some} and {last}", some=first, last=last)


def paired(gain: np.ndarray, level: float) -> Interval[np.ndarray]:
    """Return the mean over the last axis, the test digits, with its interval."""
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, got {level}")
    value = gain.mean(-1)
    half = NormalDist().inv_cdf((1 + level) / 2) * gain.std(-1) / np.sqrt(gain.shape[-1])
    return Interval(value, value - half, value + half)
