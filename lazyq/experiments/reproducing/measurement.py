"""A time, speed or size that a text quotes: what measures it, and in which interval it was found."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import final

from lazyq.experiments.reproducing.claim import NONE, Quote, spoken
from lazyq.wording import Written, worded

_ROOT = Path(__file__).parents[3]
_DRIFT = 4 / 3
_FEW = 2
_PATIENCE = 20  # seconds to end its servers and remove its files
# A module as `python -m` runs it, but Ctrl-C ends it without a traceback.
_MODULE = """
import os, runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell runs behind has it ignored
del sys.argv[0]
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
except KeyboardInterrupt:
    os._exit(130)
"""
NO_CLONE = "the benchmarks are not installed with lazyq: run this in a clone of its repository, from its root"
BY_HAND = "needs folders of yours in place of the words in capitals: start the command yourself"


@final
@dataclass(frozen=True)
class Passage:
    """All that stands in a file from one text to another, or to the end of a section."""

    file: str
    begin: str
    end: str = "\n## "


@final
@dataclass(frozen=True)
class Reading:
    """A figure of a benchmark's output, and what runs gave.

    Attributes
    ----------
    what : is measured, in words
    pattern : finds the figure in the output, as its only group; "" takes the seconds of the whole command
    least, most : of the runs; the same where there was one
    unit : "s", "ms", "GB", "%", "" for a ratio
    runs : how many, at the least
    faster : whether a larger figure is the better one
    needs : a package without which the benchmark leaves the figure out
    """

    what: str
    pattern: str
    least: float
    most: float
    unit: str
    runs: int
    faster: bool = False
    needs: str = ""

    def read(self, output: str, seconds: float) -> float | None:
        """Return the figure in the output of a command that took so many seconds, None if there is none."""
        if not self.pattern:
            return seconds
        found = re.search(self.pattern, output, re.MULTILINE)
        return float(found[1].replace(",", "")) if found else None

    def allowed(self) -> tuple[float, float]:
        """Return the interval; of one run or two a third more, by which a machine's own speed changes."""
        if self.runs <= _FEW:
            return self.least / _DRIFT, self.most * _DRIFT
        return self.least, self.most

    def verdict(self, value: float) -> str:
        """Return "faster here" or "slower here" of a figure out of the interval, "" of one within."""
        low, high = self.allowed()
        if low <= value <= high:
            return ""
        return "faster here" if (value > high) is self.faster else "slower here"


@final
@dataclass(frozen=True)
class Measurement:
    """What a benchmark measures: times, speeds and memory, of which another machine has others.

    Attributes
    ----------
    name : that the command ``lazyq reproduce`` takes
    quotes : where figures of it stand
    command : that measures it again, from the root of a clone
    machine : in words
    readings : what of its output is compared; without any its status tells whether a fault was found
    seconds : that it takes on the machine when nothing else runs, about; None where nobody has timed it
    estimated : whether these seconds are reckoned from parts, and nobody has waited for the whole
    seed : in words, NONE where nothing is drawn but times
    passages : where its other figures stand
    """

    name: str
    quotes: tuple[Quote, ...]
    command: str
    machine: str
    readings: tuple[Reading, ...] = ()
    seconds: float | None = None
    seed: str = NONE
    passages: tuple[Passage, ...] = ()
    estimated: bool = False

    @property
    def time(self) -> str:
        """What it takes, in words, whether timed or estimated."""
        return "not timed" if self.seconds is None else spoken(self.seconds)

    @property
    def known(self) -> str:
        """What it takes and how well that is known, in words."""
        if self.seconds is None:
            return self.time
        return f"an estimate of {self.time}" if self.estimated else f"about {self.time}"

    def why_not(self) -> str:
        """Return why it can't be measured here, "" if it can."""
        words = shlex.split(self.command)
        if any(word.isupper() for word in words):
            return BY_HAND
        if words[0] == "lazyq" or (_ROOT / f"{words[2].replace('.', '/')}.py").is_file():
            return ""
        return NO_CLONE


@final
@dataclass(frozen=True)
class Measured:
    """What a run gave: a figure for each reading, None where the output has none, its status and seconds."""

    values: tuple[float | None, ...]
    status: int
    seconds: float


def measure(measurement: Measurement, say: Callable[[str], None]) -> Measured:
    """Run the benchmark in a process of its own, pass on every line that it prints, and read its figures.

    Raises
    ------
    ValueError : it can't be measured here; says why
    KeyboardInterrupt : of Ctrl-C, once the benchmark has ended too
    """
    if reason := measurement.why_not():
        raise ValueError(reason)
    program, *rest = shlex.split(measurement.command)
    own = program == "lazyq"
    if own:
        rest = ["-m", "lazyq.cli", *rest]
    elif rest[0] == "-m":
        rest = ["-c", _MODULE, *rest[1:]]
    begin, lines = time.perf_counter(), []
    with subprocess.Popen(  # noqa: S603  a command of the registry
        [sys.executable, *rest],
        cwd=None if own else _ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        # Ctrl-C of a terminal would reach what the benchmark has started, before it can end that itself.
        start_new_session=True,
    ) as process:
        try:
            for line in process.stdout or ():
                lines.append(line)
                say(line.rstrip("\n"))
        except BaseException:
            _end(process)
            raise
    seconds = time.perf_counter() - begin
    values = tuple(reading.read("".join(lines), seconds) for reading in measurement.readings)
    return Measured(values, process.returncode, seconds)


def _end(process: subprocess.Popen[str]) -> None:
    """End a benchmark as Ctrl-C would, and after a while anyway, with all that it has started."""
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def told(reading: Reading) -> str:
    """Return a reading's interval in words: what it is, from where to where, in how many runs."""
    unit = f" {reading.unit}" if reading.unit else ""
    known = {"what": reading.what, "least": figure(reading.least), "most": figure(reading.most)}
    if reading.runs == 1:
        return worded("{what}: {least}{unit} in one run", **known, unit=unit)
    return worded("{what}: {least} to {most}{unit} in {runs} runs", **known, unit=unit, runs=reading.runs)


def figure(value: float) -> Written:
    """Return a figure to three digits, or whole."""
    return Written(f"{value:.0f}" if value >= 100 else f"{value:.3g}")
