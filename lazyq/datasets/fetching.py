"""Downloading as seen from outside: start the process, watch its files grow, stop it."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from lazyq.datasets.files import DataError, problems, raw_folder
from lazyq.extras import require_extra
from lazyq.wording import worded

MIRROR_VARIABLE = "LAZYQ_MIRROR"
POLL = 0.1
SLACK = 65_536
STILL = 30.0  # seconds for all but waiting for a server: start, reading what is there, unpacking


def lock_path(root: Path) -> Path:
    """Return the file whose lock lets one process at a time download into the root."""
    return root / "MNIST" / ".lazyq-download.lock"


def temporary_folder(root: Path) -> Path:
    """Return the folder of a download in progress; who holds the lock owns it."""
    return root / "MNIST" / ".lazyq-download"


def checked_mirror(mirror: str | None) -> str | None:
    """Return the base URL with its last slash: the argument, else LAZYQ_MIRROR, else None.

    Raises
    ------
    ValueError : not the URL of an http or https server
    """
    name, value = ("mirror", mirror) if mirror else (MIRROR_VARIABLE, os.environ.get(MIRROR_VARIABLE))
    if not value:
        return None
    try:
        parts = urlsplit(value)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or not value.isprintable() or " " in value:
        said = worded(
            "{name} must be a base URL such as https://example.org/mnist/, got {got}",
            name=name,
            got=repr(value),
        )
        raise ValueError(said)
    return value if value.endswith("/") else value + "/"


def fetch(
    root: Path,
    *,
    mirror: str | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    timeout: float = 30.0,
) -> None:
    """Fetch the files of MNIST below the root that are missing or damaged, in a process of its own.

    Parameters
    ----------
    root : the folder that holds, or will hold, MNIST/raw/
    mirror : base URL in place of torchvision's own; default LAZYQ_MIRROR
    on_progress : called often with (bytes done, bytes in total), first (0, total), last (total, total); what
        it raises ends the download, and nothing half-written is left
    timeout : seconds of silence after which a server is given up, or of no more than a trickle

    Raises
    ------
    ValueError : the mirror is not an http(s) URL
    DataError : the download failed; says why
    MissingExtraError : torchvision is not installed
    """
    mirror = checked_mirror(mirror)
    wanted = tuple(problems(root))
    if not wanted:
        return
    require_extra("data")
    total = sum(file.compressed_size for file in wanted)
    archives = [(temporary_folder(root) / f"{file.name}.gz", file.compressed_size) for file in wanted]
    done = 0

    def report(bytes_done: int) -> None:
        nonlocal done
        done = max(done, bytes_done)
        if on_progress is not None:
            on_progress(done, total)

    try:
        raw_folder(root).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unstorable(root, error) from None
    report(0)
    command = [sys.executable, "-m", "lazyq.datasets.download", str(root), "--timeout", str(timeout)]
    if mirror is not None:
        command += ["--mirror", mirror]
    with subprocess.Popen(  # noqa: S603  our own interpreter and module, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        text=True,
        encoding="utf-8",
    ) as process:
        before, moved = [(0, 0)], time.monotonic()
        try:
            while process.poll() is None:
                time.sleep(POLL)
                sizes = [(_size(archive), size) for archive, size in archives]
                if sizes != before:
                    before, moved = sizes, time.monotonic()
                elif time.monotonic() - moved > 2 * timeout + STILL:
                    raise DataError(worded("Nothing comes from the server any more."))
                report(min(sum(min(present, size) for present, size in sizes), total - 1))
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
                clean(root)
        answer = process.stdout.read().strip() if process.stdout else ""
    left = problems(root)
    if left:
        file, reason = next(iter(left.items()))
        if answer:
            raise DataError(worded("MNIST could not be downloaded: {reason}", reason=answer))
        raise DataError(worded("MNIST is incomplete: {file} {wrong}", file=file.name, wrong=reason))
    report(total)


def unstorable(root: Path, error: OSError) -> DataError:
    """Return what is said of a folder that can't be written to."""
    reason = error.strerror or error
    return DataError(worded("MNIST can't be stored in {folder}: {reason}", folder=root, reason=reason))


def clean(root: Path) -> None:
    """Remove what an interrupted download has left, unless another process is at work there."""
    if not temporary_folder(root).exists():
        return
    with contextlib.suppress(Timeout, OSError), FileLock(lock_path(root), timeout=0):
        shutil.rmtree(temporary_folder(root), ignore_errors=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _environment() -> dict[str, str]:
    package = str(Path(__file__).parents[2])
    inherited = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([package, inherited] if inherited else [package])
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
