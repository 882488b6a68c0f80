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
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError

from filelock import FileLock

from lazyq.datasets.fetching import checked_mirror, lock_path, temporary_folder
from lazyq.datasets.files import DataError, DataFile, data_folder, problems, raw_folder

TIMEOUT = 30.0


class Source(NamedTuple):
    """Where an archive lies, and the MD5 it has there if that is known."""

    url: str
    md5: str | None


def sources(file: DataFile, mirror: str | None) -> list[Source]:
    """Return the places to try in turn: the mirror alone, or those that torchvision knows.

    A mirror may have compressed the files anew, so there only the content is checked, not the archive.
    """
    from torchvision.datasets import MNIST

    archive = f"{file.name}.gz"
    if mirror is not None:
        return [Source(mirror + archive, None)]
    return [Source(base + archive, dict(MNIST.resources)[archive]) for base in MNIST.mirrors]


def download(root: Path, mirror: str | None = None) -> None:
    """Fetch every file below the root that is missing or damaged; intact files are left alone.

    One process at a time works on a root. A file is fetched into a temporary folder beside its place,
    checked by size and SHA-256, and only then moved there in one step.

    Raises
    ------
    DataError : a file could not be fetched from any source, or was not MNIST
    OSError : the root can't be written to
    """
    raw_folder(root).mkdir(parents=True, exist_ok=True)
    with FileLock(lock_path(root)):
        temporary = temporary_folder(root)
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        try:
            for file in problems(root):
                fetch_file(file, sources(file, mirror), temporary)
                (temporary / file.name).replace(raw_folder(root) / file.name)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def fetch_file(file: DataFile, places: Sequence[Source], folder: Path) -> None:
    """Put a file, fetched from the first place that has it intact, into the folder."""
    from torchvision.datasets.utils import download_url

    failures = []
    archive = folder / f"{file.name}.gz"
    for place in places:
        archive.unlink(missing_ok=True)
        try:
            download_url(place.url, folder, archive.name, place.md5)
            extract(archive, folder / file.name, file)
        except (RuntimeError, OSError, EOFError, zlib.error, http.client.HTTPException) as error:
            failures.append(f"{place.url}: {reason(error)}")
        else:
            return
    raise DataError(f"{archive.name} could not be fetched. " + "; ".join(failures))


def reason(error: Exception) -> str:
    """Return in plain words why an archive could not be fetched."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(error, HTTPError):
        return f"the server answered {error.code} {error.reason}"
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
    except (DataError, ValueError, OSError) as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        print("Stopped; nothing half-written is left.")
        return 130
    print(f"MNIST is complete in {raw_folder(root)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
