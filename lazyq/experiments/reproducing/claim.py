"""A number that a text quotes: where it stands, what computes it, and whether that still says so."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, final

from lazyq.compute import ResultStore
from lazyq.compute.progress import report
from lazyq.experiments.digits import load_collection
from lazyq.wording import worded

_NUMBER = r"[-−+]?\d+(?:,\d{3})*(?:\.\d+)?"
_CELL = re.compile(rf"({_NUMBER})(?: ± ({_NUMBER})| \[({_NUMBER}), ({_NUMBER})\])?")
_ROUNDED = 1e-9
_MINUTES = 100
NONE = "none"
"""The seed of what draws nothing."""


@final
@dataclass(frozen=True)
class Quote:
    """A piece of a text, word for word but for line breaks, and the file that it stands in."""

    file: str
    text: str


@final
@dataclass(frozen=True)
class Part:
    """An experiment, its spec, and the data sets that it reads, in the order that its page names them."""

    experiment: Callable[..., Any]
    spec: Any
    datasets: tuple[str, ...] = ()

    def checksums(self) -> tuple[str, ...]:
        """Return the checksums of its data; DataError where they are not on this machine."""
        return tuple(load_collection(name).checksum for name in self.datasets)


@final
@dataclass(frozen=True)
class Told:
    """What results say: a text for each quote, and an interval that no text quotes."""

    texts: tuple[str, ...]
    interval: str = ""


@final
@dataclass(frozen=True)
class Claim:
    """Quotes that the same computation answers.

    Attributes
    ----------
    name : that the command takes
    quotes : where the numbers stand
    command : another way to compute them, in a shell
    seed : in words, NONE where nothing is drawn
    interval : of what kind it is, in words
    seconds : that it takes on two quiet cores, about
    parts : what is computed
    tell : the results of the parts, in their order, as the texts would have to be
    slack : relative, for numbers that stand without an interval; 0 asks for the same digits
    """

    name: str
    quotes: tuple[Quote, ...]
    command: str
    seed: str
    interval: str
    seconds: float
    parts: tuple[Part, ...]
    tell: Callable[..., Told] = field(repr=False)
    slack: float = 0.0

    @property
    def time(self) -> str:
        """What it takes, in words."""
        return spoken(self.seconds)

    def sure(self, found: str) -> str:
        """Return the interval in words, with the figures that were found, if there are any."""
        return f"{self.interval}, {found}" if found else self.interval

    def within(self, found: tuple[str, ...]) -> tuple[bool, ...]:
        """Return for every quote whether what was found agrees with it."""
        return tuple(
            agrees(quote.text, text, self.slack) for quote, text in zip(self.quotes, found, strict=True)
        )


@final
@dataclass(frozen=True)
class RebuiltSpec:
    """The name of a claim."""

    claim: str


@final
@dataclass(frozen=True)
class Rebuilt:
    """What was found: the texts and the interval of :class:`Told`, and the seconds that it took here.

    Results that other pages had computed already were taken from the store, which took no time.
    """

    texts: tuple[str, ...]
    interval: str
    seconds: float


def spoken(seconds: float) -> str:
    """Return what something takes, in words."""
    return f"{seconds:g} s" if seconds < _MINUTES else f"{seconds / 60:.0f} min"


def agrees(quoted: str, found: str, slack: float = 0.0) -> bool:
    """Return whether two texts say the same, number by number.

    A quoted number with an interval, "a ± b" or "a [b, c]", must be found within it; its interval itself
    is not compared. Any other must be the same, or differ by at most slack of it. So must the words between.
    """
    if _CELL.sub("#", quoted) != _CELL.sub("#", found):
        return False
    pairs = zip(_CELL.findall(quoted), _CELL.findall(found), strict=True)
    return all(_agrees(ours, theirs[0], slack) for ours, theirs in pairs)


def _agrees(quoted: tuple[str, str, str, str], found: str, slack: float) -> bool:
    middle, half, low, high = (float(text.replace(",", "").replace("−", "-") or "nan") for text in quoted)
    value = float(found.replace(",", "").replace("−", "-"))
    if half == half:
        return abs(value - middle) <= half + _ROUNDED
    if low == low:
        return low - _ROUNDED <= value <= high + _ROUNDED
    return abs(value - middle) <= slack * abs(middle) + _ROUNDED


def rebuild(claim: Claim, store: ResultStore) -> Rebuilt:
    """Return what a claim's computation says, from the store if it has been done before.

    Every part is kept as soon as it is there, so that one who is interrupted goes on from the last.

    Raises
    ------
    DataError : MNIST is not on this machine
    """
    return store.run(rebuilt, RebuiltSpec(claim.name), claim, store, data=_checksums(claim))


def known(claim: Claim, store: ResultStore) -> Rebuilt | None:
    """Return what :func:`rebuild` would if nothing had to be computed, else None.

    Raises
    ------
    DataError : MNIST is not on this machine
    """
    return store.known(rebuilt, RebuiltSpec(claim.name), data=_checksums(claim))


def rebuilt(spec: RebuiltSpec, claim: Claim, store: ResultStore) -> Rebuilt:
    """Run the parts of the claim that the spec names, and say what came out."""
    begin = time.perf_counter()
    results = []
    for number, part in enumerate(claim.parts, 1):
        stage = worded("{claim}, {number} of {all}", claim=spec.claim, number=number, all=len(claim.parts))
        report(stage, (number - 1) / len(claim.parts))
        results.append(store.run(part.experiment, part.spec, data=part.checksums()))
    told = claim.tell(*results)
    return Rebuilt(told.texts, told.interval, time.perf_counter() - begin)


def _checksums(claim: Claim) -> tuple[str, ...]:
    names = dict.fromkeys(name for part in claim.parts for name in part.datasets)
    return tuple(load_collection(name).checksum for name in names)
