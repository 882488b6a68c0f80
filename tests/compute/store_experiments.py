"""Experiments that tell how often they ran, by a line in a file for each time."""

import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from lazyq.compute import ResultStore


@dataclass(frozen=True)
class Grid:
    """A spec in a spec."""

    steps: tuple[float, ...] = (0.0, 0.5)
    name: str = "even"


@dataclass(frozen=True)
class Spec:
    log: str
    n: int = 3
    lam: float = 0.5
    seed: int | None = None
    exact: bool = True
    grid: Grid = Grid()
    seconds: float = 0.0


@dataclass(frozen=True)
class Sums:
    values: np.ndarray
    names: np.ndarray
    total: float
    count: int
    title: str
    classes: tuple[str, ...]
    seed: int | None


def runs(log: str | Path) -> int:
    path = Path(log)
    return len(path.read_text().splitlines()) if path.exists() else 0


def note(spec: Spec) -> None:
    with Path(spec.log).open("a") as log:
        log.write(f"{os.getpid()}\n")
    time.sleep(spec.seconds)


def sums(spec: Spec) -> Sums:
    note(spec)
    values = np.arange(spec.n, dtype=np.float64) * spec.lam
    return Sums(values, np.array(["a", "bc"]), float(values.sum()), spec.n, "sums", ("x", "y"), spec.seed)


def others(spec: Spec) -> Sums:
    return sums(spec)


def twice(spec: Spec, known: Sums) -> Sums:
    return replace(known, values=2 * known.values)


def fails(spec: Spec) -> Sums:
    note(spec)
    raise ArithmeticError("no result")


if __name__ == "__main__":
    import store_experiments

    folder, log, seconds = sys.argv[1:]
    spec = store_experiments.Spec(log, seconds=float(seconds))
    print(ResultStore(folder).run(store_experiments.sums, spec).total)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(PACKAGE), str(Path(__file__).parent)])}


PACKAGE = Path(__file__).parents[2]
