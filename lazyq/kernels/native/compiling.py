"""Machine code, compiled once and kept in a folder that only its user can write to."""

import contextlib
import hashlib
import os
import re
import shutil
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, final

import numba
import platformdirs
from numba.core.caching import FunctionCache

from lazyq.kernels.native.sealed import SealedFiles

_KEPT = 3  # folders of other sources: those of versions that may still run
_FOLDER = re.compile(r"[0-9a-f]{16}")
_watching = threading.local()

Function = TypeVar("Function", bound=Callable[..., Any])


def code_folder() -> Path:
    """Return the folder of the machine code of these sources.

    It is in NUMBA_CACHE_DIR, else in LAZYQ_CACHE, else in lazyq's cache folder. Numba itself compiles again
    when a function's own file has changed, but not for a change to what it takes in from others, such as the
    order of a NamedTuple's fields.
    """
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return _root() / "compiled" / digest.hexdigest()[:16]


def _root() -> Path:
    if numba.config.CACHE_DIR:
        return Path(numba.config.CACHE_DIR)
    named = os.environ.get("LAZYQ_CACHE")
    if named:
        with contextlib.suppress(RuntimeError):  # the ~ of a user that is not known here
            return Path(named).expanduser()
    return platformdirs.user_cache_path("lazyq", appauthor=False)


def usable(folder: Path) -> bool:
    """Make the folder, and return whether code can be kept there: no one else may write what is run.

    Nor may anyone else put another folder in its place: the one above is closed to others too. Neither may be
    a link.
    """
    try:
        for one in (folder.parent, folder):
            one.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not stat.S_ISDIR(one.lstat().st_mode):
                return False
        if _is_open(folder.parent):
            folder.parent.chmod(0o700)
        os.utime(folder)
        return os.access(folder, os.W_OK | os.X_OK) and not _is_open(folder)
    except OSError:
        return False


def _is_open(folder: Path) -> bool:
    """Return whether a folder is another's, or one that others may write to."""
    status = folder.stat()
    writable = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return hasattr(os, "getuid") and (status.st_uid != os.getuid() or bool(writable))


def remove_stale(kept: int = _KEPT) -> None:
    """Remove all but the last used folders of other sources; a process that still needs one compiles again.

    Every process marks its own folder as used. What can't be removed, or is just being removed by another
    process, stays.
    """
    own = code_folder()
    with contextlib.suppress(OSError):
        folders = [folder for folder in own.parent.iterdir() if _FOLDER.fullmatch(folder.name)]
        others = [(folder.lstat().st_mtime, folder) for folder in folders if folder != own]
        for _, folder in sorted(others, reverse=True)[kept:]:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def watched(missed: Callable[[], None]) -> Iterator[None]:
    """Call ``missed()`` whenever this thread begins to compile what it has not found in the folder."""
    _watching.missed = missed
    try:
        yield
    finally:
        del _watching.missed


@final
class _Kept:
    """Numba's cache of one function, whose files may be gone, locked, or another process's at any time."""

    def __init__(self, files: FunctionCache | None) -> None:
        self._files = files
        self.cache_path = None if files is None else files.cache_path

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        """Return the code of a signature, or None."""
        found = None
        if self._files is not None:
            with contextlib.suppress(Exception):
                found = self._files.load_overload(signature, target_context)
        if found is None:
            getattr(_watching, "missed", int)()
            return None
        return found

    def save_overload(self, signature: Any, code: Any) -> None:
        """Keep the code of a signature, if that can be."""
        if self._files is not None:
            with contextlib.suppress(Exception):
                self._files.save_overload(signature, code)


def compiled(function: Function) -> Function:
    """Return the function, compiled at its first call or read from :func:`code_folder`, without the GIL.

    It makes no arrays, so that nobody counts references. A folder that can't be used costs the compilation
    once per process, no more.
    """
    dispatcher = numba.njit(nogil=True, error_model="numpy", _nrt=False)(function)
    if isinstance(dispatcher, numba.core.dispatcher.Dispatcher):  # not under NUMBA_DISABLE_JIT
        dispatcher._cache = _Kept(_files(function))
    return dispatcher


def _files(function: Callable[..., Any]) -> FunctionCache | None:
    if not _USABLE:
        return None
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(code_folder())
    try:
        files = FunctionCache(function)
        source = function.__module__, function.__qualname__, files._impl.locator.get_source_stamp()
        files._cache_file = SealedFiles(Path(files.cache_path), numba.__version__, sys.version, *source)
    except (OSError, RuntimeError):
        return None
    else:
        return files
    finally:
        numba.config.CACHE_DIR = before


def inner(function: Function) -> Function:
    """Return the function for compiled callers, which take it into their own machine code."""
    return numba.njit(nogil=True, error_model="numpy", _nrt=False, forceinline=True)(function)


_USABLE = usable(code_folder())
if _USABLE:
    remove_stale()
