"""What the Average page computes: the class that is shown, then all others; beside them the map."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar, final

from streamlit.delta_generator import DeltaGenerator

from lazyq.compute import canonical
from lazyq.experiments.average import (
    Average,
    AverageSpec,
    DigitMap,
    Groups,
    MapSpec,
    ReadingSpec,
    Several,
    SeveralReadingSpec,
    SeveralSpec,
    average,
    digit_map,
    reading,
    several,
    several_reading,
)
from lazyq.ui.library import library
from lazyq.ui.results import store
from lazyq.ui.views.average.data import Averages
from lazyq.ui.watching import awaited, glimpsed, wait_only_for

_TESTED, _SMALL_TESTED = 2000, 700
_DIGITS = range(10)
_MAP = "map of digits"

Of = TypeVar("Of")


@final
@dataclass(frozen=True)
class _Work:
    """The specs that belong to one of averages, and the checksums of their data.

    Attributes
    ----------
    spec : of the class that is shown
    count : of averages a class
    test_set : where the digits are that are read
    train, both : checksums of the training digits, and of these and those that are read
    """

    spec: AverageSpec
    count: int
    test_set: str
    train: tuple[str]
    both: tuple[str, str]

    @property
    def reading(self) -> ReadingSpec:
        tested = _SMALL_TESTED if self.test_set == "sklearn" else _TESTED
        return ReadingSpec(replace(self.spec, digit=0), self.test_set, tested)

    @property
    def groups_reading(self) -> SeveralReadingSpec:
        return SeveralReadingSpec(self.group(0), self.test_set, self.reading.tested)

    def one(self, digit: int) -> AverageSpec:
        return replace(self.spec, digit=digit)

    def group(self, digit: int) -> SeveralSpec:
        return SeveralSpec(self.one(digit), self.count)

    def name(self, what: str) -> str:
        return f"{what} {self.count if 'several' in what else ''} {canonical(self.spec)}"


def averages(spec: AverageSpec, count: int, beneath: DeltaGenerator) -> Averages:
    """Return what is known: at once the class of the spec, all else once it is computed.

    Until the class is, show how far it is and end this run; until all is, show that, and beneath how far the
    map is. Two things are computed at a time: one after another the averages of all classes and how they
    read digits; and the map.
    """
    test_set = "sklearn" if spec.dataset == "sklearn" else "mnist-test"
    train, test = (library().digits(name).checksum for name in (spec.dataset, test_set))
    work = _Work(spec, count, test_set, (train,), (train, test))
    steps = ("average", "averages", "reading", "several", "all several", "several reading")
    wait_only_for(_MAP, *map(work.name, steps))
    one = awaited(
        work.name("average"),
        lambda: store().known(average, spec, data=work.train),
        lambda: store().run(average, spec, data=work.train),
    )
    classes = _known_classes(work) | {spec.digit: one}
    if len(classes) < len(_DIGITS):
        all_classes = partial(_all_classes, work)
        classes = glimpsed(work.name("averages"), lambda: None, all_classes, patience=0) or classes
    read = None
    if len(classes) == len(_DIGITS):
        given = tuple(classes[digit] for digit in _DIGITS)
        read = glimpsed(
            work.name("reading"),
            lambda: store().known(reading, work.reading, data=work.both),
            lambda: store().run(reading, work.reading, given, data=work.both),
            patience=0,
        )
    groups = _groups(work, is_next=read is not None) if count > 1 else None
    # A visitor has two jobs at once: the map waits for the averages that are asked for.
    layout = None
    if groups is None or groups.classes:
        with beneath:
            layout = _layout(spec.dataset, work.train)
    return Averages(classes, read, layout, groups)


def _layout(dataset: str, train: tuple[str]) -> DigitMap | None:
    spec = MapSpec(dataset)
    return glimpsed(
        _MAP,
        lambda: store().known(digit_map, spec, data=train),
        lambda: store().run(digit_map, spec, data=train),
        patience=0,
    )


def _groups(work: _Work, *, is_next: bool) -> Groups:
    """Return the several averages that are known: first of the class that is shown, then of all.

    Parameters
    ----------
    is_next : whether those of all classes may be computed by now
    """
    own, data = work.group(work.spec.digit), work.train
    group = glimpsed(
        work.name("several"),
        lambda: store().known(several, own, data=data),
        lambda: store().run(several, own, data=data),
    )
    if group is None:
        return Groups(work.count, {}, None)
    classes = _known_groups(work) | {work.spec.digit: group}
    read = None
    if is_next and len(classes) < len(_DIGITS):
        classes = glimpsed(work.name("all several"), lambda: None, partial(_all_groups, work)) or classes
    if is_next and len(classes) == len(_DIGITS):
        given = tuple(classes[digit] for digit in _DIGITS)
        read = glimpsed(
            work.name("several reading"),
            lambda: store().known(several_reading, work.groups_reading, data=work.both),
            lambda: store().run(several_reading, work.groups_reading, given, data=work.both),
        )
    return Groups(work.count, classes, read)


def _known_classes(work: _Work) -> dict[int, Average]:
    return _of_known(lambda digit: store().known(average, work.one(digit), data=work.train))


def _known_groups(work: _Work) -> dict[int, Several]:
    return _of_known(lambda digit: store().known(several, work.group(digit), data=work.train))


def _of_known(known: Callable[[int], Of | None]) -> dict[int, Of]:
    found = {digit: known(digit) for digit in _DIGITS}
    return {digit: result for digit, result in found.items() if result is not None}


def _all_classes(work: _Work) -> dict[int, Average]:
    return {digit: store().run(average, work.one(digit), data=work.train) for digit in _DIGITS}


def _all_groups(work: _Work) -> dict[int, Several]:
    return {digit: store().run(several, work.group(digit), data=work.train) for digit in _DIGITS}
