"""Machine code, compiled once and kept in the user's cache folder."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import platformdirs

Function = TypeVar("Function", bound=Callable[..., Any])


def code_folder() -> Path:
    """Return the folder of the machine code of these sources, in the user's cache folder of lazyq."""
    root = platformdirs.user_cache_path("lazyq", appauthor=False)
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return root / "compiled" / digest.hexdigest()[:16]


def compiled(function: Function) -> Function:
    """Return the function, compiled at its first call or read from :func:`code_folder`, without the GIL.

    NUMBA_CACHE_DIR, where it is set, comes first. A folder that can't be written to costs the
    compilation once per process, no more.
    """
    return _compiled(function)


def inner(function: Function) -> Function:
    """Return the function as :func:`compiled` does, for compiled callers: it makes no arrays.

    So that nobody counts the references to its arguments, which costs more than a short function does.
    """
    return _compiled(function, _nrt=False, forceinline=True)


def _compiled(function: Function, **options: bool) -> Function:
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = before or str(code_folder())
    try:
        return numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function)
    finally:
        numba.config.CACHE_DIR = before
