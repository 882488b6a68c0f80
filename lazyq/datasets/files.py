"""The four files of MNIST: where they lie, and whether they are what they should be."""

import hashlib
import os
import stat
import threading
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import platformdirs

from lazyq.compute.paths import named_folder, open_regular
from lazyq.wording import worded

DATA_VARIABLE = "LAZYQ_DATA"
MISSING = worded("is missing")
_DAMAGED = worded("is damaged (its SHA-256 is not that of MNIST)")


class DataError(RuntimeError):
    """Data are missing or damaged and could not be fetched; the message says what to do about it."""


class DataFile(NamedTuple):
    """One file of MNIST: its name, its size and SHA-256, and the size of its published archive."""

    name: str
    size: int
    sha256: str
    compressed_size: int


FILES = (
    DataFile(
        "train-images-idx3-ubyte",
        47_040_016,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        9_912_422,
    ),
    DataFile(
        "train-labels-idx1-ubyte",
        60_008,
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        28_881,
    ),
    DataFile(
        "t10k-images-idx3-ubyte",
        7_840_016,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        1_648_877,
    ),
    DataFile(
        "t10k-labels-idx1-ubyte",
        10_008,
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        4_542,
    ),
)
BY_SPLIT = {"train": FILES[:2], "test": FILES[2:]}


class FileState(NamedTuple):
    """What tells one content of a path from another without reading it."""

    size: int
    modified: int
    changed: int
    inode: int


_verified: dict[tuple[Path, DataFile], tuple[FileState, bool]] = {}
_verifying = threading.Lock()


def data_folder(root: str | PathLike[str] | None = None) -> Path:
    """Return the folder of the data: the argument, else LAZYQ_DATA, else the user's data folder of lazyq.

    MNIST lies below it as torchvision lays it out: MNIST/raw/train-images-idx3-ubyte and so on.

    Parameters
    ----------
    root : the folder, or None

    Examples
    --------
    >>> from lazyq.datasets import data_folder
    >>> data_folder("digits").name
    'digits'
    """
    variable = os.environ.get(DATA_VARIABLE)
    name, chosen = ("root", root) if root is not None else (DATA_VARIABLE, variable)
    return named_folder(name, chosen) if chosen else platformdirs.user_data_path("lazyq", appauthor=False)


def raw_folder(root: Path) -> Path:
    """Return the folder of the extracted files below a root."""
    return root / "MNIST" / "raw"


def sha256_of(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file's content."""
    with open_regular(path) as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def content(root: Path, file: DataFile) -> bytes:
    """Return what is in a file below the root, checked as it is read.

    Raises
    ------
    DataError : it is not intact, or no longer; says what is wrong with it
    """
    path = raw_folder(root) / file.name
    wrong = problem(root, file, look_inside=False)
    if wrong is None:
        try:
            with open_regular(path) as held:
                read = held.read(file.size + 1)
        except OSError as error:
            said = worded("{path} can't be read ({reason})", path=path, reason=error.strerror)
            raise DataError(said) from None
        if hashlib.sha256(read).hexdigest() == file.sha256:
            return read
        wrong = _DAMAGED
    raise DataError(worded("{path} {wrong}", path=path, wrong=wrong))


def problem(root: Path, file: DataFile, *, look_inside: bool = True) -> str | None:
    """Return what is wrong with a file below the root in a few words, or None if it is intact.

    A file is read once in a process and again only after it has changed, and not at all unless it is to be
    looked inside.
    """
    path = raw_folder(root) / file.name
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return worded("is not a file")
        if status.st_size != file.size:
            return worded(
                "is cut off or damaged ({size} bytes instead of {right})",
                size=f"{status.st_size:,}",
                right=f"{file.size:,}",
            )
        if not look_inside:
            return None
        state = FileState(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        key = (path.absolute(), file)  # a link that leads elsewhere is another state
        with _verifying:
            seen, intact = _verified.get(key, (None, False))
            if seen != state:
                intact = sha256_of(path) == file.sha256
                _verified[key] = state, intact
        if not intact:
            return _DAMAGED
    except (FileNotFoundError, NotADirectoryError):
        return MISSING
    except OSError as error:
        return worded("can't be read ({reason})", reason=error.strerror)
    return None


def problems(root: Path, files: tuple[DataFile, ...] = FILES) -> dict[DataFile, str]:
    """Return the files that are not intact, each with what is wrong with it."""
    found = {file: problem(root, file) for file in files}
    return {file: wrong for file, wrong in found.items() if wrong is not None}
