"""Machine code, compiled once and kept in the user's cache folder."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import platformdirs

_KEPT = 3  # folders of other sources: those of versions that may still run

Function = TypeVar("Function", bound=Callable[..., Any])


def code_folder() -> Path:
    """Return the folder of the machine code of these sources, in NUMBA_CACHE_DIR or lazyq's cache folder.

    Numba itself compiles again when a function's own file has changed, but not for a change to what it takes
    in from others, such as the order of a NamedTuple's fields.
    """
    root = Path(numba.config.CACHE_DIR or platformdirs.user_cache_path("lazyq", appauthor=False))
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return root / "compiled" / digest.hexdigest()[:16]


def remove_stale(kept: int = _KEPT) -> None:
    """Remove all but the last used folders of other sources; a process that still needs one compiles again.

    Every process marks its own folder as used. What can't be removed, or is just being removed by another
    process, stays.
    """
    own = code_folder()
    with contextlib.suppress(OSError):
        own.mkdir(parents=True, exist_ok=True)
        os.utime(own)
    with contextlib.suppress(OSError):
        others = [(folder.stat().st_mtime, folder) for folder in own.parent.iterdir() if folder != own]
        for _, folder in sorted(others, reverse=True)[kept:]:
            shutil.rmtree(folder, ignore_errors=True)


def compiled(function: Function) -> Function:
    """Return the function, compiled at its first call or read from :func:`code_folder`, without the GIL.

    It makes no arrays, so that nobody counts references. A folder that can't be written to costs the
    compilation once per process, no more.
    """
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(code_folder())
    try:
        return numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)
    finally:
        numba.config.CACHE_DIR = before


def inner(function: Function) -> Function:
    """Return the function for compiled callers, which take it into their own machine code."""
    return numba.njit(nogil=True, error_model="numpy", _nrt=False, forceinline=True)(function)


if not numba.config.CACHE_DIR:
    remove_stale()
