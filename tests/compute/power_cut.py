"""Processes that end in the midst of writing, at a moment that a seed chooses, and what is found afterwards.

A process is killed by its own hand when a certain line of Python has been reached in the store, in NumPy's or
zipfile's writing: the moments are the same on every machine, and every line has its turn.
"""

import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest.mock import patch

import numpy as np

from lazyq.compute import ResultStore, entries, store
from lazyq.compute.keys import result_key

NUMBERS = 30_000  # of an entry, 240 kB
LIMIT = 64 * 1024


@dataclass(frozen=True)
class Spec:
    """Which numbers."""

    log: str
    seed: int


@dataclass(frozen=True)
class Numbers:
    """Numbers that a seed makes."""

    values: np.ndarray
    name: str


def made(seed: int) -> np.ndarray:
    """Return the numbers of a seed."""
    return np.random.default_rng(seed).normal(size=NUMBERS)


def numbers(spec: Spec) -> Numbers:
    """Make numbers, and note in a file that it has been done."""
    with Path(spec.log).open("a") as log:
        log.write("made\n")
    return Numbers(made(spec.seed), f"numbers {spec.seed}")


def times(spec: Spec) -> int:
    """Return how often the numbers have been made."""
    path = Path(spec.log)
    return len(path.read_text().splitlines()) if path.exists() else 0


def is_right(result: Numbers, spec: Spec) -> bool:
    """Return whether a result is that of the spec, to the last bit."""
    return np.array_equal(result.values, made(spec.seed)) and result.name == f"numbers {spec.seed}"


def lines_until(work: Callable[[], object], last: int | None = None) -> int:
    """Do some work and return how many lines it took; kill this process at the last one, if there is one."""
    count = 0

    def each(frame: object, event: str, argument: object) -> object:
        nonlocal count
        if event == "line":
            count += 1
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)
        return each

    before = sys.gettrace()
    sys.settrace(each)  # type: ignore[arg-type]
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def killed_at(work: Callable[[], object], line: int) -> bool:
    """Do some work in a process of its own that is killed at this line; return whether it came so far."""
    child = os.fork()
    if not child:
        try:
            lines_until(work, line)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def lines_of(work: Callable[[], object]) -> int:
    """Return how many lines some work takes in a process of its own, where it takes more than here."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, str(lines_until(work)).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as said:
        return int(said.read())


class Found(NamedTuple):
    """What a run after a power cut found.

    Attributes
    ----------
    right : the result is that of the spec
    computed : it was computed again, and not read
    said : what the store said
    left : files that are neither entries nor anything else of the store's
    """

    right: bool
    computed: bool
    said: tuple[str, ...]
    left: tuple[str, ...]


def next_run(folder: Path, spec: Spec) -> Found:
    """Ask a new store in this folder for the result, twice, as two processes after each other would."""
    before = times(spec)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        first = ResultStore(folder).run(numbers, spec)
        computed = times(spec) > before
        again = ResultStore(folder).run(numbers, spec)
    right = is_right(first, spec) and is_right(again, spec) and times(spec) <= before + 1
    strange = (path.name for path in folder.iterdir() if not store.ENTRY.fullmatch(path.name))
    left = tuple(name for name in strange if not store.LEFTOVER.fullmatch(name))
    return Found(right, computed, tuple(str(one.message) for one in said), left)


def write(folder: Path, spec: Spec) -> None:
    """Compute into a store without anything in memory."""
    ResultStore(folder).run(numbers, spec)


def power_cuts(folder: Path, kills: int, seed: int) -> Iterator[tuple[int, Found]]:
    """Kill so many processes, each at a line of its writing; yield the line and what the next run found.

    In every folder the whole entry of another result lies too, and must stay as it is.
    """
    chance, lines = Random(f"power cut {seed}"), 0
    for number in range(kills):
        place = folder / str(number)
        spec, kept = Spec(str(folder / f"log-{number}"), number), Spec(str(folder / f"kept-{number}"), 10**6)
        place.mkdir(parents=True)
        write(place, kept)
        if not lines:
            counted = Spec(str(folder / "counted"), 10**6)
            lines = lines_of(partial(write, place, counted))
            entry_of(place, counted).unlink()
        # Half of the moments are near the end, where the entry is put into its place.
        line = chance.choice((chance.randint(1, lines), lines - chance.randrange(300)))
        if not killed_at(partial(write, place, spec), line):
            raise AssertionError(f"line {line} of {lines} was not reached")
        found = next_run(place, spec)
        untouched = is_right(ResultStore(place).run(numbers, kept), kept) and times(kept) == 1
        yield line, found._replace(right=found.right and untouched)


def entry_of(folder: Path, spec: Spec) -> Path:
    """Return where a result is kept."""
    return folder / f"{result_key(numbers, spec, ())}.npz"


def damages(folder: Path, count: int, seed: int) -> Iterator[tuple[str, Found]]:
    """Cut an entry off, or turn one of its bits, at so many places; yield what was done and found."""
    chance = Random(f"damage {seed}")
    spec = Spec(str(folder.with_name(f"damaged-{seed}")), 1)
    write(folder, spec)
    path = entry_of(folder, spec)
    whole = path.read_bytes()
    # The numbers are most of the file: half of the places are among all else.
    ends = [*range(400), *range(len(whole) - 2_000, len(whole))]
    for number in range(count):
        place = chance.choice((chance.choice(ends), chance.randrange(len(whole))))
        if number % 2:
            path.write_bytes(whole[:place])
            yield "cut off", next_run(folder, spec)
        else:
            changed = bytearray(whole)
            changed[place] ^= 1 << chance.randrange(8)
            path.write_bytes(changed)
            yield "a bit turned", next_run(folder, spec)


class FullDisk:
    """A file on a disk with room for so many more bytes."""

    def __init__(self, file: object, room: int) -> None:
        self._file, self._room = file, room

    def write(self, content: bytes) -> int:
        """Write, or fail as a full disk does."""
        self._room -= len(content)
        if self._room < 0:
            raise OSError(28, "No space left on device")
        return self._file.write(content)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """Have disks on which an entry finds room for so many bytes."""

    def write_entry(file: object, *given: object) -> None:
        entries.write_entry(FullDisk(file, room), *given)  # type: ignore[arg-type]

    with patch.object(store, "write_entry", write_entry):
        yield


def on_full_disk(folder: Path, room: int, number: int) -> Found:
    """Return what a run found on a disk that becomes full."""
    with full_disk(room):
        return unkept(folder, Spec(str(folder.with_name(f"full-{number}")), number))


def unkept(folder: Path, spec: Spec) -> Found:
    """Ask a store for a result that can't be kept in this folder, twice; every file there is one too many."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        held = ResultStore(folder)
        right = all(is_right(held.run(numbers, spec), spec) for _ in range(2)) and times(spec) == 1
    left = tuple(sorted(path.name for path in folder.iterdir()))
    return Found(right, True, tuple(str(one.message) for one in said), left)
