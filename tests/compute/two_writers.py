"""Two processes that write to one store at once, one of which is killed at a line that a seed chooses."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

from lazyq.compute import ResultStore
from tests.compute.power_cut import (
    Found,
    Spec,
    is_right,
    killed_at,
    lines_of,
    lines_until,
    next_run,
    numbers,
    write,
)

ENTRIES = 4  # so few that both throw away what the other has written


def two_writers(folder: Path, count: int, seed: int) -> Iterator[tuple[int, Found]]:
    """Kill one of two writers so many times; yield the line and what was found.

    Every other time they want the same result. Right if the writer that is left has the right one, and so has
    the run after them.
    """
    chance = Random(f"two writers {seed}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    first, counted = (Spec(str(folder.with_name(f"log-{number}")), 10**6 + number) for number in range(2))
    write(folder, first)  # what is imported at the first time is not of the lines that count
    lines = lines_of(partial(write, folder, counted))
    for number in range(count):
        mine = Spec(str(folder.with_name(f"mine-{number}")), number)
        other = mine if number % 2 else Spec(str(folder.with_name(f"other-{number}")), number + 10**5)
        line = chance.choice((chance.randint(1, lines), chance.randint(max(1, lines - 300), lines)))
        child = os.fork()
        if not child:
            status = 1
            try:
                # Traced like the other, so as to be as slow.
                lines_until(partial(bounded_run, folder, other))
                status = 0
            finally:
                os._exit(status)
        killed_at(partial(bounded_run, folder, mine), line)
        _, status = os.waitpid(child, 0)
        found = next_run(folder, mine)
        also = next_run(folder, other)
        yield line, found._replace(right=found.right and also.right and status == 0)


def bounded_run(folder: Path, spec: Spec) -> None:
    """Ask a store that keeps few results, or raise if the result is wrong."""
    if not is_right(ResultStore(folder, max_entries=ENTRIES).run(numbers, spec), spec):
        raise AssertionError(spec)
