"""What fuzzing has in common: a surface, many cases of it from a seed, and what became of them."""

import gc
import logging
import os
import re
import reprlib
import signal
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis.strategies import randoms

LIMIT = 5.0  # seconds of processor time for one case
LONGEST = 1_000  # characters of a sentence that says what was wrong
_SETTLED = 0.2  # of the cases, after which what is remembered for good has been

_short = reprlib.Repr()
_short.maxlevel, _short.maxdict, _short.maxlist, _short.maxstring = 4, 20, 20, 200


class Surface(NamedTuple):
    """A door by which others' data come in.

    Attributes
    ----------
    name : in the table
    case : makes one from randomness
    attempt : takes a case; returns a sentence that refuses it, or anything else
    refusals : the errors that are declared for bad input
    most : how many cases are worth their time
    ready : prepares what all cases share
    around : in what they are tried
    clock : of the processor time that a case takes; that of all threads where others do its work
    """

    name: str
    case: Callable[[Random], Any]
    attempt: Callable[[Any], object]
    refusals: tuple[type[Exception], ...] = ()
    most: int = 10_000
    ready: Callable[[], object] = lambda: None
    around: Callable[[], AbstractContextManager[object]] = nullcontext
    clock: Callable[[], float] = time.thread_time


class HangError(BaseException):
    """A case takes longer than any may; no ``except Exception`` keeps it."""


@dataclass
class Outcome:
    """What became of the cases of a surface.

    Attributes
    ----------
    count : of cases
    seconds : of processor time in all attempts
    slowest : of processor time for one
    refused : how often each kind of sentence was said
    faults : what must not be, by kind, with how often and an example
    growth : bytes that the process has more at the end than when a fifth of the cases had been
    """

    count: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)
    faults: dict[str, tuple[int, str]] = field(default_factory=dict)
    growth: int = 0

    def fault(self, kind: str, number: int, case: object) -> None:
        """Note what must not be."""
        times, example = self.faults.get(kind, (0, ""))
        self.faults[kind] = times + 1, example or f"case {number}: {_shown(case)}"


def fuzz(surface: Surface, count: int, start: int = 0, weighs: bool = False) -> Outcome:
    """Try so many cases of a surface, drawn from a seed, and return what became of them.

    The growth is measured where ``weighs`` says so: it takes longer than many cases.

    A fault is an error that is none of the refusals, a warning, more than ``LIMIT`` seconds, a refusal that
    is empty or longer than ``LONGEST``, and something written that is interpreted: the attempt asserts that.
    """
    outcome, before = Outcome(), 0
    with _prepared(surface):
        for number in range(count):
            if weighs and number == int(_SETTLED * count):
                before = resident()
            # Each has randomness of its own, so that one that fails can be had alone.
            _try(surface, surface.case(Random(f"{surface.name} {start} {number}")), outcome, number)
        outcome.growth = resident() - before if weighs else 0
    return outcome


def explore(surface: Surface, how: settings) -> None:
    """Try cases that Hypothesis draws; it makes one that has a fault as small as it can.

    Raises
    ------
    AssertionError : a fault, with the smallest case that was found
    """

    @how
    @given(randoms(use_true_random=False))
    def each(chance: Random) -> None:
        outcome = Outcome()
        _try(surface, surface.case(chance), outcome, 0)
        if outcome.faults:
            raise AssertionError(outcome.faults)

    with _prepared(surface):
        each()


@contextmanager
def _prepared(surface: Surface) -> Iterator[None]:
    logging.disable(logging.WARNING)  # Streamlit remarks on running outside of a visit
    try:
        with surface.around():
            surface.ready()
            yield
    finally:
        logging.disable(logging.NOTSET)


def _try(surface: Surface, case: Any, outcome: Outcome, number: int) -> None:
    outcome.count += 1
    began = surface.clock()
    said: object = None
    try:
        with _bounded(surface.clock), warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.filterwarnings("ignore", module="PIL")
            said = surface.attempt(case)
    except surface.refusals as error:
        said = str(error)
        if not said:
            outcome.fault(f"{type(error).__name__} says nothing", number, case)
    except HangError:
        outcome.fault("hangs", number, case)
    except (Exception, SystemExit) as error:
        outcome.fault(_where(error), number, case)
    spent = surface.clock() - began
    outcome.seconds += spent
    outcome.slowest = max(outcome.slowest, spent)
    if isinstance(said, str):
        outcome.refused[kind_of(said)] += 1
        if len(said) > LONGEST:
            outcome.fault(f"a sentence of more than {LONGEST} characters", number, case)


@contextmanager
def _bounded(clock: Callable[[], float]) -> Iterator[None]:
    began = clock()

    def late(number: int, frame: object) -> None:
        # The clock is that of all threads, and a compiler may be at work in another.
        if (left := began + LIMIT - clock()) > 0:
            signal.setitimer(signal.ITIMER_PROF, left)
        else:
            raise HangError

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _where(error: BaseException) -> str:
    """Return an error's kind and the innermost place in lazyq that it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/lazyq/" in frame.filename] or list(frames)
    place = own[-1]
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}: {str(error)[:120]}"


def _shown(case: object) -> str:
    try:
        return _short.repr(case)
    except ValueError:
        return "a case with a whole number of very many digits"


def kind_of(sentence: str) -> str:
    """Return the first words of a sentence, without numbers and what is quoted."""
    plain = re.sub(r"'[^']*'|\"[^\"]*\"|[\d.,e+-]*\d[\d.,e+-]*", "…", sentence)
    return " ".join(plain.split()[:6])


def resident() -> int:
    """Return the bytes of memory that this process takes."""
    gc.collect()
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
