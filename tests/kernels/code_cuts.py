"""Processes that end while compiled code is written, broken files of it, and what the next run does."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import numba

from lazyq.kernels.native import compiling
from tests.compute.power_cut import Found, killed_at, lines_of

WRONG = 2
USUAL = {".lock", "unfinished"}  # one of each in a folder, however often a process is killed there


def doubled(x: int) -> int:
    """Be compiled."""
    return x + x


def fresh() -> int:
    """Call the function as a process that has just begun; return how often it was compiled, or WRONG."""
    made: list[int] = []
    function = compiling.compiled(doubled)
    with compiling.watched(lambda: made.append(1)):
        return len(made) if function(4) == 8 else WRONG


def next_run(folder: Path) -> Found:
    """Call the function in a process of its own, which broken code may end."""
    child = os.fork()
    if not child:
        end = WRONG
        try:
            end = fresh()
        finally:
            os._exit(end)
    _, status = os.waitpid(child, 0)
    made = os.WEXITSTATUS(status) if os.WIFEXITED(status) else WRONG
    names = {path.name for path in folder.rglob("*") if path.is_file() and path.suffix != ".code"}
    return Found(made < WRONG, made == 1, (), tuple(sorted(names - USUAL)))


def code_files(folder: Path) -> list[Path]:
    """Return the files of code."""
    return sorted(folder.rglob("*.code"))


def code_cuts(folder: Path, count: int, seed: int) -> Iterator[tuple[int, Found]]:
    """Kill so many processes while they keep the code, in a folder that holds what those before have left.

    Yields the line of Python and what the next run found. Every other time there is no code yet.
    """
    chance = Random(f"code {seed}")
    function = compiling.compiled(doubled)
    function(4)
    [signature] = function.signatures
    code = function.overloads[signature]
    save = partial(compiling.compiled(doubled)._cache.save_overload, signature, code)
    last = lines_of(save)
    for number in range(count):
        if number % 2:
            for path in code_files(folder):
                path.unlink()
        line = chance.choice((chance.randint(1, last), chance.randint(max(1, last - 150), last)))
        killed_at(save, line)
        yield line, next_run(folder)


def code_damages(folder: Path, count: int, seed: int) -> Iterator[tuple[str, Found]]:
    """Cut the file of code off, or turn one of its bits, at so many places; yield what was done and found."""
    chance = Random(f"code damage {seed}")
    next_run(folder)
    [path] = code_files(folder)
    whole = path.read_bytes()
    for number in range(count):
        place = chance.randrange(len(whole))
        changed = bytearray(whole)
        if number % 2:
            del changed[place:]
        else:
            changed[place] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        yield "cut off" if number % 2 else "a bit turned", next_run(folder)


def kept_in(folder: Path) -> Path:
    """Have code kept below this folder from now on; return where."""
    numba.config.CACHE_DIR = str(folder)
    own = compiling.code_folder()
    compiling._USABLE = compiling.usable(own)
    return own
