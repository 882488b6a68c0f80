"""Paths from outside: folders that someone names, and files in whose place anything may lie."""

import os
import stat
from io import BufferedReader
from pathlib import Path

from lazyq.wording import worded

_FLAGS = ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
_WITHOUT_WAITING = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in _FLAGS)


class IrregularError(OSError):
    """What lies at a path is a folder, a pipe, a device or a socket, or links to one."""


def named_folder(name: str, value: str | os.PathLike[str]) -> Path:
    """Return the folder that an argument or environment variable of this name says, its ~ expanded.

    Raises
    ------
    ValueError : the ~ is of a user that is not known here
    """
    try:
        return Path(value).expanduser()
    except RuntimeError:
        said = worded(
            "{name} must be a folder, but this machine knows no such user: {got}", name=name, got=value
        )
        raise ValueError(said) from None


def is_regular(path: Path) -> bool:
    """Return whether a regular file lies there, links followed; False where nothing does."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def open_regular(path: Path) -> BufferedReader:
    """Return a regular file, opened for reading without waiting for anyone.

    Raises
    ------
    IrregularError : something else lies there
    OSError : it can't be opened
    """
    # Looked at first, as opening a device may already do something; and again, as it may have been exchanged.
    _require_regular(path.stat(), path)
    descriptor = os.open(path, _WITHOUT_WAITING)
    try:
        _require_regular(os.fstat(descriptor), path)
    except IrregularError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _require_regular(status: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise IrregularError(f"{path} is not a regular file")
