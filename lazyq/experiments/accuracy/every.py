"""How often the vote is right at every λ at once, and the λ that leave-one-out chooses among all of them."""

from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np

from lazyq.actions import RowShifts
from lazyq.averaging import Interval
from lazyq.compute.progress import report
from lazyq.experiments.accuracy.pairing import listed, paired
from lazyq.experiments.accuracy.table import AccuracySpec, training_draw
from lazyq.experiments.digits import SIDE, load_collection
from lazyq.experiments.draws import draws
from lazyq.experiments.lam import lam_text
from lazyq.neighbors import VotePaths, vote_paths
from lazyq.wording import worded

MOST_PAIRS = 20_000_000  # some microseconds each


class Rights(NamedTuple):
    """Where along λ some digits are read right, each in pieces, one digit after another.

    Attributes
    ----------
    pieces : (n + 1,) int64; digit i has the pieces pieces[i] … pieces[i + 1] − 1 of what follows
    starts : (S,) float64, the λ from which on a piece holds, 0 for the first of every digit
    right : (S,) bool
    """

    pieces: np.ndarray
    starts: np.ndarray
    right: np.ndarray

    def at(self, lam: float) -> np.ndarray:
        """Return which digits are read right at one λ, (n,)."""
        begun = np.maximum.accumulate(np.where(self.starts <= lam, np.arange(len(self.starts)), 0))
        return self.right[begun[self.pieces[1:] - 1]]


class Steps(NamedTuple):
    """A number of digits read right, as a function of λ that is constant from one of the λ to the next."""

    lams: np.ndarray
    counts: np.ndarray


class Stretch(NamedTuple):
    """The widest stretch of λ, low ≤ λ < high, on which most digits are read right; of equals the last.

    ``lam`` stands for it: its middle, or ∞ where it has no end.
    """

    lam: float
    low: float
    high: float
    most: int


@dataclass(frozen=True)
class EveryLam:
    """Which digits are read right at every λ, exactly: of all draws, one after another, as :class:`Rights`.

    Attributes
    ----------
    draws : how many
    pieces, starts, right : of the test digits
    left_pieces, left_starts, left_right : of the training digits, each classified by the others
    """

    draws: int
    pieces: np.ndarray
    starts: np.ndarray
    right: np.ndarray
    left_pieces: np.ndarray
    left_starts: np.ndarray
    left_right: np.ndarray

    @property
    def tests(self) -> tuple[Rights, ...]:
        """The test digits of each draw."""
        return _apart(Rights(self.pieces, self.starts, self.right), self.draws)

    @property
    def left_out(self) -> tuple[Rights, ...]:
        """The training digits of each draw."""
        return _apart(Rights(self.left_pieces, self.left_starts, self.left_right), self.draws)


class ExactChoice(NamedTuple):
    """The λ of all λ that leave-one-out chooses on the training digits, and what that costs.

    Attributes
    ----------
    chosen : the stretch of each draw, counted in training digits
    best : the stretch that reads most test digits, all draws together
    accuracy : on the test digits, with each draw's own λ, mean over the draws
    cost : how much more the best λ reads, on the same digits, with its interval
    """

    chosen: tuple[Stretch, ...]
    best: Stretch
    accuracy: float
    cost: Interval[float]


def can_be_exact(spec: AccuracySpec) -> bool:
    """Return whether every λ can be looked at in a minute or so."""
    return max(1, spec.draws) * spec.train * (spec.train + spec.test) <= MOST_PAIRS and spec.train > 1


def every_lam(spec: AccuracySpec) -> EveryLam:
    """Return which digits are read right at every λ; the λ of the spec don't matter.

    Raises
    ------
    ValueError : a spec that asks for what is not there, or for more than ``MOST_PAIRS`` pairs
    DataError : MNIST is not on this machine
    """
    if not can_be_exact(spec):
        raise ValueError(f"every λ is computed for at most {MOST_PAIRS:,} pairs of digits, got {spec}")
    train, test = load_collection(spec.training_set), load_collection(spec.test_set)
    tested = slice(len(test) - spec.test, None) if spec.training_set == spec.test_set else slice(spec.test)
    repeats, stage = max(1, spec.draws), 0

    def progress(part: float) -> None:
        report(worded("Following every vote"), (stage + part) / (2 * repeats))

    action, tests, left_out = RowShifts(SIDE, SIDE), [], []
    for places in islice(draws(training_draw(spec)), repeats):
        images, labels = train.images[places], train.labels[places]
        asked = (images, labels, spec.neighbors)
        found = vote_paths(action, test.images[tested], *asked, progress=progress)
        tests.append(_rights(found, test.labels[tested].numpy()))
        stage += 1
        k = min(spec.neighbors, spec.train - 1)
        found = vote_paths(action, images, images, labels, k, leave_one_out=True, progress=progress)
        left_out.append(_rights(found, labels.numpy()))
        stage += 1
    return EveryLam(repeats, *_together(tests), *_together(left_out))


def steps(*rights: Rights) -> Steps:
    """Return how many digits are read right, all of them together, as a function of λ."""
    lams, changes = [], []
    for pieces, starts, right in rights:
        change = right.astype(np.int64)
        change[1:] -= right[:-1]
        change[pieces[:-1]] = right[pieces[:-1]]
        lams.append(starts)
        changes.append(change)
    found, place = np.unique(np.concatenate(lams), return_inverse=True)
    sums = np.zeros(len(found), np.int64)
    np.add.at(sums, place, np.concatenate(changes))
    kept = np.append(True, sums[1:] != 0)
    return Steps(found[kept], sums.cumsum()[kept])


def widest(counted: Steps) -> Stretch:
    """Return the widest stretch of λ with the largest count."""
    ends = np.append(counted.lams[1:], np.inf)
    places = np.flatnonzero(counted.counts == counted.counts.max())
    widths = ends[places] - counted.lams[places]
    place = places[np.flatnonzero(widths == widths.max())[-1]]
    low, high = float(counted.lams[place]), float(ends[place])
    return Stretch((low + high) / 2, low, high, int(counted.counts[place]))


def exact_choice(every: EveryLam, level: float = 0.95) -> ExactChoice:
    """Return what leave-one-out chooses among all λ, and what that costs on the test digits.

    The best λ is known from the test digits only: its interval is that of a λ that was chosen beforehand.

    Raises
    ------
    ValueError : level is not between 0 and 1
    """
    chosen = tuple(widest(steps(rights)) for rights in every.left_out)
    best = widest(steps(*every.tests))
    taken = np.mean(
        [rights.at(stretch.lam) for rights, stretch in zip(every.tests, chosen, strict=True)], axis=0
    )
    most = np.mean([rights.at(best.lam) for rights in every.tests], axis=0)
    cost = paired(most - taken, level)
    return ExactChoice(chosen, best, float(taken.mean()), Interval(*map(float, cost)))


def exact_words(spec: AccuracySpec, found: ExactChoice) -> str:
    """Return in words which λ leave-one-out chooses among all, and what it costs."""
    lams = listed([worded("λ = {lam}", lam=_told(stretch)) for stretch in found.chosen])
    told = worded("{lams}, draw by draw", lams=lams) if len(found.chosen) > 1 else lams
    value, low, high = (f"{100 * part:.2f}".replace("-", "−") for part in found.cost)
    return worded(
        "Of all λ, leave-one-out on the {train} training digits chooses {lams}: {share} % of the test digits "
        "are then read right. The λ that reads most of them, {best}, is known from them only and reads "
        "{value} points more (95 %: {low} to {high}).",
        train=f"{spec.train:,}",
        lams=told,
        share=f"{100 * found.accuracy:.1f}",
        best=_told(found.best),
        value=value,
        low=low,
        high=high,
    )


def _told(stretch: Stretch) -> str:
    """Return the λ of a stretch, as finely as it takes to be inside."""
    for digits in range(2, 8):
        lam = round(stretch.lam, digits)
        if stretch.low <= lam < stretch.high:
            return lam_text(lam)
    return lam_text(stretch.lam)


def _rights(found: VotePaths, labels: np.ndarray) -> Rights:
    right = found.answers == labels.repeat(np.diff(found.pieces))
    return Rights(found.pieces, found.starts, right)


def _together(parts: list[Rights]) -> Rights:
    lengths = np.concatenate([np.diff(part.pieces) for part in parts])
    starts, right = (np.concatenate([part[which] for part in parts]) for which in (1, 2))
    return Rights(np.append(0, lengths.cumsum()), starts, right)


def _apart(rights: Rights, draws: int) -> tuple[Rights, ...]:
    size = (len(rights.pieces) - 1) // draws
    found = []
    for first in range(0, draws * size, size):
        pieces = rights.pieces[first : first + size + 1]
        own = slice(pieces[0], pieces[-1])
        found.append(Rights(pieces - pieces[0], rights.starts[own], rights.right[own]))
    return tuple(found)
