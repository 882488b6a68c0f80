"""Downloads of MNIST that are killed at a line of Python that a seed chooses, and what the next one finds."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random

from lazyq.datasets.download import download
from lazyq.datasets.fetching import lock_path
from lazyq.datasets.files import FILES, DataError, DataFile, problems, raw_folder
from lazyq.datasets.mnist import load_mnist
from tests.compute.power_cut import Found, killed_at, lines_of


def download_cuts(root: Path, mirror: str, count: int, seed: int) -> Iterator[tuple[int, Found]]:
    """Kill so many downloads of the files that are missing, each in a folder that those before have left.

    Yields the line and what was found: right if no file that is there is wrong, and the next download makes
    all of them whole and leaves nothing else.
    """
    missing = tuple(problems(root))
    work = partial(download, root, f"{mirror}/")
    work()  # what is imported and remembered at the first time is not of the lines that count
    remove(root, missing)
    last = lines_of(work)
    chance = Random(f"download {seed}")
    for _ in range(count):
        remove(root, missing)
        line = chance.choice((chance.randint(1, last), chance.randint(max(1, last - 300), last)))
        killed_at(work, line)
        yield line, next_run(root, mirror, missing)


def clock_cuts(root: Path, mirror: str, count: int, seed: int) -> Iterator[tuple[float, Found]]:
    """Kill so many processes that download all that is missing, at moments that only the clock knows."""
    missing = tuple(problems(root))
    command = [sys.executable, "-m", "lazyq.datasets.download", str(root), "--mirror", mirror]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    chance = Random(f"clock {seed}")
    for _ in range(count):
        remove(root, missing)
        seconds = chance.uniform(0.5, 4.0)
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
            time.sleep(seconds)
            process.kill()
        yield seconds, next_run(root, mirror, missing)


def remove(root: Path, files: tuple[DataFile, ...]) -> None:
    """Have these files missing."""
    for file in files:
        (raw_folder(root) / file.name).unlink(missing_ok=True)


def unstored(root: Path, mirror: str, reason: str) -> Found:
    """Return what a download found that has no room, or may not write: right if it says so."""
    said = ""
    try:
        download(root, f"{mirror}/")
    except DataError as error:
        said = str(error)
    whole = [file for file in FILES if file not in problems(root)]
    return Found(reason in said, False, (said,), strange(root, whole))


def next_run(root: Path, mirror: str, missing: tuple[DataFile, ...]) -> Found:
    """Read what is there, then download what isn't."""
    present = [file for file in missing if (raw_folder(root) / file.name).exists()]
    wrong = problems(root)
    half = [file for file in present if file in wrong]
    download(root, f"{mirror}/")
    whole = not problems(root) and len(load_mnist("test", root, download=False)) == 10_000
    return Found(whole and not half, bool(wrong), (), strange(root, FILES))


def strange(root: Path, files: Sequence[DataFile]) -> tuple[str, ...]:
    """Return what lies in the folder besides these files."""
    usual = {raw_folder(root).name, lock_path(root).name, *(file.name for file in files)}
    return tuple(sorted({path.name for path in (root / "MNIST").rglob("*")} - usual))
