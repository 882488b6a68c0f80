"""Fetch MNIST into a folder: ``python -m lazyq.datasets.download ROOT [--mirror URL]``.

The library runs this as a process of its own, so that a server that hangs can be left at any moment.
"""

import argparse
import gzip
import hashlib
import http.client
import shutil
import socket
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from filelock import FileLock

from lazyq.datasets.fetching import SLACK, checked_mirror, lock_path, temporary_folder, unstorable
from lazyq.datasets.files import DataError, DataFile, data_folder, problems, raw_folder

TIMEOUT = 30.0
SLOWEST = 1_000  # bytes a second; a server that sends less for as long as a silent one is waited for is left
_BLOCK = 65_536


class TooMuchError(RuntimeError):
    """A server sends more than the file can have."""


def sources(file: DataFile, mirror: str | None) -> list[str]:
    """Return the addresses to try in turn: the mirror's alone, or those that torchvision knows."""
    if mirror is None:
        from torchvision.datasets import MNIST

        bases = MNIST.mirrors
    else:
        bases = [mirror]
    return [f"{base}{file.name}.gz" for base in bases]


def download(root: Path, mirror: str | None = None) -> None:
    """Fetch every file below the root that is missing or damaged; intact files are left alone.

    One process at a time works on a root. A file is fetched into a temporary folder beside its place,
    checked by size and SHA-256, and only then moved there in one step.

    Raises
    ------
    DataError : a file could not be fetched from any source, or was not MNIST, or can't be stored
    """
    with _storing(root):
        raw_folder(root).mkdir(parents=True, exist_ok=True)
        lock = lock_path(root)
        if lock.is_symlink():
            lock.unlink()
        with FileLock(lock):
            temporary = temporary_folder(root)
            _remove(temporary)
            temporary.mkdir()
            try:
                for file in problems(root):
                    fetch_file(file, sources(file, mirror), temporary)
                    (temporary / file.name).replace(raw_folder(root) / file.name)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def _storing(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unstorable(root, error) from None


def _remove(path: Path) -> None:
    """Remove what lies in the place of a folder; through a link nothing is removed that lies elsewhere."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    shutil.rmtree(path, ignore_errors=True)


def fetch_file(file: DataFile, places: Sequence[str], folder: Path) -> None:
    """Put a file, fetched from the first place that has it intact, into the folder."""
    failures = []
    archive = folder / f"{file.name}.gz"
    for place in places:
        try:
            # A mirror may have compressed the files anew, so only the content is checked, not the archive.
            retrieve(place, archive, file.size + SLACK)
            extract(archive, folder / file.name, file)
        except (
            RuntimeError,
            OSError,
            EOFError,
            zlib.error,
            http.client.HTTPException,
            TooMuchError,
        ) as error:
            failures.append(f"{place}: {reason(error)}")
        else:
            return
    raise DataError(f"{archive.name} could not be fetched. " + "; ".join(failures))


def retrieve(url: str, target: Path, most: int) -> None:
    """Write what a server has at an address of http or https into a file, unless it is too much or too slow.

    Raises
    ------
    TooMuchError : more than so many bytes come
    TimeoutError : fewer than SLOWEST bytes a second come for as long as a silent server is waited for
    IncompleteRead : the server closes in the midst of it
    OSError : no connection, or the file can't be written
    """
    patience = socket.getdefaulttimeout() or TIMEOUT
    with urlopen(url) as answer, target.open("wb") as file:  # noqa: S310  the scheme is checked
        since, before, size = time.monotonic(), 0, 0
        while block := answer.read1(_BLOCK):
            size += len(block)
            if size > most:
                raise TooMuchError
            file.write(block)
            if (passed := time.monotonic() - since) > patience:
                if size - before < SLOWEST * passed:
                    raise TimeoutError
                since, before = time.monotonic(), size
        if answer.length:
            raise http.client.IncompleteRead(b"", answer.length)


def reason(error: Exception) -> str:
    """Return in plain words why an archive could not be fetched."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(error, HTTPError):
        if error.code < 400:
            return "the server only leads on to other addresses"
        return f"the server answered {error.code} {error.reason}"
    if isinstance(error, TooMuchError):
        return "the server sends more than the file has"
    if isinstance(cause, TimeoutError):
        return "the server did not answer in time"
    if isinstance(error, URLError):
        return f"no connection ({getattr(cause, 'strerror', None) or cause})"
    if isinstance(error, (EOFError, ConnectionError, http.client.HTTPException)):
        return "the transfer was cut off"
    if isinstance(error, OSError) and error.errno is not None:
        return f"it can't be stored ({error.strerror})"
    return "what came is not the file that it should be"


def extract(archive: Path, target: Path, file: DataFile) -> None:
    """Write the content of the archive if it is the file that it should be, else raise RuntimeError."""
    with gzip.open(archive) as stream:
        content = stream.read(file.size + 1)
    if len(content) != file.size or hashlib.sha256(content).hexdigest() != file.sha256:
        raise RuntimeError(f"{archive.name} does not hold the {file.size} bytes of MNIST")
    target.write_bytes(content)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0 if MNIST is complete, else 1 with the reason on standard output."""
    parser = argparse.ArgumentParser(prog="python -m lazyq.datasets.download", description="Fetch MNIST.")
    parser.add_argument("root", nargs="?", help="the folder; default LAZYQ_DATA, else the user's data folder")
    parser.add_argument("--mirror", help="base URL of the .gz files in place of torchvision's")
    parser.add_argument("--timeout", type=float, default=TIMEOUT, help="seconds of silence to wait")
    options = parser.parse_args(arguments)
    socket.setdefaulttimeout(options.timeout)
    root = data_folder(options.root)
    try:
        download(root, checked_mirror(options.mirror))
    except (DataError, ValueError) as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        print("Stopped; nothing half-written is left.")
        return 130
    print(f"MNIST is complete in {raw_folder(root)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
